#include "read/file_data.h"

#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;

template <typename E>
class FileDataTest : public ::testing::Test {
 protected:
  // What is found behind `image` with `more` behind it, as text with where it lies.
  static std::pair<uint64_t, std::string> found(const ElfImage<E>& image, std::string_view more) {
    const auto all = image.view().all();
    std::vector<std::byte> bytes(all.begin(), all.end());
    for (char c : more) bytes.push_back(static_cast<std::byte>(c));
    const FileView file("x", bytes);
    auto module = read_module(file);
    EXPECT_TRUE(ok(module));
    if (!module) return {};
    const FileData data = read_file_data(*module);
    std::string text;
    for (std::byte byte : data.appended) text += static_cast<char>(byte);
    return {data.appended_at.value, text};
  }
};
TYPED_TEST_SUITE(FileDataTest, AllFormats);

using namespace std::literals;

TYPED_TEST(FileDataTest, AppendedIsWhatNoHeaderSpeaksOf) {
  for (bool sections : {false, true}) {
    ElfBuilder<TypeParam> builder;
    if (sections) builder.section_headers();
    const auto image = builder.build();
    const uint64_t end = image.view().size();
    EXPECT_EQ(this->found(image, "archive"), std::pair(end, "archive"s));
    EXPECT_EQ(this->found(image, "\0\0archive\0"sv), std::pair(end, "\0\0archive\0"s));
  }
}

// e_ehsize, which nobody looks at, and a segment of no bytes, wherever its p_offset is.
TYPED_TEST(FileDataTest, WhatLoadersDoNotLookAtSaysNothing) {
  ElfBuilder<TypeParam> builder;
  auto image = builder.segment({.type = PT_TLS}).build();
  const uint64_t end = image.view().size();
  image.ehdr().e_ehsize = static_cast<uint16_t>(end + 3);
  image.phdr(PT_TLS).p_offset = static_cast<typename TypeParam::Native>(end + 3);
  EXPECT_EQ(this->found(image, "archive"), std::pair(end, "archive"s));
}

TYPED_TEST(FileDataTest, NothingIsAppendedWhereZerosFollowOrNothing) {
  ElfBuilder<TypeParam> builder;
  const auto image = builder.section_headers().build();
  EXPECT_EQ(this->found(image, "").second, "");
  EXPECT_EQ(this->found(image, "\0\0\0"sv).second, "");
}

// Broken section headers say nothing: what they name is as good as appended.
TYPED_TEST(FileDataTest, HeadersThatLeadOutsideSayNothing) {
  ElfBuilder<TypeParam> builder;
  auto image = builder.section_headers().build();
  const uint64_t sections = image.ehdr().e_shoff;
  image.ehdr().e_shoff = static_cast<typename TypeParam::Native>(image.view().size() + 100);
  const auto [at, text] = this->found(image, "archive");
  EXPECT_LE(at, sections);
  EXPECT_TRUE(text.ends_with("archive"));
}

TYPED_TEST(FileDataTest, BrokenSectionHeadersAreAppendedWithWhatTheySpeakOf) {
  ElfBuilder<TypeParam> builder;
  auto image = builder.section_headers().build();
  const uint64_t sections = image.ehdr().e_shoff;
  image.ehdr().e_shstrndx = uint16_t{99};
  const auto [at, text] = this->found(image, "archive");
  EXPECT_LE(at, sections);
  EXPECT_GT(text.size(), std::string("archive").size());
  EXPECT_TRUE(text.ends_with("archive"));
}

}  // namespace
}  // namespace onefold
