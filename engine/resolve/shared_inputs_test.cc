#include "resolve/shared_inputs.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "base/threads.h"
#include "resolve/file_system.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;
using Builder = testing::ElfBuilder<Elf64Le>;

class SharedInputsTest : public ::testing::Test {
 protected:
  FileSystem view() {
    auto files = FileSystem::open(tree_.top(), shared_.store());
    EXPECT_TRUE(ok(files));
    return *std::move(files);
  }

  testing::FileTree tree_;
  SharedInputs shared_;
};

TEST_F(SharedInputsTest, TwoViewsOfOneFileAreOneMapping) {
  tree_.file("/lib/libx.so", Builder().soname("libx.so").build().bytes());
  tree_.link("/usr", "lib");
  FileSystem one = view(), other = view();
  auto first = one.map("/lib/libx.so"), second = other.map("/usr/libx.so");
  ASSERT_TRUE(ok(first) && ok(second));
  ASSERT_NE(*first, nullptr);
  EXPECT_EQ(*first, *second);
}

TEST_F(SharedInputsTest, WhatIsNoFileStaysNone) {
  tree_.dir("/lib");
  FileSystem files = view();
  auto none = files.map("/lib/libx.so");
  ASSERT_TRUE(ok(none));
  EXPECT_EQ(*none, nullptr);
  auto refused = files.map("/lib");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().found, "a directory");
}

// Either module gets its own, whoever reads first.
TEST_F(SharedInputsTest, ALinkableBelongsToTheModuleThatAsks) {
  tree_.file("/lib/libx.so", Builder().soname("libx.so").build().bytes());
  FileSystem files = view();
  auto file = files.map("/lib/libx.so");
  ASSERT_TRUE(ok(file));
  std::vector<Module> modules;
  modules.reserve(4);
  for (int i = 0; i < 4; ++i) modules.push_back(read_module((*file)->view()).value());
  std::atomic<int> right = 0;
  Threads(4).for_each_index(modules.size(), [&](size_t i) {
    auto linkable = shared_.linkable(modules[i]);
    if (linkable && linkable->module == &modules[i] && linkable->soname == "libx.so") ++right;
  });
  EXPECT_EQ(right.load(), 4);
}

TEST_F(SharedInputsTest, AnErrorIsEverybodys) {
  tree_.file("/lib/libx.so",
             Builder().soname("libx.so").dynamic(DT_VERSYM, 0x7fff0000).build().bytes());
  FileSystem files = view();
  auto module = read_module((*files.map("/lib/libx.so"))->view()).value();
  auto first = shared_.linkable(module), second = shared_.linkable(module);
  ASSERT_FALSE(first);
  ASSERT_FALSE(second);
  EXPECT_EQ(to_string(first.error()), to_string(second.error()));
}

// Zeros were read for all of them.
TEST_F(SharedInputsTest, AFileCutShortIsToldByEachView) {
  install_sigbus_handler();
  tree_.file("/lib/libx.so", std::string(3 * 4096, 'x'));
  FileSystem one = view(), other = view();
  ASSERT_TRUE(ok(one.map("/lib/libx.so")));
  auto file = other.map("/lib/libx.so");
  ASSERT_TRUE(ok(file));
  ASSERT_EQ(truncate(tree_.path("/lib/libx.so").c_str(), 0), 0);
  EXPECT_EQ((*file)->view().all()[2 * 4096], std::byte{0});
  EXPECT_FALSE(one.check_intact());
  EXPECT_FALSE(other.check_intact());
}

}  // namespace
}  // namespace onefold
