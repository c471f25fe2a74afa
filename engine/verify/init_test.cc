#include "verify/init.h"

#include <gtest/gtest.h>

namespace onefold::verify {
namespace {

using Order = std::vector<uint32_t>;

Order order(const std::vector<Order>& needs) { return initialiser_order(needs, Loader::kGlibc); }

TEST(InitialiserOrder, WhatIsNeededComesFirstAndTheProgramLast) {
  EXPECT_EQ(order({{1, 2}, {2}, {}}), (Order{2, 1, 0}));
  EXPECT_EQ(order({{1, 2}, {}, {1}}), (Order{1, 2, 0}));
}

TEST(InitialiserOrder, UnrelatedOnesRunFromTheLastLoadedToTheFirst) {
  EXPECT_EQ(order({{1, 2, 3}, {}, {}, {}}), (Order{3, 2, 1, 0}));
}

// As glibc 2.36's LD_DEBUG=files says of qemu-tests/cases/init-order-cycle and its like.
TEST(InitialiserOrder, ACycleIsCutWhereTheSearchFromTheBackEntersIt) {
  EXPECT_EQ(order({{1}, {2}, {1}}), (Order{1, 2, 0}));
}

// musl 1.2.3, queue_ctors.
TEST(InitialiserOrder, MuslFollowsTheProgramsNeedsInTheirOrder) {
  EXPECT_EQ(initialiser_order({{1, 2, 3}, {3}, {}, {}}, Loader::kMusl), (Order{3, 1, 2, 0}));
  EXPECT_EQ(initialiser_order({{2, 1}, {2}, {1}}, Loader::kMusl), (Order{1, 2, 0}));
}

TEST(InitialiserOrder, AChainOfAnyLengthNeedsNoStack) {
  std::vector<Order> needs(200'000);
  for (uint32_t i = 0; i + 1 < needs.size(); ++i) needs[i] = {i + 1};
  EXPECT_EQ(order(needs).front(), needs.size() - 1);
}

}  // namespace
}  // namespace onefold::verify
