"""Defects of unwind tables. Linux Standard Base, "Exception Frames"; EHABI32, "The index table"."""

from defects import ALL, defect, line
from defects_dynamic import NOWHERE
from elf import BE32, BE64, LE32, LE64


def byte(image, label, field, value, expected, found):
    image.set(label, "value", value)
    return line(field, image.at(label), expected, found)


def segment_outside(image, segment):
    image.set(segment, "p_vaddr", NOWHERE)
    return line(segment, image.at(segment), "an address inside the file-backed bytes of a PT_LOAD",
                f"{NOWHERE:#x}")


@defect(LE64, BE32)
def eh_frame_hdr_outside_loads(image):
    return segment_outside(image, "PT_GNU_EH_FRAME")


@defect(*ALL)
def eh_frame_hdr_version(image):
    return byte(image, "EhHdr.version", ".eh_frame_hdr version", 2, "1", "2")


@defect(LE64, BE32)
def eh_frame_hdr_pointer_encoding(image):
    return byte(image, "EhHdr.eh_frame_ptr_enc", ".eh_frame_hdr eh_frame_ptr_enc", 0x1d,
                "a known DW_EH_PE_* encoding", "0x1d")


@defect(BE64, LE32)
def eh_frame_hdr_table_encoding(image):
    return byte(image, "EhHdr.table_enc", ".eh_frame_hdr table_enc", 0x6b,
                "a known DW_EH_PE_* encoding", "0x6b")


def left_of_header(image, label):
    """Bytes from the record to the end of PT_GNU_EH_FRAME."""
    return (image.get("PT_GNU_EH_FRAME", "p_offset") + image.get("PT_GNU_EH_FRAME", "p_filesz")
            - image.at(label))


@defect(*ALL)
def eh_frame_hdr_count_huge(image):
    image.set("EhHdr.fde_count", "value", 0xffffffff)
    left = left_of_header(image, "EhHdr.entry.0")
    return line(".eh_frame_hdr fde_count", image.at("EhHdr.fde_count"),
                f"entries inside the {left} bytes that follow", "4294967295 entries of 8 bytes")


@defect(LE64, BE32)
def eh_frame_hdr_count_one_too_many(image):
    image.set("EhHdr.fde_count", "value", 3)
    left = left_of_header(image, "EhHdr.entry.0")
    return line(".eh_frame_hdr fde_count", image.at("EhHdr.fde_count"),
                f"entries inside the {left} bytes that follow", "3 entries of 8 bytes")


@defect(BE64, LE32)
def eh_frame_hdr_cut(image):
    """The segment ends inside eh_frame_ptr."""
    image.set("PT_GNU_EH_FRAME", "p_filesz", 6)
    return line(".eh_frame_hdr eh_frame_ptr", image.at("EhHdr.eh_frame_ptr"),
                "4 bytes before the end", "2 bytes")


@defect(*ALL)
def eh_frame_hdr_table_unsorted(image):
    """The unwinder's binary search would miss functions."""
    first, second = image.get("EhHdr.entry.0", "value"), image.get("EhHdr.entry.1", "value")
    image.set("EhHdr.entry.0", "value", second)
    image.set("EhHdr.entry.1", "value", first)
    text = image.address(".text")
    return line(".eh_frame_hdr initial_location", image.at("EhHdr.entry.1"),
                f"at least {text + 8:#x}, that of the entry before it", f"{text:#x}")


@defect(LE64, BE32)
def eh_frame_hdr_entry_of_no_fde(image):
    """The second entry names the CIE."""
    image.set("EhHdr.entry.1.fde", "value",
              (image.address("Cie") - image.address(".eh_frame_hdr")) & 0xffffffff)
    return line(".eh_frame_hdr table", image.at("EhHdr.entry.1"), "an FDE and its pc_begin",
                f"FDE address {image.address('Cie'):#x} and initial location "
                f"{image.address('.text') + 8:#x}")


@defect(BE64, LE32)
def eh_frame_hdr_pointer_outside_loads(image):
    image.set("EhHdr.eh_frame_ptr", "value", NOWHERE - image.address("EhHdr.eh_frame_ptr"))
    return line(".eh_frame_hdr eh_frame_ptr", image.at("EhHdr.eh_frame_ptr"),
                "an address inside the file-backed bytes of a PT_LOAD", f"{NOWHERE:#x}")


def frames_after(image, label, skip):
    """Bytes of .eh_frame from `skip` after the record at `label` on: its section header says where
    it ends."""
    return image.at("end of .eh_frame") - image.at(label) - skip


