// What an output may have of bytes that nothing wrote.
#pragma once

#include <cstdint>

namespace onefold {

// Bytes. A gap in an output costs only a hole, but shows in its size.
constexpr uint64_t kMostHole = uint64_t{1} << 30;

}  // namespace onefold
