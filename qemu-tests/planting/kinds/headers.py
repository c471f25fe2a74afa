"""Program headers, the dynamic section, notes."""

from planting.layout import DT, PF_W, PF_X, PT_GNU_PROPERTY, PT_GNU_RELRO, PT_GNU_STACK, PT_INTERP

from .kind import choose, kind


def flag_change(fold, random, want, change):
    chosen = choose(random, [h for h in fold.loads if h.flags == want and h.filesz])
    if not chosen:
        return None
    fold.put_header(chosen, flags=change(chosen.flags))
    return f"PT_LOAD at {chosen.vaddr:#x}"


@kind
def writable_code(fold, random):
    return flag_change(fold, random, 5, lambda f: f | PF_W)


@kind
def executable_data(fold, random):
    return flag_change(fold, random, 6, lambda f: f | PF_X)


@kind
def read_only_data(fold, random):
    return flag_change(fold, random, 6, lambda f: f & ~PF_W)


@kind
def segment_shifted(fold, random):
    """A segment of a library is mapped from another page of the file."""
    page = 0x10000 if fold.machine in (20, 21, 40, 183) else 0x1000
    loads = [h for h in fold.loads if h.vaddr > fold.parts[0].loads[-1][0] and h.filesz and fold.in_part(h.vaddr)]
    loads = [h for h in loads if h.offset + page + h.filesz <= len(fold.data)]
    moved = [h for h in loads if fold.data[h.offset : h.offset + h.filesz] != fold.data[h.offset + page : h.offset + page + h.filesz]]
    chosen = choose(random, moved)
    if not chosen:
        return None
    fold.put_header(chosen, offset=chosen.offset + page)
    return f"PT_LOAD at {chosen.vaddr:#x}"


@kind
def segment_gone(fold, random):
    """A library's first segment, which it still needs, is not mapped, and the note does not claim that it is."""
    claims = [part["segments"][0] for part in fold.map["parts"][1:]]
    lost = [(c, h) for c in claims for h in fold.loads if h.vaddr == c["image"] and not h.flags & PF_W]
    chosen = choose(random, lost)
    if not chosen:
        return None
    claim, header = chosen
    fold.put_header(header, type=0)
    text = b'{"module":%d,"image":%d,"size":%d},' % (claim["module"], claim["image"], claim["size"])
    at = fold.data.index(text, fold.map_at)
    fold.data[at : at + len(text)] = b" " * len(text)
    return f"PT_LOAD at {header.vaddr:#x}"


@kind
def segment_short(fold, random):
    """Its last bytes become zeros in memory."""
    written = {r.place & ~7 for r in fold.relocations() + fold.slots()}
    loads = [h for h in fold.loads if h.memsz > h.filesz > 16 and fold.in_part(h.vaddr)]
    loads = [h for h in loads if h.vaddr + h.filesz - 8 & ~7 not in written and h.vaddr + h.filesz - 1 & ~7 not in written]
    chosen = choose(random, [h for h in loads if any(fold.data[h.offset + h.filesz - 8 : h.offset + h.filesz])])
    if not chosen:
        return None
    fold.put_header(chosen, filesz=chosen.filesz - 8)
    return f"PT_LOAD at {chosen.vaddr:#x}"


@kind
def relro_lost(fold, random):
    chosen = choose(random, fold.start_entries()["relro"])
    if not chosen:
        return None
    size = chosen + fold.word_size
    fold.put_word(size, max(0, fold.word(size) - 0x1000))
    return f"a page of the range at {chosen:#x}"


@kind
def relro_of_program(fold, random):
    relro = fold.header(PT_GNU_RELRO)
    if not relro:
        return None
    fold.put_header(relro, memsz=max(1, relro.memsz - 0x1000))
    return "PT_GNU_RELRO"


@kind
def stack_executable(fold, random):
    stack = fold.header(PT_GNU_STACK)
    fold.put_header(stack, flags=stack.flags ^ PF_X)
    return "PT_GNU_STACK p_flags"


@kind
def stack_size(fold, random):
    fold.put_header(fold.header(PT_GNU_STACK), memsz=0x12000)
    return "PT_GNU_STACK p_memsz"


@kind
def interpreter(fold, random):
    interp = fold.header(PT_INTERP)
    if not interp:
        return None
    fold.flip(interp.offset + random.randrange(interp.filesz - 1), 2)
    return "PT_INTERP"


@kind
def needed_library(fold, random):
    needed = [at for at, tag, _ in fold.dynamic if tag == DT["NEEDED"]]
    if not needed:
        return None
    fold.put_word(random.choice(needed), 0x6FFFF000)  # a tag that nobody reads
    return "a DT_NEEDED"


@kind
def dynamic_flags(fold, random):
    found = [(at, value) for at, tag, value in fold.dynamic if tag in (DT["FLAGS"], DT["FLAGS_1"])]
    chosen = choose(random, found)
    if not chosen:
        return None
    fold.put_word(chosen[0] + fold.word_size, chosen[1] ^ random.choice([1, 8]))
    return "DT_FLAGS or DT_FLAGS_1"


@kind
def dynamic_run_by_libc(fold, random):
    """DT_INIT, DT_INIT_ARRAY and its like of the program."""
    found = [(at, tag, value) for at, tag, value in fold.dynamic if tag in (12, 25, 27, 32, 33, 26, 28)]
    at, tag, value = random.choice(found)
    fold.put_word(at + fold.word_size, value + 8)
    return f"tag {tag}"


@kind
def dynamic_of_processor(fold, random):
    """An entry that only this processor's loader reads: where a PLT's code is, how its calls may be bound."""
    found = [(at, tag, value) for at, tag, value in fold.dynamic if 0x70000000 <= tag < 0x7FFFFFFD]
    chosen = choose(random, found)
    if not chosen:
        return None
    fold.put_word(chosen[0], 0x6FFFF000)
    return f"tag {chosen[1]:#x}"


@kind
def properties(fold, random):
    header = fold.header(PT_GNU_PROPERTY)
    if not header:
        return None
    at = header.offset + 16
    while at + 12 <= header.offset + header.filesz:
        kind_of, size = fold.read("I", at), fold.read("I", at + 4)
        if kind_of in (0xC0000002, 0xC0008002, 0xC0000000):
            fold.flip(at + 8, 1)
            return f"property {kind_of:#x}"
        at += 8 + -(-size // fold.word_size) * fold.word_size
    return None


@kind
def address_map(fold, random):
    """The note says another bias."""
    biases = [str(part["bias"]) for part in fold.map["parts"] if part["bias"]]
    chosen = choose(random, biases)
    if not chosen:
        return None
    at = fold.data.index(f'"bias":{chosen}'.encode(), fold.map_at) + 7
    fold.data[at] = ord("1") if fold.data[at] != ord("1") else ord("2")
    return f"bias {chosen}"


@kind
def build_id(fold, random):
    at = fold.data.find(b'"build_id":"', fold.map_at)
    if at < 0:
        return None
    fold.data[at + 12] = ord("f") if fold.data[at + 12] != ord("f") else ord("e")
    return "a part's build-id"
