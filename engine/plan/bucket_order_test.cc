#include "plan/bucket_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "elf/hash.h"

namespace onefold {
namespace {

class BucketOrderTest : public ::testing::Test {
 protected:
  BucketOrderTest() {
    for (int i = 0; i < 1000; ++i) names_.push_back("f" + std::to_string(i));
    exports_.assign(names_.begin(), names_.end());
  }
  BucketOrder order(std::vector<std::string_view> first) {
    return order_by_bucket(exports_, kBuckets, first);
  }
  static constexpr uint32_t kBuckets = 97;
  std::vector<std::string> names_;
  std::vector<std::string_view> exports_;
};

TEST_F(BucketOrderTest, ThoseOfABucketAreSideBySide) {
  const auto hashes = order({"f700", "f3"}).hashes;
  std::vector<bool> seen(kBuckets);
  for (size_t i = 0; i < hashes.size(); ++i) {
    const uint32_t bucket = hashes[i] % kBuckets;
    if (i != 0 && hashes[i - 1] % kBuckets == bucket) continue;
    EXPECT_FALSE(seen[bucket]) << "a second run at " << i;
    seen[bucket] = true;
  }
}

TEST_F(BucketOrderTest, EachHasAPlaceWithItsHash) {
  const auto found = order({"f700", "f3"});
  auto places = found.places;
  for (size_t i = 0; i < exports_.size(); ++i)
    EXPECT_EQ(found.hashes.at(places[i]), gnu_hash(exports_[i]));
  std::ranges::sort(places);
  for (uint32_t i = 0; i < places.size(); ++i) EXPECT_EQ(places[i], i);
}

TEST_F(BucketOrderTest, TheFirstNamesBucketsComeFirst) {
  const auto found = order({"f700", "no such name", "f3", "f700"});
  const auto place_of = [&](size_t name) { return found.places[name]; };
  const auto in_bucket = [&](std::string_view name) {
    return std::ranges::count(found.hashes, gnu_hash(name) % kBuckets,
                              [](uint32_t hash) { return hash % kBuckets; });
  };
  EXPECT_LT(place_of(700), in_bucket("f700"));
  EXPECT_LT(place_of(3), in_bucket("f700") + in_bucket("no such name") + in_bucket("f3"));
}

// Unversioned lookups of ld.so take the first of several.
TEST_F(BucketOrderTest, OnesOfOneNameKeepTheirOrder) {
  exports_.insert(exports_.begin() + 10, "f900");
  const auto found = order({});
  EXPECT_LT(found.places[10], found.places[901]);
}

}  // namespace
}  // namespace onefold
