#include "base/hex.h"

#include <gtest/gtest.h>

#include <array>

namespace onefold {
namespace {

TEST(Hex, HasTwoLowerCaseDigitsAByte) {
  EXPECT_EQ(hex(std::array{std::byte{0x00}, std::byte{0x0a}, std::byte{0xff}}), "000aff");
  EXPECT_EQ(hex({}), "");
}

}  // namespace
}  // namespace onefold
