// How often the process has asked for memory: the bench program counts calls of operator new.
#pragma once

#include <cstdint>

namespace onefold {

uint64_t allocations_so_far();

}  // namespace onefold
