"""Defects of the dynamic section, its strings, symbols and hash tables. gABI chapters 4 and 5."""

from defects import ALL, defect, line, outside_loads, outside_strings, short_table
from elf import BE32, BE64, DYNAMIC_TAGS, LE32, LE64

NOWHERE = 0x70000000  # an address that no PT_LOAD has


def without(image, tag):
    """Turns the entry into another that asks for nothing."""
    image.set(tag, "d_tag", DYNAMIC_TAGS["DT_DEBUG"])


def strings_size(image):
    return image.get("DT_STRSZ", "d_val")


def symbol_count(image):
    return image.get("Hash.nchain", "value")


@defect(*ALL)
def strtab_outside_loads(image):
    return outside_loads(image, "DT_STRTAB", "DT_STRTAB", NOWHERE)


@defect(LE64, BE32)
def strtab_at_the_top(image):
    return outside_loads(image, "DT_STRTAB", "DT_STRTAB", image.format.top)


@defect(BE64, LE32)
def strsz_past_load(image):
    left = image.end() - image.at(".dynstr")
    image.set("DT_STRSZ", "d_val", left + 1)
    return short_table(image, "DT_STRTAB", "DT_STRTAB", ".dynstr", f"{left + 1} bytes")


@defect(*ALL)
def strsz_overflow(image):
    image.set("DT_STRSZ", "d_val", image.format.top)
    return short_table(image, "DT_STRTAB", "DT_STRTAB", ".dynstr", f"{image.format.top} bytes")


@defect(LE64, BE32)
def strsz_missing(image):
    without(image, "DT_STRSZ")
    return line("DT_STRSZ", image.at("DT_STRTAB"), "an entry beside DT_STRTAB", "none")


@defect(LE64, BE32)
def strsz_zero(image):
    image.set("DT_STRSZ", "d_val", 0)
    return outside_strings(image, "DT_SONAME", "DT_SONAME", 0, image.get("DT_SONAME", "d_val"))


@defect(BE64, LE32)
def strtab_missing(image):
    without(image, "DT_STRTAB")
    return outside_strings(image, "DT_SONAME", "DT_SONAME", 0, image.get("DT_SONAME", "d_val"))


def string_tag(image, tag, value=None):
    image.set(tag, "d_val", strings_size(image) if value is None else value)
    return outside_strings(image, tag.split(".")[0], tag, strings_size(image),
                           image.get(tag, "d_val"))


@defect(LE64, BE32)
def needed_outside_strings(image):
    return string_tag(image, "DT_NEEDED.1")


@defect(*ALL)
def needed_overflow(image):
    return string_tag(image, "DT_NEEDED", image.format.top)


@defect(BE64, LE32)
def soname_outside_strings(image):
    return string_tag(image, "DT_SONAME")


@defect(LE64, BE32)
def runpath_outside_strings(image):
    return string_tag(image, "DT_RUNPATH")


@defect(BE64, LE32, shape="program")
def rpath_outside_strings(image):
    return string_tag(image, "DT_RPATH")


@defect(*ALL)
def needed_unterminated(image):
    """DT_STRSZ ends in the middle of the last string, and DT_NEEDED names that one."""
    size = strings_size(image) - 2
    start = bytes(image.data).rindex(b"\0", 0, image.at(".dynstr") + size) + 1 - image.at(".dynstr")
    image.set("DT_STRSZ", "d_val", size)
    image.set("DT_NEEDED", "d_val", start)
    return line("DT_NEEDED", image.at("DT_NEEDED"), "a string that ends in NUL inside its table",
                f"{size - start} bytes without one")


def entry_size(image, tag, value, expected):
    image.set(tag, "d_val", value)
    return line(tag, image.at(tag), str(expected), str(value))


@defect(*ALL)
def syment_zero(image):
    return entry_size(image, "DT_SYMENT", 0, image.format.size("Sym"))


@defect(LE64, BE32)
def syment_huge(image):
    return entry_size(image, "DT_SYMENT", image.format.top, image.format.size("Sym"))


@defect(LE64, BE64, BE32)
def relaent_zero(image):
    return entry_size(image, "DT_RELAENT", 0, image.format.size("Rela"))


@defect(LE64, BE64, BE32)
def relaent_huge(image):
    return entry_size(image, "DT_RELAENT", image.format.top, image.format.size("Rela"))


@defect(LE32)
def relent_zero(image):
    return entry_size(image, "DT_RELENT", 0, image.format.size("Rel"))


@defect(LE32)
def relent_of_rela(image):
    return entry_size(image, "DT_RELENT", 12, image.format.size("Rel"))


