"""How the fields of an ELF file lie in each of the four formats, and what relocation types mean on each machine: from the
gABI and the psABIs, not from Onefold."""

import struct
from dataclasses import dataclass

PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_NOTE, PT_TLS = 1, 2, 3, 4, 7
PT_GNU_EH_FRAME, PT_GNU_STACK, PT_GNU_RELRO, PT_GNU_PROPERTY = 0x6474E550, 0x6474E551, 0x6474E552, 0x6474E553
PT_ARM_EXIDX = 0x70000001
PF_X, PF_W = 1, 2
DT = {
    "NEEDED": 1, "PLTRELSZ": 2, "STRTAB": 5, "SYMTAB": 6, "RELA": 7, "RELASZ": 8, "SONAME": 14, "RPATH": 15, "REL": 17,
    "RELSZ": 18, "JMPREL": 23, "INIT_ARRAY": 25, "FINI_ARRAY": 26, "RUNPATH": 29, "FLAGS": 30, "GNU_HASH": 0x6FFFFEF5,
    "VERSYM": 0x6FFFFFF0, "RELACOUNT": 0x6FFFFFF9, "FLAGS_1": 0x6FFFFFFB, "VERDEF": 0x6FFFFFFC, "VERNEED": 0x6FFFFFFE,
    "VERDEFNUM": 0x6FFFFFFD, "VERNEEDNUM": 0x6FFFFFFF,
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Of one class and byte order. Tables are {field: (offset, format of struct)}, and "entry" the whole's bytes."""

    word: int
    order: str

    @property
    def address(self):
        return "Q" if self.word == 8 else "I"

    def table(self, fields):
        at, found = 0, {}
        for name, form in fields:
            form = self.address if form == "A" else form
            found[name] = (at, self.order + form)
            at += struct.calcsize(self.order + form)
        found["entry"] = at
        return found

    @property
    def program_header(self):
        wide = [("type", "I"), ("flags", "I"), ("offset", "Q"), ("vaddr", "Q"), ("paddr", "Q"), ("filesz", "Q"), ("memsz", "Q"), ("align", "Q")]
        narrow = [("type", "I"), ("offset", "I"), ("vaddr", "I"), ("paddr", "I"), ("filesz", "I"), ("memsz", "I"), ("flags", "I"), ("align", "I")]
        return self.table(wide if self.word == 8 else narrow)

    @property
    def symbol(self):
        wide = [("name", "I"), ("info", "B"), ("other", "B"), ("shndx", "H"), ("value", "Q"), ("size", "Q")]
        narrow = [("name", "I"), ("value", "I"), ("size", "I"), ("info", "B"), ("other", "B"), ("shndx", "H")]
        return self.table(wide if self.word == 8 else narrow)

    def relocation(self, rela):
        return self.table([("place", "A"), ("info", "A"), *([("addend", "q" if self.word == 8 else "i")] if rela else [])])

    @property
    def symbol_shift(self):
        """Bits of r_info below the symbol's index."""
        return 32 if self.word == 8 else 8


@dataclass(frozen=True)
class Types:
    """Relocation types of a machine, by what the loader does."""

    word: int  # the symbol's address plus an addend
    got: int  # the same in a GOT; may be `word`
    slot: int
    relative: int
    resolver: int  # IRELATIVE
    copy: int
    module: int  # a TLS block's
    block: int  # offset in it
    thread: int  # offset from the thread pointer


# By e_machine.
TYPES = {
    62: Types(word=1, got=6, slot=7, relative=8, resolver=37, copy=5, module=16, block=17, thread=18),  # x86-64
    3: Types(word=1, got=6, slot=7, relative=8, resolver=42, copy=5, module=35, block=36, thread=14),  # i386
    183: Types(
        word=257, got=1025, slot=1026, relative=1027, resolver=1032, copy=1024, module=1028, block=1029, thread=1030
    ),  # aarch64
    40: Types(word=2, got=21, slot=22, relative=23, resolver=160, copy=20, module=17, block=18, thread=19),  # arm
    22: Types(word=22, got=10, slot=11, relative=12, resolver=61, copy=9, module=54, block=55, thread=56),  # s390x
    21: Types(word=38, got=20, slot=21, relative=22, resolver=248, copy=19, module=68, block=78, thread=73),  # ppc64
    20: Types(word=1, got=20, slot=21, relative=22, resolver=248, copy=19, module=68, block=78, thread=73),  # powerpc
    243: Types(word=2, got=2, slot=5, relative=3, resolver=58, copy=4, module=7, block=9, thread=11),  # riscv64
}

# Variant I: bytes from the thread pointer to where the first block may begin. None: variant II.
TCB = {62: None, 3: None, 22: None, 183: 16, 40: 8, 21: 0, 20: 0, 243: 0}
