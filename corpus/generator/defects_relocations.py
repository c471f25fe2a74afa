"""Defects of relocation tables and init arrays. gABI chapters 4 ("Relocation") and 5."""

from defects import ALL, defect, line, outside_loads, short_table
from defects_dynamic import NOWHERE, symbol_count, without
from elf import BE32, BE64, LE32, LE64


def rel_tag(image, suffix=""):
    """The machine's own kind of table."""
    return ("DT_RELA" if image.format.rela else "DT_REL") + suffix


def rel_size(image):
    return image.format.size("Rela" if image.format.rela else "Rel")


@defect(*ALL)
def rel_outside_loads(image):
    return outside_loads(image, rel_tag(image), rel_tag(image), NOWHERE)


@defect(LE64, LE32)
def relsz_missing(image):
    without(image, rel_tag(image, "SZ"))
    return line(rel_tag(image), image.at(rel_tag(image)), "an entry with the table's size", "none")


def odd_size(image, tag, size_tag, entry, size):
    image.set(size_tag, "d_val", size)
    return line(tag, image.at(size_tag), f"a size that is a multiple of the entry's {entry} bytes",
                str(size))


@defect(*ALL)
def relsz_odd(image):
    size = image.get(rel_tag(image, "SZ"), "d_val") + 1
    return odd_size(image, rel_tag(image), rel_tag(image, "SZ"), rel_size(image), size)


@defect(BE64, BE32, LE32)
def relsz_past_load(image):
    size = (image.end() - image.at(".rel.dyn")) // rel_size(image) * rel_size(image) + rel_size(image)
    image.set(rel_tag(image, "SZ"), "d_val", size)
    return short_table(image, rel_tag(image), rel_tag(image), ".rel.dyn", f"{size} bytes")


@defect(*ALL)
def relsz_overflow(image):
    size = image.format.top - image.format.top % rel_size(image)
    image.set(rel_tag(image, "SZ"), "d_val", size)
    return short_table(image, rel_tag(image), rel_tag(image), ".rel.dyn", f"{size} bytes")


def place_outside(image, tag, record, place):
    image.set(record, "r_offset", place)
    return line(f"{tag} r_offset", image.at(record), "an address inside a PT_LOAD", f"{place:#x}")


@defect(*ALL)
def rel_place_outside_loads(image):
    return place_outside(image, rel_tag(image), "Rel.3", NOWHERE)


@defect(*ALL)
def rel_place_at_the_top(image):
    return place_outside(image, rel_tag(image), "Rel.0", image.format.top)


@defect(LE64, BE32)
def rel_place_between_loads(image):
    """The byte after the second PT_LOAD's memory."""
    end = image.get("PT_LOAD.1", "p_vaddr") + image.get("PT_LOAD.1", "p_memsz")
    return place_outside(image, rel_tag(image), "Rel.4", end)


@defect(*ALL)
def rel_place_runs_out_of_load(image):
    """Of the word that is stored there only the first byte is in memory."""
    last = image.get("PT_LOAD.2", "p_vaddr") + image.get("PT_LOAD.2", "p_memsz") - 1
    image.set("Rel.4", "r_offset", last)
    return line(f"{rel_tag(image)} r_offset", image.at("Rel.4"),
                f"{image.format.word} bytes inside a PT_LOAD", f"{last:#x}")


def symbol_outside(image, tag, record, symbol):
    f = image.format
    kind = image.get(record, "r_info") & (0xffffffff if f.bits == 64 else 0xff)
    image.set(record, "r_info", f.info(symbol, kind))
    return line(f"{tag} r_sym", image.at(record), f"a symbol index below {symbol_count(image)}",
                str(symbol))


@defect(*ALL)
def rel_symbol_one_too_many(image):
    return symbol_outside(image, rel_tag(image), "Rel.2", symbol_count(image))


@defect(*ALL)
def rel_symbol_huge(image):
    top = 0xffffffff if image.format.bits == 64 else 0xffffff
    return symbol_outside(image, rel_tag(image), "Rel.4", top)


@defect(*ALL, shape="stripped-program")
def rel_symbol_asks_for_more_symbols(image):
    """Without DT_HASH the relocations say how many symbols there are: more than the PT_LOAD has."""
    f = image.format
    count = (image.end() - image.at(".dynsym")) // f.size("Sym") + 1
    image.set("Rel.2", "r_info", f.info(count - 1, f.glob_dat))
    return short_table(image, "DT_SYMTAB", "DT_SYMTAB", ".dynsym",
                       f"{count} entries of {f.size('Sym')} bytes")


@defect(LE64, BE32)
def jmprel_outside_loads(image):
    return outside_loads(image, "DT_JMPREL", "DT_JMPREL", NOWHERE)


