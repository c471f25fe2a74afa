#include "plan/packed_relatives.h"

#include <gtest/gtest.h>

#include "testing/relr.h"

namespace onefold {
namespace {

using testing::unpacked;

class PackedRelativesTest : public ::testing::Test {
 protected:
  PackedRelativesTest() {
    layout_.loads.push_back(
        {.flags = PF_R, .vaddr = ImageAddress(0x1000), .filesz = 0x1000, .memsz = 0x1000});
    layout_.loads.push_back(
        {.flags = PF_R | PF_W, .vaddr = ImageAddress(0x10000), .filesz = 0x8000, .memsz = 0x10000});
  }
  void add(uint64_t place, FixupKind kind = FixupKind::kRelative, uint8_t size = 8) {
    fixups_.list.push_back(
        {.place = ImageAddress(place), .addend = 0x1234, .kind = kind, .size = size});
  }

  Layout layout_;
  Fixups fixups_;
};

TEST_F(PackedRelativesTest, EveryDistanceComesBack) {
  // Runs, gaps of just a bitmap and of one more, and far ones.
  std::vector<uint64_t> places;
  uint64_t place = 0x10000;
  for (uint64_t gap : {8U, 8U, 8U, 63U * 8U, 64U * 8U, 65U * 8U, 62U * 8U, 126U * 8U, 127U * 8U,
                       128U * 8U, 8U, 0x1000U, 8U, 16U}) {
    places.push_back(place);
    add(place);
    place += gap;
  }
  const auto words = pack_relatives(fixups_, layout_, 8);
  EXPECT_EQ(unpacked(words, 8), places);
  EXPECT_LT(words.size(), places.size());
  EXPECT_TRUE(fixups_.list.empty());
  ASSERT_EQ(fixups_.patches.size(), places.size());
  EXPECT_EQ(fixups_.patches.front().value, 0x1234U);
}

TEST_F(PackedRelativesTest, WhatItCannotWriteStaysWithTheLoader) {
  add(0x1008);                            // not writable
  add(0x10001);                           // not aligned
  add(0x10010, FixupKind::kSymbolic);     // not relative
  add(0x10020, FixupKind::kRelative, 4);  // not a word
  add(0x18000);                           // without file bytes
  add(0x10030);
  EXPECT_EQ(unpacked(pack_relatives(fixups_, layout_, 8), 8), std::vector<uint64_t>{0x10030});
  EXPECT_EQ(fixups_.list.size(), 5U);
}

}  // namespace
}  // namespace onefold
