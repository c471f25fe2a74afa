// Code of the fold's own by which IFUNCs are called (plan/ifunc_calls.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "machine/machine.h"

namespace onefold {

struct IfuncCode {
  uint32_t thunk_size;  // bytes
  // Goes on, as if that had been called, to the function whose address the word at `slot` holds.
  // Image addresses within 2 GiB of each other.
  void (*write_thunk)(std::span<std::byte> to, uint64_t at, uint64_t slot);
};

// Of the machine; null: not known.
const IfuncCode* find_ifunc_code(const Machine& machine);

}  // namespace onefold
