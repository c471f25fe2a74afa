"""Records of a file that a linker made, found by its headers, to be changed where they lie."""

import struct

from elf import DYNAMIC_TAGS, FORMATS, SEGMENT_TYPES

DYNAMIC_TAGS = DYNAMIC_TAGS | {"DT_AUXILIARY": 0x7ffffffd, "DT_FILTER": 0x7fffffff, "DT_AUDIT": 0x6ffffefc,
                               "DT_INIT": 12, "DT_SYMBOLIC": 16}


class Record:
    """One record: fields by name, as record["p_vaddr"]."""

    def __init__(self, file, kind, at):
        self.file, self.kind, self.offset = file, kind, at

    def __getitem__(self, field):
        f = self.file.format
        return struct.unpack_from(f.code(self.kind, field), self.file.data, self.offset + f.offset(self.kind, field))[0]

    def __setitem__(self, field, value):
        f = self.file.format
        struct.pack_into(f.code(self.kind, field), self.file.data, self.offset + f.offset(self.kind, field), value)


class Linked:
    def __init__(self, content):
        self.data = bytearray(content)
        bits, order = 32 * content[4], "<" if content[5] == 1 else ">"
        self.format = next(f for f in FORMATS if (f.bits, f.order) == (bits, order))
        self.header = Record(self, "Ehdr", 0)

    def _records(self, kind, at, count):
        return [Record(self, kind, at + i * self.format.size(kind)) for i in range(count)]

    def segments(self, name=None):
        every = self._records("Phdr", self.header["e_phoff"], self.header["e_phnum"])
        return [s for s in every if name is None or s["p_type"] == SEGMENT_TYPES.get(name, name)]

    def segment(self, name, index=0):
        return self.segments(name)[index]

    def offset(self, address):
        """In the file."""
        for load in self.segments("PT_LOAD"):
            if load["p_vaddr"] <= address < load["p_vaddr"] + load["p_filesz"]:
                return address - load["p_vaddr"] + load["p_offset"]
        raise ValueError(f"{address:#x} is in no PT_LOAD")

    def dynamic(self):
        segment = self.segment("PT_DYNAMIC")
        return self._records("Dyn", segment["p_offset"], segment["p_filesz"] // self.format.size("Dyn"))

    def dyn(self, tag, index=0):
        return [d for d in self.dynamic() if d["d_tag"] == DYNAMIC_TAGS.get(tag, tag)][index]

    def retag(self, old, new, value=None, index=0):
        entry = self.dyn(old, index)
        entry["d_tag"] = DYNAMIC_TAGS.get(new, new)
        if value is not None:
            entry["d_val"] = value

    def string(self, offset):
        start = self.offset(self.dyn("DT_STRTAB")["d_val"]) + offset
        return bytes(self.data[start:self.data.index(b"\0", start)]).decode()

    def string_offset(self, text):
        start = self.offset(self.dyn("DT_STRTAB")["d_val"])
        strings = bytes(self.data[start:start + self.dyn("DT_STRSZ")["d_val"]])
        return strings.index(b"\0" + text.encode() + b"\0") + 1

    def rename(self, old, new):
        """Every whole string; of the same length."""
        old, new = old.encode() + b"\0", new.encode() + b"\0"
        assert len(old) == len(new) and b"\0" + old in self.data
        self.data = bytearray(bytes(self.data).replace(b"\0" + old, b"\0" + new))

    def symbol_at(self, index):
        at = self.offset(self.dyn("DT_SYMTAB")["d_val"])
        return Record(self, "Sym", at + index * self.format.size("Sym"))

    def symbol_index(self, name, skip=0):
        for index in range(1, 1000):
            if self.string(self.symbol_at(index)["st_name"]) == name:
                if not skip:
                    return index
                skip -= 1
        raise KeyError(name)

    def symbol(self, name, skip=0):
        return self.symbol_at(self.symbol_index(name, skip))

    def version(self, index):
        at = self.offset(self.dyn("DT_VERSYM")["d_val"])
        return Record(self, "Versym", at + 2 * index)

    def relocations(self, tag="DT_RELA"):
        size = {"DT_JMPREL": "DT_PLTRELSZ"}.get(tag, tag + "SZ")
        rela = tag == "DT_RELA" or tag == "DT_JMPREL" and self.dyn("DT_PLTREL")["d_val"] == 7
        kind = "Rela" if rela else "Rel"
        return self._records(kind, self.offset(self.dyn(tag)["d_val"]), self.dyn(size)["d_val"] // self.format.size(kind))

    def relocation(self, symbol, tag="DT_RELA", skip=0):
        """The one of a symbol's name."""
        shift = 32 if self.format.bits == 64 else 8
        found = [r for r in self.relocations(tag)
                 if self.string(self.symbol_at(r["r_info"] >> shift)["st_name"]) == symbol]
        return found[skip]

    def set_type(self, relocation, kind):
        mask = 0xffffffff if self.format.bits == 64 else 0xff
        relocation["r_info"] = relocation["r_info"] & ~mask | kind

    def move_symbol_to_the_end(self, moved):
        """What stood behind it moves up; relocations follow. (lld puts .gnu.version right behind .dynsym.)"""
        f, start = self.format, self.offset(self.dyn("DT_SYMTAB")["d_val"])
        size, versions = f.size("Sym"), self.offset(self.dyn("DT_VERSYM")["d_val"])
        count = (versions - start) // size
        order = [i for i in range(count) if i != moved] + [moved]
        for at, width in ((start, size), (versions, 2)):
            records = [self.data[at + i * width:at + (i + 1) * width] for i in order]
            self.data[at:at + count * width] = b"".join(records)
        shift = 32 if f.bits == 64 else 8
        for tag in ("DT_RELA", "DT_JMPREL"):
            for relocation in self.relocations(tag):
                self.set_symbol(relocation, order.index(relocation["r_info"] >> shift))
        return count

    def append(self, content):
        """Behind the last segment, which has all its bytes in the file then; its address. Section headers are gone."""
        load = self.segments("PT_LOAD")[-1]
        for field in ("e_shoff", "e_shnum", "e_shstrndx"):
            self.header[field] = 0
        zeros = load["p_memsz"] - load["p_filesz"]
        zeros += -(load["p_memsz"]) % 8
        address = load["p_vaddr"] + load["p_filesz"] + zeros
        self.data[load["p_offset"] + load["p_filesz"]:] = bytes(zeros) + content
        load["p_filesz"] = load["p_memsz"] = address - load["p_vaddr"] + len(content)
        return address

    def set_symbol(self, relocation, symbol):
        mask = 0xffffffff if self.format.bits == 64 else 0xff
        relocation["r_info"] = self.format.info(symbol, relocation["r_info"] & mask)
