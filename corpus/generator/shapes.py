"""The good files: a few shapes, each in all four formats."""

import tables
from elf import ET_DYN, ET_EXEC, FORMATS, PF_R, PF_W, PF_X
from layout import Chunk, Layout, dynamic_chunk

R, RX, RW = PF_R, PF_R | PF_X, PF_R | PF_W


def words(*builders):
    """A chunk of address-wide words."""
    def build(layout):
        values = [b(layout) if callable(b) else b for b in builders]
        return b"".join(layout.format.pack("Native", value=value) for value in values), {}
    return build


def code(_layout):
    """.text: 16 bytes that nobody runs."""
    return bytes(16), {}


def nothing(_layout):
    return b"", {}


def at(name):
    return lambda layout: layout.address(name)


def size(name):
    return lambda layout: layout.size_of(name)


def string(text):
    return tables.string_offset(text)


def tags_of_relocations(f):
    kind = "DT_RELA" if f.rela else "DT_REL"
    entry = f.size("Rela" if f.rela else "Rel")
    return [(kind, at(".rel.dyn")), (kind + "SZ", size(".rel.dyn")), (kind + "ENT", entry),
            ("DT_JMPREL", at(".rel.plt")), ("DT_PLTRELSZ", size(".rel.plt")),
            ("DT_PLTREL", 7 if f.rela else 17), ("DT_PLTGOT", at(".got"))]


TAGS_OF_STRINGS = [("DT_STRTAB", at(".dynstr")), ("DT_STRSZ", size(".dynstr")),
                   ("DT_SYMTAB", at(".dynsym"))]
TAGS_OF_ARRAYS = [("DT_INIT_ARRAY", at(".init_array")), ("DT_INIT_ARRAYSZ", size(".init_array")),
                  ("DT_FINI_ARRAY", at(".fini_array")), ("DT_FINI_ARRAYSZ", size(".fini_array"))]
NEEDED = [("DT_NEEDED", string("libneeded.so.1")), ("DT_NEEDED", string("libother.so.2"))]


def symbol_chunks(f):
    return [Chunk(".dynsym", "DYNSYM", tables.dynsym, link=".dynstr", entry="Sym", info=1),
            Chunk(".dynstr", "STRTAB", tables.dynstr, align=1)]


def relocation_chunks(f):
    kind, entry = ("RELA", "Rela") if f.rela else ("REL", "Rel")
    return [Chunk(".rel.dyn", kind, tables.dynamic_relocations, link=".dynsym", entry=entry),
            Chunk(".rel.plt", kind, tables.plt_relocations, link=".dynsym", entry=entry)]


def data_chunks(f, dynamic):
    return [Chunk(".tdata", "PROGBITS", words(7), zeros=f.word),
            Chunk(".init_array", "INIT_ARRAY", words(at(".text")), entry="Native"),
            Chunk(".fini_array", "FINI_ARRAY", words(at(".text")), entry="Native"),
            Chunk(".dynamic", "DYNAMIC", dynamic_chunk(dynamic), link=".dynstr", entry="Dyn"),
            Chunk(".got", "PROGBITS", words(0, 0, at(".text"), at(".text"))),
            Chunk(".data", "PROGBITS", words(5, 0, at(".data"), at(".data"), 0, at(".data"))),
            Chunk(".bss", "NOBITS", nothing, zeros=4 * f.word)]


def common_segments(f):
    """(type, first chunk, last chunk, flags, alignment)"""
    segments = [("PT_DYNAMIC", ".dynamic", ".dynamic", RW, None),
                ("PT_TLS", ".tdata", ".tdata", R, None),
                ("PT_NOTE", ".note.gnu.build-id", ".note.gnu.build-id", R, 4),
                ("PT_GNU_EH_FRAME", ".eh_frame_hdr", ".eh_frame_hdr", R, 4),
                ("PT_GNU_STACK", None, None, RW, 0x10),
                ("PT_GNU_RELRO", ".tdata", ".got", R, 1)]
    if tables.has_exidx(f):
        segments.append(("PT_ARM_EXIDX", ".ARM.exidx", ".ARM.exidx", R, 4))
    return segments


def unwind_chunks(f):
    chunks = [Chunk(".eh_frame_hdr", "PROGBITS", tables.eh_frame_hdr, align=4),
              Chunk(".eh_frame", "PROGBITS", tables.eh_frame)]
    if tables.has_exidx(f):
        chunks.append(Chunk(".ARM.exidx", "ARM_EXIDX", tables.exidx, align=4, link=".text"))
    return chunks


