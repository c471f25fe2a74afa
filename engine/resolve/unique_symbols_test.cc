#include "resolve/unique_symbols.h"

#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;
using Builder = testing::ElfBuilder<Elf64Le>;

// Two libraries that define one unique symbol, of these versions.
class UniqueVersionsTest : public ::testing::Test {
 protected:
  Result<void> check(const std::string& first, const std::string& second,
                     const std::vector<bool>& folded) {
    std::vector<testing::ElfImage<Elf64Le>> images;
    std::vector<Module> modules;
    std::vector<Linkable> linkables;
    images.reserve(2);
    linkables.reserve(2);
    for (const std::string& version : {first, second}) {
      images.push_back(Builder()
                           .symbol({.name = "u",
                                    .value = 8,
                                    .type = STT_OBJECT,
                                    .binding = STB_GNU_UNIQUE,
                                    .version = version})
                           .build());
    }
    modules.reserve(images.size());
    for (const testing::ElfImage<Elf64Le>& image : images) {
      ONEFOLD_TRY(auto module, read_module(image.view()));
      modules.push_back(std::move(module));
      ONEFOLD_TRY(auto linkable, read_linkable(modules.back()));
      linkables.push_back(std::move(linkable));
    }
    return check_unique_versions(linkables, folded);
  }
};

TEST_F(UniqueVersionsTest, OneVersionInFoldedAndKeptIsTakenByName) {
  EXPECT_TRUE(ok(check("V", "V", {true, false})));
  EXPECT_TRUE(ok(check("", "", {false, true})));
}

TEST_F(UniqueVersionsTest, TwoNamedVersionsAreRefusedUnlessBothAreFoldedOrKept) {
  for (bool second_folded : {false, true}) {
    auto refused = check("V", "W", {!second_folded, second_folded});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "STB_GNU_UNIQUE");
  }
  EXPECT_TRUE(ok(check("V", "", {true, false})));  // a reference to V finds either
  EXPECT_TRUE(ok(check("V", "W", {true, true})));
  EXPECT_TRUE(ok(check("V", "W", {false, false})));
}

}  // namespace
}  // namespace onefold
