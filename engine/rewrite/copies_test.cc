#include "rewrite/copies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

TEST(IsAmong, IsOfTheSamePlaceAndTheSameBytes) {
  const std::array<std::byte, 64> file{};
  const auto bytes = std::span(file);
  const std::vector<Piece> copies{{0x1000, bytes.first(32)}, {0x2000, bytes.subspan(32)}};
  EXPECT_TRUE(is_among(copies, copies[0]));
  EXPECT_TRUE(is_among(copies, copies[1]));
  EXPECT_TRUE(is_among(copies, {0x1008, bytes.subspan(8, 24)}));
  EXPECT_FALSE(is_among(copies, {0xfff, bytes.first(32)}));
  EXPECT_FALSE(is_among(copies, {0x1008, bytes.subspan(8, 25)}));
  EXPECT_FALSE(is_among(copies, {0x1008, bytes.subspan(9, 8)}));
  EXPECT_FALSE(is_among(copies, {0x1021, bytes.subspan(33, 1)}));
  EXPECT_FALSE(is_among({}, copies[0]));
}

using testing::FoldTest;
using testing::ok;

// The program's are among those of all parts, and none of what the program writes to.
class EarlyCopiesTest : public FoldTest {};

TEST_F(EarlyCopiesTest, AreReadOnlySegmentsAtTheirPlacesInTheOutput) {
  add(program().needed("lib1.so"), {1});
  add(library().soname("lib1.so"));
  auto made = plan();
  ASSERT_TRUE(ok(made));
  const std::vector<Piece> all = early_copies(*made);
  const std::vector<Piece> own = early_copies(closure_.entries.front().module);
  ASSERT_FALSE(own.empty());
  EXPECT_GT(all.size(), own.size());
  for (const Piece& piece : own) EXPECT_TRUE(is_among(all, piece)) << piece.offset;
  for (const PlannedLoad& load : made->layout.loads) {
    const bool copied =
        std::ranges::any_of(all, [&](const Piece& piece) { return piece.offset == load.offset; });
    EXPECT_EQ(copied, load.part != nullptr && (load.flags & PF_W) == 0) << load.offset;
  }
}

TEST_F(EarlyCopiesTest, TheImageHasPiecesOverAllOfThem) {
  add(program().needed("lib1.so"), {1});
  add(library().soname("lib1.so"));
  auto made = plan();
  ASSERT_TRUE(ok(made));
  auto image = make_image(*made);
  ASSERT_TRUE(ok(image));
  uint64_t covered = 0, skipped = 0;
  const std::vector<Piece> all = early_copies(*made);
  ASSERT_TRUE(ok(image->visit([&](const Piece& piece) -> Result<void> {
    for (const Piece& copy : all) {
      const uint64_t begin = std::max(piece.offset, copy.offset);
      const uint64_t end =
          std::min(piece.offset + piece.bytes.size(), copy.offset + copy.bytes.size());
      if (begin < end) covered += end - begin;
    }
    if (is_among(all, piece)) skipped += piece.bytes.size();
    return {};
  })));
  uint64_t total = 0;
  for (const Piece& copy : all) total += copy.bytes.size();
  EXPECT_EQ(covered, total);
  EXPECT_GT(skipped, 0U);
}

}  // namespace
}  // namespace onefold
