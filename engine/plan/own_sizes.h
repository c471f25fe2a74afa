// Names, types, sizes and places of the fold's own sections.
#pragma once

#include <initializer_list>

#include "plan/plan.h"

namespace onefold {

// Everything but sizes and places.
// `page`: the machine's largest, where what stays writable begins.
void describe_own_sections(OwnSections& own, Format format, uint64_t page);

// The sizes of the read-only ones, once symbols, fixups and strings are final.
void set_read_only_sizes(Plan& plan);

// Those of the machine's own program headers, with the program's bytes. Errors: bytes outside of
// its file.
Result<void> describe_processor_sections(Plan& plan);

// One PT_LOAD with these sections, one after the other; those without a size are left out.
PlannedLoad& place_block(Plan& plan, uint32_t flags, std::initializer_list<Own> sections);

// DT_GNU_HASH's parameters for `exports` symbols.
struct GnuHashShape {
  uint32_t buckets = 1;
  uint32_t bloom_words = 1;  // a power of two, of address size
  uint32_t bloom_shift = 26;
};
GnuHashShape gnu_hash_shape(const DynamicSymbols& symbols, Format format);

}  // namespace onefold
