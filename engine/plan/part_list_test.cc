#include "plan/part_list.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

class FixedBaseTest : public testing::FoldTest {
 protected:
  // Of a PIE whose PT_LOADs have this p_align.
  uint64_t base(uint64_t align) {
    auto image = library().build();
    for (uint32_t i = 0; i < 3; ++i) image.phdr(PT_LOAD, i).p_align = align;
    add_image(std::move(image));
    return fixed_base(parts());
  }
};

TEST_F(FixedBaseTest, IsWhereLdPlacesAProgram) { EXPECT_EQ(base(0x1000), 0x400000U); }
// p_align of 0 and 1: none is wanted (gABI, Program Header).
TEST_F(FixedBaseTest, IsAboveMmapMinAddrWithoutAnAlignment) { EXPECT_EQ(base(0), 0x400000U); }

}  // namespace
}  // namespace onefold
