"""The kinds of fault. Each function changes one thing of a fold that some program could notice, and says what; None where
the fold has no such thing."""

import struct

from planting.image import (
    DT, DYN, PF_W, PF_X, PT_GNU_EH_FRAME, PT_GNU_PROPERTY, PT_GNU_RELRO, PT_GNU_STACK, PT_INTERP, PT_TLS, R_64, R_COPY,
    R_DTPMOD64, R_DTPOFF64, R_GLOB_DAT, R_IRELATIVE, R_JUMP_SLOT, R_RELATIVE, R_TPOFF64, RELA,
)  # fmt: skip

KINDS = {}


def kind(function):
    KINDS[function.__name__.replace("_", "-")] = function
    return function


def choose(random, items):
    return random.choice(items) if items else None


def put(fold, at, form, *values):
    struct.pack_into(form, fold.data, at, *values)


def flip(fold, at, mask):
    fold.data[at] ^= mask


def in_part(fold, address):
    """Does the address lie in a part, rather than in what the fold adds?"""
    return any(s["image"] <= address < s["image"] + s["size"] for part in fold.map["parts"] for s in part["segments"])


def own_relocations(fold, types):
    return [r for r in fold.relocations() if r[3] in types and in_part(fold, r[1])]


# --- relocations


@kind
def relocation_target(fold, random):
    chosen = choose(random, own_relocations(fold, [R_RELATIVE]))
    if not chosen:
        return None
    by = random.choice([-64, -16, -8, 1, 8, 24, 4096])
    put(fold, chosen[0] + 16, "<q", chosen[4] + by)
    return f"RELATIVE of {chosen[1]:#x}: {by:+}"


@kind
def relocation_addend(fold, random):
    chosen = choose(random, own_relocations(fold, [R_64]))
    if not chosen:
        return None
    put(fold, chosen[0] + 16, "<q", chosen[4] + 8)
    return f"R_X86_64_64 of {chosen[1]:#x}: +8"


@kind
def relocation_type(fold, random):
    chosen = choose(random, own_relocations(fold, [R_64, R_GLOB_DAT, R_JUMP_SLOT, R_DTPMOD64, R_IRELATIVE]))
    if not chosen:
        return None
    put(fold, chosen[0] + 8, "<Q", chosen[2] << 32)
    return f"type {chosen[3]} of {chosen[1]:#x} became NONE"


@kind
def relocation_place(fold, random):
    chosen = choose(random, own_relocations(fold, [R_RELATIVE, R_64, R_GLOB_DAT]))
    if not chosen:
        return None
    put(fold, chosen[0], "<Q", chosen[1] + 8)
    return f"place {chosen[1]:#x}: +8"


@kind
def relocation_symbol(fold, random):
    """Two symbolic relocations exchange their symbols."""
    relocations = [r for r in fold.relocations() if r[2]]
    first = choose(random, relocations)
    names = {s[1]: s[2] for s in fold.symbols()} if first else {}
    second = choose(random, [r for r in relocations if first and names.get(r[2]) != names.get(first[2])])
    if not second:
        return None
    put(fold, first[0] + 8, "<Q", second[2] << 32 | first[3])
    return f"{first[1]:#x} refers to {names[second[2]]!r} instead of {names[first[2]]!r}"


@kind
def relocation_lost(fold, random):
    """The last one is cut off."""
    relocations = fold.relocations()
    if not relocations:
        return None
    if relocations[-1][3] == R_RELATIVE:  # DT_RELACOUNT would tell
        return None
    at = next(at for at, tag, _ in fold.dynamic if tag == DT["RELASZ"])
    put(fold, at + 8, "<Q", fold.tag("RELASZ") - RELA.size)
    return "the last relocation"


