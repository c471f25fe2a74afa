#include "base/file_view.h"

#include <gtest/gtest.h>

#include <array>

#include "testing/formats.h"

namespace onefold {
namespace {

using onefold::testing::fails;
using Word = Elf32Be::Word;

class FileViewTest : public ::testing::Test {
 protected:
  // 00 01 02 03 04 05 06 07 08 09
  static std::array<std::byte, 10> make_bytes() {
    std::array<std::byte, 10> bytes{};
    for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i);
    return bytes;
  }
  std::array<std::byte, 10> bytes_ = make_bytes();
  FileView view_{"test.elf", bytes_};
};

TEST_F(FileViewTest, GivesBytesInsideTheFile) {
  EXPECT_EQ(view_.bytes(FileOffset(0), 10, "all").value().size(), 10U);
  EXPECT_EQ(view_.bytes(FileOffset(10), 0, "end").value().size(), 0U);
  EXPECT_EQ(view_.bytes(FileOffset(9), 1, "last").value()[0], std::byte{9});
}

TEST_F(FileViewTest, RefusesBytesOutside) {
  EXPECT_TRUE(fails(view_.bytes(FileOffset(9), 2, "p_offset"), "p_offset", 9,
                    "a range inside the file's 10 bytes", "2 bytes at offset 0x9"));
  EXPECT_TRUE(fails(view_.bytes(FileOffset(11), 0, "p_offset"), "p_offset", 11,
                    "a range inside the file's 10 bytes", "0 bytes at offset 0xb"));
  EXPECT_FALSE(view_.bytes(FileOffset(1), UINT64_MAX, "f"));  // the sum wraps to 0
  EXPECT_FALSE(view_.bytes(FileOffset(UINT64_MAX), 1, "f"));
}

TEST_F(FileViewTest, ReadsTablesAtAnyAlignment) {
  auto table = view_.table<Word>(FileOffset(1), 2, "table").value();
  ASSERT_EQ(table.size(), 2U);
  EXPECT_EQ(table[0], 0x01020304U);
  EXPECT_EQ(table[1], 0x05060708U);
  EXPECT_EQ(view_.record<Word>(FileOffset(6), "word").value(), 0x06070809U);
}

TEST_F(FileViewTest, RefusesTablesOutside) {
  EXPECT_TRUE(fails(view_.table<Word>(FileOffset(0), 3, "e_phoff"), "e_phoff", 0,
                    "a range inside the file's 10 bytes", "12 bytes at offset 0x0"));
  // 2^62 entries of 4 bytes are 0 bytes modulo 2^64.
  EXPECT_TRUE(fails(view_.table<Word>(FileOffset(0), uint64_t{1} << 62, "e_phoff"), "e_phoff", 0,
                    "a range inside the file's 10 bytes",
                    "4611686018427387904 entries of 4 bytes"));
  EXPECT_FALSE(view_.record<Word>(FileOffset(7), "word"));
}

TEST_F(FileViewTest, AnEmptyFileIsAFile) {
  FileView empty;
  EXPECT_EQ(empty.size(), 0U);
  EXPECT_TRUE(empty.bytes(FileOffset(0), 0, "nothing"));
  EXPECT_FALSE(empty.bytes(FileOffset(0), 1, "something"));
}

TEST(StringAtTest, EndsAtNulInsideTheTable) {
  constexpr std::string_view kText("\0libc.so.6\0open", 15);
  FileView file("test.elf", std::as_bytes(std::span(kText)));
  auto at = [&](uint64_t offset) {
    return string_at(file, file.all(), FileOffset(0), offset, "DT_NEEDED");
  };
  EXPECT_EQ(at(0).value(), "");
  EXPECT_EQ(at(1).value(), "libc.so.6");
  EXPECT_EQ(at(4).value(), "c.so.6");
  EXPECT_TRUE(fails(at(11), "DT_NEEDED", 11, "a string that ends in NUL inside its table",
                    "4 bytes without one"));
  EXPECT_TRUE(fails(at(15), "DT_NEEDED", 0, "an offset inside the string table's 15 bytes", "0xf"));
  EXPECT_FALSE(at(UINT64_MAX));
}

TEST(StringAtTest, AnEmptyTableHoldsNoString) {
  FileView file("test.elf", {});
  EXPECT_TRUE(fails(string_at(file, {}, FileOffset(0), 0, "st_name"), "st_name", 0,
                    "an offset inside the string table's 0 bytes", "0x0"));
}

}  // namespace
}  // namespace onefold