@defect(*ALL)
def relrent_zero(image):
    return entry_size(image, "DT_RELRENT", 0, image.format.word)


@defect(BE64, LE32)
def relrent_huge(image):
    return entry_size(image, "DT_RELRENT", image.format.top, image.format.word)


@defect(LE64, BE32)
def pltrel_unknown(image):
    return entry_size(image, "DT_PLTREL", 8, "17 or 7")


@defect(BE64, LE32)
def symtab_missing(image):
    """Found by who asks for it: the hash table."""
    without(image, "DT_SYMTAB")
    return line("DT_SYMTAB", None, "a symbol table for the relocations or hash table", "none")


@defect(*ALL)
def symtab_outside_loads(image):
    return outside_loads(image, "DT_SYMTAB", "DT_SYMTAB", NOWHERE)


@defect(*ALL)
def symtab_past_load(image):
    """The table begins at the last bytes of its PT_LOAD."""
    f = image.format
    address, count = image.address(".dynsym"), symbol_count(image)
    last = address + image.end() - image.at(".dynsym") - f.size("Sym")
    image.set("DT_SYMTAB", "d_val", last)
    return line("DT_SYMTAB", image.at("DT_SYMTAB"),
                f"a table inside its PT_LOAD's file-backed bytes, {f.size('Sym')} from there",
                f"{count} entries of {f.size('Sym')} bytes at address {last:#x}")


@defect(LE64, BE32)
def symbol_name_outside_strings(image):
    image.set("Sym.2", "st_name", strings_size(image))
    return outside_strings(image, "st_name", "Sym.2", strings_size(image), strings_size(image))


@defect(BE64, LE32)
def symbol_name_huge(image):
    image.set("Sym.7", "st_name", 0xffffffff)
    return outside_strings(image, "st_name", "Sym.7", strings_size(image), 0xffffffff)


@defect(LE64, BE32)
def hash_outside_loads(image):
    return outside_loads(image, "DT_HASH", "DT_HASH", NOWHERE)


@defect(*ALL)
def hash_short(image):
    """One entry is left of its PT_LOAD."""
    f = image.format
    size = f.size(f.hash_entry)
    image.set("DT_HASH", "d_val", image.address(".hash") + image.end() - image.at(".hash") - size)
    return line("DT_HASH", image.end() - size, "nbucket and nchain", f"{size} bytes")


@defect(LE64, BE64, shape="old-library")
def hash_nbucket_zero(image):
    image.set("Hash.nbucket", "value", 0)
    return line("DT_HASH nbucket", image.at("Hash.nbucket"), "at least 1", "0")


def hash_too_large(image, nbucket, nchain):
    f = image.format
    image.set("Hash.nbucket", "value", nbucket)
    image.set("Hash.nchain", "value", nchain)
    left = (image.end() - image.at("Hash.bucket.0")) // f.size(f.hash_entry)
    return line("DT_HASH nchain", image.at("Hash.nchain"),
                f"nbucket + nchain of at most {left}, to the end of the segment",
                f"{nbucket} + {nchain}")


@defect(LE64, BE32)
def hash_nbucket_huge(image):
    return hash_too_large(image, 0xfffffff0, 8)


@defect(BE64, LE32)
def hash_nchain_huge(image):
    return hash_too_large(image, 2, 0xffffffff)


@defect(LE64, LE32, BE32)
def hash_sum_overflow(image):
    return hash_too_large(image, 2, 0xffffffff)


@defect(BE64, shape="old-library")
def hash_sum_of_64_bits_overflow(image):
    return hash_too_large(image, 2, (1 << 64) - 1)


def hash_index(image, label, index):
    image.set(label, "value", index)
    field = "DT_HASH bucket" if "bucket" in label else "DT_HASH chain"
    return line(field, image.at(label), f"a symbol index below nchain ({symbol_count(image)})",
                str(index))


@defect(LE64, BE32)
def hash_bucket_outside_chains(image):
    return hash_index(image, "Hash.bucket.0", symbol_count(image))


@defect(BE64, LE32)
def hash_bucket_huge(image):
    return hash_index(image, "Hash.bucket.0", 0xffffffff)


def first_of_bucket(image, bucket=0):
    return image.get(f"Hash.bucket.{bucket}", "value")


@defect(*ALL)
def hash_chain_outside(image):
    return hash_index(image, f"Hash.chain.{first_of_bucket(image)}", symbol_count(image))


@defect(*ALL)
def hash_chain_of_itself(image):
    first = first_of_bucket(image)
    label = f"Hash.chain.{first}"
    image.set(label, "value", first)
    return line("DT_HASH chain", image.at(label), "each symbol in one chain, once",
                f"symbol {first} again")


