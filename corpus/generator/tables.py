"""The tables of a dynamic ELF file, each as (bytes, places inside it).

Each builder gets the layout (addresses of the other tables) and returns a Chunk's content; places map a
record's name to (offset in the chunk, record), so that a defect can name the field it breaks.
"""

import struct

from elf import EM_ARM, gnu_hash, sysv_hash

# Symbols of the library: name, st_info, st_size, section, version index with the hidden bit.
UNDEFINED, DEFINED = 0, 1
FUNC, OBJECT, TLS = 2, 1, 6
GLOBAL, WEAK = 1 << 4, 2 << 4
HIDDEN = 0x8000
IMPORTS = (("imported", GLOBAL | FUNC, 4), ("maybe", WEAK | FUNC, 5), ("elsewhere", GLOBAL | OBJECT, 6))
EXPORTS = (("get", GLOBAL | FUNC, 2 | HIDDEN), ("get", GLOBAL | FUNC, 3),
           ("counter", GLOBAL | OBJECT, 2), ("thread_counter", GLOBAL | TLS, 3))
NBUCKET = 2  # of both hash tables

VERSIONS_DEFINED = (("libshape.so.1", 1, 1, ()), ("SHAPE_1", 0, 2, ()), ("SHAPE_2", 0, 3, ("SHAPE_1",)))
VERSIONS_NEEDED = (("libneeded.so.1", (("NEEDED_1", 0, 4), ("NEEDED_2", 2, 5))),
                   ("libother.so.2", (("OTHER_1", 0, 6),)))
STRINGS = ("libshape.so.1", "libneeded.so.1", "libother.so.2", "$ORIGIN/lib", "imported", "maybe",
           "elsewhere", "get", "counter", "thread_counter", "SHAPE_1", "SHAPE_2", "NEEDED_1",
           "NEEDED_2", "OTHER_1")


def string_offset(text):
    """Of a string in .dynstr."""
    offset = 1
    for string in STRINGS:
        if string == text:
            return offset
        offset += len(string) + 1
    raise KeyError(text)


def dynstr(_layout):
    return b"\0" + b"".join(text.encode() + b"\0" for text in STRINGS), {}


def symbols():
    """Imports, then exports in the order of their DT_GNU_HASH buckets."""
    exports = sorted(EXPORTS, key=lambda symbol: gnu_hash(symbol[0]) % NBUCKET)
    return list(IMPORTS) + exports


def dynsym(layout):
    f = layout.format
    content, places = f.pack("Sym"), {"Sym.0": (0, "Sym")}
    for index, (name, info, _) in enumerate(symbols(), 1):
        places[f"Sym.{index}"] = (len(content), "Sym")
        values = {}
        if index > len(IMPORTS):
            kind = info & 15
            where = {FUNC: ".text", OBJECT: ".data", TLS: ".tdata"}[kind]
            value = 0 if kind == TLS else layout.address(where)
            values = {"st_value": value, "st_size": f.word, "st_shndx": layout.section(where)}
        content += f.pack("Sym", st_name=string_offset(name), st_info=info, **values)
    return content, places


def versym(layout):
    f = layout.format
    indices = [0] + [version for _, _, version in symbols()]
    places = {f"Versym.{i}": (2 * i, "Versym") for i in range(len(indices))}
    return b"".join(f.pack("Versym", vs_index=index) for index in indices), places


def sysv_hash_table(layout):
    f = layout.format
    names = [""] + [name for name, _, _ in symbols()]
    buckets, chains = [0] * NBUCKET, [0] * len(names)
    for index in range(len(names) - 1, 0, -1):
        bucket = sysv_hash(names[index]) % NBUCKET
        chains[index], buckets[bucket] = buckets[bucket], index
    words = [NBUCKET, len(names)] + buckets + chains
    labels = (["Hash.nbucket", "Hash.nchain"] + [f"Hash.bucket.{i}" for i in range(NBUCKET)]
              + [f"Hash.chain.{i}" for i in range(len(names))])
    size = f.size(f.hash_entry)
    places = {label: (i * size, f.hash_entry) for i, label in enumerate(labels)}
    return b"".join(f.pack(f.hash_entry, value=word) for word in words), places