def library(f):
    """A shared object with every table that a loader reads, and section headers."""
    dynamic = NEEDED + [("DT_SONAME", string("libshape.so.1")),
                        ("DT_RUNPATH", string("$ORIGIN/lib")), ("DT_HASH", at(".hash")),
                        ("DT_GNU_HASH", at(".gnu.hash"))] + TAGS_OF_STRINGS + [
        ("DT_SYMENT", f.size("Sym"))] + TAGS_OF_ARRAYS + tags_of_relocations(f) + [
        ("DT_RELR", at(".relr.dyn")), ("DT_RELRSZ", size(".relr.dyn")), ("DT_RELRENT", f.word),
        ("DT_VERSYM", at(".gnu.version")),
        ("DT_VERDEF", at(".gnu.version_d")), ("DT_VERDEFNUM", len(tables.VERSIONS_DEFINED)),
        ("DT_VERNEED", at(".gnu.version_r")), ("DT_VERNEEDNUM", len(tables.VERSIONS_NEEDED)),
        ("DT_FLAGS", 0x10), ("DT_FLAGS_1", 0x8)]  # DF_STATIC_TLS; DF_1_NODELETE
    notes = [Chunk(".note.gnu.build-id", "NOTE", tables.build_id, align=4),
             Chunk(".note.gnu.property", "NOTE", tables.properties)]
    hashes = [Chunk(".hash", "HASH", tables.sysv_hash_table, link=".dynsym", entry=f.hash_entry),
              Chunk(".gnu.hash", "GNU_HASH", tables.gnu_hash_table, link=".dynsym")]
    versions = [Chunk(".gnu.version", "VERSYM", tables.versym, align=2, link=".dynsym",
                      entry="Versym"),
                Chunk(".gnu.version_d", "VERDEF", tables.verdef, link=".dynstr",
                      info=len(tables.VERSIONS_DEFINED)),
                Chunk(".gnu.version_r", "VERNEED", tables.verneed, link=".dynstr",
                      info=len(tables.VERSIONS_NEEDED))]
    readable = (notes + hashes + symbol_chunks(f) + versions + relocation_chunks(f)
                + [Chunk(".relr.dyn", "RELR", tables.relr, entry="Relr")] + unwind_chunks(f))
    segments = common_segments(f) + [
        ("PT_NOTE.1", ".note.gnu.property", ".note.gnu.property", R, None),
        ("PT_GNU_PROPERTY", ".note.gnu.property", ".note.gnu.property", R, None)]
    return dict(type=ET_DYN, base=0, sections=True, entry=False, segments=segments, dynamic=dynamic,
                loads=[(R, readable), (RX, [Chunk(".text", "PROGBITS", code, align=16)]),
                       (RW, data_chunks(f, dynamic))])


def program(f, sections=True):
    """A position-independent program with DT_GNU_HASH alone."""
    dynamic = NEEDED + [("DT_RPATH", string("$ORIGIN/lib")), ("DT_GNU_HASH", at(".gnu.hash")),
                        ("DT_DEBUG", 0)] + TAGS_OF_STRINGS + [
        ("DT_SYMENT", f.size("Sym"))] + TAGS_OF_ARRAYS + tags_of_relocations(f) + [
        ("DT_FLAGS", 0x8), ("DT_FLAGS_1", 0x08000001)]  # DF_BIND_NOW; DF_1_NOW, DF_1_PIE
    interpreter = Chunk(".interp", "PROGBITS", lambda _: (b"/lib/ld.so.1\0", {}), align=1)
    note = Chunk(".note.gnu.build-id", "NOTE", tables.build_id, align=4)
    gnu_hash = Chunk(".gnu.hash", "GNU_HASH", tables.gnu_hash_table, link=".dynsym")
    readable = ([interpreter, note, gnu_hash] + symbol_chunks(f) + relocation_chunks(f)
                + unwind_chunks(f))
    segments = [("PT_PHDR", None, None, R, None), ("PT_INTERP", ".interp", ".interp", R, 1)]
    return dict(type=ET_DYN, base=0, sections=sections, entry=True, dynamic=dynamic,
                segments=segments + common_segments(f),
                loads=[(R, readable), (RX, [Chunk(".text", "PROGBITS", code, align=16)]),
                       (RW, data_chunks(f, dynamic))])


def stripped_program(f):
    """The same without section headers: its symbols are counted by DT_GNU_HASH and relocations."""
    return program(f, sections=False)


def old_library(f):
    """As linkers made them 20 years ago: DT_HASH alone, no versions, text and data in two PT_LOADs."""
    dynamic = NEEDED[:1] + [("DT_SONAME", string("libshape.so.1")), ("DT_HASH", at(".hash"))
                            ] + TAGS_OF_STRINGS + [("DT_SYMENT", f.size("Sym"))
                            ] + TAGS_OF_ARRAYS + tags_of_relocations(f)
    text = ([Chunk(".hash", "HASH", tables.sysv_hash_table, link=".dynsym", entry=f.hash_entry)]
            + symbol_chunks(f) + relocation_chunks(f)
            + [Chunk(".text", "PROGBITS", code, align=16)])
    return dict(type=ET_DYN, base=0, sections=True, entry=False, dynamic=dynamic,
                segments=[("PT_DYNAMIC", ".dynamic", ".dynamic", RW, None),
                          ("PT_TLS", ".tdata", ".tdata", R, None)],
                loads=[(RX, text), (RW, data_chunks(f, dynamic))])


def static_program(f):
    """An ET_EXEC at a fixed address with nothing to load."""
    return dict(type=ET_EXEC, base=0x400000, sections=True, entry=True, dynamic=[],
                segments=[("PT_GNU_STACK", None, None, RW, 0x10)],
                loads=[(RX, [Chunk(".text", "PROGBITS", code, align=16)]),
                       (RW, [Chunk(".data", "PROGBITS", words(5)),
                             Chunk(".bss", "NOBITS", nothing, zeros=f.word)])])


