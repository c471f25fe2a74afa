"""Sets of seeds/fold/ with one table of a library grown to half a megabyte: the time and memory of a fold must grow as
its input does. Made when the test runs and never stored."""

import pathlib

from elf import DYNAMIC_TAGS, sysv_hash
from file_set import unpack
from linked import Linked

FOLD = pathlib.Path(__file__).resolve().parent.parent / "seeds/fold"
A = "/lib/liba.so"
SIZE = 512 << 10
STB_GNU_UNIQUE, STT_OBJECT = 10, 1
MAKERS = []


def large(*seeds):
    def add(make):
        MAKERS.extend((seed, make) for seed in seeds)
        return make
    return add


def table_of(file):
    """Its tag, its size's and its records' kind."""
    has_rela = any(d["d_tag"] == DYNAMIC_TAGS["DT_RELA"] for d in file.dynamic())
    return ("DT_RELA", "DT_RELASZ", "Rela") if has_rela else ("DT_REL", "DT_RELSZ", "Rel")


def bytes_at(file, address, size):
    at = file.offset(address)
    return bytes(file.data[at:at + size])


def move(file, tag, content):
    file.dyn(tag)["d_val"] = file.append(content)


def repeated_relocation(number):
    """One of the library's own relocations, at thousands of places."""
    def make(file):
        tag, size, kind = table_of(file)
        f = file.format
        old = file.relocations(tag)
        model = old[number % len(old)]
        count = SIZE // f.size(kind)
        room = file.append(bytes(16 * count))
        more = {"r_addend": model["r_addend"]} if kind == "Rela" else {}
        rows = b"".join(f.pack(kind, r_offset=room + 16 * i, r_info=model["r_info"], **more) for i in range(count))
        whole = bytes_at(file, file.dyn(tag)["d_val"], file.dyn(size)["d_val"]) + rows
        move(file, tag, whole)
        file.dyn(size)["d_val"] = len(whole)
    make.__name__ = f"repeated_relocation_{number}"
    return make


for _number in range(12):  # as many as the library has, or more
    large("x86-64-kept", "x86-64-total", "powerpc-pie")(repeated_relocation(_number))


@large("x86-64-kept", "x86-64-total", "x86-64-fixed", "arm-pie")
def bitmaps_of_ones(file):
    """DT_RELR for as many words as it has bits."""
    f = file.format
    count = SIZE // f.word
    words = file.append(bytes(f.word))
    table = file.append(f.pack("Relr", entry=words) + f.pack("Relr", entry=f.top) * (count - 1))
    file.dyn("DT_RELR")["d_val"] = table
    file.dyn("DT_RELRSZ")["d_val"] = count * f.word
    file.segments("PT_LOAD")[-1]["p_memsz"] += count * f.bits * f.word


def many_symbols(file, name_of, info=None):
    """Copies of the last one, all in one chain of DT_HASH; the versions grow along."""
    f = file.format
    count = SIZE // f.size("Sym")
    old = (file.dyn("DT_VERSYM")["d_val"] - file.dyn("DT_SYMTAB")["d_val"]) // f.size("Sym")  # as lld places them
    model = file.symbol("a_data")
    strings = bytearray(bytes_at(file, file.dyn("DT_STRTAB")["d_val"], file.dyn("DT_STRSZ")["d_val"]))
    places, rows = {}, b""
    for name in map(name_of, range(count)):
        if name not in places:
            places[name] = len(strings)
            strings += name + b"\0"
        rows += f.pack("Sym", st_name=places[name], st_info=info or model["st_info"], st_shndx=model["st_shndx"],
                       st_value=model["st_value"], st_size=4)
    symbols = bytes_at(file, file.dyn("DT_SYMTAB")["d_val"], old * f.size("Sym")) + rows
    versions = bytes_at(file, file.dyn("DT_VERSYM")["d_val"], 2 * old) + f.pack("Versym", vs_index=1) * count
    total = old + count
    hashes = b"".join(f.pack("Word", value=value) for value in [1, total, 1, 0, *range(2, total), 0])
    move(file, "DT_SYMTAB", symbols)
    move(file, "DT_STRTAB", bytes(strings))
    file.dyn("DT_STRSZ")["d_val"] = len(strings)
    move(file, "DT_VERSYM", versions)
    file.retag("DT_GNU_HASH", "DT_HASH", file.append(hashes))


@large("x86-64-kept", "x86-64-total", "powerpc-pie")
def symbols_of_one_name(file):
    many_symbols(file, lambda i: b"crowd")


@large("x86-64-kept", "x86-64-total", "powerpc-pie")
def symbols_of_many_names(file):
    many_symbols(file, lambda i: b"a_name_%d" % i)


def names_of_one_hash(count):
    """Of libstdc++'s std::hash on 64-bit machines: MurmurHash64A with its own seed, block by block."""
    whole, factor, seed = (1 << 64) - 1, 0xc6a4a7935bd1e995, 0xc70f6907
    inverse = pow(factor, -1, 1 << 64)

    def mixed(block, by):
        block = block * by & whole
        return (block ^ block >> 47) * by & whole
    names, number = [], 0
    while len(names) < count:
        first = b"%08d" % number
        state = (seed ^ 16 * factor & whole ^ mixed(int.from_bytes(first, "little"), factor)) * factor & whole
        second = mixed(state, inverse).to_bytes(8, "little")  # that takes the state to 0
        if 0 not in second:
            names.append(first + second)
        number += 1
    return names


