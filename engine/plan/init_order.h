// The order in which a loader runs initialisers.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/closure.h"

namespace onefold {

// Closure indices, each once: dependencies before those that need them, the program last; cycles
// are cut as ld.so's dynamic sort cuts them (glibc, elf/dl-sort-maps.c, dl_sort_maps: depth-first
// over DT_NEEDED from the back of the list), or as musl's does (ldso/dynlink.c, queue_ctors:
// depth-first from the program). Finalisers run in the reverse of this order. Those of `left_out`
// are not there, and their needs count for nothing.
std::vector<uint32_t> dependency_order(const Closure& closure, std::vector<bool> left_out = {});

// The order of initialisers: the same, but for the last library loaded with DF_1_INITFIRST, which
// goes first (elf/dl-init.c; musl has none).
std::vector<uint32_t> with_init_first(const Closure& closure, std::vector<uint32_t> order);

}  // namespace onefold
