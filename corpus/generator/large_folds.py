"""Programs of a megabyte and what claims to be a fold of them: the time and memory of `onefold verify` must not grow out of
proportion. Made when the test runs and never stored."""

import json

from elf import DYNAMIC_TAGS, ET_DYN, ET_EXEC, LE64, PF_R, PF_W, PF_X, SEGMENT_TYPES

SIZE = 512 << 10
ROOM = 1 << 21  # where the memory begins that relocations write
LOADER = b"/lib/ld.so"
STUB_SIZE = 0x2c0  # of the code that the start table is behind (engine/verify/psabi/x86_64.cc)
FAR = 1 << 40
DLSYM_SIZE = 0x240  # likewise, of the fold's own dlsym
FIRST = 288  # behind the program headers
R_X86_64_64, R_X86_64_COPY, R_X86_64_RELATIVE = 1, 5, 8
STT_OBJECT, STT_FUNC = 0x11, 0x12  # and STB_GLOBAL
MAKERS = []


def large(make):
    MAKERS.append(make)
    return make


class Flat:
    """x86-64: one PT_LOAD over the whole file, at address 0, so that addresses are offsets."""

    def __init__(self, program=True, needed=(), soname=None, parts=None, claim={}, first=b"", bss=0,
                 kind=ET_DYN):
        self.kind, self.bss = kind, bss
        self.strings, self.dynamic = bytearray(b"\0"), []
        self.data = bytearray(FIRST) + first
        self.segments = []
        if program:
            self.segments.append(("PT_INTERP", self.add(LOADER + b"\0"), len(LOADER) + 1))
        if parts is not None:
            parts = [dict(name=name, bias=bias, segments=[]) for name, bias in parts]
            text = json.dumps({"format": 1, "parts": parts, **claim}).encode()
            note = LE64.pack("Nhdr", n_namesz=8, n_descsz=len(text), n_type=1) + b"Onefold\0" + text
            self.segments.append(("PT_NOTE", self.add(note), len(note)))
        places = {name: self.string(name) for name in needed}
        for name in needed:
            self.tag("DT_NEEDED", places[name])
        if soname:
            self.tag("DT_SONAME", self.string(soname))

    def add(self, content):
        """Its address."""
        self.data += bytes(-len(self.data) % 16)
        at = len(self.data)
        self.data += content
        return at

    def string(self, text):
        at = len(self.strings)
        self.strings += text + b"\0"
        return at

    def tag(self, name, value):
        self.dynamic.append(LE64.pack("Dyn", d_tag=DYNAMIC_TAGS[name], d_val=value))

    def symbols(self, count, name, **fields):
        """All the same, in one chain of DT_HASH."""
        rows = LE64.pack("Sym") + LE64.pack("Sym", st_name=self.string(name), **fields) * count
        self.tag("DT_SYMTAB", self.add(rows))
        self.tag("DT_SYMENT", LE64.size("Sym"))
        words = [1, count + 1, 1, 0, *range(2, count + 1), 0]
        self.tag("DT_HASH", self.add(b"".join(LE64.pack("Word", value=value) for value in words)))

    def relocations(self, count, kind, symbol=0, addend=0):
        """In the memory behind the file, a word each."""
        rows = b"".join(LE64.pack("Rela", r_offset=ROOM + 16 * i, r_info=LE64.info(symbol, kind), r_addend=addend)
                        for i in range(count))
        self.tag("DT_RELA", self.add(rows))
        self.tag("DT_RELASZ", len(rows))
        self.tag("DT_RELAENT", LE64.size("Rela"))

    def bytes(self, entry=0):
        self.tag("DT_STRTAB", self.add(bytes(self.strings)))
        self.tag("DT_STRSZ", len(self.strings))
        dynamic = b"".join([*self.dynamic, LE64.pack("Dyn")])
        self.segments.append(("PT_DYNAMIC", self.add(dynamic), len(dynamic)))
        rows = [dict(p_type=SEGMENT_TYPES["PT_LOAD"], p_flags=PF_R | PF_W | PF_X, p_filesz=len(self.data),
                     p_memsz=len(self.data) + self.bss, p_align=0x1000)]
        rows += [dict(p_type=SEGMENT_TYPES[name], p_flags=PF_R, p_offset=at, p_vaddr=at, p_filesz=size, p_memsz=size,
                      p_align=4) for name, at, size in self.segments]
        header = LE64.pack("Ehdr", e_ident=b"\x7fELF\2\1\1".ljust(16, b"\0"), e_type=self.kind, e_machine=62, e_version=1,
                           e_entry=entry, e_phoff=64, e_ehsize=64, e_phentsize=56, e_phnum=len(rows), e_shentsize=64)
        start = header + b"".join(LE64.pack("Phdr", **row) for row in rows)
        self.data[:len(start)] = start
        return bytes(self.data)


