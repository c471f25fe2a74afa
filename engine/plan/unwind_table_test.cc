#include "plan/unwind_table.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using UnwindTableTest = testing::FoldTest;

// 4 bytes with their sign, as the function's address has them.
TEST_F(UnwindTableTest, AFunctionThatEndsBehindAllAddressesInTheFoldIsRefused) {
  add(program(), {1});
  auto other = library();
  add(other.unwind(other.text_at(0), 0xfff00000));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "a range inside the address space, in the fold");
}

}  // namespace
}  // namespace onefold
