#include "resolve/selection.h"

#include <gtest/gtest.h>

#include <deque>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;
using Builder = testing::ElfBuilder<Elf64Le>;

class SelectionTest : public ::testing::Test {
 protected:
  // Entry 0 is the program. `name` is how it was asked for; its file lies in /lib.
  size_t add(const std::string& name, std::vector<size_t> needs = {}, std::string soname = "",
             std::string file = "") {
    Builder builder;
    if (!soname.empty()) builder.soname(soname);
    images_.push_back(builder.build());
    auto module = read_module(images_.back().view());
    if (!module) throw std::runtime_error(to_string(module.error()));
    closure_.entries.push_back(
        {.name = name, .path = "/lib/" + (file.empty() ? name : file), .module = *module});
    closure_.entries.back().needs = std::move(needs);
    return closure_.entries.size() - 1;
  }
  // A program that needs libz, libc and libm, as glibc has them.
  void add_usual() {
    closure_.loader_kind = LoaderKind::kGlibc;
    add("program", {1, 2, 3});
    add("libz.so.1", {2});
    add("libc.so.6", {4});
    add("libm.so.6", {2});
    closure_.loader = add("ld-linux-x86-64.so.2");
  }
  // The folded entries, "0 1"; or the error.
  std::string folded(const SelectionOptions& options) {
    auto selected = select_folded(closure_, options);
    if (!selected) return to_string(selected.error());
    std::string text;
    for (size_t i = 0; i < selected->size(); ++i) {
      if ((*selected)[i]) text += (text.empty() ? "" : " ") + std::to_string(i);
    }
    return text;
  }

  std::deque<testing::ElfImage<Elf64Le>> images_;
  Closure closure_;
};

TEST_F(SelectionTest, TheLibcGroupStaysOutside) {
  add_usual();
  add("libgcc_s.so.1", {2});
  add("libnss_files.so.2", {2});
  EXPECT_EQ(folded({.keep = {"libc"}}), "0 1");
}

TEST_F(SelectionTest, MuslsGroupIsItsLibcAlone) {
  closure_.loader_kind = LoaderKind::kMusl;
  add("program", {1, 2});
  add("libgcc_s.so.1", {2});
  closure_.loader = add("libc.musl-x86_64.so.1", {}, "", "ld-musl-x86_64.so.1");
  EXPECT_EQ(folded({.keep = {"libc"}}), "0 1");
}

TEST_F(SelectionTest, TheProgramAlwaysIsFoldedAndTheLoaderNever) {
  add_usual();
  EXPECT_EQ(folded({}), "0 1 2 3");
  EXPECT_EQ(folded({.keep = {"*"}}), "0");
}

TEST_F(SelectionTest, AGlobMatchesTheNameTheFileOrTheSoname) {
  closure_.loader_kind = LoaderKind::kGlibc;
  add("program", {1, 2, 3});
  add("libasked.so");
  add("libb.so", {}, "", "libfile.so.2.1");
  add("libc.so", {}, "libsoname.so.3");
  EXPECT_EQ(folded({.keep = {"libask*"}}), "0 2 3");
  EXPECT_EQ(folded({.keep = {"libfile.so.?.?"}}), "0 1 3");
  EXPECT_EQ(folded({.keep = {"libsoname.so.[34]"}}), "0 1 2");
}

TEST_F(SelectionTest, OnlyFoldsJustThese) {
  add_usual();
  EXPECT_EQ(folded({.only = {"libz*"}}), "0 1");
  EXPECT_EQ(folded({.keep = {"libc"}, .only = {"libz*", "libm*"}}), "0 1");
}

TEST_F(SelectionTest, AGlobThatMatchesNothingIsRefused) {
  add_usual();
  EXPECT_EQ(folded({.keep = {"libc", "libq*"}}),
            "/lib/program: --keep: expected a name that matches a library of the closure, found "
            "libq*");
  EXPECT_EQ(folded({.only = {"libq"}}),
            "/lib/program: --only: expected a name that matches a library of the closure, found "
            "libq");
}

// A program without any library of the group is no typing error.
TEST_F(SelectionTest, TheLibcGroupMayBeEmpty) {
  add("program", {1});
  add("liba.so");
  EXPECT_EQ(folded({.keep = {"libc"}}), "0 1");
}

// ld.so would run its initialisers before those of the fold.
TEST_F(SelectionTest, AKeptLibraryThatNeedsAFoldedOneIsRefused) {
  add_usual();
  EXPECT_TRUE(folded({.keep = {"libz*"}}).starts_with("/lib/libz.so.1: DT_NEEDED: "))
      << folded({.keep = {"libz*"}});
  EXPECT_EQ(folded({.keep = {"libz*", "libc"}}), "0");
}

}  // namespace
}  // namespace onefold
