#include "resolve/needed_versions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;
using Builder = testing::ElfBuilder<Elf64Le>;

// A program that needs lib1.so, which needs lib2.so.
class NeededVersionsTest : public ::testing::Test {
 protected:
  enum class Asks : uint8_t { kProgram, kLibrary };

  // What is said of `version`, asked of the file `file`: `times` times, by whoever needs as many.
  Result<void> check(const std::string& file, const std::string& version, Asks who = Asks::kProgram,
                     size_t times = 1) {
    auto asks = [&](Builder builder, Asks one) {
      return one == who ? builder.undefined("f", version, file) : builder;
    };
    add("program", asks(Builder().needed("lib1.so"), Asks::kProgram), {1});
    add("lib1.so", asks(Builder().soname("libone.so").needed("sub/lib2.so"), Asks::kLibrary), {2});
    add("lib2.so", Builder().symbol({.name = "f", .value = 1, .version = "V1"}), {});
    std::vector<Linkable> linkables;
    for (const ClosureEntry& entry : closure_.entries) {
      auto linkable = read_linkable(entry.module);
      if (!linkable) return fail(std::move(linkable).error());
      linkables.push_back(std::move(*linkable));
    }
    auto& dynamic = closure_.entries[static_cast<size_t>(who)].module.dynamic;
    auto& needed = linkables[static_cast<size_t>(who)].version_tables.needed;
    for (; times > 1; --times) {
      dynamic.push_back(*std::ranges::find(dynamic, uint64_t{DT_NEEDED}, &DynamicEntry::tag));
      needed.push_back(VersionNeed(needed.front()));
    }
    return check_needed_versions(linkables, closure_);
  }

  Closure closure_;

 private:
  void add(const std::string& name, const Builder& builder, std::vector<size_t> needs) {
    images_.push_back(builder.build());
    closure_.entries.push_back(
        {.name = name, .path = "/" + name, .module = *read_module(images_.back().view())});
    closure_.entries.back().needs = std::move(needs);
  }

  std::deque<testing::ElfImage<Elf64Le>> images_;
};

TEST_F(NeededVersionsTest, AVersionThatIsThere) {
  EXPECT_TRUE(ok(check("lib2.so", "V1", Asks::kLibrary)));
}

TEST_F(NeededVersionsTest, AVersionThatIsNotThere) {
  const auto checked = check("lib2.so", "V2", Asks::kLibrary);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().expected, "version V2, which /lib1.so needs");
}

// Whoever needs the file.
TEST_F(NeededVersionsTest, AVersionThatIsNotThereOfAFileThatAnotherOneNeeds) {
  const auto checked = check("lib2.so", "V2");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().expected, "version V2, which /program needs");
}

TEST_F(NeededVersionsTest, ALibraryWithoutVersionsMayBeAskedForAny) {
  EXPECT_TRUE(ok(check("lib1.so", "V2")));
}

// glibc looks among all that it has mapped, by every name under which something asked for it.
TEST_F(NeededVersionsTest, ASoname) { EXPECT_TRUE(ok(check("libone.so", "V1"))); }
TEST_F(NeededVersionsTest, AFileThatAnotherOneNeeds) { EXPECT_TRUE(ok(check("lib2.so", "V1"))); }
TEST_F(NeededVersionsTest, AFileUnderAnotherName) { EXPECT_TRUE(ok(check("sub/lib2.so", "V1"))); }
TEST_F(NeededVersionsTest, AFileByItsPath) { EXPECT_TRUE(ok(check("/lib2.so", "V1"))); }
TEST_F(NeededVersionsTest, TheProgramsOwnNameIsEmpty) { EXPECT_TRUE(ok(check("", "V1"))); }

// A look at all names that are needed for each of them would take minutes.
TEST_F(NeededVersionsTest, AnyNumberOfNames) {
  EXPECT_TRUE(ok(check("sub/lib2.so", "V1", Asks::kLibrary, 100000)));
}

TEST_F(NeededVersionsTest, AFileThatNothingNeeds) {
  const auto checked = check("libelse.so", "V1");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().field, "vn_file");
  EXPECT_EQ(checked.error().found, "libelse.so");
}

TEST_F(NeededVersionsTest, MuslReadsNoVersions) {
  closure_.loader_kind = LoaderKind::kMusl;
  EXPECT_TRUE(ok(check("libelse.so", "V1")));
}

}  // namespace
}  // namespace onefold
