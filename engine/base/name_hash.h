// The hash by which the engine's own tables find names.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold {

// XXH3 with a seed that differs from process to process, or is the number that the environment's
// ONEFOLD_HASH_SEED has (0 if it is none): then counts of instructions repeat. Of std::hash, of the
// hash functions of ELF tables, and of XXH3 with a seed that is known anyone writes down names that
// collide. No output may depend on it.
uint32_t name_hash(std::string_view name);

// For fuzzers, whose inputs have to do the same in each process. No table that holds hashes may
// outlive the call; no other thread may hash meanwhile.
void set_name_hash_seed(uint64_t value);

// Of a name and a small number or another hash beside it.
constexpr uint32_t hash_with(uint32_t hash, uint32_t number) {
  uint64_t mixed = (uint64_t{hash} << 32 | number) * 0x9e3779b97f4a7c15;
  return static_cast<uint32_t>(mixed >> 32);
}

}  // namespace onefold
