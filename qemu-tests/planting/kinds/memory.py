"""The image: thread-local storage, copied objects, bytes that no relocation writes."""

from planting.layout import PT_TLS

from .kind import choose, kind


def places_of(fold, kind_of):
    """Of the originals' relocations of that type that no relocation of the fold writes any more, in the fold's file."""
    relocated = {r.place for r in fold.relocations()}
    places = [r[0] + part.bias for part in fold.parts for r in part.relocations if r[1] == kind_of]
    return [p for p in places if p not in relocated and fold.offset(p) is not None]


@kind
def tls_offset(fold, random):
    """A thread-pointer offset that is in the file is off by an alignment."""
    chosen = choose(random, places_of(fold, fold.types.thread))
    if not chosen:
        return None
    by = random.choice([-32, -16, -8, 8, 16, 32])
    fold.put_word(fold.offset(chosen), fold.word(fold.offset(chosen)) + by)
    return f"TPOFF of {chosen:#x}: {by:+}"


@kind
def tls_block_offset(fold, random):
    relocated = {r.place for r in fold.relocations()}
    modules = [r[0] + part.bias for part in fold.parts for r in part.relocations if r[1] == fold.types.module]
    seconds = [p + fold.word_size for p in modules]
    places = places_of(fold, fold.types.block)
    places += [p for p in seconds if p not in relocated and p not in places and fold.offset(p) is not None]
    chosen = choose(random, places)
    if not chosen:
        return None
    fold.put_word(fold.offset(chosen), fold.word(fold.offset(chosen)) + random.choice([8, 16, 64]))
    return f"DTPOFF of {chosen:#x}"


@kind
def tls_size(fold, random):
    """The program's part of the block moves away from the thread pointer."""
    tls = fold.header(PT_TLS)
    if not tls or not fold.parts[0].tls:
        return None
    if fold.tcb is None:
        fold.put_header(tls, memsz=tls.memsz + max(tls.align, 16))
        return "PT_TLS p_memsz"
    fold.put_header(tls, vaddr=tls.vaddr + fold.word_size, offset=tls.offset + fold.word_size)
    return "PT_TLS p_vaddr"


def distance(tls, tcb):
    """Variant I: bytes from the thread pointer to the block. II: from the block to it."""
    vaddr, _, memsz, align = tls
    if tcb is not None:
        return tcb + (vaddr - tcb) % align
    first = -vaddr % align
    return -(-(memsz - first) // align) * align + first


@kind
def tls_image(fold, random):
    tls = fold.header(PT_TLS)
    if not tls or not tls.filesz or not fold.parts[0].tls or not fold.parts[0].tls[1]:
        return None
    # The program's own initial values: their place is known from the thread pointer.
    filesz = fold.parts[0].tls[1]
    begin = distance((tls.vaddr, tls.filesz, tls.memsz, tls.align), fold.tcb) - distance(fold.parts[0].tls, fold.tcb)
    begin = begin if fold.tcb is None else -begin
    if not 0 <= begin < tls.filesz:
        return None
    at = begin + random.randrange(min(filesz, tls.filesz - begin))
    fold.flip(tls.offset + at, 1 << random.randrange(8))
    return f"byte {at:#x} of the TLS image"


@kind
def stale_copy(fold, random):
    """An object that a COPY relocation had brought into the program has another initial value."""
    program = fold.parts[0]
    kept = {r.place for r in fold.relocations() if r.type == fold.types.copy}
    copies = [r for r in program.relocations if r[1] == fold.types.copy and r[0] not in kept and r[3]]
    copies = [r for r in copies if fold.offset(r[0]) is not None]
    relocated = {r.place & ~7 for r in fold.relocations()}
    chosen = choose(random, copies)
    if not chosen:
        return None
    places = [chosen[0] + i for i in range(chosen[3]) if (chosen[0] + i) & ~7 not in relocated and fold.offset(chosen[0] + i)]
    at = choose(random, places)
    if not at:
        return None
    fold.flip(fold.offset(at), 1 << random.randrange(8))
    return f"{chosen[2]} at {at:#x}"


def byte_of(fold, random, flags):
    """A byte of a part's segment with these flags, which no relocation writes."""
    relocated = {r.place & ~7 for r in fold.relocations() + fold.slots()}
    relocated |= {(r[0] + part.bias) & ~7 for part in fold.parts for r in part.relocations}
    # The program's first segment has dead tables.
    segments = [
        (vaddr + part.bias, filesz, part)
        for part in fold.parts
        for i, (vaddr, filesz, f) in enumerate(part.loads)
        if f == flags and filesz and (part is not fold.parts[0] or i > 0)
    ]
    chosen = choose(random, segments)
    if not chosen:
        return None
    for _ in range(200):
        at = chosen[0] + random.randrange(chosen[1])
        tls = chosen[2].tls
        in_tls = tls and tls[0] <= at - chosen[2].bias < tls[0] + tls[1]
        if at & ~7 not in relocated and not in_tls and fold.offset(at) is not None:
            return at
    return None


def flip_byte(fold, random, flags):
    at = byte_of(fold, random, flags)
    if at is None:
        return None
    fold.flip(fold.offset(at), 1 << random.randrange(8))
    return f"{at:#x}"


@kind
def byte_of_code(fold, random):
    return flip_byte(fold, random, 5)


@kind
def byte_of_data(fold, random):
    return flip_byte(fold, random, 6)


@kind
def byte_of_constants(fold, random):
    return flip_byte(fold, random, 4)
