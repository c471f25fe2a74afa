#include "resolve/string_tokens.h"

#include <gtest/gtest.h>

namespace onefold {
namespace {

constexpr TokenValues kValues{.origin = "/opt/app/bin", .lib = "lib64", .platform = "x86_64"};

TEST(ExpandTokens, ReplacesBothSpellings) {
  EXPECT_EQ(expand_tokens("$ORIGIN/../lib", kValues), "/opt/app/bin/../lib");
  EXPECT_EQ(expand_tokens("${ORIGIN}/../$LIB/${PLATFORM}", kValues),
            "/opt/app/bin/../lib64/x86_64");
  EXPECT_EQ(expand_tokens("/a$LIB$LIB", kValues), "/alib64lib64");
}

// gABI: the name is the longest sequence of letters, digits and underscores.
TEST(ExpandTokens, LeavesOtherNamesAlone) {
  for (const char* text : {"$ORIGINAL", "$LIB64/x", "$origin", "${ORIGIN", "$FOO", "/a$", "a$$b",
                           "${ORIGIN_}", "$LIB_"}) {
    EXPECT_EQ(expand_tokens(text, kValues), text);
  }
}

TEST(ExpandTokens, GivesUpWhenATokenHasNoValue) {
  EXPECT_EQ(expand_tokens("/lib/$PLATFORM", {.origin = "/o", .lib = "lib"}), std::nullopt);
  EXPECT_EQ(expand_tokens("/lib/plain", {}), "/lib/plain");
}

}  // namespace
}  // namespace onefold