@kind
def relocation_order(fold, random):
    """A relative one and one that is not change places: the loader applies DT_RELACOUNT of them unseen."""
    relocations = fold.relocations()
    others = [r for r in relocations if r[3] != R_RELATIVE]
    if not others or len(others) == len(relocations):
        return None
    first, second = relocations[0], choose(random, others)
    a, b = (bytes(fold.data[r[0] : r[0] + RELA.size]) for r in (first, second))
    fold.data[first[0] : first[0] + RELA.size], fold.data[second[0] : second[0] + RELA.size] = b, a
    return f"{first[1]:#x} and {second[1]:#x}"


@kind
def lazy_slot(fold, random):
    entries = fold.relocations("JMPREL", "PLTRELSZ")
    slots = [r for r in entries if r[3] == R_JUMP_SLOT and fold.offset(r[1]) is not None]
    chosen = choose(random, slots)
    if not chosen:
        return None
    at = fold.offset(chosen[1])
    put(fold, at, "<Q", fold.word(at) + 16)
    return f"the slot at {chosen[1]:#x}"


@kind
def lazy_order(fold, random):
    """Two slots of the PLT exchange their entries."""
    entries = fold.relocations("JMPREL", "PLTRELSZ")
    if len(entries) < 2:
        return None
    first, second = random.sample(entries, 2)
    put(fold, first[0], "<Q", second[1])
    put(fold, second[0], "<Q", first[1])
    return f"{first[1]:#x} and {second[1]:#x}"


# --- symbols, versions, hash


def exports(fold):
    """Strong definitions of parts that have a name of their own."""
    symbols = [s for s in fold.symbols() if s[4] != 0 and s[3] >> 4 in (1, 2, 10) and s[2]]
    return symbols if fold.tag("GNU_HASH") else []


@kind
def symbols_exchanged(fold, random):
    candidates = exports(fold)
    first = choose(random, candidates)
    second = choose(random, [s for s in candidates if first and s[2] != first[2] and s[5] != first[5]])
    if not second:
        return None
    put(fold, first[0] + 8, "<Q", second[5])
    put(fold, second[0] + 8, "<Q", first[5])
    return f"{first[2]!r} and {second[2]!r}"


@kind
def export_dropped(fold, random):
    chosen = choose(random, [s for s in exports(fold) if s[5] != 0])
    if not chosen:
        return None
    put(fold, chosen[0] + 6, "<HQ", 0, 0)
    return repr(chosen[2])


@kind
def export_moved(fold, random):
    chosen = choose(random, [s for s in exports(fold) if s[5] != 0])
    if not chosen:
        return None
    put(fold, chosen[0] + 8, "<Q", chosen[5] + 16)
    return repr(chosen[2])


@kind
def export_type(fold, random):
    """A function becomes an IFUNC: called, and its result taken for the function."""
    chosen = choose(random, [s for s in exports(fold) if s[3] & 15 == 2 and s[5] != 0])
    if not chosen:
        return None
    fold.data[chosen[0] + 4] = chosen[3] & 0xF0 | 10
    return repr(chosen[2])


@kind
def import_name(fold, random):
    """An undefined strong symbol gets another one's name."""
    if not fold.tag("VERSYM"):
        return None
    imports = [s for s in fold.symbols() if s[1] and s[4] == 0 and s[3] >> 4 == 1 and s[5] == 0]
    used = {r[2] for r in fold.relocations() + fold.relocations("JMPREL", "PLTRELSZ")}
    imports = [s for s in imports if s[1] in used]
    first = choose(random, imports)
    second = choose(random, [s for s in imports if first and s[2] != first[2]])
    if not second:
        return None
    put(fold, first[0], "<I", struct.unpack_from("<I", fold.data, second[0])[0])
    return f"{first[2]!r} became {second[2]!r}"


