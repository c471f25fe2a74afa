"""The fold's relocations, and the slots of a PLT that is bound lazily."""

from .kind import choose, kind

STB_WEAK = 2


@kind
def relocation_target(fold, random):
    chosen = choose(random, fold.own_relocations(fold.types.relative))
    if not chosen:
        return None
    by = random.choice([-64, -16, -8, 1, 8, 24, 4096])
    fold.put_relocation(chosen, addend=chosen.addend + by)
    return f"RELATIVE of {chosen.place:#x}: {by:+}"


@kind
def relocation_addend(fold, random):
    types = {fold.types.word} - {fold.types.got}
    chosen = choose(random, fold.own_relocations(*types or {fold.types.word}))
    if not chosen:
        return None
    fold.put_relocation(chosen, addend=chosen.addend + 8)
    return f"the word of {chosen.place:#x}: +8"


@kind
def relocation_type(fold, random):
    types = fold.types
    chosen = choose(random, fold.own_relocations(types.word, types.got, types.slot, types.module, types.resolver))
    if not chosen:
        return None
    fold.put_relocation(chosen, type=0)
    return f"type {chosen.type} of {chosen.place:#x} became NONE"


@kind
def relocation_place(fold, random):
    types = fold.types
    chosen = choose(random, fold.own_relocations(types.relative, types.word, types.got))
    if not chosen:
        return None
    fold.put_relocation(chosen, place=chosen.place + fold.word_size)
    return f"place {chosen.place:#x}: +{fold.word_size}"


@kind
def relocation_symbol(fold, random):
    """Two symbolic relocations exchange their symbols."""
    relocations = [r for r in fold.relocations() if r.symbol]
    first = choose(random, relocations)
    names = {s.index: s.name for s in fold.symbols()} if first else {}
    second = choose(random, [r for r in relocations if first and names.get(r.symbol) != names.get(first.symbol)])
    if not second:
        return None
    fold.put_relocation(first, symbol=second.symbol)
    return f"{first.place:#x} refers to {names[second.symbol]!r} instead of {names[first.symbol]!r}"


@kind
def relocation_lost(fold, random):
    """The last one is cut off."""
    relocations = fold.relocations()
    if not relocations or relocations[-1].type == fold.types.relative:  # DT_RELACOUNT would tell
        return None
    weak = {s.index for s in fold.symbols() if s.binding == STB_WEAK and s.shndx == 0}
    if relocations[-1].symbol in weak:  # what nobody defines is 0 without it too
        return None
    size = "RELASZ" if fold.rela else "RELSZ"
    entry = fold.layout.relocation(fold.rela)["entry"]
    fold.put_word(fold.tag_at(size) + fold.word_size, fold.tag(size) - entry)
    return "the last relocation"


@kind
def relocation_order(fold, random):
    """A relative one and one that is not change places: the loader applies DT_RELACOUNT of them unseen."""
    relocations = fold.relocations()
    others = [r for r in relocations if r.type != fold.types.relative]
    if not others or len(others) == len(relocations):
        return None
    first, second = relocations[0], choose(random, others)
    fold.exchange(first.at, second.at, fold.layout.relocation(fold.rela)["entry"])
    return f"{first.place:#x} and {second.place:#x}"


@kind
def lazy_slot(fold, random):
    slots = [r for r in fold.slots() if r.type == fold.types.slot and fold.offset(r.place) is not None]
    chosen = choose(random, slots)
    if not chosen:
        return None
    at = fold.offset(chosen.place)
    fold.put_word(at, fold.word(at) + 16)
    return f"the slot at {chosen.place:#x}"


@kind
def lazy_order(fold, random):
    """Two slots of the PLT exchange their entries."""
    entries = fold.slots()
    if len(entries) < 2:
        return None
    first, second = random.sample(entries, 2)
    fold.put_relocation(first, place=second.place)
    fold.put_relocation(second, place=first.place)
    return f"{first.place:#x} and {second.place:#x}"
