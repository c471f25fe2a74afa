// The hash tables over .dynsym, checked so that a lookup in them always ends.
#pragma once

#include "read/module.h"

namespace onefold {

// DT_HASH: nchain, the number of symbols. gABI chapter 5, "Hash Table". Errors: nbucket of 0,
// tables outside the segment, an index of nchain or more, a symbol in two chains or in a chain that
// loops.
Result<uint64_t> count_by_sysv_hash(const Module& module, const DynamicEntry& entry);

// DT_GNU_HASH: one more than the last hashed symbol. Errors: nbuckets of 0, a bloom filter whose
// size is no power of two (ld.so asserts it), tables outside the segment, a bucket below symoffset,
// a chain without an end.
Result<uint64_t> count_by_gnu_hash(const Module& module, const DynamicEntry& entry);

}  // namespace onefold
