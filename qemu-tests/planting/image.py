"""A fold's bytes with what a planted fault needs to know about them.

Decoded here (layout.py), with pyelftools for the originals, so that neither side's mistakes are shared.
"""

import functools
import json
import struct
from dataclasses import dataclass

from elftools.elf.elffile import ELFFile

from planting.layout import DT, PT_DYNAMIC, PT_LOAD, TCB, TYPES, Layout


@dataclass
class Header:
    at: int  # file offset of the program header
    type: int
    flags: int
    offset: int
    vaddr: int
    filesz: int
    memsz: int
    align: int


@dataclass
class Relocation:
    at: int  # file offset of the entry
    place: int
    symbol: int
    type: int
    addend: int  # from the table or the place


@dataclass
class Symbol:
    at: int  # file offset
    index: int
    name: bytes
    info: int
    shndx: int
    value: int
    size: int

    @property
    def binding(self):
        return self.info >> 4


@dataclass
class Part:
    """A folded module: where it lies, and its relocations as pyelftools reads them."""

    path: str
    bias: int
    relocations: list  # (place, type, symbol's name, symbol's size)
    loads: list  # (vaddr, filesz, flags)
    tls: tuple | None  # (vaddr, filesz, memsz, align)


class Fold:
    def __init__(self, data, originals):
        self.data = bytearray(data)
        self.layout = Layout(8 if data[4] == 2 else 4, "<" if data[5] == 1 else ">")
        self.word_size = self.layout.word
        wide = self.word_size == 8
        self.machine = self.read("H", 18)
        self.types, self.tcb = TYPES[self.machine], TCB[self.machine]
        self.entry = self.word(24)
        phoff, phnum = self.word(32 if wide else 28), self.read("H", 56 if wide else 44)
        form = self.layout.program_header
        self.headers = []
        for at in range(phoff, phoff + phnum * form["entry"], form["entry"]):
            fields = {name: self.field(at, form[name]) for name in Header.__dataclass_fields__ if name != "at"}
            self.headers.append(Header(at, **fields))
        self.loads = [h for h in self.headers if h.type == PT_LOAD]
        dynamic = self.header(PT_DYNAMIC)
        self.dynamic = []  # (file offset, tag, value)
        for at in range(dynamic.offset, dynamic.offset + dynamic.filesz, 2 * self.word_size):
            tag, value = self.word(at), self.word(at + self.word_size)
            if tag == 0:
                break
            self.dynamic.append((at, tag, value))
        self.rela = self.tag("REL") is None
        self.map = self.read_map()
        self.parts = [read_part(part, originals) for part in self.map["parts"]]

    # Numbers in the file.

    def field(self, at, where):
        return struct.unpack_from(where[1], self.data, at + where[0])[0]

    def put_field(self, at, where, value):
        struct.pack_into(where[1], self.data, at + where[0], value)

    def read(self, form, at):
        return struct.unpack_from(self.layout.order + form, self.data, at)[0]

    def put(self, form, at, value):
        struct.pack_into(self.layout.order + form, self.data, at, value)

    def word(self, at):
        return self.read(self.layout.address, at)

    def put_word(self, at, value):
        self.put(self.layout.address, at, value % 2 ** (8 * self.word_size))

    def flip(self, at, mask):
        self.data[at] ^= mask

    def header(self, kind):
        found = [h for h in self.headers if h.type == kind]
        return found[-1] if found else None

    def put_header(self, header, **fields):
        for name, value in fields.items():
            self.put_field(header.at, self.layout.program_header[name], value)

    def tag(self, name):
        for _, tag, value in self.dynamic:
            if tag == DT[name]:
                return value
        return None

    def tag_at(self, name):
        """File offset of the entry."""
        return next(at for at, tag, _ in self.dynamic if tag == DT[name])

    def offset(self, vaddr):
        """The file offset of an address; None for what the file does not hold."""
        for load in self.loads:
            if load.vaddr <= vaddr < load.vaddr + load.filesz:
                return vaddr - load.vaddr + load.offset
        return None

    def read_map(self):
        at = self.data.index(b'{"format":1')
        self.map_at = at
        return json.loads(self.data[at : self.data.index(0, at)])

    def in_part(self, address):
        """Does the address lie in a part, rather than in what the fold adds?"""
        return any(s["image"] <= address < s["image"] + s["size"] for part in self.map["parts"] for s in part["segments"])

    # Relocations.

    def relocations(self):
        return self.read_relocations("RELA", "RELASZ") if self.rela else self.read_relocations("REL", "RELSZ")

    def slots(self):
        """Of the PLT that is bound lazily."""
        return self.read_relocations("JMPREL", "PLTRELSZ")

    def read_relocations(self, table, size):
        if self.tag(table) is None:
            return []
        form = self.layout.relocation(self.rela)
        begin, length = self.offset(self.tag(table)), self.tag(size)
        found = []
        for at in range(begin, begin + length, form["entry"]):
            place, info = self.field(at, form["place"]), self.field(at, form["info"])
            there = self.offset(place)
            addend = self.field(at, form["addend"]) if self.rela else self.word(there) if there is not None else 0
            symbol, type_mask = info >> self.layout.symbol_shift, (1 << self.layout.symbol_shift) - 1
            found.append(Relocation(at, place, symbol, info & type_mask, addend))
        return found

    def own_relocations(self, *types):
        return [r for r in self.relocations() if r.type in types and self.in_part(r.place)]

    def put_relocation(self, relocation, **fields):
        form = self.layout.relocation(self.rela)
        symbol, kind = fields.get("symbol", relocation.symbol), fields.get("type", relocation.type)
        self.put_field(relocation.at, form["info"], symbol << self.layout.symbol_shift | kind)
        self.put_field(relocation.at, form["place"], fields.get("place", relocation.place))
        if "addend" in fields and self.rela:
            self.put_field(relocation.at, form["addend"], fields["addend"])
        elif "addend" in fields:
            self.put_word(self.offset(relocation.place), fields["addend"])

    def exchange(self, first, second, size):
        """The bytes at two file offsets."""
        a, b = (bytes(self.data[at : at + size]) for at in (first, second))
        self.data[first : first + size], self.data[second : second + size] = b, a

    # Symbols.

    def symbols(self):
        """Up to the end of the hash table's chains."""
        form = self.layout.symbol
        begin, strings = self.offset(self.tag("SYMTAB")), self.offset(self.tag("STRTAB"))
        end = strings if self.tag("VERSYM") is None else None
        count = (end - begin) // form["entry"] if end else self.hash_shape()["count"]
        found = []
        for i in range(count):
            at = begin + i * form["entry"]
            name = strings + self.field(at, form["name"])
            text = bytes(self.data[name : self.data.index(0, name)])
            fields = {key: self.field(at, form[key]) for key in ("info", "shndx", "value", "size")}
            found.append(Symbol(at, i, text, **fields))
        return found

    def put_symbol(self, symbol, **fields):
        for name, value in fields.items():
            self.put_field(symbol.at, self.layout.symbol[name], value)

    def hash_shape(self):
        at = self.offset(self.tag("GNU_HASH"))
        buckets, first, bloom = (self.read("I", at + 4 * i) for i in range(3))
        buckets_at = at + 16 + self.word_size * bloom
        chain_at = buckets_at + 4 * buckets
        last = max((self.read("I", buckets_at + 4 * i) for i in range(buckets)), default=0)
        while last >= first and not self.read("I", chain_at + 4 * (last - first)) & 1:
            last += 1
        return {
            "bloom_at": at + 16, "bloom": bloom, "buckets_at": buckets_at, "buckets": buckets, "chain_at": chain_at,
            "first": first, "count": max(last + 1, first),
        }  # fmt: skip

    def versym_at(self, index):
        return self.offset(self.tag("VERSYM")) + 2 * index

    def version_index(self, symbol):
        return self.read("H", self.versym_at(symbol.index))

    def needed_versions(self):
        """The hash of each version's name, by its index: what a lookup compares (elf/dl-lookup.c, check_match)."""
        hashes = {}
        at = self.offset(self.tag("VERNEED"))
        for _ in range(self.tag("VERNEEDNUM")):
            aux = at + self.read("I", at + 8)
            for _ in range(self.read("H", at + 2)):
                hashes[self.read("H", aux + 6) & 0x7FFF] = self.read("I", aux)
                aux += self.read("I", aux + 12)
            at += self.read("I", at + 12)
        return hashes

    # The start table.

    def start_table(self):
        """File offset of the table behind the stub, which knows its own address."""
        for load in self.loads:
            if load.flags != 5 or any(load.vaddr == s["image"] for p in self.map["parts"] for s in p["segments"]):
                continue
            for at in range(load.offset, load.offset + load.filesz - 6 * self.word_size, 16):
                if self.word(at + 5 * self.word_size) == load.vaddr + at - load.offset:
                    return at
        raise ValueError("no start table")

    def start_entries(self):
        """{"relro": [file offset], "init": [...], "fini": [...]}: entries of two words."""
        at, word = self.start_table(), self.word_size
        counts = [self.word(at + i * word) for i in (2, 3, 4)]
        entries, at = {}, at + 7 * word
        for name, count in zip(("relro", "init", "fini"), counts):
            entries[name] = [at + 2 * word * i for i in range(count)]
            at += 2 * word * count
        return entries


