#include "base/name_hash.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <string>

namespace onefold {
namespace {

// Eight bytes that XXH3 without a seed multiplies to 0 with whatever the next eight are.
const std::string kSecret("\xb8\xfe\x6c\x39\x23\xa4\x4b\xbe");

std::string name(const std::string& middle) { return kSecret + middle + "0123456789abcdef"; }

TEST(NameHash, NamesOfOneHashHaveOthersWithAnotherSeed) {
  set_name_hash_seed(0);
  EXPECT_EQ(name_hash(name("00000000")), name_hash(name("11111111")));
  for (const uint64_t seed : {uint64_t{1}, uint64_t{0x123456789abcdef0}}) {
    set_name_hash_seed(seed);
    EXPECT_NE(name_hash(name("00000000")), name_hash(name("11111111")));
  }
  set_name_hash_seed(0);
}

}  // namespace
}  // namespace onefold
