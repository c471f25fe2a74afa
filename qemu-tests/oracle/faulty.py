"""Folds with one fault each. What the loader, the images or the trace must show of it is said beside the fault."""

import struct

from .elf_file import ElfFile, fold_note

ENTRY = 24  # bytes of an Elf64_Rela


class NoSuchPlace(Exception):
    """The fold has nothing that this fault could damage."""


class Damaged:
    """The bytes of a fold, to be changed, and where things are in them. For 64-bit machines with DT_RELA."""

    def __init__(self, path, machine, original_library):
        self.machine = machine
        self.data = bytearray(path.read_bytes())
        self.elf = ElfFile(path, machine)
        self.library = ElfFile(original_library, machine)
        self.part = next(part for part in fold_note(path)["parts"] if part["name"] == original_library.name)

    def offset(self, address):
        """In the file, of an address of the fold."""
        return next(iter(self.elf._elf.address_offsets(address)))  # pylint: disable=protected-access

    def image(self, address):
        """In the file, of an address of the library."""
        return self.offset(address + self.part["bias"])

    def relocations(self, *meanings):
        """[(offset in the file, place, symbol, addend)] of these meanings; with "address" those that have a symbol."""
        begin = self.offset(self.elf.tags["DT_RELA"])
        found = []
        for at in range(begin, begin + self.elf.tags["DT_RELASZ"], ENTRY):
            place, info, addend = self.unpack("QQq", at)
            if self.machine.relocations[info & 0xFFFFFFFF][0] in meanings and ("address" not in meanings or info >> 32):
                found.append((at, place, info >> 32, addend))
        return found

    def unpack(self, fields, at):
        return struct.unpack_from(self.machine.order + fields, self.data, at)

    def pack(self, fields, at, *values):
        struct.pack_into(self.machine.order + fields, self.data, at, *values)

    def site(self, kind):
        """The library's first relocation site of that kind."""
        return next(site for site in self.library.sites_over(0, 1 << 40) if site.kind == kind)

    def add(self, at, number):
        self.pack("Q", at, (self.unpack("Q", at)[0] + number) & (1 << 64) - 1)

    def swap(self, one, other, size=8):
        self.data[one : one + size], self.data[other : other + size] = (
            self.data[other : other + size],
            self.data[one : one + size],
        )

    def start_table(self):
        """Of the start stub: its sixth word is its own address."""
        entry = self.elf.entry
        for at in range(self.offset(entry), self.offset(entry) + 4096, 16):
            if self.unpack("Q", at + 40)[0] == entry + at - self.offset(entry):
                return at
        raise NoSuchPlace

    def start_entries(self):
        """(first RELRO range, their number, first initialiser, their number) in the start table."""
        table = self.start_table()
        ranges, initialisers = self.unpack("QQ", table + 16)
        return table + 56, ranges, table + 56 + 16 * ranges, initialisers


def relative_addend(fold):
    at, *_ = fold.relocations("relative")[-1]
    fold.add(at + 16, 8)


def lost_relative(fold):
    """The one before it twice instead."""
    one, other = (at for at, *_ in fold.relocations("relative")[-2:])
    fold.data[other : other + ENTRY] = fold.data[one : one + ENTRY]


def swapped_symbols(fold):
    """Of the library's table of functions; r_info, since both have one type."""
    found = [e for e in fold.relocations("address", "call") if fold.elf.symbol(e[2]).name in ("puts", "atoi")]
    places = {place: at for at, place, *_ in found}
    one = next(place for place in places if place + 8 in places)
    fold.swap(places[one] + 8, places[one + 8] + 8)


def moved_place(fold):
    at, *_ = fold.relocations("address", "call")[0]
    fold.add(at, 8)


def tp_offset(fold):
    fold.add(fold.image(fold.site("tp").place), 4)


def dtp_offset(fold):
    fold.add(fold.image(fold.site("module").place) + 8, 4)


def dtp_offset_as_it_was(fold):
    """The offset in the library's own block, which is not the first one of the fold's."""
    fold.add(fold.image(fold.site("module").place) + 8, -fold.part["tls"])
    if not fold.part["tls"]:
        raise NoSuchPlace


def tls_template(fold):
    fold.data[fold.offset(fold.elf.tls["p_vaddr"] + fold.part["tls"])] ^= 1


def flipped_code(fold):
    fold.data[fold.image(fold.library.exported("a")) + 1] ^= 1


def swapped_initialisers(fold):
    _, _, first, count = fold.start_entries()
    if count < 2:
        raise NoSuchPlace
    fold.swap(first, first + 16 * (count - 1), 16)


def lost_initialiser(fold):
    _, _, _, count = fold.start_entries()
    fold.pack("Q", fold.start_table() + 24, count - 1)


def lost_relro(fold):
    first, ranges, *_ = fold.start_entries()
    if not ranges:
        raise NoSuchPlace
    for number in range(ranges):
        fold.pack("Q", first + 16 * number + 8, 0)


def lost_version(fold):
    """An import that asks for no version: the same definition today, and another one when libc gets a new one."""
    _, _, symbol, _ = fold.relocations("address", "call")[0]
    fold.pack("H", fold.offset(fold.elf.tags["DT_VERSYM"]) + 2 * symbol, 1)


# Fault -> what a problem that reports it must match.
FAULTS = {
    relative_addend: r"\((relative|address) .*expected what corresponds to",
    lost_relative: r"expected what corresponds to|still 0x",
    swapped_symbols: r"\(address (puts|atoi)\): expected what corresponds to libc\.so\.6\+.* found libc\.so\.6\+",
    moved_place: r"expected",
    tp_offset: r"\(tp static_tls\)",
    dtp_offset: r"\(module ",
    dtp_offset_as_it_was: r"\(module ",
    tls_template: r"no relocation there",
    flipped_code: r"liba\.so\+.*no relocation there",
    swapped_initialisers: r"call \d+ of a constructor or destructor",
    lost_initialiser: r"call \d+ of a constructor or destructor",
    lost_relro: r"at the entry point: expected r--, found rw-",
    lost_version: r"binding lost: \(fold\) -> libc\.so\.6: \w+@GLIBC_",
}
