"""What the oracle must know of a machine. One more machine: one more row.

Relocation types are the psABI's, by what the word at the site means once the loader has written it.
"""

import dataclasses
import struct
from dataclasses import dataclass

# glibc keeps the thread's descriptor within this of the thread pointer.
DESCRIPTOR = 1 << 14


@dataclass(frozen=True)
class Machine:
    word: int  # bytes
    order: str  # of bytes: "<" or ">", as struct spells it
    # Relocation type -> (meaning, bytes at the site; 0: a word). Meanings: address; relative (one in the same
    # module); function (an address; of one of the same module, perhaps its local entry point); pc (address less the
    # place); module and offset (a TLS pair); tp (offset from the thread pointer), tp-negated; descriptor, with the
    # function first, or descriptor-reversed; size; copy.
    relocations: dict
    # Where glibc keeps the address of the DTV, in bytes from the thread pointer, and where the thread's descriptor and
    # control block lie: [begin, end) from the thread pointer.
    dtv: int
    control_block: tuple
    # What DTPOFF is less than the offset in the block.
    dtp_bias: int = 0
    # Where glibc has the thread pointer after its descriptor; None: a register says.
    descriptor_to_tp: int | None = None
    # The loader's own words for functions that are bound lazily: the tag that leads to them, and which they are.
    lazy_words: tuple = ("DT_PLTGOT", 1, 3)
    max_page: int = 0x1000  # what PT_LOADs are aligned to
    always_lazy_words: bool = False  # written also where functions are bound at once
    # Words at DT_PLTGOT that are relocated without an entry: the tags with the number of local ones, the first symbol
    # that has one, and one more than the last; what stands for such a word; how many are the loader's own.
    implicit_got: tuple | None = None
    # Registers: offsets in struct user for ptrace; tuples of the gdb stub's numbers for QEMU.
    pc_register: object = 16 * 8
    tp_register: object = None
    sp_register: object = None  # where a function's return address lies on the stack, under ptrace
    # The address of a function, less the bits that only choose the instruction set.
    code_mask: int = -1
    # What the embedded loader asks the processor, and may ask once: a pattern of its code. b"": nothing.
    asks: bytes = b""
    # For ptrace: the breakpoint instruction, and what it adds to the program counter.
    breakpoint: bytes = b""
    after_breakpoint: int = 0
    system_calls: tuple = ()  # instructions
    # What the stack reserves of the address space for the original and for the fold; libraries lie beyond it. 0: as usual.
    stack_rooms: tuple = (0, 1 << 30)

    @property
    def word_format(self):
        return self.order + {4: "I", 8: "Q"}[self.word]

    @property
    def mask(self):
        return (1 << 8 * self.word) - 1

    def words(self, data):
        """The words of `data`, whose length is a multiple of one."""
        return struct.unpack(f"{self.order}{len(data) // self.word}{self.word_format[1]}", data)

    def pairs(self, data):
        """{first word: second} of an array of pairs, what is left over apart."""
        words = self.words(data[: len(data) // self.word // 2 * 2 * self.word])
        return dict(zip(words[::2], words[1::2]))

    def integer(self, data, signed=False):
        return int.from_bytes(data, "little" if self.order == "<" else "big", signed=signed)


# x86-64 psABI, table 4.9; struct user in <sys/user.h>.
X86_64 = Machine(
    asks=rb"\xb8[\x01\x00\x05\x06\x08]\x00\x00[\x00\x80]\x0f\xa2",  # mov $leaf, %eax; cpuid
    word=8,
    order="<",
    relocations={
        1: ("address", 0),  # R_X86_64_64
        2: ("pc", 4),  # PC32
        4: ("pc", 4),  # PLT32
        5: ("copy", 0),
        6: ("address", 0),  # GLOB_DAT
        7: ("call", 0),  # JUMP_SLOT
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
    control_block=(0, DESCRIPTOR),
    tp_register=21 * 8,
    sp_register=19 * 8,
    system_calls=(b"\x0f\x05",),
    breakpoint=b"\xcc",
    after_breakpoint=1,
)

# i386 psABI, table 2.14. This kernel runs them: struct user is the 64-bit one, gs_base the thread pointer.
I386 = Machine(
    word=4,
    order="<",
    relocations={
        1: ("address", 0),  # R_386_32
        2: ("pc", 0),  # PC32
        5: ("copy", 0),
        6: ("address", 0),  # GLOB_DAT
        7: ("address", 0),  # JMP_SLOT
        8: ("relative", 0),  # RELATIVE
        14: ("tp", 0),  # TLS_TPOFF
        35: ("module", 0),  # TLS_DTPMOD32
        36: ("offset", 0),  # TLS_DTPOFF32
        37: ("tp-negated", 0),  # TLS_TPOFF32
        38: ("size", 0),  # SIZE32
        41: ("descriptor", 0),  # TLS_DESC
        42: ("address", 0),  # IRELATIVE
    },
    dtv=4,
    control_block=(0, DESCRIPTOR),
    tp_register=22 * 8,
    breakpoint=b"\xcc",
    after_breakpoint=1,
    stack_rooms=(0, 1 << 29),
)

# "ELF for the Arm 64-bit Architecture", table "Dynamic relocations". The stub does not have TPIDR_EL0.
AARCH64 = Machine(
    word=8,
    order="<",
    relocations={
        257: ("address", 0),  # R_AARCH64_ABS64
        1024: ("copy", 0),
        1025: ("address", 0),  # GLOB_DAT
        1026: ("address", 0),  # JUMP_SLOT
        1027: ("relative", 0),  # RELATIVE
        1028: ("module", 0),  # TLS_DTPMOD
        1029: ("offset", 0),  # TLS_DTPREL
        1030: ("tp", 0),  # TLS_TPREL
        1031: ("descriptor", 0),  # TLSDESC
        1032: ("address", 0),  # IRELATIVE
    },
    dtv=0,
    control_block=(-DESCRIPTOR, 16),
    descriptor_to_tp=0,
    pc_register=(32,),
)

# "ELF for the Arm Architecture", table "Dynamic relocations".
ARM = Machine(
    word=4,
    order="<",
    relocations={
        2: ("address", 0),  # R_ARM_ABS32
        3: ("pc", 0),  # REL32
        13: ("descriptor-reversed", 0),  # TLS_DESC
        17: ("module", 0),  # TLS_DTPMOD32
        18: ("offset", 0),  # TLS_DTPOFF32
        19: ("tp", 0),  # TLS_TPOFF32
        20: ("copy", 0),
        21: ("address", 0),  # GLOB_DAT
        22: ("address", 0),  # JUMP_SLOT
        23: ("relative", 0),  # RELATIVE
        160: ("address", 0),  # IRELATIVE
    },
    dtv=0,
    control_block=(-DESCRIPTOR, 8),
    descriptor_to_tp=0,
    pc_register=(15,),
    code_mask=-2,
    stack_rooms=(0, 1 << 29),
    max_page=0x10000,
)

# s390x ELF ABI supplement, "Relocation". The thread pointer is in access registers 0 and 1.
S390X = Machine(
    word=8,
    order=">",
    relocations={
        4: ("address", 4),  # R_390_32
        5: ("pc", 4),  # PC32
        9: ("copy", 0),
        10: ("address", 0),  # GLOB_DAT
        11: ("address", 0),  # JMP_SLOT
        12: ("relative", 0),  # RELATIVE
        22: ("address", 0),  # 64
        23: ("pc", 0),  # PC64
        54: ("module", 0),  # TLS_DTPMOD
        55: ("offset", 0),  # TLS_DTPOFF
        56: ("tp", 0),  # TLS_TPOFF
        61: ("address", 0),  # IRELATIVE
    },
    dtv=8,
    control_block=(0, DESCRIPTOR),
    pc_register=(1,),
    tp_register=(18, 19),
)

# Power Architecture 32-bit ABI supplement, "Relocation Types"; the thread pointer lies 0x7000 behind the control block.
POWERPC = Machine(
    word=4,
    order=">",
    relocations={
        1: ("address", 0),  # R_PPC_ADDR32
        19: ("copy", 0),
        20: ("address", 0),  # GLOB_DAT
        21: ("address", 0),  # JMP_SLOT
        22: ("relative", 0),  # RELATIVE
        24: ("address", 0),  # UADDR32
        26: ("pc", 0),  # REL32
        68: ("module", 0),  # DTPMOD32
        73: ("tp", 0),  # TPREL32
        78: ("offset", 0),  # DTPREL32
        248: ("address", 0),  # IRELATIVE
    },
    dtv=-0x7000 - 4,
    control_block=(-0x7000 - DESCRIPTOR, -0x7000),
    dtp_bias=0x8000,
    lazy_words=("DT_LOPROC", 1, 3),  # DT_PPC_GOT, as pyelftools calls it
    pc_register=(64,),
    tp_register=(2,),
    stack_rooms=(0, 1 << 29),
)

# 64-bit ELF V2 ABI for Power, "Relocation Types".
PPC64LE = Machine(
    word=8,
    order="<",
    relocations={
        1: ("address", 4),  # R_PPC64_ADDR32
        19: ("copy", 0),
        20: ("address", 0),  # GLOB_DAT
        21: ("function", 0),  # JMP_SLOT
        22: ("relative", 0),  # RELATIVE
        26: ("pc", 4),  # REL32
        38: ("address", 0),  # ADDR64
        43: ("address", 0),  # UADDR64
        44: ("pc", 0),  # REL64
        68: ("module", 0),  # DTPMOD64
        73: ("tp", 0),  # TPREL64
        78: ("offset", 0),  # DTPREL64
        247: ("address", 0),  # JMP_IREL
        248: ("address", 0),  # IRELATIVE
    },
    dtv=-0x7000 - 8,
    control_block=(-0x7000 - DESCRIPTOR, -0x7000),
    dtp_bias=0x8000,
    lazy_words=("DT_PLTGOT", 0, 2),
    pc_register=(64,),
    tp_register=(13,),
)

# RISC-V ELF psABI, "Relocations"; the thread pointer lies behind the control block.
RISCV64 = Machine(
    word=8,
    order="<",
    relocations={
        1: ("address", 4),  # R_RISCV_32
        2: ("address", 0),  # 64
        3: ("relative", 0),  # RELATIVE
        4: ("copy", 0),
        5: ("address", 0),  # JUMP_SLOT
        7: ("module", 0),  # TLS_DTPMOD64
        9: ("offset", 0),  # TLS_DTPREL64
        11: ("tp", 0),  # TLS_TPREL64
        58: ("address", 0),  # IRELATIVE
    },
    dtv=-16,
    control_block=(-DESCRIPTOR, 0),
    dtp_bias=0x800,
    lazy_words=("DT_PLTGOT", 0, 2),
    always_lazy_words=True,  # sysdeps/riscv/dl-machine.h, elf_machine_runtime_setup
    pc_register=(32,),
    tp_register=(4,),
)

# MIPS psABI, "Relocation Types" and "Global Offset Table"; the thread pointer lies 0x7000 behind the control block, and
# the stub does not have it.
MIPS = Machine(
    word=4,
    order=">",
    relocations={
        3: ("address", 0),  # R_MIPS_REL32
        38: ("module", 0),  # TLS_DTPMOD32
        39: ("offset", 0),  # TLS_DTPREL32
        47: ("tp", 0),  # TLS_TPREL32
        126: ("copy", 0),
        127: ("address", 0),  # JUMP_SLOT
        128: ("relative", 0),  # RELATIVE, which no linker makes
    },
    dtv=-0x7000 - 8,
    control_block=(-0x7000 - DESCRIPTOR, -0x7000),
    dtp_bias=0x8000,
    lazy_words=("DT_PLTGOT", 0, 2),
    implicit_got=("DT_MIPS_LOCAL_GOTNO", "DT_MIPS_GOTSYM", "DT_MIPS_SYMTABNO", 3, 2),
    pc_register=(37,),
    descriptor_to_tp=0x7020,  # TLS_PRE_TCB_SIZE counts two control blocks, aligned, apart from the descriptor
    stack_rooms=(0, 1 << 29),
    max_page=0x10000,
)

MACHINES = {
    "mips": MIPS,
    "mipsel": dataclasses.replace(MIPS, order="<"),
    "x86-64": X86_64,
    "i386": I386,
    "aarch64": AARCH64,
    "armhf": ARM,
    "s390x": S390X,
    "powerpc": POWERPC,
    "ppc64le": PPC64LE,
    "riscv64": RISCV64,
}
