// Functions that a compiler's start files put into every library and that mostly have nothing to
// do.
#pragma once

#include <cstdint>
#include <optional>

namespace onefold {

// Does nothing while the word at `unless` is zero; none: never does anything.
struct IdleFunction {
  std::optional<uint64_t> unless;
};

}  // namespace onefold
