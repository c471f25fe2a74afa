"""A fold's bytes with what a planted fault needs to know about them: ELF64, little-endian, RELA.

Decoded here from the gABI, with pyelftools for the originals, so that neither side's mistakes are shared.
"""

import functools
import json
import struct
from dataclasses import dataclass

from elftools.elf.elffile import ELFFile

PHDR = struct.Struct("<IIQQQQQQ")  # type flags offset vaddr paddr filesz memsz align
SYM = struct.Struct("<IBBHQQ")  # name info other shndx value size
RELA = struct.Struct("<QQq")
DYN = struct.Struct("<QQ")
PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_NOTE, PT_TLS = 1, 2, 3, 4, 7
PT_GNU_EH_FRAME, PT_GNU_STACK, PT_GNU_RELRO, PT_GNU_PROPERTY = 0x6474E550, 0x6474E551, 0x6474E552, 0x6474E553
PF_X, PF_W = 1, 2
R_64, R_COPY, R_GLOB_DAT, R_JUMP_SLOT, R_RELATIVE, R_IRELATIVE = 1, 5, 6, 7, 8, 37
R_DTPMOD64, R_DTPOFF64, R_TPOFF64 = 16, 17, 18
DT = {
    "NEEDED": 1, "PLTRELSZ": 2, "STRTAB": 5, "SYMTAB": 6, "RELA": 7, "RELASZ": 8, "SONAME": 14, "RPATH": 15, "JMPREL": 23,
    "INIT_ARRAY": 25, "FINI_ARRAY": 26, "RUNPATH": 29, "FLAGS": 30, "GNU_HASH": 0x6FFFFEF5, "VERSYM": 0x6FFFFFF0,
    "RELACOUNT": 0x6FFFFFF9, "FLAGS_1": 0x6FFFFFFB, "VERDEF": 0x6FFFFFFC, "VERNEED": 0x6FFFFFFE, "VERDEFNUM": 0x6FFFFFFD,
    "VERNEEDNUM": 0x6FFFFFFF,
}  # fmt: skip


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
class Part:
    """A folded module: where it lies, and its relocations as pyelftools reads them."""

    path: str
    bias: int
    relocations: list  # (place, type, symbol's name, symbol's size, addend)
    loads: list  # (vaddr, filesz, flags)
    tls: tuple | None  # (vaddr, filesz, memsz, align)


