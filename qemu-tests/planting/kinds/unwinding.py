"""What an unwinder reads: .eh_frame_hdr and the records that it leads to, arm's .ARM.exidx."""

from planting.layout import PT_ARM_EXIDX, PT_GNU_EH_FRAME

from .kind import kind


def search_table(fold):
    """(file offset, address) of .eh_frame_hdr, and its number of entries; None: it has none."""
    header = fold.header(PT_GNU_EH_FRAME)
    count = fold.read("I", header.offset + 8) if header else 0
    return (header, count) if count else (None, 0)


@kind
def unwind_table(fold, random):
    """An entry of the search table leads to another function's FDE."""
    header, count = search_table(fold)
    if count < 2:
        return None
    first = random.randrange(count - 1)
    at = header.offset + 12 + 8 * first
    fold.put("i", at + 4, fold.read("i", at + 12))
    return f"entry {first}"


@kind
def unwind_lost(fold, random):
    header, count = search_table(fold)
    if not count:
        return None
    fold.put("I", header.offset + 8, count - 1)
    return "the last entry"


@kind
def unwind_record(fold, random):
    """A function's range, or where it begins."""
    header, count = search_table(fold)
    if not count:
        return None
    at = header.offset + 12 + 8 * random.randrange(count)
    fde = fold.offset(header.vaddr + fold.read("i", at + 4))
    number = fde + random.choice([8, 12])
    fold.put("I", number, fold.read("I", number) ^ 1 << random.randrange(1, 4))
    return f"the FDE at {fde:#x}"


@kind
def index_entry(fold, random):
    """An entry of .ARM.exidx gets its neighbour's instructions."""
    header = fold.header(PT_ARM_EXIDX)
    count = header.filesz // 8 if header else 0
    for _ in range(50):
        if count < 2:
            return None
        at = header.offset + 8 * random.randrange(count - 1)
        here, there = fold.read("I", at + 4), fold.read("I", at + 12)
        # An offset to .ARM.extab is from its own place.
        there = there if there == 1 or there >> 31 else (there + 8) & 0x7FFFFFFF
        if here != there:
            fold.put("I", at + 4, there)
            return f"the entry at {at:#x}"
    return None


@kind
def index_order(fold, random):
    """Two neighbours of .ARM.exidx change places: a search by halves goes astray."""
    header = fold.header(PT_ARM_EXIDX)
    count = header.filesz // 8 if header else 0
    if count < 2:
        return None
    at = header.offset + 8 * random.randrange(count - 1)
    fold.exchange(at, at + 8, 8)
    return f"the entries at {at:#x}"
