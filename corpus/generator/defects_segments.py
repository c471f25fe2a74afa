"""Defects of program headers. gABI chapter 5, "Program Header"; what Linux and ld.so make of them."""

from defects import ALL, defect, line
from elf import BE32, BE64, LE32, LE64

PATH_MAX = 4096


def broken(image, segment, field, value, expected, found=None):
    image.set(segment, field, value)
    kind = segment.split(".")[0]
    return line(f"{kind} {field}", image.at(segment), expected, found or f"{value:#x}")


@defect(LE64, BE32, shape="static-program")
def no_load(image):
    """Every PT_LOAD is a PT_NULL."""
    count = image.get("Ehdr", "e_phnum")
    for segment in ("PT_LOAD.0", "PT_LOAD.1"):
        image.set(segment, "p_type", 0)
    return line("e_phnum", image.at("Ehdr", "e_phnum"), "at least one PT_LOAD",
                f"none in {count} program headers")


@defect(*ALL)
def load_filesz_above_memsz(image):
    memsz = image.get("PT_LOAD.1", "p_memsz")
    return broken(image, "PT_LOAD.1", "p_filesz", memsz + 1, f"at most p_memsz ({memsz:#x})")


def outside_file(image, segment, field, value):
    """p_offset or p_filesz set so that the bytes are not in the file; p_memsz large enough."""
    image.set(segment, field, value)
    if image.get(segment, "p_memsz") < image.get(segment, "p_filesz"):
        image.set(segment, "p_memsz", image.get(segment, "p_filesz"))
    size, offset = image.get(segment, "p_filesz"), image.get(segment, "p_offset")
    return line(f"{segment.split('.')[0]} p_filesz", image.at(segment),
                f"bytes inside the file's {image.size()}", f"{size} bytes at offset {offset:#x}")


@defect(LE64, BE32)
def load_filesz_past_end(image):
    left = image.size() - image.get("PT_LOAD.2", "p_offset")
    return outside_file(image, "PT_LOAD.2", "p_filesz", left + 1)


@defect(BE64, LE32)
def load_filesz_huge(image):
    return outside_file(image, "PT_LOAD.2", "p_filesz", image.format.top)


@defect(LE64, BE32)
def load_offset_past_end(image):
    return outside_file(image, "PT_LOAD.1", "p_offset", 0x10000000)


@defect(*ALL)
def load_offset_overflow(image):
    """p_offset plus p_filesz is 1 in the class's own arithmetic."""
    size = image.get("PT_LOAD.1", "p_filesz")
    return outside_file(image, "PT_LOAD.1", "p_offset", image.format.top - size + 2)


def outside_address_space(image, segment, vaddr, memsz):
    image.set(segment, "p_vaddr", vaddr)
    image.set(segment, "p_memsz", memsz)
    return line(f"{segment.split('.')[0]} p_memsz", image.at(segment),
                "an end inside the address space", f"{memsz:#x} bytes at address {vaddr:#x}")


@defect(*ALL)
def load_memsz_overflow(image):
    return outside_address_space(image, "PT_LOAD.2", image.get("PT_LOAD.2", "p_vaddr"),
                                 image.format.top)


@defect(LE64, BE32)
def load_vaddr_at_the_top(image):
    """The segment's last byte wraps to address 0."""
    memsz = image.get("PT_LOAD.2", "p_memsz")
    return outside_address_space(image, "PT_LOAD.2", image.format.top - memsz + 2, memsz)


@defect(LE64, BE32)
def load_align_not_a_power_of_two(image):
    return broken(image, "PT_LOAD.1", "p_align", 0x1001, "0 or a power of two")


@defect(BE64, LE32)
def load_align_huge(image):
    return broken(image, "PT_LOAD.1", "p_align", image.format.top, "0 or a power of two")


@defect(*ALL)
def load_misaligned(image):
    """p_offset and p_vaddr differ by 8 within a page: no mmap makes that."""
    vaddr, align = image.get("PT_LOAD.1", "p_vaddr"), image.get("PT_LOAD.1", "p_align")
    return broken(image, "PT_LOAD.1", "p_offset", image.get("PT_LOAD.1", "p_offset") - 8,
                  f"congruent to p_vaddr ({vaddr:#x}) modulo p_align ({align:#x})")


def end_before(image, segment):
    number = int(segment[-1]) - 1
    before = f"PT_LOAD.{number}"
    return image.get(before, "p_vaddr") + image.get(before, "p_memsz")