def read_part(part, originals):
    path = originals[part["name"]]
    bias = part["bias"] - (1 << 64 if part["bias"] >> 63 else 0)  # the note writes it modulo 2^64
    relocations, loads, tls = read_original(path)
    claimed = {s["module"] for s in part["segments"]}
    return Part(path, bias, relocations, [load for load in loads if load[0] in claimed], tls)


@functools.cache
def read_original(path):
    """(relocations, loads, TLS segment) of Part"""
    with open(path, "rb") as file:
        elf = ELFFile(file)
        file.seek(18)
        relative = TYPES[int.from_bytes(file.read(2), "little" if elf.little_endian else "big")].relative
        dynamic = next((s for s in elf.iter_segments() if s["p_type"] == "PT_DYNAMIC"), None)
        relocations = []
        names = list(dynamic.iter_symbols())
        for table in dynamic.get_relocation_tables().values():
            for r in table.iter_relocations():
                entry = r.entry
                index = entry.get("r_info_sym", 0)
                symbol = names[index] if index < len(names) else None
                relocations.append(
                    (
                        entry["r_offset"],
                        entry.get("r_info_type", relative),
                        symbol.name if symbol else "",
                        symbol["st_size"] if symbol else 0,
                    )
                )
        loads = [(s["p_vaddr"], s["p_filesz"], s["p_flags"]) for s in elf.iter_segments() if s["p_type"] == "PT_LOAD"]
        tls = [
            (s["p_vaddr"], s["p_filesz"], s["p_memsz"], s["p_align"])
            for s in elf.iter_segments()
            if s["p_type"] == "PT_TLS"
        ]
    return relocations, loads, tls[0] if tls else None
