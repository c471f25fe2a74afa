"""What the oracle must know of a machine. One more machine: one more row (and, where it is not this one, a
Process that reads memory through QEMU's gdb stub).

Relocation types are the psABI's, by what the word at the site means once the loader has written it.
"""

import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Machine:
    word: int  # bytes
    order: str  # of bytes: "<" or ">", as struct spells it
    # Relocation type -> (meaning, bytes at the site; 0: a word). Meanings: address; relative (one in the same
    # module); pc (address less the place); module and offset (a TLS pair); tp (offset from the thread pointer);
    # descriptor; size; copy.
    relocations: dict
    # Where glibc keeps the address of the DTV: bytes from the thread pointer.
    dtv: int
    # ptrace: offsets in struct user, the breakpoint instruction, and what it adds to the program counter.
    pc_register: int
    tp_register: int
    breakpoint: bytes
    after_breakpoint: int

    @property
    def word_format(self):
        return self.order + {4: "I", 8: "Q"}[self.word]

    @property
    def mask(self):
        return (1 << 8 * self.word) - 1

    def words(self, data):
        """The words of `data`, whose length is a multiple of one."""
        return struct.unpack(f"{self.order}{len(data) // self.word}{self.word_format[1]}", data)

    def integer(self, data, signed=False):
        return int.from_bytes(data, "little" if self.order == "<" else "big", signed=signed)


# x86-64 psABI, table 4.9; struct user in <sys/user.h>.
X86_64 = Machine(
    word=8,
    order="<",
    relocations={
        1: ("address", 0),  # R_X86_64_64
        2: ("pc", 4),  # PC32
        4: ("pc", 4),  # PLT32
        5: ("copy", 0),
        6: ("address", 0),  # GLOB_DAT
        7: ("address", 0),  # JUMP_SLOT
        8: ("relative", 0),  # RELATIVE
        10: ("address", 4),  # 32
        11: ("address", 4),  # 32S
        16: ("module", 0),  # DTPMOD64
        17: ("offset", 0),  # DTPOFF64
        18: ("tp", 0),  # TPOFF64
        23: ("tp", 4),  # TPOFF32
        24: ("pc", 0),  # PC64
        32: ("size", 4),  # SIZE32
        33: ("size", 0),  # SIZE64
        36: ("descriptor", 0),  # TLSDESC
        37: ("address", 0),  # IRELATIVE
        38: ("relative", 0),  # RELATIVE64
    },
    dtv=8,
    pc_register=16 * 8,
    tp_register=21 * 8,
    breakpoint=b"\xcc",
    after_breakpoint=1,
)

MACHINES = {"x86-64": X86_64}
