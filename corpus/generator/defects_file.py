"""Defects of the file as a whole and of the ELF header. gABI chapter 4, "ELF Header"."""

from defects import ALL, defect, line
from elf import BE32, BE64, LE32, LE64

PN_XNUM = 0xffff


def not_in_file(image, field, at, size, offset):
    return line(field, at, f"a range inside the file's {image.size()} bytes",
                f"{size} bytes at offset {offset:#x}")


@defect(LE64)
def empty(image):
    image.cut(0)
    return line("e_ident", 0, "an ELF file's 16 identification bytes", "a file of 0 bytes")


@defect(LE64, BE32)
def cut_after_magic(image):
    image.cut(4)
    return line("e_ident", 0, "an ELF file's 16 identification bytes", "a file of 4 bytes")


@defect(*ALL)
def cut_in_ident(image):
    image.cut(15)
    return line("e_ident", 0, "an ELF file's 16 identification bytes", "a file of 15 bytes")


def cut_header(image, size):
    image.cut(size)
    return line("Ehdr", 0, f"an ELF header of {image.format.size('Ehdr')} bytes",
                f"a file of {size} bytes")


@defect(*ALL)
def cut_after_ident(image):
    return cut_header(image, 16)


@defect(*ALL)
def cut_in_header(image):
    return cut_header(image, image.format.size("Ehdr") - 1)


def cut_program_headers(image, count, more=0):
    """After `count` whole program headers and `more` bytes."""
    f = image.format
    wanted = image.get("Ehdr", "e_phnum") * f.size("Phdr")
    image.cut(f.size("Ehdr") + count * f.size("Phdr") + more)
    return not_in_file(image, "e_phoff", image.at("Ehdr", "e_phoff"), wanted, f.size("Ehdr"))


@defect(*ALL)
def cut_after_header(image):
    return cut_program_headers(image, 0)


@defect(*ALL)
def cut_in_program_header(image):
    return cut_program_headers(image, 3, more=5)


def cut_before_last(count):
    def cut(image):
        return cut_program_headers(image, count)
    cut.__name__ = f"cut_after_program_header_{count}"
    return cut


for number in range(1, 11):  # of 11, and of 12 on ARM
    defect(LE64, BE32)(cut_before_last(number))


def cut_load(image, number, keep):
    """The file ends `keep` bytes into the PT_LOAD, so its own p_filesz is the first that is too large."""
    load = f"PT_LOAD.{number}"
    image.cut(image.get(load, "p_offset") + keep)
    return line("PT_LOAD p_filesz", image.at(load), f"bytes inside the file's {image.size()}",
                f"{image.get(load, 'p_filesz')} bytes at offset {image.get(load, 'p_offset'):#x}")


@defect(*ALL)
def cut_after_program_headers(image):
    f = image.format
    return cut_load(image, 0, f.size("Ehdr") + image.get("Ehdr", "e_phnum") * f.size("Phdr"))


@defect(LE64, BE32)
def cut_in_load_0(image):
    return cut_load(image, 0, image.get("PT_LOAD.0", "p_filesz") - 1)


@defect(BE64, LE32)
def cut_before_load_1(image):
    return cut_load(image, 1, 0)


@defect(LE64, BE32)
def cut_before_load_2(image):
    return cut_load(image, 2, 0)


@defect(BE64, LE32)
def cut_in_load_2(image):
    return cut_load(image, 2, image.get("PT_LOAD.2", "p_filesz") - 1)


def broken_ident(image, index, value, field, expected):
    image.put(index, bytes([value]))
    return line(f"e_ident[{field}]", index, expected, str(value))


@defect(LE64, BE32)
def magic(image):
    image.put(3, b"G")
    return line("e_ident[EI_MAG]", 0, "an ELF file (7f 45 4c 46)", "7f 45 4c 47")


@defect(LE32)
def class_none(image):
    return broken_ident(image, 4, 0, "EI_CLASS", "ELFCLASS32 (1) or ELFCLASS64 (2)")


@defect(BE64)
def class_unknown(image):
    return broken_ident(image, 4, 3, "EI_CLASS", "ELFCLASS32 (1) or ELFCLASS64 (2)")


@defect(LE64)
def data_none(image):
    return broken_ident(image, 5, 0, "EI_DATA", "ELFDATA2LSB (1) or ELFDATA2MSB (2)")


