// What the system does while a header is edited or added.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "stack/add_header.h"
#include "stack/stack.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::ElementsAre;

using E = Elf64Le;

ElfImage<E> with_stack() { return ElfBuilder<E>().stack(0x12345, PF_R | PF_W).build(); }

// A user that may not keep a file's setuid bit when it writes: who runs the test, or, where that is
// root, daemon, to whom the tree is given. Paths are relative to the tree while this lives.
class UnprivilegedOwner {
 public:
  UnprivilegedOwner(const FileTree& tree, const char* file)
      : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(tree.top());
    if (was_root_) {
      constexpr uid_t kDaemon = 1;
      EXPECT_EQ(chown(".", kDaemon, getegid()), 0);
      EXPECT_EQ(chown(file, kDaemon, getegid()), 0);
      EXPECT_EQ(seteuid(kDaemon), 0);
    }
  }
  UnprivilegedOwner(const UnprivilegedOwner&) = delete;
  UnprivilegedOwner& operator=(const UnprivilegedOwner&) = delete;
  ~UnprivilegedOwner() {
    if (was_root_) {
      EXPECT_EQ(seteuid(0), 0);
    }
    std::filesystem::current_path(before_);
  }

 private:
  const bool was_root_ = geteuid() == 0;
  std::filesystem::path before_;
};

// No file grows or is written behind its first `bytes` while this lives.
class MostFileBytes {
 public:
  explicit MostFileBytes(rlim_t bytes) {
    EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit limit{bytes, before_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  MostFileBytes(const MostFileBytes&) = delete;
  MostFileBytes& operator=(const MostFileBytes&) = delete;
  ~MostFileBytes() {
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &before_), 0);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before_{};
};

TEST(StackSystemTest, SaysThatWritingTookTheSetuidAndSetgidBits) {
  FileTree tree;
  tree.file("/a", with_stack().bytes());
  UnprivilegedOwner owner(tree, "a");
  ASSERT_EQ(chmod("a", 06755), 0);
  auto result = edit_stack("a", {.memsz = 0x800000});
  ASSERT_TRUE(ok(result));
  EXPECT_THAT(result->warnings, ElementsAre("the setuid bit was lost by writing",
                                            "the setgid bit was lost by writing"));
}

TEST(StackSystemTest, AFailedWriteLeavesTheFileAsItWas) {
  FileTree tree;
  const auto image = with_stack();
  tree.file("/a", image.bytes());
  MostFileBytes none(0);
  auto result = edit_stack(tree.path("/a"), {.memsz = 0x800000});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().expected, "to write the program header");
  EXPECT_EQ(result.error().found, "File too large");
  EXPECT_TRUE(std::ranges::equal(tree.bytes("/a"), image.bytes()));
}

TEST(StackSystemTest, AddRefusesAFileThatAnotherOneHasReplaced) {
  FileTree tree;
  tree.file("/a", ElfBuilder<E>().build().bytes());
  auto mapped = MappedFile::open(tree.path("/a"));
  ASSERT_TRUE(ok(mapped));
  tree.file("/b", "another one");
  std::filesystem::rename(tree.path("/b"), tree.path("/a"));
  auto result = add_stack_header(tree.path("/a"), *mapped, {.executable = false});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().found, "another one in its place");
  EXPECT_EQ(tree.bytes("/a").size(), std::string_view("another one").size());

  std::filesystem::remove(tree.path("/a"));
  result = add_stack_header(tree.path("/a"), *mapped, {.executable = false});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().found, "No such file or directory");
  EXPECT_FALSE(std::filesystem::exists(tree.path("/a")));
}

}  // namespace
}  // namespace onefold
