#include "base/json_writer.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace onefold {
namespace {

TEST(JsonWriterTest, SeparatesWhatStandsSideBySide) {
  JsonWriter writer;
  writer.open_object();
  writer.member("a", uint64_t{1});
  writer.key("list");
  writer.open_array();
  writer.value(UINT64_MAX);
  writer.open_object();
  writer.close_object();
  writer.open_array();
  writer.close_array();
  writer.value("x");
  writer.close_array();
  writer.member("b", std::string_view("y"));
  writer.close_object();
  EXPECT_EQ(writer.take(), R"({"a":1,"list":[18446744073709551615,{},[],"x"],"b":"y"})");
}

std::string text(std::string_view of) {
  JsonWriter writer;
  writer.value(of);
  return writer.take();
}

// As nlohmann writes it, whose reader is the judge of all of ASCII.
TEST(JsonWriterTest, TextIsEscapedWhereItMustBe) {
  EXPECT_EQ(text("a/b~"), R"("a/b~")");
  EXPECT_EQ(text(""), R"("")");
  EXPECT_EQ(text("a\"\\b"), R"("a\"\\b")");
  EXPECT_EQ(text("\n\x01"), R"("\n\u0001")");
  EXPECT_EQ(text("\x7f\u009b\U0001f600"), "\"\x7f\u009b\U0001f600\"");
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  EXPECT_EQ(nlohmann::json::parse(text(all)), all);
}

TEST(JsonWriterTest, WhatIsNoTextIsReplaced) { EXPECT_EQ(text("a\xff-b"), "\"a\ufffd-b\""); }

}  // namespace
}  // namespace onefold
