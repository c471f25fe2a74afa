// Relocations inside of what R_*_COPY copies.
#include <gtest/gtest.h>

#include "plan/fixups_fixture.h"

namespace onefold {
namespace {

using testing::FixupsTest;
using testing::ok;
using CopiedFixupsTest = FixupsTest;

// Two copies that overlap at their source, and one beside: a relocation is repeated in each that
// holds its place.
TEST_F(CopiedFixupsTest, ARelocationOfACopiedObjectIsRepeatedInTheCopies) {
  auto builder = pie();
  const struct {
    const char* name;
    uint64_t from, size;
  } kObjects[] = {{"whole", 0, 32}, {"inner", 8, 8}, {"beside", 64, 8}};
  auto other = library();
  for (uint64_t i = 0; const auto& object : kObjects) {
    const uint64_t to = builder.data_at(128 + 32 * i++);
    builder.symbol({.name = object.name, .value = to, .size = object.size, .type = STT_OBJECT})
        .rela({.place = to, .type = R_X86_64_COPY, .symbol = object.name});
    other.symbol({.name = object.name,
                  .value = other.data_at(object.from),
                  .size = object.size,
                  .type = STT_OBJECT});
  }
  add(builder, {1});
  for (uint64_t at : {8U, 24U})
    other.rela({.place = other.data_at(at), .type = R_X86_64_RELATIVE, .addend = 0x30});
  add(other);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  for (uint64_t at : {128U + 8U, 128U + 24U, 160U})
    EXPECT_TRUE(fixup_at(*plan, 0, builder.data_at(at))) << at;
  for (uint64_t at : {128U, 168U, 184U, 192U})
    EXPECT_FALSE(fixup_at(*plan, 0, builder.data_at(at))) << at;
}

// Short ones behind long ones, inside of them and inside of each other.
TEST_F(CopiedFixupsTest, ARelocationIsRepeatedInEachCopyThatHoldsItsPlace) {
  constexpr uint64_t kWord = 8, kWords = 32;
  const struct {
    uint64_t from, size;  // in words
  } kObjects[] = {{1, 26}, {1, 1},  {2, 8},  {3, 1},  {3, 4},  {4, 2},  {5, 1},
                  {6, 1},  {7, 1},  {8, 2},  {12, 1}, {13, 4}, {14, 1}, {15, 2},
                  {18, 1}, {20, 9}, {22, 1}, {23, 1}, {30, 1}};
  auto builder = pie();
  builder.bss(0x4000);
  auto other = library();
  other.data(testing::ByteString(kWords * kWord));
  const auto copy_at = [&](size_t i) { return builder.data_at(0x1000 + i * kWords * kWord); };
  for (size_t i = 0; i < std::size(kObjects); ++i) {
    const auto [from, size] = kObjects[i];
    const std::string name = "o" + std::to_string(i);
    builder.symbol({.name = name, .value = copy_at(i), .size = size * kWord, .type = STT_OBJECT})
        .rela({.place = copy_at(i), .type = R_X86_64_COPY, .symbol = name});
    other.symbol({.name = name,
                  .value = other.data_at(from * kWord),
                  .size = size * kWord,
                  .type = STT_OBJECT});
  }
  add(builder, {1});
  for (uint64_t word = 0; word < kWords; ++word)
    other.rela({.place = other.data_at(word * kWord), .type = R_X86_64_RELATIVE, .addend = 0x30});
  add(other);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  for (size_t i = 0; i < std::size(kObjects); ++i) {
    for (uint64_t word = 0; word < kWords; ++word) {
      const bool copied = word < kObjects[i].size;
      EXPECT_EQ(fixup_at(*plan, 0, copy_at(i) + word * kWord).has_value(), copied) << i << word;
    }
  }
}

// What a loader copies are bytes; the fold repeats relocations whole.
class CutByCopyTest : public FixupsTest, public ::testing::WithParamInterface<uint64_t> {};

TEST_P(CutByCopyTest, IsRefused) {
  auto builder = pie();
  const uint64_t to = builder.data_at(128);
  builder.symbol({.name = "o", .value = to, .size = 16, .type = STT_OBJECT})
      .rela({.place = to, .type = R_X86_64_COPY, .symbol = "o"});
  add(builder, {1});
  auto other = library();
  other.symbol({.name = "o", .value = other.data_at(32), .size = 16, .type = STT_OBJECT})
      .rela({.place = other.data_at(GetParam()), .type = R_X86_64_RELATIVE, .addend = 0x30});
  add(other);
  auto plan = this->plan();
  const bool is_cut = GetParam() % 8 != 0;
  ASSERT_EQ(plan.has_value(), !is_cut);
  if (plan) return;
  EXPECT_EQ(plan.error().expected, "a place inside or outside of what R_*_COPY copies");
}
INSTANTIATE_TEST_SUITE_P(Places, CutByCopyTest, ::testing::Values(24, 25, 31, 32, 40, 41, 47, 48));

// Each repeats every relocation of its place: time and memory would be the product of both.
TEST_F(CopiedFixupsTest, TooManyCopiesOfOnePlaceAreRefused) {
  auto builder = pie();
  auto other = library();
  for (uint64_t i = 0; i < 65; ++i) {
    const std::string name = "o" + std::to_string(i);
    builder.symbol({.name = name, .value = builder.data_at(8), .size = 8, .type = STT_OBJECT})
        .rela({.place = builder.data_at(8), .type = R_X86_64_COPY, .symbol = name});
    other.symbol({.name = name, .value = other.data_at(8), .size = 8, .type = STT_OBJECT});
  }
  add(builder, {1});
  add(other);
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "at most 64 copies of one place");
}

}  // namespace
}  // namespace onefold
