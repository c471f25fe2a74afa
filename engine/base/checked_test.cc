#include "base/checked.h"

#include <gtest/gtest.h>

namespace onefold {
namespace {

TEST(CheckedTest, SumsAndProductsDoNotWrap) {
  EXPECT_EQ(checked_add(UINT64_MAX - 1, 1), UINT64_MAX);
  EXPECT_EQ(checked_add(UINT64_MAX, 1), std::nullopt);
  EXPECT_EQ(checked_mul(UINT32_MAX, UINT32_MAX), uint64_t{UINT32_MAX} * UINT32_MAX);
  EXPECT_EQ(checked_mul(uint64_t{1} << 32, uint64_t{1} << 32), std::nullopt);
}

TEST(CheckedTest, ARangeIsWithinOnlyAsAWhole) {
  EXPECT_TRUE(range_within(0, 0, 0));
  EXPECT_TRUE(range_within(10, 0, 10));
  EXPECT_TRUE(range_within(9, 1, 10));
  EXPECT_FALSE(range_within(9, 2, 10));
  EXPECT_FALSE(range_within(11, 0, 10));
  EXPECT_FALSE(range_within(1, UINT64_MAX, 10));
  EXPECT_FALSE(range_within(UINT64_MAX, 1, 10));
}

TEST(CheckedTest, Alignment) {
  EXPECT_EQ(align_down(0x1fff, 0x1000), 0x1000U);
  EXPECT_EQ(align_up(0x1001, 0x1000), 0x2000U);
  EXPECT_EQ(align_up(0x1000, 0x1000), 0x1000U);
  EXPECT_EQ(align_up(0, 8), 0U);
}

TEST(CheckedTest, ASizeIsNeverCutToWhatTheHostCanHold) {
  EXPECT_EQ(as_size(UINT32_MAX), size_t{UINT32_MAX});
  constexpr uint64_t kNotOf32Bits = (uint64_t{1} << 32) + 1;
  if constexpr (sizeof(size_t) == 8) {
    EXPECT_EQ(as_size(kNotOf32Bits), kNotOf32Bits);
  } else {
    EXPECT_THROW(as_size(kNotOf32Bits), std::bad_alloc);
  }
}

}  // namespace
}  // namespace onefold
