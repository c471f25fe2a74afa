// How many of what, as a sentence has it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onefold {

// "1 library", "12 libraries".
inline std::string counted(uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

}  // namespace onefold
