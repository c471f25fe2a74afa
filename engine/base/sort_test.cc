#include "base/sort.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <random>

namespace onefold {
namespace {

struct Item {
  uint32_t key = 0;
  uint32_t number = 0;  // its place before the sort
  bool operator==(const Item&) const = default;
};

std::vector<Item> items_of(const std::vector<uint32_t>& keys) {
  std::vector<Item> items;
  items.reserve(keys.size());
  for (uint32_t key : keys) items.push_back({key, static_cast<uint32_t>(items.size())});
  return items;
}

// Ascending by key, and by number among equal keys: there is only one such order.
std::vector<Item> expected(std::vector<Item> items) {
  std::ranges::sort(items, {}, [](const Item& i) { return std::pair(i.key, i.number); });
  return items;
}

TEST(StableSortTest, AnyOrder) {
  std::mt19937 random(1);
  for (uint32_t size = 0; size < 300; ++size) {
    for (uint32_t range : {2U, 20U, 1000000U}) {
      std::vector<uint32_t> keys(size);
      for (uint32_t& key : keys) key = static_cast<uint32_t>(random() % range);
      auto items = items_of(keys);
      stable_sort_by(items, &Item::key);
      ASSERT_EQ(items, expected(items_of(keys))) << size << " of " << range;
    }
  }
}

TEST(StableSortTest, RunsThatOverlapAndDescend) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    std::vector<uint32_t> keys;
    for (int run = 0; run < 12; ++run) {
      const auto start = static_cast<uint32_t>(random() % 2000);
      const auto length = static_cast<uint32_t>(random() % 60);
      const bool descends = random() % 4 == 0;
      for (uint32_t i = 0; i < length; ++i)
        keys.push_back(descends ? start + length - i : start + i);
    }
    auto items = items_of(keys);
    stable_sort_by(items, &Item::key);
    ASSERT_EQ(items, expected(items_of(keys)));
  }
}

// A key that counts how often it is asked for.
TEST(StableSortTest, SortedRunsOneBehindTheOtherTakeLinearTime) {
  constexpr uint32_t kSize = 100000;
  std::vector<uint32_t> keys(kSize);
  std::iota(keys.begin(), keys.end(), 0U);
  std::rotate(keys.begin() + 50000, keys.begin() + 60000, keys.begin() + 70000);
  auto items = items_of(keys);
  uint64_t asked = 0;
  stable_sort_by(items, [&](const Item& item) {
    ++asked;
    return item.key;
  });
  EXPECT_TRUE(std::ranges::is_sorted(items, {}, &Item::key));
  EXPECT_LT(asked, 3 * uint64_t{kSize});
}

TEST(AscendingSearchTest, FindsTheFirstOfAKey) {
  std::mt19937 random(1);
  std::vector<uint32_t> keys(200);
  for (uint32_t& key : keys) key = static_cast<uint32_t>(random() % 300);
  std::ranges::sort(keys);
  auto items = items_of(keys);
  AscendingSearch ascending;
  AscendingSearch any;
  for (uint32_t i = 0; i < 3000; ++i) {
    for (auto [search, key] :
         {std::pair(&ascending, i % 310), {&any, static_cast<uint32_t>(random() % 310)}}) {
      const auto first = std::ranges::find(items, key, &Item::key);
      ASSERT_EQ(search->find(items, key, &Item::key) - items.begin(), first - items.begin()) << key;
    }
  }
  std::vector<Item> none;
  EXPECT_EQ(any.find(none, 1U, &Item::key), none.end());
}

}  // namespace
}  // namespace onefold
