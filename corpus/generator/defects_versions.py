"""Defects of symbol versions. Linux Standard Base, "Symbol Versioning"; glibc's elf/dl-version.c follows
vd_next, vda_next, vn_next and vna_next, musl the counts: they must agree."""

from defects import ALL, defect, line, outside_loads, outside_strings
from defects_dynamic import NOWHERE, strings_size, symbol_count, without
from elf import BE32, BE64, LE32, LE64

MOST = 0x10000  # version indices have 15 bits


def field(image, record, name, value, expected):
    image.set(record, name, value)
    return line(name, image.at(record), expected, str(value))


@defect(LE64, BE32)
def versym_outside_loads(image):
    return outside_loads(image, "DT_VERSYM", "DT_VERSYM", NOWHERE)


@defect(BE64, LE32)
def versym_past_load(image):
    """One entry is left of its PT_LOAD."""
    last = image.address(".gnu.version") + image.end() - image.at(".gnu.version") - 2
    image.set("DT_VERSYM", "d_val", last)
    return line("DT_VERSYM", image.at("DT_VERSYM"),
                "a table inside its PT_LOAD's file-backed bytes, 2 from there",
                f"{symbol_count(image)} entries of 2 bytes at address {last:#x}")


@defect(*ALL)
def versym_of_no_version(image):
    """ld.so takes the index into its table of versions unchecked."""
    image.set("Versym.5", "vs_index", 7)
    return line("DT_VERSYM", image.at("Versym.5"), "a version index up to 6", "7")


@defect(LE64, BE32)
def verdef_outside_loads(image):
    return outside_loads(image, "DT_VERDEF", "DT_VERDEF", NOWHERE)


@defect(LE64, BE32)
def verdefnum_missing(image):
    without(image, "DT_VERDEFNUM")
    return line("DT_VERDEFNUM", image.at("DT_VERDEF"), "an entry with the number of versions", "none")


def count(image, tag, value):
    image.set(tag, "d_val", value)
    return line(tag, image.at(tag), f"1 to {MOST}", str(value))


@defect(*ALL)
def verdefnum_huge(image):
    return count(image, "DT_VERDEFNUM", image.format.top)


@defect(LE64, BE32)
def verdefnum_too_large(image):
    image.set("DT_VERDEFNUM", "d_val", 4)
    return line("vd_next", image.at("Verdef.2"), "a chain of 4 (DT_VERDEFNUM)", "3")


@defect(BE64, LE32)
def verdefnum_too_small(image):
    image.set("DT_VERDEFNUM", "d_val", 2)
    return line("vd_next", image.at("Verdef.1"), "a chain of 2 (DT_VERDEFNUM)", "a longer one")


@defect(LE64, BE32)
def verdef_version(image):
    return field(image, "Verdef.0", "vd_version", 2, "1")


@defect(BE64, LE32)
def verdef_without_name(image):
    image.set("Verdef.1", "vd_cnt", 0)
    return line("vd_cnt", image.at("Verdef.1"), "at least 1, the version's name", "0")


@defect(LE64, BE32)
def verdef_names_too_many(image):
    image.set("Verdef.2", "vd_cnt", 3)
    return line("vda_next", image.at("Verdaux.2.1"), "a chain of 3 (vd_cnt)", "2")


@defect(BE64, LE32)
def verdef_names_too_few(image):
    image.set("Verdef.2", "vd_cnt", 1)
    return line("vda_next", image.at("Verdaux.2.0"), "a chain of 1 (vd_cnt)", "a longer one")


def step_inside(image, record, name, value, size):
    """A link shorter than its record: it leads into itself, so a chain of them need not end."""
    image.set(record, name, value)
    return line(name, image.at(record), f"0 or at least {size}", str(value))


@defect(*ALL)
def verdef_cycle(image):
    return step_inside(image, "Verdef.1", "vd_next", 1, image.format.size("Verdef"))


@defect(*ALL)
def verdaux_cycle(image):
    return step_inside(image, "Verdaux.2.0", "vda_next", 4, image.format.size("Verdaux"))


def step_outside(image, record, name, value):
    image.set(record, name, value)
    return line(name, image.at(record), "an entry inside its segment", f"{value:#x}")


@defect(LE64, BE32)
def verdef_next_past_load(image):
    return step_outside(image, "Verdef.0", "vd_next", image.end() - image.at("Verdef.0"))


@defect(*ALL)
def verdef_next_backwards(image):
    """-20 in 32 bits: back to the first, for who adds it in 32 bits."""
    return step_outside(image, "Verdef.1", "vd_next", (1 << 32) - 20)


