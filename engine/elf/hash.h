// The two hash functions of dynamic symbol tables.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold {

// DT_HASH, and vd_hash / vna_hash. gABI, "Hash Table Section".
constexpr uint32_t sysv_hash(std::string_view name) {
  uint32_t h = 0;
  for (char c : name) {
    h = (h << 4) + static_cast<unsigned char>(c);
    h ^= (h >> 24) & 0xf0;
    h &= 0x0fffffff;
  }
  return h;
}

// DT_GNU_HASH: Bernstein's h * 33 + c from 5381.
constexpr uint32_t gnu_hash(std::string_view name) {
  uint32_t h = 5381;
  for (char c : name) h = h * 33 + static_cast<unsigned char>(c);
  return h;
}

}  // namespace onefold
