"""Lays chunks out into a file: ELF header, program headers, chunks, section headers.

Every PT_LOAD's p_vaddr is its p_offset plus a whole number of pages, so that the file stays small while its
segments stay apart in memory.
"""

from elf import DYNAMIC_TAGS, Image, PF_R, PF_W, PF_X, SECTION_TYPES, SEGMENT_TYPES

PAGE = 0x1000
SECTION_FLAGS = {PF_R: 2, PF_R | PF_X: 2 | 4, PF_R | PF_W: 2 | 1}  # SHF_ALLOC, EXECINSTR, WRITE


class Chunk:
    """One table: what section readers call it, and how it is built."""

    def __init__(self, name, kind, build, align=None, link=None, entry=None, info=0, zeros=0):
        self.name, self.kind, self.build, self.align = name, kind, build, align
        self.link, self.entry, self.info = link, entry, info
        self.zeros = zeros  # bytes in memory after the content: of .bss, .tbss


class Layout:
    """The image of `shape`: a dict with the keys loads, segments, dynamic, type, base, sections."""

    def __init__(self, format_, shape):
        self.format, self.shape = format_, shape
        self._addresses = {}
        # Sizes do not depend on addresses, so a second pass sees the first one's, which are final.
        for _ in range(2):
            image = self._lay_out()
            self._addresses = image.addresses
        self.image = image

    def address(self, name):
        return self._addresses.get(name, 0)

    def chunks(self):
        return [chunk for _, chunks in self.shape["loads"] for chunk in chunks]

    def section(self, name):
        """Index in the section header table."""
        return 1 + [chunk.name for chunk in self.chunks()].index(name)

    def size_of(self, name):
        return len(self._contents.get(name, b""))

    def _lay_out(self):
        f, shape = self.format, self.shape
        image = Image(f)
        image.places["Ehdr"] = (0, "Ehdr")
        phdrs = len(shape["loads"]) + len(shape["segments"])
        image.data += bytes(f.size("Ehdr") + phdrs * f.size("Phdr"))
        self._contents = getattr(self, "_contents", {})
        extents = []
        for number, (flags, chunks) in enumerate(shape["loads"]):
            base = shape["base"] + number * 0x10 * PAGE
            start = image.size() if number else 0
            for chunk in chunks:
                self._place(image, chunk, base)
            extents.append((flags, start, base, image.size() - start, chunks[-1].zeros if chunks else 0))
        self._program_headers(image, extents)
        self._section_headers(image, extents)
        self._header(image, phdrs)
        return image

    def _place(self, image, chunk, base):
        f = self.format
        align = chunk.align or f.word
        image.data += bytes(-image.size() % align)
        start = image.size()
        content, places = chunk.build(self)
        image.places[chunk.name] = (start, "Byte")
        image.addresses[chunk.name] = base + start
        for label, (inside, record) in places.items():
            image.places[label] = (start + inside, record)
            image.addresses[label] = base + start + inside
        image.data += content
        self._contents[chunk.name] = content

    def _program_headers(self, image, extents):
        f = self.format
        rows = []
        headers = f.size("Ehdr")
        count = len(extents) + len(self.shape["segments"])
        by_name = {chunk.name: chunk for chunk in self.chunks()}
        loads = [dict(label=f"PT_LOAD.{i}", p_type=1, p_flags=flags, p_offset=start, p_filesz=size,
                      p_vaddr=base + start, p_memsz=size + zeros, p_align=self.shape.get("align", PAGE))
                 for i, (flags, start, base, size, zeros) in enumerate(extents)]
        for name, first, last, flags, align in self.shape["segments"]:
            row = dict(label=name, p_type=SEGMENT_TYPES[name.split(".")[0]], p_flags=flags)
            if name == "PT_PHDR":
                row.update(p_offset=headers, p_vaddr=self.shape["base"] + headers,
                           p_filesz=count * f.size("Phdr"), p_align=f.word)
                row["p_memsz"] = row["p_filesz"]
            elif first:
                start, end = image.at(first), image.at(last) + len(self._contents[last])
                row.update(p_offset=start, p_vaddr=image.address(first), p_filesz=end - start,
                           p_memsz=end - start + by_name[last].zeros, p_align=align or f.word)
            else:
                row.update(p_align=align)
            rows.append(row)
        # gABI: PT_PHDR and PT_INTERP come before any PT_LOAD.
        before = [row for row in rows if row["label"] in ("PT_PHDR", "PT_INTERP")]
        rows = before + loads + [row for row in rows if row not in before]
        for i, row in enumerate(rows):
            label = row.pop("label")
            row["p_paddr"] = row.get("p_vaddr", 0)
            image.places[label] = (headers + i * f.size("Phdr"), "Phdr")
            image.places[f"Phdr.{i}"] = image.places[label]
            image.put(image.at(label), f.pack("Phdr", **row))

    def _section_headers(self, image, extents):
        if not self.shape["sections"]:
            return
        f = self.format
        names = b"\0"
        headers = [dict()]
        flags_of = {chunk.name: SECTION_FLAGS[flags]
                    for flags, chunks in self.shape["loads"] for chunk in chunks}
        for chunk in self.chunks():
            content = self._contents[chunk.name]
            nobits = SECTION_TYPES[chunk.kind] == SECTION_TYPES["NOBITS"]
            tls = 0x400 if chunk.name in (".tdata", ".tbss") else 0  # SHF_TLS
            headers.append(dict(
                sh_name=len(names), sh_type=SECTION_TYPES[chunk.kind],
                sh_flags=flags_of[chunk.name] | tls, sh_addr=image.address(chunk.name),
                sh_offset=image.at(chunk.name), sh_size=chunk.zeros if nobits else len(content),
                sh_link=self.section(chunk.link) if chunk.link else 0, sh_info=chunk.info,
                sh_addralign=chunk.align or f.word,
                sh_entsize=f.size(chunk.entry) if chunk.entry else 0))
            names += chunk.name.encode() + b"\0"
        headers.append(dict(sh_name=len(names), sh_type=3, sh_offset=image.size(), sh_addralign=1))
        names += b".shstrtab\0"
        headers[-1]["sh_size"] = len(names)
        image.data += names
        image.data += bytes(-image.size() % f.word)
        for i, values in enumerate(headers):
            image.places[f"Shdr.{i}"] = (image.size(), "Shdr")
            image.data += f.pack("Shdr", **values)

    def _header(self, image, phdrs):
        f = self.format
        sections = len(self.chunks()) + 2 if self.shape["sections"] else 0
        ident = bytes([0x7f, 0x45, 0x4c, 0x46, f.bits // 32, 1 if f.order == "<" else 2, 1])
        image.put(0, f.pack(
            "Ehdr", e_ident=ident, e_type=self.shape["type"], e_machine=f.machine, e_version=1,
            e_entry=image.addresses.get(".text", 0) if self.shape["entry"] else 0,
            e_phoff=f.size("Ehdr"), e_shoff=image.at("Shdr.0") if sections else 0, e_flags=f.flags,
            e_ehsize=f.size("Ehdr"), e_phentsize=f.size("Phdr"), e_phnum=phdrs,
            e_shentsize=f.size("Shdr"), e_shnum=sections,
            e_shstrndx=sections - 1 if sections else 0))


def dynamic_chunk(rows):
    """The dynamic section: rows of (tag, value), where a value is a number or a function of the layout."""
    def build(layout):
        f = layout.format
        content, places, seen = b"", {}, {}
        for tag, value in rows + [("DT_NULL", 0)]:
            # The second DT_NEEDED is "DT_NEEDED.1".
            label = f"{tag}.{seen[tag]}" if tag in seen else tag
            seen[tag] = seen.get(tag, 0) + 1
            places[label] = (len(content), "Dyn")
            content += f.pack("Dyn", d_tag=DYNAMIC_TAGS[tag],
                              d_val=value(layout) if callable(value) else value)
        return content, places
    return build
