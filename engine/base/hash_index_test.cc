#include "base/hash_index.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_map>

#include "base/name_hash.h"

namespace onefold {
namespace {

// Against the library's map, with hashes of few bits so that many collide.
TEST(HashIndexTest, AsAMapWouldAnswer) {
  for (uint32_t bits : {1U, 6U, 32U}) {
    HashIndex index;
    std::vector<std::string> names;
    std::unordered_map<std::string, uint32_t> map;
    auto hash = [&](const std::string& name) {
      return bits == 32 ? name_hash(name) : name_hash(name) & ((1U << bits) - 1);
    };
    for (uint32_t i = 0; i < 2000; ++i) {
      const std::string name = "name" + std::to_string(i * 7919 % 700);
      auto same = [&](uint32_t number) { return names[number] == name; };
      const auto known = map.find(name);
      EXPECT_EQ(index.find(hash(name), same),
                known == map.end() ? HashIndex::kNone : known->second);
      const auto number = static_cast<uint32_t>(names.size());
      const bool is_new = map.emplace(name, number).second;
      EXPECT_EQ(index.emplace(hash(name), number, same), std::pair(map.at(name), is_new));
      if (is_new) names.push_back(name);
    }
    EXPECT_EQ(names.size(), 700U);
  }
}

TEST(HashIndexTest, AnEmptyOneHasNothing) {
  EXPECT_EQ(HashIndex().find(1, [](uint32_t) { return true; }), HashIndex::kNone);
}

}  // namespace
}  // namespace onefold