@defect(*ALL)
def eh_frame_length_past_load(image):
    left = image.end() - image.at("Fde.1") - 4
    return byte(image, "Fde.1", ".eh_frame length", left + 1,
                f"a record inside the {left} bytes that follow", f"{left + 1:#x}")


@defect(LE64, BE32)
def eh_frame_length_reserved(image):
    return byte(image, "Fde.0", ".eh_frame length", 0xfffffff1,
                "a length that DWARF does not reserve", "0xfffffff1")


@defect(BE64, LE32)
def eh_frame_length_of_64_bits_overflow(image):
    """0xffffffff, and then 64 bits of length: the CIE pointer and pc_begin as they stand."""
    image.set("Fde.0", "value", 0xffffffff)
    image.put(image.at("Fde.0") + 4, b"\xff" * 8)
    return line(".eh_frame length", image.at("Fde.0"),
                f"a record inside the {frames_after(image, 'Fde.0', 12)} bytes that follow",
                f"{(1 << 64) - 1:#x}")


@defect(*ALL)
def eh_frame_cie_pointer_to_nothing(image):
    value = image.at("Fde.1.cie") - image.at("Cie") - 1
    return byte(image, "Fde.1.cie", ".eh_frame FDE CIE pointer", value, "the distance back to a CIE",
                f"{value:#x}")


@defect(LE64, BE32)
def eh_frame_cie_pointer_before_the_section(image):
    return byte(image, "Fde.0.cie", ".eh_frame FDE CIE pointer", 0x7fffffff,
                "the distance back to a CIE", "0x7fffffff")


@defect(LE64, BE32)
def eh_frame_cie_version(image):
    return byte(image, "Cie.version", ".eh_frame CIE version", 2, "1, 3 or 4", "2")


@defect(BE64, LE32)
def eh_frame_cie_augmentation(image):
    """A letter that nobody knows, without a z before it that lets readers step over its data."""
    image.put(image.at("Cie.augmentation"), b"Rx")
    return line(".eh_frame CIE augmentation", image.at("Cie.augmentation"),
                "the letters z, R, L, P, S, B, G, after an optional eh", "Rx")


@defect(LE32)
def exidx_outside_loads(image):
    return segment_outside(image, "PT_ARM_EXIDX")


@defect(LE32)
def exidx_size_odd(image):
    image.set("PT_ARM_EXIDX", "p_filesz", 12)
    return line("PT_ARM_EXIDX p_filesz", image.at("PT_ARM_EXIDX"),
                "a multiple of the entry's 8 bytes", "12")


@defect(LE32)
def exidx_function_is_no_offset(image):
    value = image.get("Exidx.0", "value") | 0x80000000
    return byte(image, "Exidx.0", ".ARM.exidx function", value, "a prel31 offset with bit 31 clear",
                f"{value:#x}")


@defect(LE32)
def exidx_function_outside_loads(image):
    image.set("Exidx.0", "value", 0x30000000)
    return line(".ARM.exidx function", image.at("Exidx.0"), "an address inside a PT_LOAD",
                f"{image.address('Exidx.0') + 0x30000000:#x}")


@defect(LE32)
def exidx_unsorted(image):
    text = image.address(".text")
    for i in range(2):
        place = image.address(f"Exidx.{i}")
        image.set(f"Exidx.{i}", "value", (text + 8 * (1 - i) - place) & 0x7fffffff)
    return line(".ARM.exidx function", image.at("Exidx.1"),
                f"at least {text + 8:#x}, that of the entry before it", f"{text:#x}")


@defect(LE32)
def exidx_table_outside_loads(image):
    image.set("Exidx.1.word", "value", 0x30000000)
    return line(".ARM.exidx table", image.at("Exidx.1.word"),
                "an address inside the file-backed bytes of a PT_LOAD",
                f"{image.address('Exidx.1.word') + 0x30000000:#x}")


@defect(LE64, BE32, shape="unwinding")
def eh_frame_number_too_long(image):
    at = image.at("Fde.0x1 pc_begin")
    image.put(at, b"\xff" * 11)
    return line(".eh_frame FDE pc_begin", at, "a LEB128 number of at most 64 bits", "a longer one")


@defect(BE64, LE32, shape="unwinding")
def eh_frame_address_size(image):
    label = "Cie.v4 behind augmentation"
    return byte(image, label, ".eh_frame CIE address_size", 2, str(image.format.word), "2")


@defect(LE64, BE32)
def eh_frame_augmentation_without_end(image):
    """Up to the end of its record there is no NUL."""
    start, end = image.at("Cie.augmentation"), image.at("Fde.0")
    image.put(start, b"R" * (end - start))
    return line(".eh_frame CIE augmentation", start, "a string that ends in NUL", f"{end - start} bytes without one")
