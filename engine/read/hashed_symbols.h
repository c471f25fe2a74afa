// Which symbols a loader's lookup can find: those that the hash table leads to under their own
// names.
#pragma once

#include <span>
#include <vector>

#include "read/symbols.h"

namespace onefold {

// By symbol: whether DT_GNU_HASH leads to it, or, where there is none, DT_HASH (glibc,
// elf/dl-lookup.c, do_lookup_x). Without either, none. count_symbols has checked the tables.
Result<std::vector<bool>> find_hashed_symbols(const Module& module,
                                              std::span<const Symbol> symbols);

}  // namespace onefold
