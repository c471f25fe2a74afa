"""Sets made of seeds/fold/, with one thing changed in one file each: what a fold has to refuse, and what it takes and no
linker makes. The modules broken_* fill the list. Each is a function of the set's files, by path; its name says what it makes."""

import pathlib

from file_set import pack, unpack
from linked import Linked

FOLD = pathlib.Path(__file__).resolve().parent.parent / "seeds/fold"
A, B, C, PROGRAM, LOADER, WITH = "/lib/liba.so", "/lib/libb.so", "/lib/libc.so.6", "/program", "/lib/ld.so.1", "/lib/libwith.so"
R_X86_64 = {"64": 1, "PC32": 2, "COPY": 5, "GLOB_DAT": 6, "RELATIVE": 8, "32": 10, "DTPMOD64": 16, "DTPOFF64": 17,
            "IRELATIVE": 37, "SIZE64": 33}
SETS = []  # (name, seed, options or None, function)


def broken(*seeds, options=None):
    """Of each seed one set; `options` instead of the seed's."""
    def add(make):
        name = make.__name__.replace("_", "-")
        SETS.extend((f"{seed}-{name}", seed, options, make) for seed in seeds)
        return make
    return add


def broken_sets():
    """(name, bytes) of each."""
    for name, seed, options, make in SETS:
        packed = (FOLD / seed).read_bytes()
        files = {path: Linked(content) for path, content in unpack(packed)}
        make(files)
        members = [(path, file if isinstance(file, (str, bytes)) else bytes(file.data)) for path, file in files.items()]
        yield name, pack(packed[4] if options is None else options, members)