def gnu_hash_table(layout):
    f = layout.format
    first = 1 + len(IMPORTS)
    hashes = [gnu_hash(name) for name, _, _ in symbols()[len(IMPORTS):]]
    shift, bloom = 6, 0
    for value in hashes:
        bloom |= 1 << value % f.bits | 1 << (value >> shift) % f.bits
    buckets, chains = [0] * NBUCKET, []
    for i, value in enumerate(hashes):
        bucket = value % NBUCKET
        buckets[bucket] = buckets[bucket] or first + i
        last = i + 1 == len(hashes) or hashes[i + 1] % NBUCKET != bucket
        chains.append(value & ~1 | last)
    places, content = {}, b""

    def add(label, record, value):
        nonlocal content
        places[label] = (len(content), record)
        content += f.pack(record, value=value)

    for label, value in (("nbuckets", NBUCKET), ("symoffset", first), ("bloom_size", 1),
                         ("bloom_shift", shift)):
        add(f"GnuHash.{label}", "Word", value)
    add("GnuHash.bloom", "Native", bloom)
    for i, value in enumerate(buckets):
        add(f"GnuHash.bucket.{i}", "Word", value)
    for i, value in enumerate(chains):
        add(f"GnuHash.chain.{first + i}", "Word", value)
    return content, places


def verdef(layout):
    f = layout.format
    content, places = b"", {}
    size, aux_size = f.size("Verdef"), f.size("Verdaux")
    for i, (name, flags, index, parents) in enumerate(VERSIONS_DEFINED):
        names = (name,) + parents
        places[f"Verdef.{i}"] = (len(content), "Verdef")
        last = i + 1 == len(VERSIONS_DEFINED)
        content += f.pack("Verdef", vd_version=1, vd_flags=flags, vd_ndx=index, vd_cnt=len(names),
                          vd_hash=sysv_hash(name), vd_aux=size,
                          vd_next=0 if last else size + aux_size * len(names))
        for j, text in enumerate(names):
            places[f"Verdaux.{i}.{j}"] = (len(content), "Verdaux")
            content += f.pack("Verdaux", vda_name=string_offset(text),
                              vda_next=0 if j + 1 == len(names) else aux_size)
    return content, places


def verneed(layout):
    f = layout.format
    content, places = b"", {}
    size, aux_size = f.size("Verneed"), f.size("Vernaux")
    for i, (file, versions) in enumerate(VERSIONS_NEEDED):
        places[f"Verneed.{i}"] = (len(content), "Verneed")
        last = i + 1 == len(VERSIONS_NEEDED)
        content += f.pack("Verneed", vn_version=1, vn_cnt=len(versions), vn_aux=size,
                          vn_file=string_offset(file),
                          vn_next=0 if last else size + aux_size * len(versions))
        for j, (name, flags, index) in enumerate(versions):
            places[f"Vernaux.{i}.{j}"] = (len(content), "Vernaux")
            content += f.pack("Vernaux", vna_hash=sysv_hash(name), vna_flags=flags, vna_other=index,
                              vna_name=string_offset(name),
                              vna_next=0 if j + 1 == len(versions) else aux_size)
    return content, places


def relocations(layout, label, rows):
    """rows: (place, type, symbol, addend)."""
    f = layout.format
    record = "Rela" if f.rela else "Rel"
    content, places = b"", {}
    for i, (place, kind, symbol, addend) in enumerate(rows):
        places[f"{label}.{i}"] = (len(content), record)
        values = {"r_addend": addend} if f.rela else {}
        content += f.pack(record, r_offset=place, r_info=f.info(symbol, kind), **values)
    return content, places


def dynamic_relocations(layout):
    f, got, data = layout.format, layout.address(".got"), layout.address(".data")
    first_object = 1 + [name for name, _, _ in symbols()].index("counter")
    thread = 1 + [name for name, _, _ in symbols()].index("thread_counter")
    return relocations(layout, "Rel", (
        (layout.address(".init_array"), f.relative, 0, layout.address(".text")),
        (layout.address(".fini_array"), f.relative, 0, layout.address(".text")),
        (got, f.glob_dat, 3, 0),
        (got + f.word, f.dtpmod, thread, 0),
        (data + f.word, f.absolute, first_object, 4)))


def plt_relocations(layout):
    f, got = layout.format, layout.address(".got")
    return relocations(layout, "Jmprel", ((got + 2 * f.word, f.jump_slot, 1, 0),
                                          (got + 3 * f.word, f.jump_slot, 2, 0)))


def relr(layout):
    """An address and a bitmap: .data words 2, 3 and 5."""
    f, data = layout.format, layout.address(".data")
    words = (data + 2 * f.word, 0b1011)
    return (b"".join(f.pack("Relr", entry=word) for word in words),
            {f"Relr.{i}": (i * f.word, "Relr") for i in range(len(words))})