class Fold:
    def __init__(self, data, originals):
        self.data = bytearray(data)
        phoff, phnum = struct.unpack_from("<Q", data, 32)[0], struct.unpack_from("<H", data, 56)[0]
        self.entry = struct.unpack_from("<Q", data, 24)[0]
        self.headers = []
        for i in range(phnum):
            at = phoff + i * PHDR.size
            kind, flags, offset, vaddr, _, filesz, memsz, align = PHDR.unpack_from(data, at)
            self.headers.append(Header(at, kind, flags, offset, vaddr, filesz, memsz, align))
        self.loads = [h for h in self.headers if h.type == PT_LOAD]
        dynamic = self.header(PT_DYNAMIC)
        self.dynamic = []  # (file offset, tag, value)
        for at in range(dynamic.offset, dynamic.offset + dynamic.filesz, DYN.size):
            tag, value = DYN.unpack_from(data, at)
            if tag == 0:
                break
            self.dynamic.append((at, tag, value))
        self.map = self.read_map()
        self.parts = [read_part(part, originals) for part in self.map["parts"]]

    def header(self, kind):
        found = [h for h in self.headers if h.type == kind]
        return found[-1] if found else None

    def tag(self, name):
        for _, tag, value in self.dynamic:
            if tag == DT[name]:
                return value
        return None

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

    def word(self, offset):
        return struct.unpack_from("<Q", self.data, offset)[0]

    def relocations(self, table="RELA", size="RELASZ"):
        """[(file offset, place, symbol, type, addend)]"""
        if self.tag(table) is None:
            return []
        begin, length = self.offset(self.tag(table)), self.tag(size)
        found = []
        for at in range(begin, begin + length, RELA.size):
            place, info, addend = RELA.unpack_from(self.data, at)
            found.append((at, place, info >> 32, info & 0xFFFFFFFF, addend))
        return found

    def symbols(self):
        """[(file offset, index, name, info, shndx, value, size)] up to the end of the hash table's chains."""
        begin, strings = self.offset(self.tag("SYMTAB")), self.offset(self.tag("STRTAB"))
        versym = self.tag("VERSYM")
        end = self.offset(self.tag("STRTAB")) if versym is None else None
        count = (end - begin) // SYM.size if end else self.hash_shape()["count"]
        found = []
        for i in range(count):
            at = begin + i * SYM.size
            name, info, _, shndx, value, size = SYM.unpack_from(self.data, at)
            text = bytes(self.data[strings + name : self.data.index(0, strings + name)])
            found.append((at, i, text, info, shndx, value, size))
        return found

    def hash_shape(self):
        at = self.offset(self.tag("GNU_HASH"))
        buckets, first, bloom, _ = struct.unpack_from("<4I", self.data, at)
        buckets_at = at + 16 + 8 * bloom
        chain_at = buckets_at + 4 * buckets
        last = max(struct.unpack_from(f"<{buckets}I", self.data, buckets_at), default=0)
        while last >= first and not struct.unpack_from("<I", self.data, chain_at + 4 * (last - first))[0] & 1:
            last += 1
        return {
            "bloom_at": at + 16, "bloom": bloom, "buckets_at": buckets_at, "buckets": buckets, "chain_at": chain_at,
            "first": first, "count": max(last + 1, first),
        }  # fmt: skip

    def versym_at(self, index):
        return self.offset(self.tag("VERSYM")) + 2 * index

    def start_table(self):
        """File offset of the table behind the stub, which knows its own address."""
        for load in self.loads:
            if load.flags != 5 or any(load.vaddr == s["image"] for p in self.map["parts"] for s in p["segments"]):
                continue
            for at in range(load.offset, load.offset + load.filesz - 48, 16):
                if self.word(at + 40) == load.vaddr + at - load.offset:
                    return at
        raise ValueError("no start table")

    def start_entries(self):
        """{"relro": [file offset], "init": [...], "fini": [...]}: entries of two words."""
        at = self.start_table()
        counts = struct.unpack_from("<3Q", self.data, at + 16)
        entries, at = {}, at + 56
        for name, count in zip(("relro", "init", "fini"), counts):
            entries[name] = [at + 16 * i for i in range(count)]
            at += 16 * count
        return entries


def read_part(part, originals):
    path = originals[part["name"]]
    return Part(path, part["bias"], *read_original(path))


@functools.cache
def read_original(path):
    """(relocations, loads, TLS segment) of Part"""
    with open(path, "rb") as file:
        elf = ELFFile(file)
        symbols = next((s for s in elf.iter_segments() if s["p_type"] == "PT_DYNAMIC"), None)
        relocations = []
        names = list(symbols.iter_symbols())
        for table in symbols.get_relocation_tables().values():
            for r in table.iter_relocations():
                entry = r.entry
                index = entry.get("r_info_sym", 0)
                symbol = names[index] if index < len(names) else None
                relocations.append(
                    (
                        entry["r_offset"],
                        entry.get("r_info_type", R_RELATIVE),
                        symbol.name if symbol else "",
                        symbol["st_size"] if symbol else 0,
                        entry.get("r_addend", 0),
                    )
                )
        loads = [(s["p_vaddr"], s["p_filesz"], s["p_flags"]) for s in elf.iter_segments() if s["p_type"] == "PT_LOAD"]
        tls = [
            (s["p_vaddr"], s["p_filesz"], s["p_memsz"], s["p_align"])
            for s in elf.iter_segments()
            if s["p_type"] == "PT_TLS"
        ]
    return relocations, loads, tls[0] if tls else None
