"""Hostile files of some megabytes: time and memory must grow as the file does, not as its square.

They are made when the test runs and never stored. Each starts from a stripped program whose PT_GNU_STACK
becomes one more PT_LOAD, which holds the large table.
"""

import random

import shapes
import tables
from defects import line
from elf import BE32, BE64, DYNAMIC_TAGS, LE32, LE64, PF_R, PF_W, sysv_hash
from layout import PAGE

BASE = 0x1000000  # address of the added PT_LOAD


def start(format_):
    return shapes.make(format_, "stripped-program")


def add_load(image, content, memory=0):
    """Maps `content` at BASE; `memory` bytes follow it."""
    image.data += bytes(-image.size() % PAGE)
    values = dict(p_type=1, p_flags=PF_R | PF_W, p_offset=image.size(), p_vaddr=BASE, p_paddr=BASE,
                  p_filesz=len(content), p_memsz=len(content) + memory, p_align=PAGE)
    for field, value in values.items():
        image.set("PT_GNU_STACK", field, value)
    image.data += content


def retag(image, old, tag, value):
    image.set(old, "d_tag", DYNAMIC_TAGS[tag])
    image.set(old, "d_val", value)


def names_in_one_string(f):
    """80,000 symbols whose names are the ends of one string of 2 MB."""
    image, count, length = start(f), 80_000, 2 << 20
    places = [1 + i * 26 for i in range(count - 1)]
    random.Random(1).shuffle(places)
    symbols = f.pack("Sym") + b"".join(f.pack("Sym", st_name=place) for place in places)
    strings = b"\0" + b"a" * length + b"\0" + tables.dynstr(None)[0]
    hashes = b"".join(f.pack(f.hash_entry, value=value) for value in [1, count, 0] + [0] * count)
    shift = length + 2
    for tag in ("DT_NEEDED", "DT_NEEDED.1", "DT_RPATH"):
        image.set(tag, "d_val", image.get(tag, "d_val") + shift)
    add_load(image, symbols + hashes + strings)
    image.set("DT_SYMTAB", "d_val", BASE)
    retag(image, "DT_DEBUG", "DT_HASH", BASE + len(symbols))
    image.set("DT_STRTAB", "d_val", BASE + len(symbols) + len(hashes))
    image.set("DT_STRSZ", "d_val", len(strings))
    return image, None


def one_hash_chain(f):
    """300,000 symbols in a chain that visits them in no order."""
    image, count = start(f), 300_000
    order = list(range(1, count))
    random.Random(2).shuffle(order)
    chains = [0] * count
    for index, following in zip(order, order[1:]):
        chains[index] = following
    hashes = b"".join(f.pack(f.hash_entry, value=value) for value in [1, count, order[0]] + chains)
    symbols = bytes(f.size("Sym")) * count
    add_load(image, symbols + hashes)
    image.set("DT_SYMTAB", "d_val", BASE)
    retag(image, "DT_DEBUG", "DT_HASH", BASE + len(symbols))
    return image, None


def needed(image, offsets, strings=b""):
    """Moves the dynamic section and the strings to the added PT_LOAD, with a DT_NEEDED for each offset
    into `strings`."""
    f = image.format
    own = tables.dynstr(None)[0]
    rows = b"".join(f.pack("Dyn", d_tag=DYNAMIC_TAGS["DT_NEEDED"], d_val=len(own) + offset)
                    for offset in offsets)
    dynamic = image.data[image.at(".dynamic"):image.at("DT_NULL")]
    size = len(rows) + len(dynamic) + f.size("Dyn")
    # The last DT_STRTAB counts.
    tail = (f.pack("Dyn", d_tag=DYNAMIC_TAGS["DT_STRTAB"], d_val=BASE)
            + f.pack("Dyn", d_tag=DYNAMIC_TAGS["DT_STRSZ"], d_val=len(own) + len(strings)))
    content = own + strings
    content += bytes(-len(content) % f.word)
    at = len(content)
    add_load(image, content + dynamic + rows + tail + f.pack("Dyn"))
    image.set("PT_DYNAMIC", "p_vaddr", BASE + at)
    image.set("PT_DYNAMIC", "p_filesz", size + len(tail))
    image.set("PT_DYNAMIC", "p_memsz", size + len(tail))
    return image.get("PT_GNU_STACK", "p_offset") + at + len(dynamic)


def needed_one_long_name(f):
    image = start(f)
    at = needed(image, [0] * 60_000, b"a" * (2 << 20) + b"\0")
    return image, line("DT_NEEDED", at, "a name of at most 4096 bytes", "a longer one")


def needed_one_name(f):
    image = start(f)
    needed(image, [0] * 30_000, b"libabsent.so.1\0")
    return image, None