def note(layout, kind, desc, align):
    """A note of the owner "GNU"."""
    f = layout.format
    content = f.pack("Nhdr", n_namesz=4, n_descsz=len(desc), n_type=kind) + b"GNU\0" + desc
    return content + b"\0" * (-len(content) % align)


def build_id(layout):
    return note(layout, 3, bytes(range(1, 21)), 4), {"Note.0": (0, "Nhdr")}


def properties(layout):
    """GNU_PROPERTY_STACK_SIZE (1) and GNU_PROPERTY_NO_COPY_ON_PROTECTED (2)."""
    f = layout.format
    size = f.pack("Word", value=1) + f.pack("Word", value=f.word) + f.pack("Native", value=0x20000)
    bare = f.pack("Word", value=2) + f.pack("Word", value=0)
    return note(layout, 5, size + bare, f.word), {
        "Property.note": (0, "Nhdr"), "Property.0": (16, "Word"), "Property.0.datasz": (20, "Word"),
        "Property.1": (16 + len(size), "Word"), "Property.1.datasz": (20 + len(size), "Word")}


def eh_frame(layout):
    """A CIE with augmentation "zR" (FDE pointers pcrel | sdata4), an FDE for each half of .text."""
    f, start, text = layout.format, layout.address(".eh_frame"), layout.address(".text")

    def padded(body):
        body += b"\0" * (-(len(body) + 4) % f.word)
        return f.pack("Word", value=len(body)) + body

    content = padded(b"\0\0\0\0\x01zR\0\x01\x7c\x08\x01\x1b\x0c\x07\x08")
    places = {"Cie": (0, "Word"), "Cie.version": (8, "Byte"), "Cie.augmentation": (9, "Byte")}
    for i in range(2):
        at = len(content)
        places[f"Fde.{i}"] = (at, "Word")
        places[f"Fde.{i}.cie"] = (at + 4, "Word")
        here = struct.pack(f.order + "IiI", at + 4, text + 8 * i - (start + at + 8), 8)
        content += padded(here + b"\0")
    places["end of .eh_frame"] = (len(content) + 4, "Byte")
    return content + b"\0\0\0\0", places


ABSOLUTE, PCREL_4, OMITTED = 0x00, 0x1b, 0xff  # DW_EH_PE_*
FORMS = {0x03: "I", 0x04: "Q", 0x0b: "i", 0x0c: "q"}


def leb128(value):
    """In five bytes, whatever the value, below 1 << 34."""
    return bytes([value >> shift & 0x7f | 0x80 for shift in (0, 7, 14, 21)] + [value >> 28 & 0x7f])


def encoded(f, encoding, target, here, function=0):
    """A pointer as DW_EH_PE_* `encoding` stores it at address `here`."""
    form, base = encoding & 0xf, {0x10: here, 0x40: function}.get(encoding & 0x70, 0)
    if encoding == 0x50:  # aligned
        return b"\0" * (-here % f.word) + f.pack("Native", value=target)
    if form == 0:
        return f.pack("Native", value=(target - base) & f.top)
    if form in (1, 9):
        return leb128(target - base)
    return struct.pack(f.order + FORMS[form], target - base)


