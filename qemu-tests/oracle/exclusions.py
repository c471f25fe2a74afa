"""The places that the oracle does not compare: this list, and nothing else. README.md has the measured share."""

import re

JUMP = 5  # bytes: e9 and a distance

# reason -> why the two may differ there without the program seeing it
REASONS = {
    "loader": "the loader's own writable data: link maps, search paths, auxiliary vector, sizes of what is loaded",
    "queries": "x86's CPUID in the embedded loader: a jump to code that asks each question once",
    "headers": "ELF header and program headers of the program: the fold's are others, as they must be",
    "debug": "DT_DEBUG of a folded part: the loader has filled in the fold's own",
    "got": "GOT[1] and GOT[2], or the PLT's first two words: the loader's own, where functions are bound lazily",
}


def excluded(pair, address_map, lazy):
    """[(begin, end, reason)] in a module's own addresses."""
    elf = pair.module.elf
    if pair.module is address_map.original.loader:
        yield from ((load.begin, load.end, "loader") for load in elf.loads if load.writable)
        if elf.machine.asks:
            yield from asked_once(pair, address_map)
    if pair.folded:
        yield from ((at, at + elf.machine.word, "debug") for at in elf.dynamic_values("DT_DEBUG"))
        yield from fold_headers(pair, address_map)
    tag, first, last = elf.machine.lazy_words
    if (lazy or elf.machine.always_lazy_words) and tag in elf.tags:
        yield elf.tags[tag] + first * elf.machine.word, elf.tags[tag] + last * elf.machine.word, "got"


def asked_once(pair, address_map):
    """Words of the loader's code with a jump to code of the fold's own in the place of a question."""
    fold, elf, word = address_map.fold_module, pair.module.elf, pair.module.elf.machine.word
    for load in (load for load in elf.loads if load.executable):
        code = elf.bytes_at(load.begin, load.end - load.begin)
        for match in re.finditer(elf.machine.asks, code, re.DOTALL):
            begin = load.begin + match.start()
            at = begin + pair.bias - fold.bias
            jump = fold.elf.bytes_at(at, JUMP)
            if jump[:1] != b"\xe9":
                continue
            to = at + JUMP + int.from_bytes(jump[1:], "little", signed=True) + fold.bias
            if not any(p.bias + l.begin <= to < p.bias + l.end for p in address_map.pairs for l in p.module.elf.loads):
                yield begin // word * word, -(-(begin + JUMP) // word) * word, "queries"


def fold_headers(pair, address_map):
    """Where the fold's own headers lie over those of a part."""
    fold = address_map.fold_module
    for begin, end in fold.elf.program_headers():
        at = fold.elf.address_of(begin)
        if at is not None:
            begin, end = (fold.bias + at - pair.bias + offset for offset in (0, end - begin))
            if any(load.begin <= begin < load.end for load in pair.module.elf.loads):
                yield begin, end, "headers"
