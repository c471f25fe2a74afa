// Names, types and sizes of the fold's own sections.
#pragma once

#include "plan/plan.h"

namespace onefold {

// Everything but sizes and places.
// `page`: the machine's largest, where what stays writable begins.
void describe_own_sections(OwnSections& own, Format format, uint64_t page);

// The sizes of the read-only ones, once symbols, fixups and strings are final.
void set_read_only_sizes(Plan& plan);

// DT_GNU_HASH's parameters for `exports` symbols.
struct GnuHashShape {
  uint32_t buckets = 1;
  uint32_t bloom_words = 1;  // a power of two, of address size
  uint32_t bloom_shift = 26;
};
GnuHashShape gnu_hash_shape(const DynamicSymbols& symbols, Format format);

}  // namespace onefold
