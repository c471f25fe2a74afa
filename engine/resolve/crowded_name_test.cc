#include "resolve/crowded_name.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "resolve/bindings.h"

namespace onefold {
namespace {

// Modules made of nothing but definitions of one name.
class CrowdedNameTest : public ::testing::Test {
 protected:
  static constexpr std::string_view kVersions[] = {"V1", "V2", "V3", "V4"};

  void make_modules(uint32_t seed) {
    std::mt19937 random(seed);
    linkables_.clear();
    for (uint32_t m = 0; m < 40; ++m) {
      Linkable linkable;
      linkable.module = &module_;
      linkable.symbols.resize(1);
      const bool has_versions = random() % 8 != 0;
      if (has_versions) linkable.version_indices.resize(1);
      linkable.versions.resize(2);
      for (std::string_view name : kVersions) {
        linkable.versions.push_back({.name = name, .hash = static_cast<uint32_t>(name[1])});
      }
      for (uint64_t count = random() % 5; count > 0; --count) {
        linkable.symbols.push_back(
            {.name = "f",
             .value = ModuleAddress(1),
             .binding = STB_GLOBAL,
             .section = static_cast<uint16_t>(random() % 6 == 0 ? SHN_UNDEF : 1)});
        // Seldom without a version, so that a lookup walks far.
        uint32_t index = random() % 20 == 0 ? 1 : 2 + static_cast<uint32_t>(random() % 4);
        if (random() % 2 == 0) index |= kVersymHidden;
        if (has_versions) linkable.version_indices.push_back(static_cast<uint16_t>(index));
      }
      if (random() % 2 == 0) {
        linkable.lookup_order.resize(linkable.symbols.size() - 1);
        std::iota(linkable.lookup_order.begin(), linkable.lookup_order.end(), 1U);
        std::ranges::shuffle(linkable.lookup_order, random);
      }
      linkable.hash_names();
      linkables_.push_back(std::move(linkable));
    }
    definitions_.clear();
    for (uint32_t m = 0; m < linkables_.size(); ++m) {
      const Linkable& linkable = linkables_[m];
      for (uint32_t i = 1; i < linkable.symbols.size(); ++i)
        definitions_.push_back({m, linkable.in_lookup_order(i)});
    }
  }

  // A walk as ld.so's.
  std::optional<Definition> walk(const VersionName* version, LookupClass lookup_class,
                                 std::optional<uint32_t> module) const {
    FirstMatch match;
    for (Definition d : definitions_) {
      if (module && d.module != *module) continue;
      const Linkable& linkable = linkables_[d.module];
      if (!is_in_class(d.module, linkable.symbols[d.symbol], lookup_class)) continue;
      if (match.meet(d, match_version(linkable, d.symbol, version))) break;
    }
    return match.finish();
  }

  Module module_;
  std::vector<Linkable> linkables_;
  std::vector<Definition> definitions_;
};

TEST_F(CrowdedNameTest, AnswersAsAWalkDoes) {
  for (uint32_t seed = 0; seed < 100; ++seed) {
    make_modules(seed);
    const CrowdedName name(linkables_, definitions_);
    std::vector<VersionName> wanted;
    for (std::string_view version : kVersions)
      wanted.push_back({.name = version, .hash = static_cast<uint32_t>(version[1])});
    wanted.push_back({.name = "V9", .hash = 9});
    for (LookupClass c : {LookupClass::kOther, LookupClass::kPlt, LookupClass::kCopy}) {
      for (uint32_t m = 0; m <= linkables_.size(); ++m) {
        const auto module = m == linkables_.size() ? std::nullopt : std::optional(m);
        EXPECT_EQ(name.find(nullptr, c, module), walk(nullptr, c, module));
        for (const VersionName& version : wanted)
          EXPECT_EQ(name.find(&version, c, module), walk(&version, c, module));
      }
    }
  }
}

// The same by way of a scope, which takes the short cut when a name is crowded.
TEST_F(CrowdedNameTest, AScopeTakesIt) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    make_modules(seed);
    const Scope scope(linkables_);
    ASSERT_GT(definitions_.size(), CrowdedName::kFew);
    for (Definition reference : definitions_) {
      const VersionName* version = linkables_[reference.module].version_of(reference.symbol);
      for (LookupClass c : {LookupClass::kOther, LookupClass::kPlt, LookupClass::kCopy}) {
        EXPECT_EQ(scope.find(reference, version, c), walk(version, c, std::nullopt));
        EXPECT_EQ(scope.find_in_own(reference, version, c), walk(version, c, reference.module));
      }
    }
  }
}

}  // namespace
}  // namespace onefold
