"""ELF records packed by hand, for both classes and both byte orders. Knows nothing of the engine.

Source: System V gABI, chapters 4 and 5; symbol versions: Linux Standard Base, "Symbol Versioning".
"""

import dataclasses
import struct

# Field types: B H W X = 1 2 4 8 bytes, N = as wide as an address, S = N signed.
RECORDS = {
    "Ehdr": "16s e_ident H e_type H e_machine W e_version N e_entry N e_phoff N e_shoff W e_flags "
            "H e_ehsize H e_phentsize H e_phnum H e_shentsize H e_shnum H e_shstrndx",
    "Phdr32": "W p_type N p_offset N p_vaddr N p_paddr N p_filesz N p_memsz W p_flags N p_align",
    "Phdr64": "W p_type W p_flags N p_offset N p_vaddr N p_paddr N p_filesz N p_memsz N p_align",
    "Shdr": "W sh_name W sh_type N sh_flags N sh_addr N sh_offset N sh_size W sh_link W sh_info "
            "N sh_addralign N sh_entsize",
    "Dyn": "N d_tag N d_val",
    "Sym32": "W st_name N st_value W st_size B st_info B st_other H st_shndx",
    "Sym64": "W st_name B st_info B st_other H st_shndx N st_value X st_size",
    "Rel": "N r_offset N r_info",
    "Rela": "N r_offset N r_info S r_addend",
    "Relr": "N entry",
    "Verdef": "H vd_version H vd_flags H vd_ndx H vd_cnt W vd_hash W vd_aux W vd_next",
    "Verdaux": "W vda_name W vda_next",
    "Verneed": "H vn_version H vn_cnt W vn_file W vn_aux W vn_next",
    "Vernaux": "W vna_hash H vna_flags H vna_other W vna_name W vna_next",
    "Versym": "H vs_index",
    "Nhdr": "W n_namesz W n_descsz W n_type",
    "Half": "H value",
    "Word": "W value",
    "Byte": "B value",
    "Native": "N value",
    "Xword": "X value",
}


@dataclasses.dataclass(frozen=True)
class Format:
    """One class and byte order, with the machine that stands for it here."""
    name: str
    bits: int
    order: str  # as struct spells it: "<" or ">"
    machine: int  # e_machine
    flags: int  # e_flags
    rela: bool
    # What the psABI calls R_*_RELATIVE, the absolute word, GLOB_DAT, JUMP_SLOT and DTPMOD.
    relative: int
    absolute: int
    glob_dat: int
    jump_slot: int
    dtpmod: int
    hash_entry: str = "Word"  # of DT_HASH: s390x has doublewords (its psABI)

    @property
    def word(self):
        return self.bits // 8

    @property
    def top(self):
        """The highest address."""
        return (1 << self.bits) - 1

    def fields(self, record):
        """(struct code, name) of each field."""
        if record in ("Phdr", "Sym"):
            record += str(self.bits)
        codes = {"H": "H", "W": "I", "X": "Q", "B": "B", "16s": "16s",
                 "N": "Q" if self.bits == 64 else "I", "S": "q" if self.bits == 64 else "i"}
        words = RECORDS[record].split()
        return [(codes[code], name) for code, name in zip(words[::2], words[1::2])]

    def size(self, record):
        return struct.calcsize("=" + "".join(code for code, _ in self.fields(record)))

    def offset(self, record, field):
        """Of `field` in `record`."""
        before = ""
        for code, name in self.fields(record):
            if name == field:
                return struct.calcsize("=" + before)
            before += code
        raise KeyError(f"{record} has no {field}")

    def code(self, record, field):
        return self.order + dict((name, code) for code, name in self.fields(record))[field]

    def pack(self, record, **values):
        """The record's bytes; fields that are not given are 0."""
        fields = self.fields(record)
        unknown = set(values) - {name for _, name in fields}
        if unknown:
            raise KeyError(f"{record} has no {unknown}")
        return struct.pack(self.order + "".join(code for code, _ in fields),
                           *(values.get(name, 0) for _, name in fields))

    def info(self, symbol, kind):
        """r_info."""
        return symbol << 32 | kind if self.bits == 64 else symbol << 8 | kind


LE64 = Format("le64", 64, "<", 62, 0, True, 8, 1, 6, 7, 16)  # EM_X86_64
BE64 = Format("be64", 64, ">", 22, 0, True, 12, 22, 10, 11, 54, "Xword")  # EM_S390
LE32 = Format("le32", 32, "<", 40, 0x05000000, False, 23, 2, 21, 22, 17)  # EM_ARM, EABI 5
BE32 = Format("be32", 32, ">", 20, 0, True, 22, 1, 20, 21, 68)  # EM_PPC
FORMATS = (LE64, BE64, LE32, BE32)