def eh_frame_of_all_kinds(layout):
    """CIEs of each version and augmentation, pointers of each encoding that can hold them; an FDE each."""
    f, start, text = layout.format, layout.address(".eh_frame"), layout.address(".text")
    content, places = b"", {}
    native = bytes([f.word]) + b"\0"  # address_size, segment_selector_size
    # version, augmentation, what stands before code_alignment, augmentation data with its size, encodings of FDE and LSDA
    kinds = [(1, b"zPLRS", b"", lambda at: bytes([PCREL_4]) + encoded(f, PCREL_4, text, at + 1) + bytes([PCREL_4, PCREL_4]), PCREL_4, PCREL_4),
             (1, b"eh", f.pack("Native", value=text), None, ABSOLUTE, OMITTED),
             (1, b"", b"", None, ABSOLUTE, OMITTED), (3, b"", b"", None, ABSOLUTE, OMITTED),
             (4, b"zR", native, lambda _: b"\x1b", PCREL_4, OMITTED),
             (1, b"zRB", b"", lambda _: b"\x1b", PCREL_4, OMITTED),
             (1, b"zRX", b"", lambda _: b"\x1b\0\0", PCREL_4, OMITTED),
             (1, b"zPR", b"", lambda _: b"\xff\x1b", PCREL_4, OMITTED),
             (1, b"zRL", b"", lambda _: b"\x1b\x4b", PCREL_4, 0x4b),
             (1, b"zRL", b"", lambda _: b"\x1b\x9b", PCREL_4, 0x9b),
             (1, b"zRL", b"", lambda _: b"\x1b\xff", PCREL_4, OMITTED)]
    kinds += [(1, b"zRL", b"", lambda _: b"\x01\x09", 0x01, 0x09)]
    kinds += [(1, b"zR", b"", lambda _, e=e: bytes([e]), e, OMITTED) for e in (0x03, 0x04, 0x09, 0x0b, 0x0c, 0x1c, 0x50)]
    for version, augmentation, before, data, of_fde, of_lsda in kinds:
        cie = len(content)
        body = bytes(4) + bytes([version]) + augmentation + b"\0"
        places[f"Cie.v{version} behind augmentation"] = (cie + 4 + len(body), "Byte")
        body += before + b"\x01\x7c\x08"
        if data:
            made = data(start + cie + 4 + len(body) + 1)
            body += bytes([len(made)]) + made
        body += b"\0" * (-(len(body) + 4) % f.word)
        content += f.pack("Word", value=len(body)) + body
        at = len(content)
        body = f.pack("Word", value=at + 4 - cie) + encoded(f, of_fde, text, start + at + 8)
        sizes = {0: f.word, 1: 1, 2: 2, 3: 4, 4: 8, 9: 1, 0xa: 2, 0xb: 4, 0xc: 8}
        size = sizes[of_fde & 0xf]
        body += b"\x08" if size == 1 else (8).to_bytes(size, "little" if f.order == "<" else "big")
        places[f"Fde.{of_fde:#x} pc_begin"] = (at + 8, "Byte")
        if augmentation[:1] == b"z":
            lsda = b"" if of_lsda == OMITTED else encoded(f, of_lsda & 0x7f, text, start + at + 4 + len(body) + 1, text)
            body += bytes([len(lsda)]) + lsda
        body += b"\0" * (-(len(body) + 4) % f.word)
        content += f.pack("Word", value=len(body)) + body
    return content + b"\0\0\0\0", places


def eh_frame_hdr_without_table(layout):
    f, start = layout.format, layout.address(".eh_frame_hdr")
    return bytes([1, PCREL_4, OMITTED, OMITTED]) + struct.pack(f.order + "i", layout.address(".eh_frame") - start - 4), {}


def eh_frame_hdr(layout):
    """Version 1; eh_frame_ptr pcrel | sdata4; count udata4; table datarel | sdata4."""
    f, start = layout.format, layout.address(".eh_frame_hdr")
    frames, text = layout.address(".eh_frame"), layout.address(".text")
    content = bytes([1, 0x1b, 0x03, 0x3b]) + struct.pack(f.order + "iI", frames - (start + 4), 2)
    places = {"EhHdr.version": (0, "Byte"), "EhHdr.eh_frame_ptr_enc": (1, "Byte"),
              "EhHdr.fde_count_enc": (2, "Byte"), "EhHdr.table_enc": (3, "Byte"),
              "EhHdr.eh_frame_ptr": (4, "Word"), "EhHdr.fde_count": (8, "Word")}
    for i in range(2):
        places[f"EhHdr.entry.{i}"] = (len(content), "Word")
        places[f"EhHdr.entry.{i}.fde"] = (len(content) + 4, "Word")
        content += struct.pack(f.order + "ii", text + 8 * i - start,
                               layout.address(f"Fde.{i}") - start)
    return content, places


def exidx(layout):
    """EHABI32: (prel31 of the function, EXIDX_CANTUNWIND) and (prel31, inline: finish)."""
    f, start, text = layout.format, layout.address(".ARM.exidx"), layout.address(".text")
    content, places = b"", {}
    for i, word in enumerate((0x00000001, 0x80b0b0b0)):
        places[f"Exidx.{i}"] = (len(content), "Word")
        places[f"Exidx.{i}.word"] = (len(content) + 4, "Word")
        content += f.pack("Word", value=(text + 8 * i - (start + len(content))) & 0x7fffffff)
        content += f.pack("Word", value=word)
    return content, places


def has_exidx(format_):
    return format_.machine == EM_ARM
