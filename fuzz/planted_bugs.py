"""One guard of the engine taken out, or off by one, at a time. Each: the fuzz target that should notice, the file under
engine/, its text (or the part of it that changes), what stands there instead, and what is wrong with that.

`old` must stand in the file exactly once. In `new`, PLANTED is true for the run in which the bug is there: all are built at
once, and a run has one. What no input could show (a second guard behind the first) is no planted bug: such a one is
replaced. In BIG the code goes wrong in big-endian files alone.
"""

from collections import namedtuple

Planted = namedtuple("Planted", "target file old new why")

BIG = "E::kOrder == std::endian::big"


def guard(target, file, condition, why, where="true"):
    """`if (condition)` that never holds, or not `where`."""
    return Planted(target, file, f"if ({condition})", f"if (!(PLANTED && {where}) && ({condition}))", why)


def value(target, file, old, new, why):
    """An expression that becomes another."""
    return Planted(target, file, old, f"(PLANTED ? ({new}) : ({old}))", why)


def step(target, file, old, new, why):
    """A statement that becomes another, or none."""
    return Planted(target, file, old, f"if (PLANTED) {{ {new} }} else {{ {old} }}", why)


PLANTED = [
    # The door to the file's bytes.
    guard("read", "base/file_view.cc", "!range_within(at.value, size, bytes_.size())", "a range may end behind the file"),
    value("read", "base/file_view.cc", "range_within(at.value, size, bytes_.size())", "range_within(at.value, size, bytes_.size() + 1)",
            "a range may end one byte behind the file"),
    guard("read", "base/file_view.cc", "offset >= table.size()", "a string may begin behind its table"),
    guard("read", "base/file_view.cc", "end == nullptr", "a string may have no end"),
    # Program headers.
    step("read", "read/segments.cc", 'ONEFOLD_CHECK(checks.in_file(s, "PT_LOAD"));', "", "a PT_LOAD may end behind the file"),
    step("read", "read/segments.cc", 'ONEFOLD_CHECK(checks.filesz_fits_memsz(s, "PT_LOAD"));', "",
            "a PT_LOAD may have more bytes in the file than in memory"),
    step("read", "read/segments.cc", 'ONEFOLD_CHECK(checks.in_address_space(s, "PT_LOAD"));', "",
            "a PT_LOAD's addresses may wrap"),
    guard("read", "read/segments.cc", "!loads.empty() && s.vaddr < loads.back()->end()", "PT_LOADs may overlap"),
    value("read", "read/segments.cc", "s.vaddr < loads.back()->end()", "s.vaddr + 1 < loads.back()->end()",
            "PT_LOADs may overlap by a byte"),
    guard("read", "read/segments.cc", "find_segment(*segments, PT_LOAD) == nullptr", "there may be no PT_LOAD at all"),
    Planted("agreement", "read/segments.cc", ".align = raw.p_align,",
            f".align = PLANTED && {BIG} ? typename E::Native{{raw.p_align}} & 0xffff : typename E::Native{{raw.p_align}},",
            "big-endian: p_align is cut to 16 bits"),
    # The dynamic section and its strings.
    guard("read", "read/module.cc", "size == nullptr", "DT_STRTAB may stand without DT_STRSZ"),
    guard("read", "read/module.cc", "size > from.size()", "a table may end behind its segment's bytes"),
    value("read", "read/module.cc", "size > from.size()", "size > from.size() + 1",
            "a table may end one byte behind its segment's bytes"),
    step("read", "read/module.cc", "if (dyn.d_tag == DT_NULL) return entries;",
            f"if (dyn.d_tag == DT_NULL && !({BIG} && entries.empty())) return entries;",
            "big-endian: a DT_NULL in front is an entry"),
    # Hash tables.
    value("read", "read/hash_tables.cc", "nbucket > rest.size() || nchain > rest.size() - nbucket", "nbucket > rest.size()",
            "DT_HASH's chains may end behind the segment"),
    guard("read", "read/hash_tables.cc", "index >= nchain", "DT_HASH may name a symbol that is not there"),
    value("read", "read/hash_tables.cc", "index >= nchain", "index > nchain", "DT_HASH may name the symbol behind the last"),
    guard("read", "read/hash_tables.cc", "seen[as_size(index)]", "DT_HASH's chains may loop"),
    guard("read", "read/hash_tables.cc", "bloom_size > rest.size() / kBloomWord", "the Bloom filter may end behind the segment"),
    guard("read", "read/hash_tables.cc", "nbuckets > words.size()", "DT_GNU_HASH's buckets may end behind the segment"),
    guard("read", "read/hash_tables.cc", "nbuckets > words.size()",
          "big-endian: DT_GNU_HASH's buckets may end behind the segment", BIG),
    value("read", "read/hash_tables.cc", "index < symoffset || index - symoffset >= chains.size()", "index < symoffset",
            "a bucket may lead behind DT_GNU_HASH's chains"),
    # Symbol versions.
    guard("read", "read/versions.cc", "!fits(start.at)", "a version table may begin behind its segment"),
    guard("read", "read/versions.cc", "!fits(at + step)", "a link may lead behind the version table"),
    value("read", "read/versions.cc", "table_.size() - at >= sizeof(T)", "table_.size() - at + 1 >= sizeof(T)",
            "a version's record may end one byte behind its segment"),
    # Relocations.
    guard("read", "read/relocations.cc", "size != 0 && !checks.holds(relocation.place, size)",
          "a relocation may lie outside of PT_LOADs"),
    guard("read", "read/relocations.cc", "size != 0 && !checks.holds(relocation.place, size)",
          "big-endian: a relocation may lie outside of PT_LOADs", BIG),
    guard("read", "read/relocations.cc", "!checks.has_symbol(relocation.symbol)", "a relocation may name a symbol that is not there"),
    value("read", "read/relocations.cc", "index < symbol_count_ || index == 0", "index <= symbol_count_ || index == 0",
            "a relocation may name the symbol behind the last"),
    guard("read", "read/relocations.cc", "!next", "DT_RELR may begin with a bitmap"),
    Planted("read", "read/relocations.cc", "relocation.place = ModuleAddress(at);\n      if (!checks.holds(relocation.place, kWord)) {",
            "relocation.place = ModuleAddress(at);\n      if (!PLANTED && !checks.holds(relocation.place, kWord)) {",
            "a bit of DT_RELR may lead outside of PT_LOADs"),
    Planted("read", "read/relocations.cc", "if (size == nullptr) {\n    return fail(\n        module.file.error(tags.name",
            "if (!PLANTED && size == nullptr) {\n    return fail(\n        module.file.error(tags.name",
            "a relocation table may have no size"),
    # Notes.
    guard("read", "read/notes.cc", "!range_within(desc_at, desc_size, rest.size())", "a note may end behind its segment"),
    guard("read", "read/notes.cc", "!range_within(desc_at, desc_size, rest.size())",
          "big-endian: a note may end behind its segment", BIG),
    guard("read", "read/notes.cc", "!range_within(kHead, size, rest.size())", "a GNU property may end behind its note"),
    guard("read", "read/notes.cc", "words.size() < 2", "a GNU property may have half a head"),
    # Unwinding.
    guard("read", "read/eh_cursor.h", "size > rest_.size()", "a field of .eh_frame may end behind its record"),
    guard("read", "read/eh_cursor.h", "size > rest_.size()",
          "big-endian: a field of .eh_frame may end behind its record", BIG),
    guard("read", "read/eh_cursor.h", "end == rest_.end()", "an augmentation string may have no end"),
    Planted("read", "read/eh_frame.cc", "id > record.body_at.value || cie_ == cies_.size() ||",
            "(!PLANTED && (id > record.body_at.value || cie_ == cies_.size())) ||", "an FDE may stand before any CIE"),
    # Libraries are found.
    guard("closure", "resolve/ld_so_cache.cc", "at >= file_.size()", "ld.so.cache may name a string behind its end"),
    value("closure", "resolve/ld_so_cache.cc", "(file.size() - header_end) / entry_size >= count",
            "(file.size() - header_end) / entry_size >= count / 2", "ld.so.cache may have half of its entries alone"),
    # Symbols are found.
    step("lookup", "resolve/scope.cc", "if (only_own && found.module != reference.module) continue;", "",
            "DF_SYMBOLIC looks into other modules"),
    Planted("lookup", "resolve/scope.cc", "for (auto i = static_cast<uint32_t>(table.size()); i-- > 1;) {",
            "for (auto i = static_cast<uint32_t>(table.size()); i-- > (PLANTED ? 2 : 1);) {", "a module's first symbol is not found"),
    step("lookup", "resolve/crowded_name.cc", "if (own == of_module_.end()) return std::nullopt;", "",
            "of a name that many define, a module without one has one"),
    step("fold", "resolve/linkable.cc", "ONEFOLD_CHECK(refuse_unhashed_definitions(module, linkable.symbols, hashed.reached));",
            "static_cast<void>(refuse_unhashed_definitions(module, linkable.symbols, hashed.reached));",
            "a definition that no lookup finds is found in the fold"),
    step("fold", "resolve/definition.cc", "if (index < 3) return Match::kYes;", "if (index < 2) return Match::kYes;",
            "an unversioned reference takes the default version instead of the oldest"),
    # Addresses are decided.
    value("fold", "plan/layout.cc", "size <= room_over_dead_tables(program)", "true",
          "the program headers grow over what is in use"),
    step("fold", "plan/tls.cc", "return align_up(tls.memsz - first_byte, align_of(tls)) + first_byte;",
            "return align_up(tls.memsz - first_byte + 1, align_of(tls)) + first_byte;", "variant II: a block one byte too large"),
    # Bytes are written.
    guard("fold", "rewrite/make_image.cc", "load.filesz - at < patch->size", "a patch may end behind its segment"),
    value("fold", "rewrite/make_image.cc", "skip < from.filesz", "true", "a copied object in .bss has bytes of the file"),
    Planted("fold", "rewrite/make_image.cc", "const Field<T, std::endian::big> field(number);",
            "const Field<T, std::endian::big> field(PLANTED ? static_cast<T>(number & ~T{1}) : number);",
            "big-endian: a written word loses its lowest bit"),
    step("fold", "rewrite/dynamic_tables.cc", "raw.r_info = info;",
            f"raw.r_info = {BIG} && symbol > 1 ? static_cast<typename E::Native>(relocation_info<E>(symbol - 1, fixup.type)) : info;",
            "big-endian: a relocation names the symbol before its own"),
    # PT_GNU_STACK is set.
    guard("stack", "stack/stack.cc", "located.stack", "of two PT_GNU_STACKs the last is set, which not all read"),
    step("stack", "stack/stack.cc", "ONEFOLD_CHECK(check_width(file, located.header.format, edit));",
            "static_cast<void>(check_width(file, located.header.format, edit));",
            "a size of 64 bits is cut to a 32-bit file's"),
    value("stack", "stack/stack.cc", "std::min(kFlags, kMemsz)", "kMemsz", "64-bit: of both fields the flags are not written"),
    guard("stack", "stack/add_header.cc", "bias % page != 0", "a table of program headers may lie on no whole page"),
    value("stack", "stack/add_header.cc", "std::max<uint64_t>(module.file.size(), memory_end - bias)", "module.file.size()",
            "the table may lie over the program's zeros"),
    # The second opinion itself.
    value("verify", "verify/object.cc", "s < object.symbols.size() && s - first < chain.size()", "s < object.symbols.size()",
            "verify reads behind DT_GNU_HASH's chains"),
]