@defect(BE64, LE32)
def verdef_aux_past_load(image):
    return step_outside(image, "Verdef.0", "vd_aux", image.end() - image.at("Verdef.0") - 7)


@defect(*ALL)
def verdaux_next_past_load(image):
    return step_outside(image, "Verdaux.2.0", "vda_next", 0xffffffff)


@defect(*ALL)
def verdaux_name_outside_strings(image):
    image.set("Verdaux.2.1", "vda_name", 0x7fffffff)
    return outside_strings(image, "vda_name", "Verdaux.2.1", strings_size(image), 0x7fffffff)


def table_at_end(image, tag, table, record):
    """The table's first record has one byte less than it needs."""
    f = image.format
    start = image.address(table) + image.end() - image.at(table) - f.size(record) + 1
    image.set(tag, "d_val", start)
    return line(tag, image.at(tag), "an entry inside its segment", f"{start:#x}")


@defect(LE64, BE32)
def verdef_short(image):
    return table_at_end(image, "DT_VERDEF", ".gnu.version_d", "Verdef")


@defect(BE64, LE32)
def verneed_short(image):
    return table_at_end(image, "DT_VERNEED", ".gnu.version_r", "Verneed")


@defect(BE64, LE32)
def verneed_outside_loads(image):
    return outside_loads(image, "DT_VERNEED", "DT_VERNEED", image.format.top)


@defect(BE64, LE32)
def verneednum_missing(image):
    without(image, "DT_VERNEEDNUM")
    return line("DT_VERNEEDNUM", image.at("DT_VERNEED"), "an entry with the number of versions",
                "none")


@defect(BE64, LE32)
def verdefnum_zero(image):
    """glibc reads the first Verdef all the same."""
    return count(image, "DT_VERDEFNUM", 0)


@defect(LE64, BE32)
def verneednum_huge(image):
    return count(image, "DT_VERNEEDNUM", MOST + 1)


@defect(BE64, LE32)
def verneednum_too_large(image):
    image.set("DT_VERNEEDNUM", "d_val", 3)
    return line("vn_next", image.at("Verneed.1"), "a chain of 3 (DT_VERNEEDNUM)", "2")


@defect(LE64, BE32)
def verneednum_too_small(image):
    image.set("DT_VERNEEDNUM", "d_val", 1)
    return line("vn_next", image.at("Verneed.0"), "a chain of 1 (DT_VERNEEDNUM)", "a longer one")


@defect(BE64, LE32)
def verneed_version(image):
    return field(image, "Verneed.0", "vn_version", 0, "1")


@defect(LE64, BE32)
def verneed_without_versions(image):
    """glibc reads the first Vernaux all the same."""
    image.set("Verneed.1", "vn_cnt", 0)
    return line("vn_cnt", image.at("Verneed.1"), "at least 1, a version of the file", "0")


@defect(*ALL)
def verneed_count_huge(image):
    """The chain of the first file's versions ends after two."""
    image.set("Verneed.0", "vn_cnt", 0xffff)
    return line("vna_next", image.at("Vernaux.0.1"), "a chain of 65535 (vn_cnt)", "2")


@defect(BE64, LE32)
def verneed_count_small(image):
    image.set("Verneed.0", "vn_cnt", 1)
    return line("vna_next", image.at("Vernaux.0.0"), "a chain of 1 (vn_cnt)", "a longer one")


@defect(*ALL)
def verneed_cycle(image):
    return step_inside(image, "Verneed.0", "vn_next", 8, image.format.size("Verneed"))


@defect(*ALL)
def vernaux_cycle(image):
    return step_inside(image, "Vernaux.0.0", "vna_next", 15, image.format.size("Vernaux"))


@defect(*ALL)
def verneed_next_backwards(image):
    return step_outside(image, "Verneed.0", "vn_next", (1 << 32) - 16)


@defect(LE64, BE32)
def verneed_aux_past_load(image):
    return step_outside(image, "Verneed.1", "vn_aux", 0xfffffff0)


@defect(BE64, LE32)
def vernaux_next_past_load(image):
    return step_outside(image, "Vernaux.0.0", "vna_next", image.end() - image.at("Vernaux.0.0") - 15)


@defect(LE64, BE32)
def verneed_file_outside_strings(image):
    image.set("Verneed.1", "vn_file", strings_size(image))
    return outside_strings(image, "vn_file", "Verneed.1", strings_size(image), strings_size(image))


@defect(BE64, LE32)
def vernaux_name_outside_strings(image):
    image.set("Vernaux.0.1", "vna_name", 0xffffffff)
    return outside_strings(image, "vna_name", "Vernaux.0.1", strings_size(image), 0xffffffff)
