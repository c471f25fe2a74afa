// DT_RELR's words read back: gABI, "Relative Relocation Table".
#pragma once

#include <cstdint>
#include <vector>

namespace onefold::testing {

inline std::vector<uint64_t> unpacked(const std::vector<uint64_t>& words, uint64_t word_size) {
  std::vector<uint64_t> places;
  uint64_t next = 0;
  for (uint64_t word : words) {
    if (word % 2 == 0) {
      places.push_back(word);
      next = word + word_size;
      continue;
    }
    for (uint64_t i = 1; i < 8 * word_size; ++i) {
      if ((word >> i) % 2 != 0) places.push_back(next + (i - 1) * word_size);
    }
    next += (8 * word_size - 1) * word_size;
  }
  return places;
}

}  // namespace onefold::testing
