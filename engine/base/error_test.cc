#include "base/error.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace onefold {
namespace {

TEST(ErrorTest, IsOneLine) {
  EXPECT_EQ(to_string(Error{"a.so", "e_phnum", 0x38, "1", "0"}),
            "a.so: e_phnum at 0x38: expected 1, found 0");
  EXPECT_EQ(to_string(Error{"a.so", "open", std::nullopt, "a readable file", "no such file"}),
            "a.so: open: expected a readable file, found no such file");
}

TEST(ErrorTest, BytesOfTheInputCannotBreakTheLineOrTheTerminal) {
  EXPECT_EQ(printable("a\nb\x1b[31m\x7f"), "a\\x0ab\\x1b[31m\\x7f");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(to_string(Error{"a\n", "f\n", std::nullopt, "e\n", "g\n"}),
            "a\\x0a: f\\x0a: expected e\\x0a, found g\\x0a");
}

// U+0080 to U+009F are controls too: a terminal takes U+009B for ESC [.
TEST(ErrorTest, TextThatIsNotPrintableUtf8IsEscaped) {
  EXPECT_EQ(printable("gr\xc3\xbc\xc3\x9f\x65"), "gr\xc3\xbc\xc3\x9f\x65");
  EXPECT_EQ(printable("\xe2\x82\xac \xf0\x9f\x98\x80"), "\xe2\x82\xac \xf0\x9f\x98\x80");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\xc2\\x9b31m");
  EXPECT_EQ(printable("\x9b"
                      "31m"),
            "\\x9b31m");
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");                    // cut off
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");                    // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
}

// A name that shows as another one, or as two lines.
TEST(ErrorTest, WhatTurnsTheOrderOfALineIsEscaped) {
  for (std::string_view control :
       {"\xd8\x9c", "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaa",
        "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa9"}) {
    std::string escaped;
    for (char c : control) escaped += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    EXPECT_EQ(printable("a" + std::string(control) + "b"), "a" + escaped + "b");
  }
  for (std::string_view text :
       {"\xd8\x9b", "\xd8\x9d", "\xe2\x80\x8d", "\xe2\x80\x90", "\xe2\x80\xa7", "\xe2\x80\xaf",
        "\xe2\x81\xa5", "\xe2\x81\xaa", "\xe2\x82\xa8"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(ErrorTest, LongTextIsCut) {
  EXPECT_EQ(printable("abcdef", 6), "abcdef");
  EXPECT_EQ(printable("abcdefg", 6), "abcdef...");
  EXPECT_EQ(printable("abc\ndef", 6), "abc...");         // an escape is whole or not there
  EXPECT_EQ(printable("abcde\xc3\xbc", 6), "abcde...");  // and so is a character
  EXPECT_EQ(printable(std::string(1000, 'x')).size(), 256U + 3);
}

// Names from inside a file stand in warnings, and once reached the terminal as they are.
TEST(ErrorTest, AWarningIsOnePrintableLine) {
  EXPECT_EQ(warning_line("dir/a\n", "\x1b[2Jlibx: gone\r"), "dir/a\\x0a: \\x1b[2Jlibx: gone\\x0d");
  EXPECT_EQ(warning_line("a", std::string(20'000, 'x')).size(), 3U + 8192 + 3);
}

Result<int> half(int value) {
  if (value % 2 != 0) return fail(Error{"f", "value", std::nullopt, "even", std::to_string(value)});
  return value / 2;
}
Result<int> quarter(int value) {
  ONEFOLD_TRY(int once, half(value));
  ONEFOLD_CHECK(half(once));
  return half(once);
}

TEST(ErrorTest, TryPassesTheErrorOn) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(6).error().found, "3");
  EXPECT_EQ(quarter(5).error().found, "5");
}

TEST(ErrorTest, BlameMovesTheOffset) {
  EXPECT_EQ(blame(7, half(3)).error().offset, 7U);
  EXPECT_EQ(blame(7, half(4)).value(), 2);
}

}  // namespace
}  // namespace onefold
