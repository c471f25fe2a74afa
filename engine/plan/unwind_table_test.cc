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

// Between it and what follows would be zeros that are no whole word.
TEST_F(UnwindTableTest, RecordsThatEndInsideAWordAreRefused) {
  add(program(), {1});
  auto other = library();
  auto image = other.unwind(other.text_at(0), 4).build();
  const auto& frame = image.place(testing::Part::kEhFrame);
  image.at<Elf64Le::Word>(frame.offset + frame.size - 24) = 18;  // the FDE, before the terminator
  add_image(std::move(image));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "records padded to a multiple of 4 bytes");
}

}  // namespace
}  // namespace onefold
