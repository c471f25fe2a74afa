#include "emit/output_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/blocked_signals.h"
#include "base/threads.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

class OutputFileTest : public ::testing::Test {
 protected:
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(tree_.top())) {
      found.push_back(entry.path().filename());
    }
    return found;
  }
  std::string text(std::string_view at) const {
    auto bytes = tree_.bytes(at);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  FileTree tree_;
};

TEST_F(OutputFileTest, AppearsWithCommitAndTheModesBits) {
  auto output = OutputFile::create(tree_.path("/out"));
  ASSERT_TRUE(ok(output));
  ASSERT_TRUE(ok(output->write(4, bytes_of("tail"))));
  ASSERT_TRUE(ok(output->write(0, bytes_of("head"))));
  EXPECT_FALSE(std::filesystem::exists(tree_.path("/out")));
  ASSERT_TRUE(ok(output->commit(0751)));
  EXPECT_THAT(names(), ElementsAre("out"));
  EXPECT_EQ(text("/out"), "headtail");
  struct stat status{};
  ASSERT_EQ(stat(tree_.path("/out").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0751U);
}

TEST_F(OutputFileTest, ReplacesAFileOnlyWithCommit) {
  tree_.file("/out", "old");
  {
    auto output = OutputFile::create(tree_.path("/out"));
    ASSERT_TRUE(ok(output));
    ASSERT_TRUE(ok(output->write(0, bytes_of("new"))));
    EXPECT_EQ(text("/out"), "old");
  }
  EXPECT_THAT(names(), ElementsAre("out"));
  EXPECT_EQ(text("/out"), "old");
}

TEST_F(OutputFileTest, RefusesAPlaceForNoFile) {
  tree_.dir("/dir");
  ASSERT_EQ(mkfifo(tree_.path("/fifo").c_str(), 0600), 0);
  for (const auto& [path, found] : {std::pair{tree_.path("/dir"), "a directory"},
                                    {tree_.path("/fifo"), "a device or another special file"},
                                    {std::string("/dev/null"), "a device or another special file"},
                                    {tree_.path("/none/out"), "No such file or directory"}}) {
    auto output = OutputFile::create(path);
    ASSERT_FALSE(output) << path;
    EXPECT_EQ(output.error().found, found);
    EXPECT_EQ(output.error().file, path);
  }
  EXPECT_THAT(names(), UnorderedElementsAre("dir", "fifo"));
}

// A directory that came into the output's place meanwhile.
TEST_F(OutputFileTest, LeavesNothingWhenTheRenameFails) {
  {
    auto output = OutputFile::create(tree_.path("/out"));
    ASSERT_TRUE(ok(output));
    ASSERT_TRUE(ok(output->write(0, bytes_of("new"))));
    tree_.dir("/out/full");
    auto committed = output->commit(0644);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().field, "rename");
  }
  EXPECT_THAT(names(), ElementsAre("out"));
}

// In a process of its own: limits and signals are the process's.
template <typename Body>
int status_of_child(const Body& body) {
  pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return status;
}