@defect(BE32)
def data_unknown(image):
    return broken_ident(image, 5, 3, "EI_DATA", "ELFDATA2LSB (1) or ELFDATA2MSB (2)")


@defect(BE64)
def ident_version(image):
    return broken_ident(image, 6, 0, "EI_VERSION", "EV_CURRENT (1)")


def nothing_to_load(at, count):
    return line("e_phnum", at, "at least one PT_LOAD", f"none in {count} program headers")


@defect(LE64, BE64)
def class_of_32_bits(image):
    """A 32-bit header has e_phnum where the upper bytes of e_shoff are, which are 0."""
    image.put(4, b"\1")
    return nothing_to_load(44, 0)


@defect(LE32, BE32)
def class_of_64_bits(image):
    """A 64-bit header has e_phnum where the first p_offset is, which is 0."""
    image.put(4, b"\2")
    return nothing_to_load(56, 0)


@defect(*ALL)
def other_byte_order(image):
    image.put(5, bytes([3 - image.data[5]]))
    return line("e_version", image.at("Ehdr", "e_version"), "EV_CURRENT (1)", str(0x01000000))


def broken_field(image, field, value, expected):
    image.set("Ehdr", field, value)
    return line(field, image.at("Ehdr", field), expected, str(value))


@defect(LE32)
def version_none(image):
    return broken_field(image, "e_version", 0, "EV_CURRENT (1)")


@defect(BE64)
def version_of_the_future(image):
    return broken_field(image, "e_version", 2, "EV_CURRENT (1)")


@defect(LE64, BE32)
def machine_none(image):
    image.set("Ehdr", "e_machine", 0)
    return line("e_machine", image.at("Ehdr", "e_machine"), "a machine", "EM_NONE (0)")


@defect(LE64)
def phentsize_zero(image):
    return broken_field(image, "e_phentsize", 0, str(image.format.size("Phdr")))


@defect(BE64)
def phentsize_small(image):
    return broken_field(image, "e_phentsize", image.format.size("Phdr") - 1,
                        str(image.format.size("Phdr")))


@defect(LE32)
def phentsize_huge(image):
    return broken_field(image, "e_phentsize", 0xffff, str(image.format.size("Phdr")))


@defect(BE32)
def phentsize_of_64_bits(image):
    return broken_field(image, "e_phentsize", 56, "32")


@defect(LE64, BE32)
def phnum_zero(image):
    image.set("Ehdr", "e_phnum", 0)
    return nothing_to_load(image.at("Ehdr", "e_phnum"), 0)


def program_headers_at(image, offset):
    size = image.get("Ehdr", "e_phnum") * image.format.size("Phdr")
    image.set("Ehdr", "e_phoff", offset)
    return not_in_file(image, "e_phoff", image.at("Ehdr", "e_phoff"), size, offset)


@defect(LE32)
def phoff_at_end(image):
    return program_headers_at(image, image.size())


@defect(*ALL)
def phoff_overflow(image):
    """e_phoff plus the table's size is a small number in the class's own arithmetic."""
    return program_headers_at(image, image.format.top - 7)


@defect(BE64)
def phnum_huge(image):
    image.set("Ehdr", "e_phnum", 0xfffe)
    return not_in_file(image, "e_phoff", image.at("Ehdr", "e_phoff"),
                       0xfffe * image.format.size("Phdr"), image.format.size("Ehdr"))


@defect(LE64, BE32)
def phnum_extended_without_sections(image):
    image.set("Ehdr", "e_phnum", PN_XNUM)
    image.set("Ehdr", "e_shoff", 0)
    return line("e_phnum", image.at("Ehdr", "e_phnum"),
                "section header 0 with the true count (PN_XNUM)", "no such section header")


@defect(*ALL)
def phnum_extended_huge(image):
    """sh_info of section header 0: 2^32 - 1 program headers."""
    f = image.format
    image.set("Ehdr", "e_phnum", PN_XNUM)
    image.set("Shdr.0", "sh_info", 0xffffffff)
    return not_in_file(image, "e_phoff", image.at("Ehdr", "e_phoff"), 0xffffffff * f.size("Phdr"),
                       f.size("Ehdr"))


@defect(*ALL)
def cut_in_the_last_program_header(image):
    """By one byte."""
    return cut_program_headers(image, image.get("Ehdr", "e_phnum") - 1, more=image.format.size("Phdr") - 1)