EM_ARM = 40
ET_EXEC, ET_DYN = 2, 3
PF_X, PF_W, PF_R = 1, 2, 4

SEGMENT_TYPES = {
    "PT_LOAD": 1, "PT_DYNAMIC": 2, "PT_INTERP": 3, "PT_NOTE": 4, "PT_PHDR": 6, "PT_TLS": 7,
    "PT_GNU_EH_FRAME": 0x6474e550, "PT_GNU_STACK": 0x6474e551, "PT_GNU_RELRO": 0x6474e552,
    "PT_GNU_PROPERTY": 0x6474e553, "PT_ARM_EXIDX": 0x70000001,
}

DYNAMIC_TAGS = {
    "DT_NULL": 0, "DT_NEEDED": 1, "DT_PLTRELSZ": 2, "DT_PLTGOT": 3, "DT_HASH": 4, "DT_STRTAB": 5,
    "DT_SYMTAB": 6, "DT_RELA": 7, "DT_RELASZ": 8, "DT_RELAENT": 9, "DT_STRSZ": 10, "DT_SYMENT": 11,
    "DT_SONAME": 14, "DT_RPATH": 15, "DT_REL": 17, "DT_RELSZ": 18, "DT_RELENT": 19,
    "DT_PLTREL": 20, "DT_DEBUG": 21, "DT_JMPREL": 23, "DT_INIT_ARRAY": 25, "DT_FINI_ARRAY": 26,
    "DT_INIT_ARRAYSZ": 27, "DT_FINI_ARRAYSZ": 28, "DT_RUNPATH": 29, "DT_FLAGS": 30,
    "DT_RELRSZ": 35, "DT_RELR": 36, "DT_RELRENT": 37, "DT_GNU_HASH": 0x6ffffef5,
    "DT_VERSYM": 0x6ffffff0, "DT_FLAGS_1": 0x6ffffffb, "DT_VERDEF": 0x6ffffffc,
    "DT_VERDEFNUM": 0x6ffffffd, "DT_VERNEED": 0x6ffffffe, "DT_VERNEEDNUM": 0x6fffffff,
}

SECTION_TYPES = {
    "PROGBITS": 1, "STRTAB": 3, "RELA": 4, "HASH": 5, "DYNAMIC": 6, "NOTE": 7, "NOBITS": 8,
    "REL": 9, "DYNSYM": 11, "INIT_ARRAY": 14, "FINI_ARRAY": 15, "RELR": 19,
    "GNU_HASH": 0x6ffffff6, "VERDEF": 0x6ffffffd, "VERNEED": 0x6ffffffe, "VERSYM": 0x6fffffff,
    "ARM_EXIDX": 0x70000001,
}


def sysv_hash(name):
    """gABI, "Hash Table Section"."""
    h = 0
    for byte in name.encode():
        h = ((h << 4) + byte) & 0xffffffff
        high = h & 0xf0000000
        h = (h ^ high >> 24) & ~high
    return h


def gnu_hash(name):
    h = 5381
    for byte in name.encode():
        h = (h * 33 + byte) & 0xffffffff
    return h


class Image:
    """A file in the making: bytes, and the places of the records in it by name ("PT_LOAD.1",
    "DT_STRTAB", "Sym.2", "Vernaux.0.1", ".dynstr")."""

    def __init__(self, format_):
        self.format = format_
        self.data = bytearray()
        self.places = {}  # name: (file offset, record)
        self.addresses = {}  # name: address, for what lies in memory

    def copy(self):
        other = Image(self.format)
        other.data, other.places, other.addresses = self.data[:], self.places, self.addresses
        return other

    def at(self, name, field=None):
        """The file offset of a record or of a field in it."""
        offset, record = self.places[name]
        return offset + (self.format.offset(record, field) if field else 0)

    def address(self, name):
        return self.addresses[name]

    def get(self, name, field):
        code = self.format.code(self.places[name][1], field)
        return struct.unpack_from(code, self.data, self.at(name, field))[0]

    def set(self, name, field, value):
        struct.pack_into(self.format.code(self.places[name][1], field), self.data,
                         self.at(name, field), value)

    def put(self, offset, content):
        """Overwrites bytes."""
        self.data[offset:offset + len(content)] = content

    def size(self):
        return len(self.data)

    def end(self, load="PT_LOAD.0"):
        """The file offset where the file-backed bytes of a PT_LOAD end."""
        return self.get(load, "p_offset") + self.get(load, "p_filesz")

    def cut(self, size):
        del self.data[size:]
