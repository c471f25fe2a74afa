"""The start stub and its table: initialisers, finalisers, the program's entry, the fold's other names."""

from planting.layout import PT_INTERP

from .kind import choose, kind


def swap_entries(fold, random, entries):
    size = 2 * fold.word_size
    for _ in range(50):
        if len(entries) < 2:
            return None
        first, second = random.sample(entries, 2)
        if fold.data[first : first + size] != fold.data[second : second + size]:
            fold.exchange(first, second, size)
            return f"entries at {first:#x} and {second:#x}"
    return None


@kind
def initialiser_order(fold, random):
    return swap_entries(fold, random, fold.start_entries()["init"])


@kind
def finaliser_order(fold, random):
    return swap_entries(fold, random, fold.start_entries()["fini"])


@kind
def initialiser_lost(fold, random):
    entries = fold.start_entries()["init"]
    arrays = [e + fold.word_size for e in entries if fold.word(e + fold.word_size) > 0]
    chosen = choose(random, arrays)
    if not chosen:
        return None
    fold.put_word(chosen, fold.word(chosen) - 1)
    return f"the array at {chosen:#x}"


@kind
def stub_code(fold, random):
    if not fold.header(PT_INTERP):
        return None
    begin, end = fold.offset(fold.entry), fold.start_table()
    at = random.randrange(begin, end)
    fold.flip(at, 1 << random.randrange(8))
    return f"byte {at - begin:#x} of the stub"


@kind
def program_entry(fold, random):
    if not fold.header(PT_INTERP):
        return None
    at = fold.start_table()
    fold.put_word(at, fold.word(at) + random.choice([1, 4, 16]))
    return "the program's entry point"


@kind
def alias_name(fold, random):
    if not fold.header(PT_INTERP):
        return None
    distance = fold.word(fold.start_table() + 6 * fold.word_size)
    if not distance:
        return None
    node = (fold.entry + fold.start_table() - fold.offset(fold.entry) + distance) % 2 ** (8 * fold.word_size)
    names = [r for r in fold.relocations() if r.place == node]
    at = fold.offset(names[0].addend if names else fold.word(fold.offset(node)))
    fold.flip(at + 3, 1)
    return "the first alias"
