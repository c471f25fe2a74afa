// What a fuzz target asserts. A property that does not hold is a crash, which every engine notices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace onefold::fuzz {

inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

inline std::span<const std::byte> as_input(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const std::byte*>(data), size};
}

// An error is one line that says what was expected and what was found.
inline void require_whole(const Error& error) {
  require(!error.field.empty() && !error.expected.empty() && !error.found.empty());
  require(to_string(error).find('\n') == std::string::npos);
}

// Everything that was seen, in one number.
class Digest {
 public:
  void add(uint64_t value) { state_ = (state_ ^ value) * 0x9e3779b97f4a7c15 + (state_ >> 29); }
  void add(std::string_view text) {
    add(text.size());
    add(std::hash<std::string_view>()(text));
  }
  uint64_t value() const { return state_; }

 private:
  uint64_t state_ = 0;
};

}  // namespace onefold::fuzz