// As on a full disk: the write itself fails.
TEST_F(OutputFileTest, LeavesTheOldFileWhenTheDiskIsFull) {
  tree_.file("/out", "old");
  int status = status_of_child([&] {
    install_output_cleanup();
    rlimit limit{.rlim_cur = 64, .rlim_max = 64};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
    auto output = OutputFile::create(tree_.path("/out"));
    if (!output) return 3;
    auto written = output->write(0, bytes_of(std::string(1000, 'x')));
    if (written) return 4;
    auto resized = output->resize(1000);
    if (resized) return 5;
    return written.error().field == "write" && written.error().found == "File too large" &&
                   resized.error().field == "ftruncate"
               ? 0
               : 6;
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(names(), ElementsAre("out"));
  EXPECT_EQ(text("/out"), "old");
}

TEST_F(OutputFileTest, GrowsWithoutBeingWritten) {
  auto output = OutputFile::create(tree_.path("/out"));
  ASSERT_TRUE(ok(output));
  ASSERT_TRUE(ok(output->resize(3)));
  ASSERT_TRUE(ok(output->commit(0644)));
  EXPECT_EQ(text("/out"), std::string(3, '\0'));
}

TEST_F(OutputFileTest, GivesBackRoomThatIsNotUsed) {
  constexpr uint64_t kRoom = uint64_t{1} << 20;
  auto output = OutputFile::create(tree_.path("/out"));
  ASSERT_TRUE(ok(output));
  output->reserve(kRoom, kRoom);
  output->reserve(kRoom, 0);
  ASSERT_TRUE(ok(output->write(0, bytes_of("new"))));
  ASSERT_TRUE(ok(output->resize(3)));
  ASSERT_TRUE(ok(output->commit(0644)));
  EXPECT_EQ(text("/out"), "new");
  struct stat status{};
  ASSERT_EQ(stat(tree_.path("/out").c_str(), &status), 0);
  EXPECT_LT(status.st_blocks * 512, kRoom);
}

struct FailingCall {
  unsigned int number;
  const char* name;
};

class OutputFileCallTest : public OutputFileTest,
                           public ::testing::WithParamInterface<FailingCall> {
 protected:
  // From now on, in this process.
  static bool fail_calls() {
    sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, GetParam().number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EDQUOT),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{.len = std::size(code), .filter = code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  }
};
INSTANTIATE_TEST_SUITE_P(Calls, OutputFileCallTest,
                         ::testing::Values(FailingCall{SYS_fchmod, "fchmod"},
                                           FailingCall{SYS_close, "close"}),
                         [](const auto& call) { return call.param.name; });

// close tells of what NFS and quotas refuse only then.
TEST_P(OutputFileCallTest, LeavesTheOldFileWhenTheLastStepsFail) {
  constexpr int kNoFilters = 9;
  tree_.file("/out", "old");
  int status = status_of_child([&] {
    auto output = OutputFile::create(tree_.path("/out"));
    if (!output || !output->write(0, bytes_of("new"))) return 2;
    if (!fail_calls()) return kNoFilters;
    auto committed = output->commit(0644);
    if (committed) return 3;
    return committed.error().field == GetParam().name &&
                   committed.error().found == "Disk quota exceeded"
               ? 0
               : 4;
  });
  ASSERT_TRUE(WIFEXITED(status)) << status;
  if (WEXITSTATUS(status) == kNoFilters) GTEST_SKIP() << "no seccomp filters here (QEMU)";
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(names(), ElementsAre("out"));
  EXPECT_EQ(text("/out"), "old");
}

class OutputFileSignalTest : public OutputFileTest, public ::testing::WithParamInterface<int> {};
INSTANTIATE_TEST_SUITE_P(Signals, OutputFileSignalTest, ::testing::ValuesIn(kEndingSignals));

TEST_P(OutputFileSignalTest, LeavesNothingWhenASignalEndsTheProgram) {
  int status = status_of_child([&] {
    install_output_cleanup();
    auto output = OutputFile::create(tree_.path("/out"));
    if (!output || !output->write(0, bytes_of("half"))) return 2;
    raise(GetParam());
    return 3;
  });
  ASSERT_TRUE(WIFSIGNALED(status)) << status;
  EXPECT_EQ(WTERMSIG(status), GetParam());
  EXPECT_THAT(names(), IsEmpty());
}

// A file that another thread has just made is in the table before the handler looks at it, or is
// not made any more.
TEST_P(OutputFileSignalTest, LeavesNothingOfOtherThreadsEither) {
  for (int round = 0; round < 20; ++round) {
    int status = status_of_child([&] {
      install_output_cleanup();
      std::atomic<int> made = 0;
      Threads(4).for_each_index(4, [&](size_t thread) {
        if (thread == 0) {
          while (made.load() < 10) std::this_thread::yield();
          kill(getpid(), GetParam());  // whichever thread this is, the first one takes it
        }
        while (true) {
          auto output = OutputFile::create(tree_.path("/out"));
          if (!output) std::_Exit(2);
          ++made;
        }
      });
      return 3;
    });
    ASSERT_TRUE(WIFSIGNALED(status)) << status;
    EXPECT_EQ(WTERMSIG(status), GetParam());
    ASSERT_THAT(names(), IsEmpty());
  }
}

TEST_P(OutputFileSignalTest, KeepsAnIgnoredSignalIgnored) {
  int status = status_of_child([&] {
    std::signal(GetParam(), SIG_IGN);
    install_output_cleanup();
    auto output = OutputFile::create(tree_.path("/out"));
    if (!output || !output->write(0, bytes_of("whole"))) return 2;
    raise(GetParam());
    return output->commit(0644) ? 0 : 3;
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(text("/out"), "whole");
}

}  // namespace
}  // namespace onefold