@defect(*ALL)
def loads_overlap(image):
    """The first segment's memory reaches one byte into the second's."""
    start = image.get("PT_LOAD.1", "p_vaddr")
    image.set("PT_LOAD.0", "p_memsz", start + 1)
    return line("PT_LOAD p_vaddr", image.at("PT_LOAD.1"),
                f"at least {start + 1:#x}, the end of the PT_LOAD before it", f"{start:#x}")


@defect(LE64, BE32)
def loads_in_one_place(image):
    """Two PT_LOADs that are the same."""
    for field in ("p_offset", "p_filesz", "p_memsz", "p_vaddr"):
        image.set("PT_LOAD.1", field, image.get("PT_LOAD.0", field))
    return line("PT_LOAD p_vaddr", image.at("PT_LOAD.1"),
                f"at least {end_before(image, 'PT_LOAD.1'):#x}, the end of the PT_LOAD before it",
                f"{image.get('PT_LOAD.1', 'p_vaddr'):#x}")


@defect(BE64, LE32)
def loads_descending(image):
    """gABI: PT_LOADs ascend by p_vaddr. The second and the third change places."""
    for field in ("p_offset", "p_vaddr", "p_filesz", "p_memsz", "p_flags"):
        second, third = image.get("PT_LOAD.1", field), image.get("PT_LOAD.2", field)
        image.set("PT_LOAD.1", field, third)
        image.set("PT_LOAD.2", field, second)
    return line("PT_LOAD p_vaddr", image.at("PT_LOAD.2"),
                f"at least {end_before(image, 'PT_LOAD.2'):#x}, the end of the PT_LOAD before it",
                f"{image.get('PT_LOAD.2', 'p_vaddr'):#x}")


@defect(*ALL)
def tls_filesz_above_memsz(image):
    memsz = image.get("PT_TLS", "p_memsz")
    return broken(image, "PT_TLS", "p_filesz", memsz + 1, f"at most p_memsz ({memsz:#x})")


@defect(LE64, BE32)
def tls_past_end(image):
    return outside_file(image, "PT_TLS", "p_offset", image.size())


@defect(BE64, LE32)
def tls_memsz_overflow(image):
    return outside_address_space(image, "PT_TLS", image.get("PT_TLS", "p_vaddr"), image.format.top)


@defect(LE64, BE32)
def tls_align_not_a_power_of_two(image):
    return broken(image, "PT_TLS", "p_align", 24, "0 or a power of two")


@defect(*ALL)
def tls_outside_loads(image):
    """ld.so copies the initial TLS block from p_vaddr."""
    size = image.get("PT_TLS", "p_filesz")
    return broken(image, "PT_TLS", "p_vaddr", 0x70000000,
                  f"{size} file-backed bytes of a PT_LOAD there")


@defect(LE64, BE32)
def relro_overflow(image):
    return outside_address_space(image, "PT_GNU_RELRO", image.get("PT_GNU_RELRO", "p_vaddr"),
                                 image.format.top)


@defect(BE64, LE32)
def relro_outside_loads(image):
    """ld.so protects these pages and stops if they are not there."""
    return broken(image, "PT_GNU_RELRO", "p_vaddr", 0x70000000, "an address inside a PT_LOAD")


@defect(LE64, BE32, shape="program")
def interp_past_end(image):
    return outside_file(image, "PT_INTERP", "p_offset", image.size())


@defect(BE64, LE32, shape="program")
def interp_unterminated(image):
    size = image.get("PT_INTERP", "p_filesz") - 1
    image.set("PT_INTERP", "p_filesz", size)
    return line("PT_INTERP", image.at("PT_INTERP", "p_type"),
                "a string that ends in NUL inside its table", f"{size} bytes without one")


def interp_size(image, size):
    """Linux refuses a path of no characters and one that is longer than any path."""
    return broken(image, "PT_INTERP", "p_filesz", size, f"2 to {PATH_MAX} bytes", str(size))


@defect(LE64, BE32, shape="program")
def interp_empty(image):
    return interp_size(image, 0)


@defect(BE64, LE32, shape="program")
def interp_of_a_nul(image):
    return interp_size(image, 1)


@defect(LE64, BE32, shape="stripped-program")
def interp_too_long(image):
    image.data += bytes(PATH_MAX)
    return interp_size(image, PATH_MAX + 1)


def dynamic_outside(image, address):
    image.set("PT_DYNAMIC", "p_vaddr", address)
    return line("PT_DYNAMIC", image.at("PT_DYNAMIC"),
                "an address inside the file-backed bytes of a PT_LOAD", f"{address:#x}")


@defect(*ALL)
def dynamic_outside_loads(image):
    return dynamic_outside(image, 0x70000000)


