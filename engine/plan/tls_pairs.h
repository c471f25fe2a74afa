// Pairs of words for __tls_get_addr: a module's number (DTPMOD) and an offset in its block.
#pragma once

#include <cstdint>
#include <unordered_set>

#include "machine/machine.h"
#include "resolve/linkable.h"

namespace onefold {

// Addresses of second words that a relocation of their own writes (DTPOFF, as a rule). The others
// hold an offset known since link time. Errors: a module's number that another relocation writes
// too.
Result<std::unordered_set<uint64_t>> written_second_words(const Linkable& linkable,
                                                          const Machine& machine);

}  // namespace onefold
