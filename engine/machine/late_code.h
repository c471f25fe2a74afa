// What the fold has in the place of dlopen and dlmopen, where an initialiser waits for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace onefold {

// Image addresses within 2 GiB of each other.
struct LateThunk {
  uint64_t at = 0;       // of the thunk
  uint64_t first = 0;    // a function without arguments, which is called
  uint64_t goes_on = 0;  // the function that is then entered as if it had been called
};

struct LateCode {
  uint32_t thunk_size;
  void (*write_thunk)(std::span<std::byte> to, const LateThunk& thunk);
};

}  // namespace onefold
