#include "verify/claim.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"

namespace onefold::verify {
namespace {

using ::testing::HasSubstr;
using Builder = onefold::testing::ElfBuilder<Elf64Le>;

Builder with_note(const std::string& text) {
  Builder builder;
  builder.note("Onefold", 1, onefold::testing::ByteString(text.begin(), text.end()));
  return builder;
}

// The parts, or the error's line.
std::string read(const Builder& builder, std::vector<ClaimedPart>* parts = nullptr) {
  auto image = builder.build();
  auto module = read_module(image.view());
  if (!module) return to_string(module.error());
  auto claim = read_claim(*module);
  if (!claim) return to_string(claim.error());
  if (parts != nullptr) *parts = claim->parts;
  return "";
}

TEST(Claim, SaysWhereEachSegmentLies) {
  std::vector<ClaimedPart> parts;
  ASSERT_EQ(read(with_note(R"({"format":1,"parts":[{"name":"main","build_id":"00ff","bias":0,)"
                           R"("segments":[{"module":4096,"image":4096,"size":10}]},)"
                           R"({"name":"liba.so","soname":"liba.so.1","xxh128":"aa","bias":65536,)"
                           R"("segments":[]}]})"),
                 &parts),
            "");
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].build_id, "00ff");
  ASSERT_EQ(parts[0].segments.size(), 1U);
  EXPECT_EQ(parts[0].segments[0].module.value, 4096U);
  EXPECT_EQ(parts[0].segments[0].size, 10U);
  EXPECT_EQ(parts[1].soname, "liba.so.1");
  EXPECT_EQ(parts[1].bias, 65536U);
}

TEST(Claim, ATotalFoldNamesItsLoaderAndWhatIsOpened) {
  auto image =
      with_note(
          R"({"format":1,"parts":[{"name":"main","bias":0,"segments":[]}],)"
          R"("loader":{"name":"ld.so","soname":"ld.so.1","bias":8192,)"
          R"("segments":[],"changed":[{"module":6,"was":[184,0]}]},"dlsym":4096,"dlopen":4112,"opened":["libgcc_s.so.1"]})")
          .build();
  auto module = read_module(image.view());
  ASSERT_TRUE(module);
  auto claim = read_claim(*module);
  ASSERT_TRUE(claim);
  ASSERT_TRUE(claim->loader);
  EXPECT_EQ(claim->loader->bias, 8192U);
  const ClaimedChange change{ModuleAddress(6), {std::byte{184}, std::byte{0}}};
  EXPECT_EQ(claim->loader->changed, std::vector<ClaimedChange>{change});
  EXPECT_EQ(claim->dlsym, 4096U);
  EXPECT_EQ(claim->dlopen, 4112U);
  EXPECT_EQ(claim->opened, std::vector<std::string>{"libgcc_s.so.1"});
}

TEST(Claim, AFileWithoutOneIsNoFold) {
  EXPECT_THAT(read(Builder()), HasSubstr("expected the note of a fold"));
}

TEST(Claim, WhatIsNoMapIsRefused) {
  EXPECT_THAT(read(with_note("no JSON")), HasSubstr("expected an address map in JSON"));
  EXPECT_THAT(read(with_note("[1]")), HasSubstr("expected an address map in JSON"));
  EXPECT_THAT(read(with_note(R"({"format":2,"parts":[]})")), HasSubstr("of format 1"));
  EXPECT_THAT(read(with_note(R"({"format":1,"parts":[]})")), HasSubstr("a list of parts"));
  EXPECT_THAT(read(with_note(R"({"format":1,"parts":[7]})")), HasSubstr("parts with name"));
  EXPECT_THAT(read(with_note(R"({"format":1,"parts":[{"name":"a","bias":-1,"segments":[]}]})")),
              HasSubstr("parts with name"));
  for (const char* changed : {"7", "[7]", R"([{"module":1}])", R"([{"module":1,"was":[256]}])"}) {
    EXPECT_THAT(
        read(with_note(fmt::format(R"({{"format":1,"parts":[{{"name":"a","bias":0,"segments":[],)"
                                   R"("changed":{}}}]}})",
                                   changed))),
        HasSubstr("parts with name"));
  }
  EXPECT_THAT(read(with_note(std::string(50'000, '['))), HasSubstr("an address map in JSON"));
}

}  // namespace
}  // namespace onefold::verify