@defect(*ALL, shape="old-library")
def hash_chain_loops(image):
    """The last of a chain leads back to its first."""
    first = last = first_of_bucket(image)
    while image.get(f"Hash.chain.{last}", "value"):
        last = image.get(f"Hash.chain.{last}", "value")
    image.set(f"Hash.chain.{last}", "value", first)
    return line("DT_HASH chain", image.at(f"Hash.chain.{last}"), "each symbol in one chain, once",
                f"symbol {first} again")


@defect(LE64, BE32)
def hash_buckets_share_a_chain(image):
    first = first_of_bucket(image)
    image.set("Hash.bucket.1", "value", first)
    return line("DT_HASH bucket", image.at("Hash.bucket.1"), "each symbol in one chain, once",
                f"symbol {first} again")


@defect(LE64, BE32)
def gnu_hash_outside_loads(image):
    return outside_loads(image, "DT_GNU_HASH", "DT_GNU_HASH", NOWHERE)


@defect(*ALL)
def gnu_hash_short(image):
    """12 of the header's 16 bytes are left of its PT_LOAD."""
    start = image.address(".gnu.hash") + image.end() - image.at(".gnu.hash")
    image.set("DT_GNU_HASH", "d_val", start - 12)
    return line("DT_GNU_HASH", image.end() - 12, "a header of 16 bytes", "12 bytes")


def gnu_hash_header(image, field, value, expected):
    image.set(f"GnuHash.{field}", "value", value)
    return line(f"DT_GNU_HASH {field}", image.at(f"GnuHash.{field}"), expected, str(value))


@defect(LE64, BE32, shape="program")
def gnu_hash_nbuckets_zero(image):
    return gnu_hash_header(image, "nbuckets", 0, "at least 1")


@defect(*ALL)
def gnu_hash_nbuckets_huge(image):
    left = (image.end() - image.at("GnuHash.bucket.0")) // 4
    return gnu_hash_header(image, "nbuckets", 0xffffffff, f"at most {left}, to the end of the segment")


@defect(LE64, BE32)
def gnu_hash_bloom_empty(image):
    return gnu_hash_header(image, "bloom_size", 0, "a power of two")


@defect(BE64, LE32)
def gnu_hash_bloom_not_a_power_of_two(image):
    return gnu_hash_header(image, "bloom_size", 3, "a power of two")


@defect(*ALL)
def gnu_hash_bloom_huge(image):
    left = (image.end() - image.at("GnuHash.bloom")) // image.format.word
    return gnu_hash_header(image, "bloom_size", 0x80000000,
                           f"at most {left}, to the end of the segment")


def gnu_hash_bucket(image, value):
    image.set("GnuHash.bucket.1", "value", value)
    first = image.get("GnuHash.symoffset", "value")
    return line("DT_GNU_HASH bucket", image.at("GnuHash.bucket.1"),
                f"0 or a symbol index from symoffset ({first}) whose chain is inside the segment",
                str(value))


@defect(LE64, BE32, shape="program")
def gnu_hash_bucket_below_symoffset(image):
    return gnu_hash_bucket(image, image.get("GnuHash.symoffset", "value") - 1)


@defect(BE64, LE32, shape="stripped-program")
def gnu_hash_bucket_past_load(image):
    first = image.get("GnuHash.symoffset", "value")
    chains = (image.end() - image.at(f"GnuHash.chain.{first}")) // 4
    return gnu_hash_bucket(image, first + chains)


@defect(*ALL, shape="program")
def gnu_hash_bucket_huge(image):
    return gnu_hash_bucket(image, 0xffffffff)


@defect(*ALL, shape="stripped-program")
def gnu_hash_chain_without_end(image):
    """The chain is the last word of the PT_LOAD, and that has no bit 0."""
    first = image.get("GnuHash.symoffset", "value")
    chains = image.at(f"GnuHash.chain.{first}")
    count = (image.end() - chains) // 4
    image.set("GnuHash.bucket.1", "value", first + count - 1)
    last = chains + 4 * (count - 1)
    image.put(last, bytes(4))
    return line("DT_GNU_HASH chain", last, "an entry with bit 0 set, which ends the chain",
                "1 entries without one")


@defect(LE64, BE32, shape="long-names")
def needed_longer_than_a_path(image):
    image.set("DT_NEEDED", "d_val", image.at("Long") - image.at(".dynstr"))
    return line("DT_NEEDED", image.at("DT_NEEDED"), "a name of at most 4096 bytes", "a longer one")
