#include "stack/stack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/checked.h"
#include "read/module.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ParseSizeTest, TakesBytesHexadecimalAndUnits) {
  EXPECT_EQ(parse_size("0"), 0U);
  EXPECT_EQ(parse_size("8388608"), 8388608U);
  EXPECT_EQ(parse_size("0x800000"), 8388608U);
  EXPECT_EQ(parse_size("0XffffffffFFFFFFFF"), UINT64_MAX);
  EXPECT_EQ(parse_size("8M"), 8388608U);
  EXPECT_EQ(parse_size("8MiB"), 8388608U);
  EXPECT_EQ(parse_size("128K"), 131072U);
  EXPECT_EQ(parse_size("128KiB"), 131072U);
  EXPECT_EQ(parse_size("1G"), 1073741824U);
  EXPECT_EQ(parse_size("1GiB"), 1073741824U);
  EXPECT_EQ(parse_size("17179869183G"), 17179869183U * 1073741824U);
}

TEST(ParseSizeTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           "-1",
                           "+1",
                           "1 ",
                           " 1",
                           "8MB",
                           "8m",
                           "8mib",
                           "8.5M",
                           "M",
                           "MiB",
                           "0x",
                           "0x8M",
                           "0xg",
                           "1e6",
                           "18446744073709551616",
                           "17179869184G",
                           "0x10000000000000000",
                           "8MM",
                           "--1"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << '"' << text << '"';
  }
}

template <typename E>
class StackTest : public ::testing::Test {
 protected:
  static constexpr uint64_t kBefore = 0x12345;

  StackTest() { write(); }
  void write() { tree_.file("/a", image_.bytes()); }
  std::string path() const { return tree_.path("/a"); }
  std::vector<std::byte> on_disk() const { return tree_.bytes("/a"); }
  std::vector<std::byte> in_memory() const {
    return {image_.bytes().begin(), image_.bytes().end()};
  }
  typename E::Phdr& header(unsigned nth = 0) { return image_.phdr(PT_GNU_STACK, nth); }

  FileTree tree_;
  ElfImage<E> image_ = ElfBuilder<E>().stack(kBefore, PF_R | PF_W | 0x100).build();
};
TYPED_TEST_SUITE(StackTest, AllFormats);

TYPED_TEST(StackTest, ReadsSizeAndFlag) {
  auto stack = read_stack(this->path());
  ASSERT_TRUE(ok(stack));
  EXPECT_EQ(stack->memsz, 0x12345U);
  EXPECT_FALSE(stack->executable);

  this->header().p_flags = PF_R | PF_W | PF_X;
  this->write();
  stack = read_stack(this->path());
  ASSERT_TRUE(ok(stack));
  EXPECT_TRUE(stack->executable);
}

TYPED_TEST(StackTest, SetChangesTheBytesOfTheSizeAlone) {
  auto result = edit_stack(this->path(), {.memsz = 0x800000});
  ASSERT_TRUE(ok(result));
  EXPECT_EQ(result->header.memsz, 0x800000U);
  EXPECT_FALSE(result->header.executable);
  EXPECT_THAT(result->warnings, IsEmpty());
  this->header().p_memsz = 0x800000;
  EXPECT_EQ(this->on_disk(), this->in_memory());
}

TYPED_TEST(StackTest, ExecChangesTheFlagAlone) {
  auto result = edit_stack(this->path(), {.executable = true});
  ASSERT_TRUE(ok(result));
  EXPECT_EQ(result->header.memsz, 0x12345U);
  EXPECT_TRUE(result->header.executable);
  this->header().p_flags = PF_R | PF_W | PF_X | 0x100;
  EXPECT_EQ(this->on_disk(), this->in_memory());

  result = edit_stack(this->path(), {.executable = false});
  ASSERT_TRUE(ok(result));
  EXPECT_FALSE(result->header.executable);
  this->header().p_flags = PF_R | PF_W | 0x100;
  EXPECT_EQ(this->on_disk(), this->in_memory());
}

TYPED_TEST(StackTest, SetsBothAtOnce) {
  auto result = edit_stack(this->path(), {.memsz = 0x200000, .executable = true});
  ASSERT_TRUE(ok(result));
  this->header().p_memsz = 0x200000;
  this->header().p_flags = PF_R | PF_W | PF_X | 0x100;
  EXPECT_EQ(this->on_disk(), this->in_memory());
}

// Nothing to write: of the 64-bit layouts p_flags ends before p_memsz begins, so a range from the
// one to the other would have had a negative size.
TYPED_TEST(StackTest, AddAloneLeavesAFileThatHasTheHeader) {
  auto result = edit_stack(this->path(), {.add = true});
  ASSERT_TRUE(ok(result));
  EXPECT_EQ(result->header.memsz, 0x12345U);
  EXPECT_THAT(result->warnings, IsEmpty());
  EXPECT_EQ(this->on_disk(), this->in_memory());
}

TYPED_TEST(StackTest, AddAndSetEditInPlaceWhereTheHeaderIs) {
  ASSERT_TRUE(ok(edit_stack(this->path(), {.memsz = 0x800000, .add = true})));
  this->header().p_memsz = 0x800000;
  EXPECT_EQ(this->on_disk(), this->in_memory());
}

TYPED_TEST(StackTest, TakesTheWidestSizeOfTheClass) {
  const uint64_t widest = TypeParam::k64 ? UINT64_MAX : UINT32_MAX;
  auto result = edit_stack(this->path(), {.memsz = widest});
  ASSERT_TRUE(ok(result));
  this->header().p_memsz = static_cast<typename TypeParam::Native>(widest);
  EXPECT_EQ(this->on_disk(), this->in_memory());
}

