// The order in which ld.so runs initialisers.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/closure.h"

namespace onefold {

// Closure indices, each once: dependencies before those that need them, the program last; cycles
// are cut as ld.so's dynamic sort cuts them (glibc, elf/dl-sort-maps.c, dl_sort_maps: depth-first
// over DT_NEEDED from the back of the list). DF_1_INITFIRST goes first.
std::vector<uint32_t> init_order(const Closure& closure);

}  // namespace onefold
