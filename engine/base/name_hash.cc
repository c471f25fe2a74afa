#include "base/name_hash.h"

#include <sys/random.h>

#include <cstdlib>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace onefold {
namespace {

uint64_t first_seed() {
  if (const char* given = std::getenv("ONEFOLD_HASH_SEED")) return std::strtoull(given, nullptr, 0);
  uint64_t seed = 0;
  // A kernel that has none to give leaves 0: slower with names made for that, no worse.
  if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed)) return 0;
  return seed;
}

uint64_t& seed() {
  static uint64_t seed = first_seed();
  return seed;
}

}  // namespace

uint32_t name_hash(std::string_view name) {
  return static_cast<uint32_t>(XXH3_64bits_withSeed(name.data(), name.size(), seed()));
}

void set_name_hash_seed(uint64_t value) { seed() = value; }

}  // namespace onefold
