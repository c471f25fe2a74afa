#include "plan/relative_fixups.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "plan/fixups_fixture.h"

namespace onefold {
namespace {

using testing::FixupsTest;
using testing::ok;
using RelativeFixupsTest = FixupsTest;

TEST_F(RelativeFixupsTest, EachTablesArePlannedOnce) {
  add(pie(), {1});
  auto other = library();
  testing::ByteString bytes(256);
  bytes[8] = 0x20;  // what RELR adds to is in place
  other.data(bytes)
      .relr({other.data_at(8)})
      .rela({.place = other.data_at(16), .type = R_X86_64_RELATIVE, .addend = 0x30})
      .jmprel({.place = other.data_at(24), .type = R_X86_64_RELATIVE, .addend = 0x40});
  add(other);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const uint64_t bias = plan->parts.list[1].bias;
  for (const auto& [at, addend] : {std::pair{8U, 0x20U}, {16U, 0x30U}, {24U, 0x40U}}) {
    const auto fixup = fixup_at(*plan, 1, other.data_at(at));
    ASSERT_TRUE(fixup) << at;
    EXPECT_EQ(static_cast<uint64_t>(fixup->addend), bias + addend) << at;
  }
}

TEST_F(RelativeFixupsTest, OneOutsideOfAllSegmentsIsRefused) {
  add(pie(), {1});
  add(library().rela({.place = UINT64_MAX, .type = R_X86_64_RELATIVE}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().field, "DT_RELA r_offset");
}

class RelativePlaceTest : public FixupsTest, public ::testing::WithParamInterface<bool> {};

TEST_P(RelativePlaceTest, InCodeMakesATextRelocation) {
  auto other = library();
  const uint64_t place = GetParam() ? other.text_at(8) : other.data_at(8);
  other.rela({.place = place, .type = R_X86_64_RELATIVE, .addend = 0x30});
  add(pie(), {1});
  add(other);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(plan->fixups.text_relocations, GetParam());
}
INSTANTIATE_TEST_SUITE_P(InCode, RelativePlaceTest, ::testing::Bool());

class OneAddressTest : public FixupsTest, public ::testing::WithParamInterface<bool> {};

// A loader applies them one after the other, and so the last one counts.
TEST_P(OneAddressTest, TheLastOfTwoWordsCounts) {
  const bool relative_last = GetParam();
  auto builder = program();
  const uint64_t place = builder.data_at(8);
  builder.undefined("f");
  for (const bool relative : {!relative_last, relative_last}) {
    if (relative) {
      builder.rela({.place = place, .type = R_X86_64_RELATIVE, .addend = 0x30});
    } else {
      builder.rela({.place = place, .type = R_X86_64_64, .symbol = "f"});
    }
  }
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4)}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  std::optional<uint64_t> last;
  for (const Patch& patch : plan->fixups.patches) {
    if (patch.place == ImageAddress(place)) last = patch.value;
  }
  EXPECT_EQ(last, relative_last ? 0x30 : plan->parts.list[1].bias + other.text_at(4));
}
INSTANTIATE_TEST_SUITE_P(RelativeLast, OneAddressTest, ::testing::Bool());

// Which of the two would count depends on their order.
TEST_F(RelativeFixupsTest, TheProgramsUnderACopyAreRefused) {
  auto builder = pie();
  builder.symbol({.name = "o", .value = builder.data_at(64), .size = 16, .type = STT_OBJECT})
      .rela({.place = builder.data_at(64), .type = R_X86_64_COPY, .symbol = "o"})
      .rela({.place = builder.data_at(72), .type = R_X86_64_RELATIVE, .addend = 0x30});
  add(builder, {1});
  auto other = library();
  other.symbol({.name = "o", .value = other.data_at(32), .size = 16, .type = STT_OBJECT});
  add(other);
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "one relocation of each place");
}

}  // namespace
}  // namespace onefold
