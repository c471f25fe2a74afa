"""What the oracle takes from the files themselves, by pyelftools, not by Onefold: segments, the dynamic
section, relocation sites. All addresses are the module's own, before the load bias."""

import bisect
import functools
import json
import pathlib
import struct
from collections import namedtuple

from elftools.elf.dynamic import DynamicSegment
from elftools.elf.elffile import ELFFile
from elftools.elf.segments import NoteSegment

# `kind` as in machines.py; `size` in bytes; `name`: of the symbol, or "".
Site = namedtuple("Site", "place kind size name")
Load = namedtuple("Load", "begin end writable executable")
PF_X, PF_W = 1, 2
PAIRS = ("module", "descriptor", "descriptor-reversed")


class ElfFile:
    def __init__(self, path, machine):
        self.path, self.machine = pathlib.Path(path), machine
        self._file = open(path, "rb")  # pylint: disable=consider-using-with
        self._elf = ELFFile(self._file)
        segments = list(self._elf.iter_segments())
        self.loads = [
            Load(s["p_vaddr"], s["p_vaddr"] + s["p_memsz"], bool(s["p_flags"] & PF_W), bool(s["p_flags"] & PF_X))
            for s in segments
            if s["p_type"] == "PT_LOAD"
        ]
        self.tls = next((s for s in segments if s["p_type"] == "PT_TLS" and s["p_memsz"]), None)
        self._dynamic = next((s for s in segments if isinstance(s, DynamicSegment)), None)
        tags = list(self._dynamic.iter_tags()) if self._dynamic else []
        self.tags = {tag.entry.d_tag: tag.entry.d_val for tag in reversed(tags)}  # the first one counts
        self.soname = next((tag.soname for tag in tags if tag.entry.d_tag == "DT_SONAME"), None)
        self.needed = [tag.needed for tag in tags if tag.entry.d_tag == "DT_NEEDED"]
        self.entry = self._elf["e_entry"]

    def in_dynamic(self, address):
        return bool(self._dynamic) and 0 <= address - self._dynamic["p_vaddr"] < self._dynamic["p_memsz"]

    def dynamic_values(self, tag):
        """Addresses of the values of the dynamic section's entries of that tag."""
        for index, entry in enumerate(self._dynamic.iter_tags() if self._dynamic else ()):
            if entry.entry.d_tag == tag:
                yield self._dynamic["p_vaddr"] + (2 * index + 1) * self.machine.word

    def program_headers(self):
        """[begin, end) of the ELF header and the program headers, as file offsets."""
        yield 0, self._elf["e_ehsize"]
        yield self._elf["e_phoff"], self._elf["e_phoff"] + self._elf["e_phentsize"] * self._elf["e_phnum"]

    def bytes_at(self, address, size):
        """From the file; a table that it does not hold is empty."""
        for offset in self._elf.address_offsets(address, size):
            self._file.seek(offset)
            return self._file.read(size)
        return b""

    def address_of(self, offset):
        for segment in self._elf.iter_segments():
            if segment["p_type"] == "PT_LOAD" and 0 <= offset - segment["p_offset"] < segment["p_filesz"]:
                return segment["p_vaddr"] + offset - segment["p_offset"]
        return None

    @property
    def former_interpreter(self):
        """Of a fold that enters its loader by itself: the path that PT_INTERP had, by its section."""
        section = self._elf.get_section_by_name(".interp")
        return section.data().rstrip(b"\0").decode() if section else None

    @property
    def headers_at(self):
        """Where AT_PHDR leads."""
        return self.address_of(self._elf["e_phoff"])

    @functools.cached_property
    def _exports(self):
        symbols = reversed(list(self._dynamic.iter_symbols()))  # the first of a name counts
        return {symbol.name: symbol["st_value"] for symbol in symbols if symbol["st_shndx"] != "SHN_UNDEF"}

    def exported(self, name):
        """The address of a dynamic symbol, or None."""
        return self._exports.get(name)

    @functools.cached_property
    def global_entries(self):
        """ELFv2, 3.4.1: {local entry point: global one} of the functions in which they differ."""
        found = {}
        for symbol in self._dynamic.iter_symbols():
            distance = (1 << symbol["st_other"]["local"]) & ~3
            if distance and symbol["st_shndx"] != "SHN_UNDEF":
                found[symbol["st_value"] + distance] = symbol["st_value"]
        return found

    def code(self, address):
        """Where a function's first instruction is, given its address."""
        return address & self.machine.code_mask

    def symbol(self, index):
        return self._dynamic.get_symbol(index)

    @functools.cached_property
    def sites(self):
        """Every relocation site that a loader writes, ascending; a copied object has its size."""
        found = []
        word = self.machine.word
        for place, kind, symbol in self._relocations():
            meaning, size = self.machine.relocations.get(kind, (f"type {kind}", 0))
            size = size or (2 * word if meaning in PAIRS else word)
            if meaning == "copy":
                size = self.symbol(symbol)["st_size"]
            found.append((place, meaning, size, symbol))
        return sorted(set(found))

    @functools.cached_property
    def _places(self):
        return [site[0] for site in self.sites]

    @functools.cached_property
    def copies(self):
        return [self._named(site) for site in self.sites if site[1] == "copy"]

    def sites_over(self, begin, end):
        """The sites with a byte in [begin, end), copied objects apart."""
        first = bisect.bisect_left(self._places, begin - 2 * self.machine.word + 1)
        last = bisect.bisect_left(self._places, end)
        near = (site for site in self.sites[first:last] if site[1] != "copy" and site[0] + site[2] > begin)
        return [self._named(site) for site in near]

    def _named(self, site):
        place, meaning, size, symbol = site
        return Site(place, meaning, size, self.symbol(symbol).name if symbol else "")

    def _relocations(self):
        """(place, type, symbol) of DT_REL, DT_RELA, DT_JMPREL and DT_RELR, and of the words of an implicit GOT."""
        tags = self.tags
        yield from self._implicit_got()
        tables = [("DT_REL", "DT_RELSZ", False), ("DT_RELA", "DT_RELASZ", True)]
        tables += [("DT_JMPREL", "DT_PLTRELSZ", tags.get("DT_PLTREL") == 7)]  # DT_RELA
        wide = self.machine.word == 8
        for tag, size, with_addend in tables:
            entry = struct.Struct(self.machine.order + self.machine.word_format[1] * (3 if with_addend else 2))
            data = self.bytes_at(tags[tag], tags.get(size, 0)) if tag in tags else b""
            for place, info, *_ in entry.iter_unpack(data[: len(data) // entry.size * entry.size]):
                yield place, info & (0xFFFFFFFF if wide else 0xFF), info >> (32 if wide else 8)
        yield from ((place, self._relative, 0) for place in self._relr())

    @property
    def _relative(self):
        return next(kind for kind, what in self.machine.relocations.items() if what == ("relative", 0))

    def _implicit_got(self):
        if not self.machine.implicit_got or "DT_PLTGOT" not in self.tags:
            return
        *names, kind, reserved = self.machine.implicit_got
        local, first, count = (self.tags[name] for name in names)
        for number in range(reserved, local + count - first):
            place = self.tags["DT_PLTGOT"] + number * self.machine.word
            # A local one may lead to the page of what it stands for, beyond the module.
            yield (place, self._relative, 0) if number < local else (place, kind, number - local + first)
        # What stands in for DT_DEBUG, whose place is read-only: a distance from the entry itself.
        for at in self.dynamic_values("DT_MIPS_RLD_MAP_REL"):
            yield at - self.machine.word + self.tags["DT_MIPS_RLD_MAP_REL"] & self.machine.mask, kind, 0

    def _relr(self):
        """gABI, DT_RELR: an even entry is a place, an odd one a bitmap of the places after it."""
        if "DT_RELR" not in self.tags:
            return
        word = self.machine.word
        place = 0
        for entry in self.machine.words(self.bytes_at(self.tags["DT_RELR"], self.tags["DT_RELRSZ"])):
            if entry & 1 == 0:
                yield entry
                place = entry + word
                continue
            yield from (place + bit * word for bit in range(8 * word - 1) if entry >> (bit + 1) & 1)
            place += (8 * word - 1) * word


def fold_note(path):
    """What a fold's own note says: the address map, which the oracle takes as a claim."""
    with open(path, "rb") as file:
        for segment in ELFFile(file).iter_segments():
            for note in segment.iter_notes() if isinstance(segment, NoteSegment) else ():
                if note["n_name"] == "Onefold":
                    return json.loads(note["n_descdata"].rstrip(b"\0"))
    return None