@defect(BE64, LE32)
def pltrelsz_missing(image):
    without(image, "DT_PLTRELSZ")
    return line("DT_JMPREL", image.at("DT_JMPREL"), "an entry with the table's size", "none")


@defect(LE64, BE64)
def pltrelsz_odd(image):
    return odd_size(image, "DT_JMPREL", "DT_PLTRELSZ", rel_size(image), 1)


@defect(LE64, LE32)
def pltrel_missing(image):
    """glibc then leaves the table out, musl takes it for REL."""
    without(image, "DT_PLTREL")
    return line("DT_PLTREL", image.at("DT_JMPREL"), "an entry beside DT_JMPREL", "none")


@defect(LE32, BE32)
def jmprel_place_outside_loads(image):
    return place_outside(image, "DT_JMPREL", "Jmprel.1", NOWHERE)


@defect(LE64, BE64)
def jmprel_symbol_outside(image):
    return symbol_outside(image, "DT_JMPREL", "Jmprel.0", symbol_count(image) + 1)


@defect(LE64, BE32)
def relr_outside_loads(image):
    return outside_loads(image, "DT_RELR", "DT_RELR", NOWHERE)


@defect(BE64, LE32)
def relrsz_missing(image):
    without(image, "DT_RELRSZ")
    return line("DT_RELR", image.at("DT_RELR"), "an entry with the table's size", "none")


@defect(*ALL)
def relrsz_odd(image):
    word = image.format.word
    return odd_size(image, "DT_RELR", "DT_RELRSZ", word, 2 * word - 1)


@defect(LE64, BE32)
def relrsz_past_load(image):
    size = (image.end() - image.at(".relr.dyn")) // 8 * 8 + 8
    image.set("DT_RELRSZ", "d_val", size)
    return short_table(image, "DT_RELR", "DT_RELR", ".relr.dyn", f"{size} bytes")


@defect(*ALL)
def relr_begins_with_a_bitmap(image):
    image.set("Relr.0", "entry", 0b1011)
    return line("DT_RELR entry", image.at("Relr.0"), "an address before the first bitmap", "0xb")


def relr_place(image, record, place):
    return line("DT_RELR r_offset", image.at(record), "an address inside a PT_LOAD", f"{place:#x}")


@defect(*ALL)
def relr_address_outside_loads(image):
    image.set("Relr.0", "entry", NOWHERE)
    return relr_place(image, "Relr.0", NOWHERE)


@defect(*ALL)
def relr_runs_away(image):
    """From the last word in memory a bitmap of ones leads on."""
    end = image.get("PT_LOAD.2", "p_vaddr") + image.get("PT_LOAD.2", "p_memsz")
    image.set("Relr.0", "entry", end - image.format.word)
    image.set("Relr.1", "entry", image.format.top)
    return relr_place(image, "Relr.1", end)


@defect(*ALL)
def relr_at_the_top(image):
    """The last word of the address space: the bitmap after it would begin at 0."""
    top = image.format.top + 1 - image.format.word
    image.set("Relr.0", "entry", top)
    return relr_place(image, "Relr.0", top)


@defect(LE64, BE32)
def init_array_outside_loads(image):
    return outside_loads(image, "DT_INIT_ARRAY", "DT_INIT_ARRAY", NOWHERE)


@defect(BE64, LE32)
def fini_array_outside_loads(image):
    return outside_loads(image, "DT_FINI_ARRAY", "DT_FINI_ARRAY", image.format.top)


@defect(LE64, BE32)
def init_arraysz_missing(image):
    without(image, "DT_INIT_ARRAYSZ")
    return line("DT_INIT_ARRAYSZ", image.at("DT_INIT_ARRAY"), "an entry beside DT_INIT_ARRAY", "none")


@defect(*ALL)
def init_arraysz_odd(image):
    size = image.format.word + 1
    image.set("DT_INIT_ARRAYSZ", "d_val", size)
    return line("DT_INIT_ARRAYSZ", image.at("DT_INIT_ARRAYSZ"), f"a multiple of {image.format.word}",
                str(size))


@defect(*ALL)
def fini_arraysz_overflow(image):
    size = image.format.top + 1 - image.format.word
    image.set("DT_FINI_ARRAYSZ", "d_val", size)
    return short_table(image, "DT_FINI_ARRAY", "DT_FINI_ARRAY", ".fini_array", f"{size} bytes",
                       load="PT_LOAD.2")


@defect(LE64, BE32)
def init_array_relocation_misaligned(image):
    """A relocation one byte into the only slot."""
    place = image.address(".init_array") + 1
    image.set("Rel.0", "r_offset", place)
    return line("DT_INIT_ARRAY r_offset", image.at(".init_array") + 1,
                "a relocation at the start of a slot", f"{place:#x}")
