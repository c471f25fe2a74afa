#include "plan/ifunc_calls.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;

class IfuncCallsTest : public FoldTest {
 protected:
  IfuncCallsTest() {
    add(program().symbol({.name = "a", .value = 0x410000, .type = STT_GNU_IFUNC}), {1, 2});
    add(library()
            .symbol({.name = "b", .value = library().text_at(8), .type = STT_GNU_IFUNC})
            .symbol({.name = "c", .value = library().text_at(8), .type = STT_GNU_IFUNC})
            .symbol({.name = "d", .value = library().text_at(4), .type = STT_GNU_IFUNC}));
    add(library().symbol({.name = "e", .value = library().text_at(12)}));
    parts_ = parts();
    parts_.list[1].bias = 0x500000;
    calls_ = IfuncCalls::of(parts_);
    calls_.place(ImageAddress(0x10000), 16, ImageAddress(0x20000), 8);
  }
  static uint64_t resolver(uint64_t distance) { return 0x500000 + library().text_at(distance); }

  onefold::Parts parts_;
  IfuncCalls calls_;
};

TEST_F(IfuncCallsTest, EachResolverOfALibraryHasOneThunkAndSlot) {
  ASSERT_EQ(calls_.count(), 2U);
  EXPECT_EQ(calls_.functions()[0].resolver, resolver(4));
  EXPECT_EQ(calls_.functions()[1].resolver, resolver(8));
  EXPECT_EQ(calls_.functions()[1].part, 1U);
  EXPECT_EQ(calls_.slot(1), ImageAddress(0x20008));
  EXPECT_EQ(calls_.call(0, resolver(8)), ImageAddress(0x10010));
  EXPECT_FALSE(calls_.functions()[0].called);
  EXPECT_TRUE(calls_.functions()[1].called);
}

// ld.so relocates the last part first.
TEST_F(IfuncCallsTest, OnlyAPartThatIsRelocatedLaterCallsByTheThunk) {
  EXPECT_TRUE(calls_.call(0, resolver(4)));
  EXPECT_FALSE(calls_.call(1, resolver(4)));
  EXPECT_FALSE(calls_.call(2, resolver(4)));
  EXPECT_FALSE(calls_.call(0, resolver(12)));
  EXPECT_FALSE(calls_.call(0, 0x410000));
}

TEST_F(IfuncCallsTest, TheCLibrarysSlotsAreFilledFirst) {
  linkables_[1].soname = "libc.so.6";
  auto calls = IfuncCalls::of(parts_);
  EXPECT_EQ(calls.functions()[0].part, parts_.list.size());
  for (size_t from : {0U, 1U, 2U}) EXPECT_TRUE(calls.call(from, resolver(4)));
}

}  // namespace
}  // namespace onefold