TYPED_TEST(StackTest, RefusesASizePastTheClass) {
  auto result = edit_stack(this->path(), {.memsz = uint64_t{1} << 32});
  if constexpr (TypeParam::k64) {
    ASSERT_TRUE(ok(result));
  } else {
    ASSERT_FALSE(result);
    EXPECT_EQ(to_string(result.error()),
              this->path() +
                  ": PT_GNU_STACK p_memsz: expected a size that fits the file's 32 bits, found "
                  "0x100000000");
    EXPECT_EQ(this->on_disk(), this->in_memory());
  }
}

TYPED_TEST(StackTest, SaysWhatMuslMakesOfTheSize) {
  auto warnings = [&](uint64_t memsz) {
    auto result = edit_stack(this->path(), {.memsz = memsz});
    return result ? result->warnings : std::vector<std::string>{to_string(result.error())};
  };
  const auto too_large = "musl (1.1.21 and later) uses at most 0x800000 bytes (8 MiB) of it";
  const auto too_small = "musl keeps its default of 0x20000 bytes (128 KiB): it only enlarges";
  EXPECT_THAT(warnings(0), IsEmpty());
  EXPECT_THAT(warnings(1), ElementsAre(too_small));
  EXPECT_THAT(warnings(0x1ffff), ElementsAre(too_small));
  EXPECT_THAT(warnings(0x20000), IsEmpty());
  EXPECT_THAT(warnings(0x800000), IsEmpty());
  EXPECT_THAT(warnings(0x800001), ElementsAre(too_large));
}

TYPED_TEST(StackTest, WithoutAHeaderNamesAdd) {
  this->header().p_type = PT_NULL;
  this->write();
  const std::string line = this->path() +
                           ": PT_GNU_STACK: expected a program header of this type, found none "
                           "(--add writes a copy that has one)";
  auto read = read_stack(this->path());
  ASSERT_FALSE(read);
  EXPECT_EQ(to_string(read.error()), line);
  auto edited = edit_stack(this->path(), {.memsz = 0x800000});
  ASSERT_FALSE(edited);
  EXPECT_EQ(to_string(edited.error()), line);
  EXPECT_EQ(this->on_disk(), this->in_memory());
}

TYPED_TEST(StackTest, RefusesTwoHeaders) {
  this->image_ = ElfBuilder<TypeParam>().stack(1).stack(2).build();
  this->write();
  const uint64_t second = this->image_.offset_of(this->header(1));
  for (const StackEdit& edit : {StackEdit{.memsz = 0x800000}, StackEdit{.add = true}}) {
    auto result = edit_stack(this->path(), edit);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().offset, second);
    EXPECT_EQ(result.error().found, "a second one");
    EXPECT_EQ(this->on_disk(), this->in_memory());
  }
}

// Cut off inside the ELF header and inside the table, byte by byte.
TYPED_TEST(StackTest, RefusesCutHeaders) {
  const size_t table_end = as_size(this->image_.ehdr().e_phoff +
                                   this->image_.ehdr().e_phnum * sizeof(typename TypeParam::Phdr));
  for (size_t size = 0; size < table_end; ++size) {
    this->tree_.file("/a", this->image_.bytes().first(size));
    ASSERT_FALSE(read_stack(this->path())) << size;
    ASSERT_FALSE(edit_stack(this->path(), {.memsz = 1, .executable = true, .add = true})) << size;
    ASSERT_EQ(this->on_disk().size(), size);
  }
  this->tree_.file("/a", this->image_.bytes().first(table_end));
  EXPECT_TRUE(ok(read_stack(this->path())));
}

TYPED_TEST(StackTest, SetKeepsHardAndSymbolicLinks) {
  this->tree_.hard_link("/a", "/hard");
  this->tree_.link("/soft", "a");
  ASSERT_TRUE(ok(edit_stack(this->tree_.path("/soft"), {.memsz = 0x800000})));
  this->header().p_memsz = 0x800000;
  EXPECT_EQ(this->tree_.bytes("/hard"), this->in_memory());
  struct stat status{};
  ASSERT_EQ(lstat(this->path().c_str(), &status), 0);
  EXPECT_EQ(status.st_nlink, 2U);
  ASSERT_EQ(lstat(this->tree_.path("/soft").c_str(), &status), 0);
  EXPECT_TRUE(S_ISLNK(status.st_mode));
}

TEST(StackFileTest, RefusesWhatIsNoElfFile) {
  FileTree tree;
  tree.dir("/dir");
  tree.file("/script", "#!/bin/sh\nexit 0\n");
  tree.file("/empty", "");
  tree.file("/archive", "!<arch>\nlibx.o/         0           0     0     644     0         `\n");
  ASSERT_EQ(mkfifo(tree.path("/fifo").c_str(), 0600), 0);
  for (const StackEdit& edit : {StackEdit{}, StackEdit{.memsz = 1}, StackEdit{.add = true}}) {
    for (auto [name, found] : {std::pair{"/dir", "a directory"},
                               {"/fifo", "a FIFO"},
                               {"/none", "No such file or directory"}}) {
      auto result = edit_stack(tree.path(name), edit);
      ASSERT_FALSE(result) << name;
      EXPECT_EQ(result.error().found, found);
    }
    for (const char* name : {"/script", "/empty", "/archive"}) {
      auto result = edit_stack(tree.path(name), edit);
      ASSERT_FALSE(result) << name;
      EXPECT_THAT(result.error().field, HasSubstr("e_ident")) << to_string(result.error());
    }
  }
}

}  // namespace
}  // namespace onefold
