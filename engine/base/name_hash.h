// The hash by which the engine's own tables find names.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold {

// XXH3. Not one of the hash functions of ELF tables: for those anyone writes down names that
// collide.
uint32_t name_hash(std::string_view name);

// Of a name and a small number or another hash beside it.
constexpr uint32_t hash_with(uint32_t hash, uint32_t number) {
  uint64_t mixed = (uint64_t{hash} << 32 | number) * 0x9e3779b97f4a7c15;
  return static_cast<uint32_t>(mixed >> 32);
}

}  // namespace onefold
