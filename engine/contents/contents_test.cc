#include "contents/contents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"

namespace onefold {
namespace {

using ::testing::HasSubstr;
using Builder = onefold::testing::ElfBuilder<Elf64Le>;

// The contents, or the error's line.
std::string read(const std::string& note, std::optional<Contents>& contents) {
  Builder builder;
  builder.note("Onefold", 1, onefold::testing::ByteString(note.begin(), note.end()));
  auto image = builder.build();
  auto module = read_module(image.view());
  if (!module) return to_string(module.error());
  auto found = read_contents(*module);
  if (!found) return to_string(found.error());
  contents = *found;
  return "";
}

TEST(Contents, AreWhatTheNoteSays) {
  std::optional<Contents> contents;
  ASSERT_EQ(
      read(
          R"({"format":1,"parts":[{"name":"main","segments":[]},)"
          R"({"name":"liba.so.1.2","soname":"liba.so.1","build_id":"00ff","package":"liba1:amd64",)"
          R"("version":"1.2-3","segments":[{"module":4096,"image":8192,"size":10}]}],)"
          R"("loader":{"name":"ld.so","segments":[],"changed":[{"module":6,"was":[184,0]}]},"libc":"glibc 2.36"})",
          contents),
      "");
  ASSERT_TRUE(contents);
  ASSERT_EQ(contents->files.size(), 2U);
  EXPECT_EQ(contents->files[0].label(), "main");
  EXPECT_EQ(contents->files[1].label(), "liba.so.1");
  EXPECT_EQ(contents->files[1].package, "liba1:amd64");
  EXPECT_EQ(contents->files[1].version, "1.2-3");
  EXPECT_EQ(contents->files[1].segments.front().image, 8192U);
  ASSERT_TRUE(contents->loader);
  ASSERT_EQ(contents->loader->changed.size(), 1U);
  EXPECT_EQ(contents->loader->changed[0].module, 6U);
  EXPECT_EQ(contents->loader->changed[0].was, (std::vector{std::byte{184}, std::byte{0}}));
  EXPECT_EQ(contents->c_library, "glibc 2.36");
}

TEST(Contents, OfAFileThatIsNoFoldAreNone) {
  auto image = Builder().build();
  auto module = read_module(image.view());
  ASSERT_TRUE(module);
  auto contents = read_contents(*module);
  ASSERT_TRUE(contents);
  EXPECT_FALSE(*contents);
}

TEST(Contents, OfAWrongNoteAreAnError) {
  std::optional<Contents> contents;
  for (const char* note :
       {"", "{", "[]", R"({"format":2,"parts":[]})", R"({"format":1,"parts":[]})",
        R"({"format":1,"parts":[{"name":"","segments":[]}]})",
        R"({"format":1,"parts":[{"name":"a","segments":[{"module":-1,"image":0,"size":0}]}]})",
        R"({"format":1,"parts":[{"name":"a","segments":[],"changed":[{"module":1,"was":[256]}]}]})",
        R"({"format":1,"parts":[{"name":"a","segments":[]}],"loader":3})"}) {
    EXPECT_THAT(read(note, contents), HasSubstr("expected the list of what was folded")) << note;
  }
}

}  // namespace
}  // namespace onefold
