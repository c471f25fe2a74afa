#include "resolve/opened_names.h"

#include <gtest/gtest.h>

#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;

// A program, a library that it needs, and one that --with names.
class OpenedNamesTest : public ::testing::Test {
 protected:
  OpenedNamesTest() : linkables_(3) {
    for (const char* path : {"/bin/p", "/lib/liba.so", "/lib/libb.so"})
      closure_.entries.push_back({.name = path, .path = path});
    closure_.entries[0].needs = {1};
    for (Linkable& linkable : linkables_) linkable.symbols.resize(1);
  }
  void define(size_t module, std::string_view name, size_t times = 1) {
    const Symbol symbol{
        .name = name, .value = ModuleAddress(1), .binding = STB_GLOBAL, .section = 1};
    auto& symbols = linkables_[module].symbols;
    symbols.insert(symbols.end(), times, symbol);
  }
  Result<void> check() {
    for (Linkable& linkable : linkables_) linkable.hash_names();
    return check_opened_names(closure_, Scope(linkables_));
  }

  Closure closure_;
  std::vector<Linkable> linkables_;
};

TEST_F(OpenedNamesTest, ANameOfItsOwn) {
  define(1, "f");
  define(2, "g");
  EXPECT_TRUE(ok(check()));
}

TEST_F(OpenedNamesTest, ANameThatAnotherPartDefines) {
  define(1, "f");
  define(2, "f");
  const auto checked = check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().field, "--with");
  EXPECT_EQ(checked.error().found, "f, which /lib/liba.so defines too");
}

// A look at all definitions for each of them would take minutes.
TEST_F(OpenedNamesTest, AnyNumberOfDefinitionsOfOneName) {
  define(2, "f", 400000);
  EXPECT_TRUE(ok(check()));
}

}  // namespace
}  // namespace onefold
