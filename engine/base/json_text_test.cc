#include "base/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace onefold {
namespace {

using Json = nlohmann::ordered_json;

TEST(JsonTextTest, IsIndentedAndEndsALine) {
  EXPECT_EQ(json_text(Json{{"b", 1}, {"a", 2}}), "{\n  \"b\": 1,\n  \"a\": 2\n}\n");
}

TEST(JsonTextTest, NothingInItIsObeyedByATerminal) {
  EXPECT_EQ(json_text(Json("\x1b[31m\x7f")), "\"\\u001b[31m\\u007f\"\n");
  EXPECT_EQ(json_text(Json("\xc2\x9b"
                           "31m")),
            "\"\\u009b31m\"\n");
}

TEST(JsonTextTest, SaysTheSameInAscii) {
  const Json name = "gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80";
  EXPECT_EQ(json_text(name), "\"gr\\u00fc\\u00df \\ud83d\\ude00\"\n");
  EXPECT_EQ(Json::parse(json_text(name)), name);
}

TEST(JsonTextTest, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(json_text(Json("a\x9b")), "\"a\\ufffd\"\n");
}

}  // namespace
}  // namespace onefold