@kind
def version_swapped(fold, random):
    """An export gets a version of another one."""
    if not fold.tag("VERSYM"):
        return None
    versions = {}
    for symbol in exports(fold):
        index = struct.unpack_from("<H", fold.data, fold.versym_at(symbol[1]))[0]
        if index & 0x7FFF > 2 and symbol[5]:
            versions.setdefault(index & 0x7FFF, []).append(symbol)
    if len(versions) < 2:
        return None
    first, second = random.sample(sorted(versions), 2)
    chosen = random.choice(versions[first])
    at = fold.versym_at(chosen[1])
    put(fold, at, "<H", struct.unpack_from("<H", fold.data, at)[0] & 0x8000 | second)
    return f"{chosen[2]!r}: {first} became {second}"


@kind
def needed_version_swapped(fold, random):
    """An import asks for another version."""
    if not fold.tag("VERSYM") or not fold.tag("VERNEED"):
        return None
    used = {r[2] for r in fold.relocations() + fold.relocations("JMPREL", "PLTRELSZ")}
    found = []
    for symbol in fold.symbols():
        if symbol[4] == 0 and symbol[5] == 0 and symbol[3] >> 4 == 1 and symbol[1] in used:
            index = struct.unpack_from("<H", fold.data, fold.versym_at(symbol[1]))[0]
            if index > 2:
                found.append((symbol, index))
    first = choose(random, found)
    second = choose(random, [f for f in found if first and f[1] != first[1]])
    if not second:
        return None
    put(fold, fold.versym_at(first[0][1]), "<H", second[1])
    return f"{first[0][2]!r}: {first[1]} became {second[1]}"


@kind
def default_hidden(fold, random):
    """The default version of a name is hidden: dlsym no longer finds it."""
    if not fold.tag("VERSYM"):
        return None
    candidates = []
    for symbol in exports(fold):
        at = fold.versym_at(symbol[1])
        index = struct.unpack_from("<H", fold.data, at)[0]
        if index & 0x8000 == 0 and index > 2 and symbol[5]:
            candidates.append((at, index, symbol))
    chosen = choose(random, candidates)
    if not chosen:
        return None
    put(fold, chosen[0], "<H", chosen[1] | 0x8000)
    return repr(chosen[2][2])


@kind
def hash_bucket(fold, random):
    shape = fold.hash_shape() if fold.tag("GNU_HASH") else None
    if not shape or shape["count"] <= shape["first"]:
        return None
    used = [
        i
        for i in range(shape["buckets"])
        if struct.unpack_from("<I", fold.data, shape["buckets_at"] + 4 * i)[0] >= shape["first"]
    ]
    chosen = choose(random, used)
    if chosen is None:
        return None
    put(fold, shape["buckets_at"] + 4 * chosen, "<I", 0)
    return f"bucket {chosen}"


@kind
def hash_chain(fold, random):
    shape = fold.hash_shape() if fold.tag("GNU_HASH") else None
    if not shape or shape["count"] <= shape["first"]:
        return None
    chosen = random.randrange(shape["count"] - shape["first"])
    flip(fold, shape["chain_at"] + 4 * chosen + 1, 0x40)
    return f"chain entry {chosen}"


@kind
def hash_bloom(fold, random):
    shape = fold.hash_shape() if fold.tag("GNU_HASH") else None
    if not shape:
        return None
    used = [i for i in range(shape["bloom"]) if fold.word(shape["bloom_at"] + 8 * i)]
    chosen = choose(random, used)
    if chosen is None:
        return None
    put(fold, shape["bloom_at"] + 8 * chosen, "<Q", 0)
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
        at += struct.unpack_from("<I", fold.data, at + 16)[0]
    flip(fold, at + 9, 0x20)
    return f"definition {chosen}"


@kind
def version_need(fold, random):
    at = fold.tag("VERNEED")
    if at is None:
        return None
    at = fold.offset(at)
    aux = at + struct.unpack_from("<I", fold.data, at + 8)[0]
    for _ in range(random.randrange(struct.unpack_from("<H", fold.data, at + 2)[0])):
        aux += struct.unpack_from("<I", fold.data, aux + 12)[0]
    flip(fold, aux + 1, 0x20)
    return f"need at {aux:#x}"


# --- TLS, copies, bytes