def unwinding(f):
    """A library whose .eh_frame has every kind of record; its header has no table."""
    shape = library(f)
    chunks = {".eh_frame": tables.eh_frame_of_all_kinds, ".eh_frame_hdr": tables.eh_frame_hdr_without_table}
    for _, of_load in shape["loads"]:
        for chunk in of_load:
            chunk.build = chunks.get(chunk.name, chunk.build)
    return shape


LONG = 4200  # bytes of a name


def long_names(f):
    """A library with names that lie inside a longer one."""
    shape = library(f)

    def dynstr(layout):
        return tables.dynstr(layout)[0] + b"n" * LONG + b"\0", {"Long": (len(tables.dynstr(layout)[0]), "Byte")}

    def dynsym(layout):
        content, places = tables.dynsym(layout)
        content = bytearray(content)
        start = len(tables.dynstr(layout)[0])
        for index, inside in ((1, 50), (2, 70), (3, 20)):
            at = places[f"Sym.{index}"][0] + f.offset("Sym", "st_name")
            content[at:at + 4] = f.pack("Word", value=start + inside)
        return bytes(content), places

    for _, of_load in shape["loads"]:
        for chunk in of_load:
            chunk.build = {".dynstr": dynstr, ".dynsym": dynsym}.get(chunk.name, chunk.build)
    return shape


def fixed_program(f):
    """An ET_EXEC with libraries, whose arrays have addresses where no relocation is."""
    shape = program(f)
    for _, of_load in shape["loads"]:
        for chunk in of_load:
            if chunk.name == ".init_array":
                chunk.build = words(at(".text"), at(".text"), 0)
    return shape | dict(type=ET_EXEC, base=0x400000, align=0x10000)


def empty_dynamic(f):
    """A library whose dynamic section begins with its end, and without section headers that tell of the rest."""
    shape = library(f)
    shape["dynamic"].insert(0, ("DT_NULL", 0))
    return shape | dict(sections=False)


SHAPES = {"library": library, "unwinding": unwinding, "fixed-program": fixed_program,  "long-names": long_names, "program": program, "stripped-program": stripped_program,
          "old-library": old_library,
          "static-program": static_program}


def two_stacks(f):
    """A library with two headers of one kind."""
    shape = library(f)
    shape["segments"].append(("PT_GNU_STACK.1", None, None, RX, 0x10))
    return shape


def zeros_behind(f, base=0x400000, align=0x1000, zeros=0x20000):
    """An ET_EXEC whose zeros lie where the addresses behind the file's bytes would be; without PT_GNU_STACK."""
    chunks = [Chunk(".text", "PROGBITS", code, align=16), Chunk(".bss", "NOBITS", nothing, zeros=zeros)]
    return dict(type=ET_EXEC, base=base, align=align, sections=True, entry=True, dynamic=[], segments=[], loads=[(RW, chunks)])


def out_of_step(f):
    """The same, 16 bytes out of step with pages."""
    return zeros_behind(f, base=0x400010, align=1, zeros=16)


# That other readers stumble over, or that are refused by one command alone.
ODD = {"empty-dynamic": empty_dynamic, "two-stacks": two_stacks, "zeros-behind": zeros_behind, "out-of-step": out_of_step}
SIZES = ("8388608", "0x800000", "8MiB", "16K", "3GiB", "1G", "64KiB", "2M", "18446744073709551616", "99999999999GiB", "0x", "12Q", "")


def make(format_, shape):
    return Layout(format_, (SHAPES | ODD)[shape](format_)).image


def good_files():
    """(name, bytes) of each."""
    for f in FORMATS:
        for shape in SHAPES:
            yield f"{f.name}-{shape}.elf", bytes(make(f, shape).data)


def edited(f, shape, label, value):
    image = make(f, shape)
    image.set(label, "value", value)
    return bytes(image.data)


# Of pointers in .eh_frame_hdr: DW_EH_PE_* forms, relative to nothing, the text, the table, a function.
ENCODINGS = (0x00, 0x01, 0x02, 0x0a, 0x0b, 0x0c, 0x1b, 0x2b, 0x31, 0x32, 0x34, 0x39, 0x3a, 0x3c, 0x4b, 0x50, 0xff)


def odd_files():
    """(name, bytes) of each; those in SIZES are what the stack target reads as a size."""
    for number, text in enumerate(SIZES):
        yield f"size-{number}", text.encode()
    for f in FORMATS:
        for shape in ODD:
            yield f"{f.name}-{shape}.elf", bytes(make(f, shape).data)
    for f in (FORMATS[0], FORMATS[3]):
        for encoding in ENCODINGS:
            yield f"{f.name}-table-encoding-{encoding:02x}.elf", edited(f, "library", "EhHdr.table_enc", encoding)
            yield f"{f.name}-pointer-encoding-{encoding:02x}.elf", edited(f, "library", "EhHdr.eh_frame_ptr_enc", encoding)