def needed_many_names(f):
    image = start(f)
    names = [f"libabsent{number:05}.so\0".encode() for number in range(5_000)]
    needed(image, [i * len(names[0]) for i in range(len(names))], b"".join(names))
    return image, None


def relr_of_ones(f):
    """Bitmaps for 2 million words, which the file has not."""
    image = start(f)
    count = 2_000_000 // (f.bits - 1)
    content = f.pack("Relr", entry=BASE) + f.pack("Relr", entry=f.top) * count
    add_load(image, content, memory=(count * f.bits + 2) * f.word)
    retag(image, "DT_DEBUG", "DT_RELR", BASE)
    retag(image, "DT_FLAGS", "DT_RELRSZ", len(content))
    most = image.size() // f.word
    first_too_many = (most - 1) // (f.bits - 1) + 1
    return image, line("DT_RELR entry", image.get("PT_GNU_STACK", "p_offset") + first_too_many * f.word,
                       f"at most {most} places in the file", "more")


def versions_in_one_chain(f):
    """Each of 16,000 Verneeds has the same two Vernaux."""
    image, count = start(f), 16_000
    size = f.size("Verneed")
    content = b""
    for i in range(count):
        content += f.pack("Verneed", vn_version=1, vn_cnt=2, vn_aux=size * (count - i),
                          vn_file=tables.string_offset("libneeded.so.1"),
                          vn_next=size if i + 1 < count else 0)
    aux = f.size("Vernaux")
    for i, name in enumerate(("NEEDED_1", "NEEDED_2")):
        content += f.pack("Vernaux", vna_hash=sysv_hash(name), vna_other=4 + i,
                          vna_name=tables.string_offset(name), vna_next=0 if i else aux)
    add_load(image, content)
    retag(image, "DT_DEBUG", "DT_VERNEED", BASE)
    retag(image, "DT_FLAGS", "DT_VERNEEDNUM", count)
    return image, None


def many_segments(f):
    """20,000 PT_LOADs, and a PT_GNU_RELRO and a PT_TLS in the last of them for each."""
    image = shapes.make(f, "static-program")
    count = 20_000
    image.data += bytes(-image.size() % f.word)
    start_at = image.size()
    loads = [f.pack("Phdr", p_type=1, p_flags=PF_R, p_vaddr=BASE + i * PAGE, p_filesz=16, p_memsz=16,
                    p_align=PAGE) for i in range(count)]
    last = BASE + (count - 1) * PAGE
    others = [f.pack("Phdr", p_type=kind, p_vaddr=last, p_filesz=8, p_memsz=8, p_align=1)
              for kind in (0x6474e552, 7)]
    image.data += b"".join(loads + others * count)
    image.set("Ehdr", "e_phoff", start_at)
    image.set("Ehdr", "e_phnum", 3 * count)
    return image, None


def relocations_of_each_type(f):
    image, count = start(f), 100_000
    content = b"".join(f.pack("Rela", r_info=f.info(0, kind)) for kind in range(1 << 10, (1 << 10) + count))
    add_load(image, content)
    image.set("DT_RELA", "d_val", BASE)
    image.set("DT_RELASZ", "d_val", len(content))
    return image, None


def sections_of_one_long_name(f):
    """20,000 of a byte each, which no loader reads."""
    image, count, length = start(f), 20_000, 1 << 20
    names = image.size()
    image.data += b"a" * length + b"\0"
    data = image.size()
    image.data += b"\1" * count
    image.data += bytes(-image.size() % f.word)
    headers = [f.pack("Shdr"), f.pack("Shdr", sh_type=3, sh_offset=names, sh_size=length + 1)]
    headers += [f.pack("Shdr", sh_type=1, sh_offset=data + i, sh_size=1) for i in range(count)]
    values = dict(e_shoff=image.size(), e_shnum=len(headers), e_shstrndx=1, e_shentsize=f.size("Shdr"))
    for field, value in values.items():
        image.set("Ehdr", field, value)
    image.data += b"".join(headers)
    return image, None


def large_files():
    """(name, bytes, expected line or None where the file is good) of each."""
    for function, formats in ((names_in_one_string, (LE64, BE32)), (one_hash_chain, (BE64, LE32)),
                              (needed_one_long_name, (LE64,)), (needed_one_name, (BE32,)),
                              (needed_many_names, (BE64,)), (relr_of_ones, (LE64, BE32)),
                              (versions_in_one_chain, (LE32,)), (many_segments, (LE64, BE32)),
                              (relocations_of_each_type, (LE64,)), (sections_of_one_long_name, (LE64, BE32))):
        for f in formats:
            image, expected = function(f)
            yield f"{f.name}-{function.__name__.replace('_', '-')}", bytes(image.data), expected
