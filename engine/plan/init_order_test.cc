#include "plan/init_order.h"

#include <elf.h>
#include <gtest/gtest.h>

namespace onefold {
namespace {

using Needs = std::vector<std::vector<size_t>>;

// A closure whose entry number i needs needs[i].
Closure closure_of(const Needs& needs) {
  Closure closure;
  for (const auto& list : needs) {
    closure.entries.emplace_back();
    closure.entries.back().needs = list;
  }
  return closure;
}

using Order = std::vector<uint32_t>;

TEST(DependencyOrder, ADependencyComesFirst) {
  EXPECT_EQ(dependency_order(closure_of({{1}, {2}, {}})), (Order{2, 1, 0}));
}

// glibc's dynamic sort walks its list from the back: of two that do not depend on each other the
// later one is initialised first.
TEST(DependencyOrder, OfSiblingsTheLaterComesFirst) {
  EXPECT_EQ(dependency_order(closure_of({{1, 2}, {3}, {3}, {}})), (Order{3, 2, 1, 0}));
}

TEST(DependencyOrder, ALibraryThatANeighbourNeedsComesBeforeIt) {
  // 3 needs 1, which stands before it in load order.
  EXPECT_EQ(dependency_order(closure_of({{1, 2, 3}, {}, {}, {1}})), (Order{1, 3, 2, 0}));
}

// The walk begins at 3 and goes 3, 1, 2; 2's way back to 3 is cut.
TEST(DependencyOrder, ACycleIsCutWhereTheWalkBegan) {
  EXPECT_EQ(dependency_order(closure_of({{1}, {2}, {3}, {1}})), (Order{2, 1, 3, 0}));
}

TEST(DependencyOrder, MuslWalksFromTheProgram) {
  Closure closure = closure_of({{1, 2, 3}, {3}, {}, {}});
  closure.loader_kind = LoaderKind::kMusl;
  EXPECT_EQ(dependency_order(closure), (Order{3, 1, 2, 0}));
}

TEST(DependencyOrder, NamesItselfAndRepeats) {
  EXPECT_EQ(dependency_order(closure_of({{1, 1, 0}, {1, 0}})), (Order{1, 0}));
}

TEST(DependencyOrder, AChainOfTenThousand) {
  constexpr uint32_t kLength = 10'000;
  Needs needs(kLength);
  // Against load order, so that the walk from the back goes down the whole chain.
  for (uint32_t i = 2; i < kLength; ++i) needs[i] = {i - 1};
  needs[0] = {kLength - 1};
  const Order order = dependency_order(closure_of(needs));
  ASSERT_EQ(order.size(), kLength);
  for (uint32_t i = 1; i < kLength; ++i) ASSERT_EQ(order[i - 1], i);
  EXPECT_EQ(order.back(), 0U);
}

TEST(WithInitFirst, TheLastOneLoadedGoesFirstAndTheRestKeepTheirOrder) {
  Closure closure = closure_of({{1, 2, 3}, {}, {}, {}});
  for (size_t i : {size_t{1}, size_t{2}})
    closure.entries[i].module.dynamic = {{DT_FLAGS_1, DF_1_INITFIRST, FileOffset(0)}};
  EXPECT_EQ(with_init_first(closure, {3, 1, 2, 0}), (Order{2, 3, 1, 0}));
}

TEST(WithInitFirst, MuslHasNoSuchFlag) {
  Closure closure = closure_of({{1, 2}, {}, {}});
  closure.loader_kind = LoaderKind::kMusl;
  closure.entries[2].module.dynamic = {{DT_FLAGS_1, DF_1_INITFIRST, FileOffset(0)}};
  EXPECT_EQ(with_init_first(closure, {1, 2, 0}), (Order{1, 2, 0}));
}

TEST(WithInitFirst, TheProgramsOwnFlagDoesNotMatter) {
  Closure closure = closure_of({{1}, {}});
  closure.entries[0].module.dynamic = {{DT_FLAGS_1, DF_1_INITFIRST, FileOffset(0)}};
  EXPECT_EQ(with_init_first(closure, {1, 0}), (Order{1, 0}));
}

}  // namespace
}  // namespace onefold