@large("x86-64-kept", "x86-64-total")
def unique_symbols_of_one_hash(file):
    f = file.format
    names = names_of_one_hash(SIZE // f.size("Sym"))
    many_symbols(file, lambda i: names[i], info=STB_GNU_UNIQUE << 4 | STT_OBJECT)


XXH3_SECRET = bytes.fromhex("b8fe6c3923a44bbe")  # the first eight bytes, which eight of a name are multiplied to 0 with


@large("x86-64-kept", "x86-64-total")
def symbols_of_one_xxh3(file):
    many_symbols(file, lambda i: XXH3_SECRET + b"%08d" % i + b"a" * 16)


@large("x86-64-kept", "powerpc-pie")
def versions_needed(file):
    f = file.format
    count = SIZE // (f.size("Verneed") + f.size("Vernaux"))
    name_at, file_at = file.string_offset("B_1"), file.string_offset("libb.so")
    step = f.size("Verneed") + f.size("Vernaux")
    rows = b""
    for i in range(count):
        rows += f.pack("Verneed", vn_version=1, vn_cnt=1, vn_file=file_at, vn_aux=f.size("Verneed"),
                       vn_next=step if i + 1 < count else 0)
        rows += f.pack("Vernaux", vna_hash=sysv_hash("B_1"), vna_other=2 + i % 30000, vna_name=name_at)
    move(file, "DT_VERNEED", rows)
    file.dyn("DT_VERNEEDNUM")["d_val"] = count


@large("x86-64-kept", "x86-64-total", "powerpc-pie")
def initialisers(file):
    """Of zeros."""
    f = file.format
    count = SIZE // f.word
    move(file, "DT_INIT_ARRAY", bytes(count * f.word))
    file.dyn("DT_INIT_ARRAYSZ")["d_val"] = count * f.word


@large("x86-64-kept", "x86-64-total")
def initialisers_that_are_called(file):
    """With a bit of DT_RELR for each."""
    f = file.format
    count = SIZE // f.word
    function = file.symbol("a_use")["st_value"]
    array = file.append(f.pack("Native", value=function) * count)
    file.dyn("DT_INIT_ARRAY")["d_val"] = array
    file.dyn("DT_INIT_ARRAYSZ")["d_val"] = count * f.word
    bits = f.bits - 1
    table = f.pack("Relr", entry=array) + f.pack("Relr", entry=f.top) * ((count - 1) // bits)
    move(file, "DT_RELR", table)
    file.dyn("DT_RELRSZ")["d_val"] = len(table)


@large("x86-64-kept", "x86-64-total", "arm-pie")
def needed_again_and_again(file):
    f = file.format
    row = f.pack("Dyn", d_tag=DYNAMIC_TAGS["DT_NEEDED"], d_val=file.dyn("DT_NEEDED")["d_val"])
    segment = file.segment("PT_DYNAMIC")
    old = bytes(file.data[segment["p_offset"]:segment["p_offset"] + segment["p_filesz"]])
    content = row * (SIZE // len(row)) + old
    at = file.append(content)
    segment = file.segment("PT_DYNAMIC")
    segment["p_vaddr"], segment["p_offset"] = at, file.offset(at)
    segment["p_filesz"] = segment["p_memsz"] = len(content)


@large("x86-64-kept", "x86-64-total", "arm-pie")
def zeros(file):
    """A .bss of a gigabyte."""
    file.segments("PT_LOAD")[-1]["p_memsz"] += 1 << 30


@large("x86-64-kept", "x86-64-total", "arm-pie")
def thread_local_zeros(file):
    file.segment("PT_TLS")["p_memsz"] = 0xfff0000


@large("x86-64-kept", "x86-64-total")
def unwind_table(file):
    """FDEs of one byte each, and the table that finds them."""
    f = file.format
    count = SIZE // 28
    begin = file.append(bytes(count))
    cie = b"\x14\0\0\0" b"\0\0\0\0" b"\x01zR\0\x01\x78\x10\x01\x1b\x0c\x07\x08\x90\x01\0\0"
    at = file.append(bytes(len(cie) + 20 * count + 4))

    def signed(number):
        return number.to_bytes(4, "little", signed=True)
    records, rows = bytearray(cie), bytearray()
    for i in range(count):
        place = len(records)
        records += signed(16) + signed(place + 4) + signed(begin + i - (at + place + 8)) + signed(1) + bytes(4)
        rows += signed(begin + i) + signed(at + place)
    records += bytes(4)
    file.data[file.offset(at):file.offset(at) + len(records)] = records
    table = file.append(bytes(12 + 8 * count))
    rows = b"".join(signed(int.from_bytes(rows[i:i + 4], "little") - table) for i in range(0, len(rows), 4))
    content = b"\x01\x1b\x03\x3b" + signed(at - table - 4) + signed(count) + rows
    place = file.offset(table)
    file.data[place:place + len(content)] = content
    header = file.segment("PT_GNU_EH_FRAME")
    header["p_vaddr"], header["p_offset"] = table, place
    header["p_filesz"] = header["p_memsz"] = len(content)
    assert f.order == "<"


def large_sets():
    """(name, options, [(path, content)]) of each."""
    for seed, make in MAKERS:
        packed = (FOLD / seed).read_bytes()
        files = []
        for path, content in unpack(packed):
            if path == A:
                file = Linked(content)
                make(file)
                content = bytes(file.data)
            files.append((path, content))
        yield f"{seed}-{make.__name__.replace('_', '-')}", packed[4], files
