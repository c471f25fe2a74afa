#include "host_comparison.h"

#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;
using Builder = testing::ElfBuilder<Elf64Le>;

class HostComparisonTest : public ::testing::Test {
 protected:
  static FoldedFile folded(const std::string& soname, const std::string& build_id) {
    return {.name = soname, .soname = soname, .build_id = build_id};
  }
  void put_library(const std::string& path) {
    tree_.file(path, Builder()
                         .base(0)
                         .soname("x")
                         .note("GNU", NT_GNU_BUILD_ID, testing::ByteString(4, 1))
                         .build()
                         .bytes());
  }
  Result<std::vector<HostFile>> compare(const std::vector<FoldedFile>& libraries) {
    Contents contents{.files = {folded("main", "")}};
    contents.files.insert(contents.files.end(), libraries.begin(), libraries.end());
    auto image = Builder().base(0).build();
    auto fold = read_module(image.view());
    EXPECT_TRUE(ok(fold));
    ResolveOptions options;
    options.root = tree_.top();
    return compare_with_host(*fold, contents, options);
  }

  testing::FileTree tree_;
};

TEST_F(HostComparisonTest, IsByBuildId) {
  put_library("/lib/liba.so");
  put_library("/lib/libb.so");
  auto hosts = compare({folded("liba.so", "01010101"), folded("libb.so", "02020202"),
                        folded("libc.so", "01010101")});
  ASSERT_TRUE(ok(hosts));
  EXPECT_EQ((*hosts)[0].state, HostState::kUnknown);
  EXPECT_EQ((*hosts)[1].state, HostState::kSame);
  EXPECT_EQ((*hosts)[1].path, "/lib/liba.so");
  EXPECT_EQ((*hosts)[2].state, HostState::kDiffers);
  EXPECT_EQ((*hosts)[3].state, HostState::kAbsent);
}

TEST_F(HostComparisonTest, IsOfAFileWhoseSonameIsNoFileToo) {
  put_library("/lib/liba.so.7.0");
  FoldedFile file = folded("liba.so.7", "01010101");
  file.name = "liba.so.7.0";
  auto hosts = compare({file});
  ASSERT_TRUE(ok(hosts));
  EXPECT_EQ((*hosts)[1].state, HostState::kSame);
}

// Once nothing was compared then.
TEST_F(HostComparisonTest, OneFileThatNoLoaderTakesLeavesTheOthers) {
  put_library("/lib/libb.so");
  tree_.dir("/lib/libdir.so");
  tree_.file("/lib/libtext.so", "no library");
  auto hosts = compare({folded("libdir.so", "01010101"), folded(".", "01010101"),
                        folded("libtext.so", "01010101"), folded("libb.so", "01010101")});
  ASSERT_TRUE(ok(hosts));
  for (size_t i = 1; i <= 3; ++i) {
    EXPECT_EQ((*hosts)[i].state, HostState::kUnknown) << i;
    EXPECT_TRUE((*hosts)[i].error) << i;
  }
  EXPECT_EQ((*hosts)[4].state, HostState::kSame);
  EXPECT_FALSE((*hosts)[4].error);
}

TEST_F(HostComparisonTest, ARootThatIsNoneIsAnError) {
  auto image = Builder().base(0).build();
  auto fold = read_module(image.view());
  ASSERT_TRUE(ok(fold));
  ResolveOptions options;
  options.root = tree_.path("/none");
  EXPECT_FALSE(compare_with_host(*fold, {.files = {folded("main", "")}}, options));
}

}  // namespace
}  // namespace onefold