def places_of(fold, types):
    return [
        (part, r[0] + part.bias) for part in fold.parts for r in part.relocations if r[1] in types and fold.offset(r[0] + part.bias)
    ]


@kind
def tls_offset(fold, random):
    """A thread-pointer offset that is in the file is off by an alignment."""
    relocated = {r[1] for r in fold.relocations()}
    places = [p for _, p in places_of(fold, [R_TPOFF64]) if p not in relocated]
    chosen = choose(random, places)
    if not chosen:
        return None
    by = random.choice([-32, -16, -8, 8, 16, 32])
    put(fold, fold.offset(chosen), "<q", struct.unpack_from("<q", fold.data, fold.offset(chosen))[0] + by)
    return f"TPOFF64 of {chosen:#x}: {by:+}"


@kind
def tls_block_offset(fold, random):
    relocated = {r[1] for r in fold.relocations()}
    places = [p for _, p in places_of(fold, [R_DTPOFF64]) if p not in relocated]
    places += [p + 8 for _, p in places_of(fold, [R_DTPMOD64]) if p + 8 not in relocated and fold.offset(p + 8)]
    chosen = choose(random, places)
    if not chosen:
        return None
    put(fold, fold.offset(chosen), "<Q", fold.word(fold.offset(chosen)) + random.choice([8, 16, 64]))
    return f"DTPOFF64 of {chosen:#x}"


@kind
def tls_size(fold, random):
    """The block is larger by its alignment: the program's part of it moves away from the thread pointer."""
    tls = fold.header(PT_TLS)
    if not tls or not fold.parts[0].tls:
        return None
    put(fold, tls.at + 40, "<Q", tls.memsz + max(tls.align, 16))
    return "PT_TLS p_memsz"