def fold_of(*libraries, **more):
    parts = [("program", 0)] + [(name.decode(), (i + 1) * FAR) for i, name in enumerate(libraries)]
    return Flat(parts=parts, **more)


@large
def references_to_one_long_name():
    program = Flat(bss=2 * ROOM)
    program.symbols(1, b"a" * SIZE, st_info=STT_FUNC)
    program.relocations(SIZE // LE64.size("Rela"), R_X86_64_64, symbol=1)
    return program.bytes(), fold_of(bss=2 * ROOM, kind=ET_EXEC).bytes(), {}


@large
def sections_of_one_long_name():
    program = bytearray(Flat().bytes())
    count = SIZE // LE64.size("Shdr")
    name, data = len(program), len(program) + SIZE
    program += b"a" * (SIZE - 1) + b"\0" + b"\1" * count
    program += bytes(-len(program) % 8)
    headers = [LE64.pack("Shdr"), LE64.pack("Shdr", sh_type=3, sh_offset=name, sh_size=SIZE)]
    headers += [LE64.pack("Shdr", sh_type=1, sh_offset=data + i, sh_size=1) for i in range(count)]
    for field, value in dict(e_shoff=len(program), e_shnum=len(headers), e_shstrndx=1).items():
        size = 8 if field == "e_shoff" else 2
        at = LE64.offset("Ehdr", field)
        program[at:at + size] = value.to_bytes(size, "little")
    return bytes(program + b"".join(headers)), fold_of().bytes(), {}


@large
def names_that_are_the_rest_of_one():
    """That the fold answers to: the chain of glibc's struct libname_list."""
    names = [b"lib%d.so" % i for i in range(600)]
    count = 2 * len(names)
    fold = fold_of(*names, kind=ET_EXEC)
    table = fold.add(bytes(STUB_SIZE)) + STUB_SIZE
    nodes = fold.add(bytes(7 * 8)) + 7 * 8
    text = nodes + 24 * count
    fold.data[table:nodes] = b"".join(LE64.pack("Native", value=v) for v in (0, 0, 0, 0, 0, table, nodes - table))
    for i in range(count):
        following = nodes + 24 * (i + 1) if i + 1 < count else 0
        fold.data += b"".join(LE64.pack("Native", value=v) for v in (text + i, following, 1))
    fold.data += b"a" * SIZE + b"\0"
    libraries = {name.decode(): Flat(program=False, soname=name).bytes() for name in names}
    return Flat(needed=names).bytes(), fold.bytes(entry=table - STUB_SIZE), libraries


@large
def versions_needed_of_one_library():
    count = SIZE // LE64.size("Verdef")
    library = Flat(program=False, soname=b"liba.so")
    step = LE64.size("Verdef")
    rows = [LE64.pack("Verdef", vd_version=1, vd_ndx=2, vd_cnt=1, vd_aux=step * (count - i),
                      vd_next=step if i + 1 < count else 0) for i in range(count)]
    rows.append(LE64.pack("Verdaux", vda_name=library.string(b"V")))
    library.tag("DT_VERDEF", library.add(b"".join(rows)))
    library.tag("DT_VERDEFNUM", count)
    fold = fold_of(needed=[b"liba.so"])
    step = LE64.size("Verneed")
    file, name = fold.string(b"liba.so"), fold.string(b"V")
    rows = [LE64.pack("Verneed", vn_version=1, vn_cnt=1, vn_file=file, vn_aux=step * (count - i),
                      vn_next=step if i + 1 < count else 0) for i in range(count)]
    rows.append(LE64.pack("Vernaux", vna_hash=5, vna_other=2, vna_name=name))
    fold.tag("DT_VERNEED", fold.add(b"".join(rows)))
    fold.tag("DT_VERNEEDNUM", count)
    return Flat(needed=[b"liba.so"]).bytes(), fold.bytes(), {"liba.so": library.bytes()}


@large
def copies_of_relocated_words():
    program = Flat(needed=[b"liba.so"], bss=FAR)
    program.symbols(1, b"a", st_info=STT_OBJECT, st_size=ROOM)
    program.relocations(SIZE // LE64.size("Rela"), R_X86_64_COPY, symbol=1)
    library = Flat(program=False, soname=b"liba.so", bss=2 * ROOM)
    library.symbols(1, b"a", st_info=STT_OBJECT, st_shndx=1, st_value=ROOM, st_size=ROOM)
    library.relocations(SIZE // LE64.size("Rela"), R_X86_64_RELATIVE)
    return program.bytes(), fold_of(b"liba.so", bss=FAR).bytes(), {"liba.so": library.bytes()}


@large
def libraries_in_a_circle():
    """That need each other again and again, and a third."""
    count = 2 * SIZE // LE64.size("Dyn")
    needs = {b"liba.so": [b"libb.so"] + [b"libc.so"] * count, b"libb.so": [b"liba.so"] * count, b"libc.so": []}
    libraries = {name.decode(): Flat(program=False, soname=name, needed=others).bytes() for name, others in needs.items()}
    fold = fold_of(needed=[b"libb.so", b"liba.so", b"libc.so"])
    stub = fold.add(bytes(STUB_SIZE + 7 * 8))
    return Flat(needed=[b"liba.so", b"libb.so", b"libc.so"]).bytes(), fold.bytes(entry=stub), libraries


@large
def functions_of_one_address_that_the_fold_replaces():
    """dlsym, which words of the program lead to."""
    library = Flat(program=False, soname=b"libc.so.6")
    library.symbols(SIZE // LE64.size("Sym"), b"dlsym", st_info=STT_FUNC, st_shndx=1, st_value=0x100)
    program = Flat(needed=[b"libc.so.6"])
    words = program.add(bytes(2 * SIZE))
    bits = LE64.pack("Relr", entry=LE64.top) * (2 * SIZE // LE64.word // (LE64.bits - 1))
    table = LE64.pack("Relr", entry=words) + bits
    program.tag("DT_RELR", program.add(table))
    program.tag("DT_RELRSZ", len(table))
    program.tag("DT_RELRENT", LE64.word)
    origin = FIRST + DLSYM_SIZE
    code = bytes(DLSYM_SIZE) + LE64.pack("Native", value=FAR + 0x100 - origin) + bytes(SIZE)
    return program.bytes(), fold_of(b"libc.so.6", first=code, claim={"dlsym": FIRST}).bytes(), {"libc.so.6": library.bytes()}


@large
def letters_of_an_augmentation():
    """That no reader knows."""
    program = Flat()
    fields = bytes(4) + b"\1" + b"\1" * (2 * SIZE) + b"\0" + b"\1\x78\x10"
    fields += bytes(-len(fields) % 4)
    record = LE64.pack("Word", value=len(fields)) + fields + bytes(4)
    header = b"\1\x1b\xff\xff" + LE64.pack("Word", value=4)  # .eh_frame is right behind it
    program.segments.append(("PT_GNU_EH_FRAME", program.add(header + record), len(header)))
    return program.bytes(), fold_of().bytes(), {}


def large_folds():
    """(name, {path: content}) of each."""
    for make in MAKERS:
        program, fold, libraries = make()
        files = {"lib/ld.so": Flat(program=False, soname=b"ld.so").bytes(), "program": program, "folded": fold}
        files |= {f"lib/{name}": content for name, content in libraries.items()}
        yield make.__name__.replace("_", "-"), files
