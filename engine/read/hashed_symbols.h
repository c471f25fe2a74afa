// Which symbols a loader's lookup can find: those that the hash table leads to under their own
// names.
#pragma once

#include <span>
#include <vector>

#include "read/symbols.h"

namespace onefold {

struct HashedSymbols {
  std::vector<bool> reached;  // by symbol
  // Where lookups do not meet them in .dynsym's order: the symbols reached as lookups meet them,
  // then the others but for the null symbol.
  std::vector<uint32_t> order;
};

// By DT_GNU_HASH, whose chains have .dynsym's order, or, where there is none, DT_HASH, whose chains
// have any (glibc, elf/dl-lookup.c, do_lookup_x). Without either, none is reached. count_symbols
// has checked the tables.
Result<HashedSymbols> find_hashed_symbols(const Module& module, std::span<const Symbol> symbols);

}  // namespace onefold