@kind
def tls_image(fold, random):
    tls = fold.header(PT_TLS)
    if not tls or not tls.filesz or not fold.parts[0].tls or not fold.parts[0].tls[1]:
        return None
    # The program's own initial values: their place is known from the thread pointer.
    vaddr, filesz, memsz, align = fold.parts[0].tls
    first = -vaddr % align
    distance = -(-(memsz - first) // align) * align + first
    whole = -(-tls.memsz // tls.align) * tls.align
    begin = whole - distance
    if not 0 <= begin < tls.filesz:
        return None
    at = begin + random.randrange(min(filesz, tls.filesz - begin))
    flip(fold, tls.offset + at, 1 << random.randrange(8))
    return f"byte {at:#x} of the TLS image"


@kind
def stale_copy(fold, random):
    """An object that a COPY relocation had brought into the program has another initial value."""
    program = fold.parts[0]
    kept = {r[1] for r in fold.relocations() if r[3] == R_COPY}
    copies = [r for r in program.relocations if r[1] == R_COPY and r[0] not in kept and r[3] and fold.offset(r[0]) is not None]
    relocated = {r[1] & ~7 for r in fold.relocations()}
    chosen = choose(random, copies)
    if not chosen:
        return None
    places = [chosen[0] + i for i in range(chosen[3]) if (chosen[0] + i) & ~7 not in relocated and fold.offset(chosen[0] + i)]
    at = choose(random, places)
    if not at:
        return None
    flip(fold, fold.offset(at), 1 << random.randrange(8))
    return f"{chosen[2]} at {at:#x}"


def byte_of(fold, random, flags):
    """A byte of a part's segment with these flags, which no relocation writes."""
    relocated = {r[1] & ~7 for r in fold.relocations() + fold.relocations("JMPREL", "PLTRELSZ")}
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


@kind
def byte_of_code(fold, random):
    at = byte_of(fold, random, 5)
    if at is None:
        return None
    flip(fold, fold.offset(at), 1 << random.randrange(8))
    return f"{at:#x}"


@kind
def byte_of_data(fold, random):
    at = byte_of(fold, random, 6)
    if at is None:
        return None
    flip(fold, fold.offset(at), 1 << random.randrange(8))
    return f"{at:#x}"


@kind
def byte_of_constants(fold, random):
    at = byte_of(fold, random, 4)
    if at is None:
        return None
    flip(fold, fold.offset(at), 1 << random.randrange(8))
    return f"{at:#x}"


# --- initialisers, the stub


def swap_entries(fold, random, entries):
    for _ in range(50):
        if len(entries) < 2:
            return None
        first, second = random.sample(entries, 2)
        a, b = (bytes(fold.data[e : e + 16]) for e in (first, second))
        if a != b:
            fold.data[first : first + 16], fold.data[second : second + 16] = b, a
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
    arrays = [e for e in entries if fold.word(e + 8) > 0]
    chosen = choose(random, arrays)
    if not chosen:
        return None
    put(fold, chosen + 8, "<Q", fold.word(chosen + 8) - 1)
    return f"the array at {chosen:#x}"


@kind
def stub_code(fold, random):
    if not fold.header(PT_INTERP):
        return None
    begin, end = fold.offset(fold.entry), fold.start_table()
    at = random.randrange(begin, end)
    flip(fold, at, 1 << random.randrange(8))
    return f"byte {at - begin:#x} of the stub"


@kind
def program_entry(fold, random):
    if not fold.header(PT_INTERP):
        return None
    at = fold.start_table()
    put(fold, at, "<Q", (fold.word(at) + random.choice([1, 4, 16])) % 2**64)
    return "the program's entry point"


@kind
def alias_name(fold, random):
    if not fold.header(PT_INTERP):
        return None
    distance = fold.word(fold.start_table() + 48)
    if not distance:
        return None
    node = (fold.entry + fold.start_table() - fold.offset(fold.entry) + distance) % 2**64
    names = [r for r in fold.relocations() if r[1] == node]
    at = fold.offset((names[0][4] if names else fold.word(fold.offset(node))) % 2**64)
    flip(fold, at + 3, 1)
    return "the first alias"


# --- segments, headers


def flag_change(fold, random, want, change):
    loads = [h for h in fold.loads if h.flags == want and h.filesz]
    chosen = choose(random, loads)
    if not chosen:
        return None
    put(fold, chosen.at + 4, "<I", change(chosen.flags))
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
    loads = [h for h in fold.loads if h.vaddr > fold.parts[0].loads[-1][0] and h.filesz and in_part(fold, h.vaddr)]
    loads = [h for h in loads if h.offset + 0x1000 + h.filesz <= len(fold.data)]
    moved = [h for h in loads if fold.data[h.offset : h.offset + h.filesz] != fold.data[h.offset + 4096 : h.offset + 4096 + h.filesz]]
    chosen = choose(random, moved)
    if not chosen:
        return None
    put(fold, chosen.at + 8, "<Q", chosen.offset + 0x1000)
    return f"PT_LOAD at {chosen.vaddr:#x}"


@kind
def segment_short(fold, random):
    """Its last bytes become zeros in memory."""
    written = {r[1] & ~7 for r in fold.relocations() + fold.relocations("JMPREL", "PLTRELSZ")}
    loads = [h for h in fold.loads if h.memsz > h.filesz > 16 and in_part(fold, h.vaddr)]
    loads = [h for h in loads if h.vaddr + h.filesz - 8 & ~7 not in written and h.vaddr + h.filesz - 1 & ~7 not in written]
    chosen = choose(random, [h for h in loads if any(fold.data[h.offset + h.filesz - 8 : h.offset + h.filesz])])
    if not chosen:
        return None
    put(fold, chosen.at + 32, "<Q", chosen.filesz - 8)
    return f"PT_LOAD at {chosen.vaddr:#x}"


@kind
def relro_lost(fold, random):
    entries = fold.start_entries()["relro"]
    chosen = choose(random, entries)
    if not chosen:
        return None
    put(fold, chosen + 8, "<Q", max(0, fold.word(chosen + 8) - 0x1000))
    return f"a page of the range at {chosen:#x}"


@kind
def relro_of_program(fold, random):
    relro = fold.header(PT_GNU_RELRO)
    if not relro:
        return None
    put(fold, relro.at + 40, "<Q", max(1, relro.memsz - 0x1000))
    return "PT_GNU_RELRO"


@kind
def stack_executable(fold, random):
    stack = fold.header(PT_GNU_STACK)
    put(fold, stack.at + 4, "<I", stack.flags ^ PF_X)
    return "PT_GNU_STACK p_flags"


@kind
def stack_size(fold, random):
    put(fold, fold.header(PT_GNU_STACK).at + 40, "<Q", 0x12000)
    return "PT_GNU_STACK p_memsz"


@kind
def interpreter(fold, random):
    interp = fold.header(PT_INTERP)
    if not interp:
        return None
    flip(fold, interp.offset + random.randrange(interp.filesz - 1), 2)
    return "PT_INTERP"


@kind
def needed_library(fold, random):
    needed = [at for at, tag, _ in fold.dynamic if tag == DT["NEEDED"]]
    if not needed:
        return None
    at = random.choice(needed)
    put(fold, at, "<Q", 0x6FFFF000)  # a tag that nobody reads
    return "a DT_NEEDED"


@kind
def dynamic_flags(fold, random):
    found = [(at, value) for at, tag, value in fold.dynamic if tag in (DT["FLAGS"], DT["FLAGS_1"])]
    chosen = choose(random, found)
    if not chosen:
        return None
    put(fold, chosen[0] + 8, "<Q", chosen[1] ^ random.choice([1, 8]))
    return "DT_FLAGS or DT_FLAGS_1"


@kind
def dynamic_run_by_libc(fold, random):
    """DT_INIT, DT_INIT_ARRAY and its like of the program."""
    found = [(at, tag, value) for at, tag, value in fold.dynamic if tag in (12, 25, 27, 32, 33, 26, 28)]
    at, tag, value = random.choice(found)
    put(fold, at, DYN.format, tag, value + 8)
    return f"tag {tag}"


@kind
def properties(fold, random):
    header = fold.header(PT_GNU_PROPERTY)
    if not header:
        return None
    at = header.offset + 16
    while at + 12 <= header.offset + header.filesz:
        kind_of, size = struct.unpack_from("<II", fold.data, at)
        if kind_of in (0xC0000002, 0xC0008002):
            flip(fold, at + 8, 1)
            return f"property {kind_of:#x}"
        at += 8 + (size + 7) // 8 * 8
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


# --- unwinding


@kind
def unwind_table(fold, random):
    """An entry of the search table leads to another function's FDE."""
    header = fold.header(PT_GNU_EH_FRAME)
    if not header:
        return None
    count = struct.unpack_from("<I", fold.data, header.offset + 8)[0]
    if count < 2:
        return None
    first = random.randrange(count - 1)
    at = header.offset + 12 + 8 * first
    put(fold, at + 4, "<i", struct.unpack_from("<i", fold.data, at + 12)[0])
    return f"entry {first}"


@kind
def unwind_lost(fold, random):
    header = fold.header(PT_GNU_EH_FRAME)
    if not header:
        return None
    count = struct.unpack_from("<I", fold.data, header.offset + 8)[0]
    put(fold, header.offset + 8, "<I", count - 1)
    return "the last entry"


@kind
def unwind_record(fold, random):
    """A function's range, or where it begins."""
    header = fold.header(PT_GNU_EH_FRAME)
    if not header:
        return None
    count = struct.unpack_from("<I", fold.data, header.offset + 8)[0]
    if not count:
        return None
    at = header.offset + 12 + 8 * random.randrange(count)
    fde = fold.offset(header.vaddr + struct.unpack_from("<i", fold.data, at + 4)[0])
    flip(fold, fde + random.choice([8, 12]), 1 << random.randrange(1, 4))
    return f"the FDE at {fde:#x}"
