"""Symbols, their versions and the hash table."""

from .kind import choose, kind

STB_GLOBAL, STB_GNU_UNIQUE = 1, 10
STT_FUNC, STT_GNU_IFUNC = 2, 10


def exports(fold):
    """Strong definitions of parts that have a name of their own."""
    symbols = [s for s in fold.symbols() if s.shndx != 0 and s.binding in (1, 2, STB_GNU_UNIQUE) and s.name]
    return symbols if fold.tag("GNU_HASH") else []


def imports(fold):
    """Undefined strong symbols that relocations refer to."""
    used = {r.symbol for r in fold.relocations() + fold.slots()}
    return [
        s for s in fold.symbols() if s.index in used and s.index and s.shndx == 0 and s.binding == STB_GLOBAL and s.value == 0
    ]


@kind
def symbols_exchanged(fold, random):
    candidates = exports(fold)
    first = choose(random, candidates)
    second = choose(random, [s for s in candidates if first and s.name != first.name and s.value != first.value])
    if not second:
        return None
    fold.put_symbol(first, value=second.value)
    fold.put_symbol(second, value=first.value)
    return f"{first.name!r} and {second.name!r}"


@kind
def export_dropped(fold, random):
    chosen = choose(random, [s for s in exports(fold) if s.value != 0])
    if not chosen:
        return None
    fold.put_symbol(chosen, shndx=0, value=0)
    return repr(chosen.name)


@kind
def export_moved(fold, random):
    chosen = choose(random, [s for s in exports(fold) if s.value != 0])
    if not chosen:
        return None
    fold.put_symbol(chosen, value=chosen.value + 16)
    return repr(chosen.name)


@kind
def export_type(fold, random):
    """A function becomes an IFUNC: called, and its result taken for the function."""
    chosen = choose(random, [s for s in exports(fold) if s.info & 15 == STT_FUNC and s.value != 0])
    if not chosen:
        return None
    fold.put_symbol(chosen, info=chosen.info & 0xF0 | STT_GNU_IFUNC)
    return repr(chosen.name)


@kind
def import_name(fold, random):
    """An undefined strong symbol gets another one's name."""
    if not fold.tag("VERSYM"):
        return None
    candidates = imports(fold)
    first = choose(random, candidates)
    second = choose(random, [s for s in candidates if first and s.name != first.name])
    if not second:
        return None
    fold.put_symbol(first, name=fold.field(second.at, fold.layout.symbol["name"]))
    return f"{first.name!r} became {second.name!r}"


@kind
def version_swapped(fold, random):
    """An export gets a version of another one."""
    if not fold.tag("VERSYM"):
        return None
    versions = {}
    for symbol in exports(fold):
        index = fold.version_index(symbol) & 0x7FFF
        if index > 2 and symbol.value:
            versions.setdefault(index, []).append(symbol)
    if len(versions) < 2:
        return None
    first, second = random.sample(sorted(versions), 2)
    chosen = random.choice(versions[first])
    fold.put("H", fold.versym_at(chosen.index), fold.version_index(chosen) & 0x8000 | second)
    return f"{chosen.name!r}: {first} became {second}"


@kind
def needed_version_swapped(fold, random):
    """An import asks for a version of another name; that of another file with the same name finds the same."""
    if not fold.tag("VERSYM") or not fold.tag("VERNEED"):
        return None
    hashes = fold.needed_versions()
    found = [(symbol, fold.version_index(symbol)) for symbol in imports(fold)]
    found = [f for f in found if f[1] > 2]
    first = choose(random, found)
    second = choose(random, [f for f in found if first and hashes[f[1]] != hashes[first[1]]])
    if not second:
        return None
    fold.put("H", fold.versym_at(first[0].index), second[1])
    return f"{first[0].name!r}: {first[1]} became {second[1]}"


@kind
def default_hidden(fold, random):
    """The default version of a name is hidden: dlsym no longer finds it."""
    if not fold.tag("VERSYM"):
        return None
    candidates = [(s, fold.version_index(s)) for s in exports(fold) if s.value]
    chosen = choose(random, [(s, index) for s, index in candidates if 2 < index < 0x8000])
    if not chosen:
        return None
    fold.put("H", fold.versym_at(chosen[0].index), chosen[1] | 0x8000)
    return repr(chosen[0].name)


@kind
def hash_bucket(fold, random):
    shape = fold.hash_shape() if fold.tag("GNU_HASH") else None
    if not shape or shape["count"] <= shape["first"]:
        return None
    used = [i for i in range(shape["buckets"]) if fold.read("I", shape["buckets_at"] + 4 * i) >= shape["first"]]
    chosen = choose(random, used)
    if chosen is None:
        return None
    fold.put("I", shape["buckets_at"] + 4 * chosen, 0)
    return f"bucket {chosen}"


@kind
def hash_chain(fold, random):
    shape = fold.hash_shape() if fold.tag("GNU_HASH") else None
    if not shape or shape["count"] <= shape["first"]:
        return None
    chosen = random.randrange(shape["count"] - shape["first"])
    fold.flip(shape["chain_at"] + 4 * chosen + 1, 0x40)
    return f"chain entry {chosen}"


@kind
def hash_bloom(fold, random):
    shape = fold.hash_shape() if fold.tag("GNU_HASH") else None
    if not shape:
        return None
    used = [i for i in range(shape["bloom"]) if fold.word(shape["bloom_at"] + fold.word_size * i)]
    chosen = choose(random, used)
    if chosen is None:
        return None
    fold.put_word(shape["bloom_at"] + fold.word_size * chosen, 0)
    return f"bloom word {chosen}"


@kind
def version_definition(fold, random):
    """The hash of a defined version: nobody who asks for it finds it."""
    at, count = fold.tag("VERDEF"), fold.tag("VERDEFNUM")
    if at is None or count < 2:
        return None
    at = fold.offset(at)
    chosen = random.randrange(1, count)
    for _ in range(chosen):
        at += fold.read("I", at + 16)
    fold.flip(at + 9, 0x20)
    return f"definition {chosen}"


@kind
def version_need(fold, random):
    at = fold.tag("VERNEED")
    if at is None:
        return None
    at = fold.offset(at)
    aux = at + fold.read("I", at + 8)
    for _ in range(random.randrange(fold.read("H", at + 2))):
        aux += fold.read("I", aux + 12)
    fold.flip(aux + 1, 0x20)
    return f"need at {aux:#x}"