@defect(LE64, BE32)
def dynamic_in_bss(image):
    """Memory there is, but no bytes of the file."""
    return dynamic_outside(image, image.address(".bss") + image.format.word)


@defect(*ALL)
def dynamic_past_load(image):
    """p_filesz reaches one byte past the PT_LOAD that holds it."""
    left = image.end("PT_LOAD.2") - image.at(".dynamic")
    image.set("PT_DYNAMIC", "p_filesz", left + 1)
    return line("PT_DYNAMIC", image.at("PT_DYNAMIC"),
                f"a table inside its PT_LOAD's file-backed bytes, {left} from there",
                f"{left + 1} bytes at address {image.address('.dynamic'):#x}")


def dynamic_without_null(image, size):
    """The table as a whole is at fault."""
    image.set("PT_DYNAMIC", "p_filesz", size)
    return line("PT_DYNAMIC", image.at(".dynamic"), "a DT_NULL entry at the end",
                f"{size // image.format.size('Dyn')} entries without one")


@defect(LE64, BE32)
def dynamic_empty(image):
    return dynamic_without_null(image, 0)


@defect(*ALL)
def dynamic_without_its_end(image):
    return dynamic_without_null(image, image.get("PT_DYNAMIC", "p_filesz") - 1)


@defect(LE64, BE32)
def note_past_end(image):
    return note_outside(image, image.size(), image.get("PT_NOTE", "p_filesz"))


@defect(BE64, LE32)
def note_overflow(image):
    return note_outside(image, image.format.top - 3, 8)


def note_outside(image, offset, size):
    image.set("PT_NOTE", "p_offset", offset)
    image.set("PT_NOTE", "p_filesz", size)
    return line("PT_NOTE", image.at("PT_NOTE"), f"a range inside the file's {image.size()} bytes",
                f"{size} bytes at offset {offset:#x}")


@defect(LE64, BE32)
def note_name_huge(image):
    return note_sizes(image, 0xffffffff, 20)


@defect(BE64, LE32)
def note_desc_huge(image):
    return note_sizes(image, 4, 0xffffffff)


@defect(LE64, LE32)
def note_sizes_overflow(image):
    """In 32 bits the two sizes add up to 12."""
    return note_sizes(image, 0xfffffff0, 0x1c)


@defect(BE64, BE32)
def note_desc_past_segment(image):
    return note_sizes(image, 4, 21)


def note_sizes(image, name, desc):
    image.set("Note.0", "n_namesz", name)
    image.set("Note.0", "n_descsz", desc)
    return line("PT_NOTE n_descsz", image.at("Note.0"),
                f"a note inside its segment's {image.get('PT_NOTE', 'p_filesz')} bytes from there",
                f"n_namesz {name} and n_descsz {desc}")


def property_size(image, number, size):
    """A property's pr_datasz; 8 bytes of pr_type and pr_datasz come before the data."""
    start = image.at("Property.0")
    left = image.get("Property.note", "n_descsz") - (image.at(f"Property.{number}") - start)
    image.set(f"Property.{number}.datasz", "value", size)
    return line("GNU_PROPERTY pr_datasz", image.at(f"Property.{number}"),
                f"a property inside its note's {left} bytes from there", str(size))


@defect(*ALL)
def property_past_note(image):
    return property_size(image, 1, 1)


@defect(LE64, BE32)
def property_huge(image):
    return property_size(image, 0, 0xffffffff)


@defect(BE64, LE32)
def property_without_size(image):
    """The note ends after the second property's pr_type."""
    size = image.at("Property.1.datasz") - image.at("Property.0")
    image.set("Property.note", "n_descsz", size)
    return line("GNU_PROPERTY", image.at("Property.1"), "pr_type and pr_datasz", "4 bytes")


@defect(LE64, BE32)
def notes_over_and_over(image):
    """One note to the file's end, and two headers for it."""
    start = image.at("Note.0")
    size = (image.size() - start) & ~3
    image.set("Note.0", "n_descsz", size - 16)
    for label in ("PT_NOTE", "PT_NOTE.1"):
        image.set(label, "p_offset", start)
        image.set(label, "p_filesz", size)
    return line("PT_NOTE p_filesz", image.at("PT_NOTE.1"), f"PT_NOTEs of at most the file's {image.size()} bytes in all",
                str(2 * size))


@defect(LE64, BE32, BE64)
def text_past_end(image):
    """By one byte, of a segment that no table lies in."""
    return outside_file(image, "PT_LOAD.1", "p_filesz", image.size() - image.get("PT_LOAD.1", "p_offset") + 1)
