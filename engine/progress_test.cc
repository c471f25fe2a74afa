#include "progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace onefold {
namespace {

using std::chrono::milliseconds;

constexpr int kLong = 10'000;  // ms: longer than any machine needs

// A pseudo-terminal: the work writes at one end, a person reads at the other.
class ProgressLineTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(openpty(&reader_, &terminal_, nullptr, nullptr, nullptr), 0); }
  void TearDown() override {
    close(terminal_);
    close(reader_);
  }

  bool anything_within(int wait_ms) const {
    pollfd readable{.fd = reader_, .events = POLLIN, .revents = 0};
    return poll(&readable, 1, wait_ms) == 1;
  }

  // Reads until `text` has been seen; what was read.
  std::string read_until(const std::string& text) const {
    std::string all;
    char buffer[256];
    while (all.find(text) == std::string::npos && anything_within(kLong)) {
      ssize_t count = read(reader_, buffer, sizeof(buffer));
      if (count <= 0) break;
      all.append(buffer, static_cast<size_t>(count));
    }
    return all;
  }

  int reader_ = -1;
  int terminal_ = -1;
};

TEST_F(ProgressLineTest, ShowsTheStageAndTakesTheLineAway) {
  {
    ProgressLine line(terminal_, milliseconds(0));
    line.sink()({"reading", 3, 8, "files"});
    EXPECT_EQ(read_until("files"), "\r\x1b[Konefold: reading: 3 of 8 files");
    line.sink()({"writing", 1 << 20, 5 << 19, "bytes"});
    EXPECT_EQ(read_until("MiB"), "\r\x1b[Konefold: writing: 1.0 of 2.5 MiB");
    line.sink()({"binding symbols"});
    EXPECT_EQ(read_until("symbols"), "\r\x1b[Konefold: binding symbols");
  }
  EXPECT_EQ(read_until("\x1b[K"), "\r\x1b[K");
}

// Of 8 MiB in at least 50 ms: 160 a second at most.
TEST_F(ProgressLineTest, BytesHaveARate) {
  ProgressLine line(terminal_, milliseconds(0));
  line.sink()({"writing", 1 << 20, 10 << 20, "bytes"});
  EXPECT_EQ(read_until("MiB"), "\r\x1b[Konefold: writing: 1.0 of 10.0 MiB");
  std::this_thread::sleep_for(milliseconds(50));
  line.sink()({"writing", 9 << 20, 10 << 20, "bytes"});
  const std::string seen = read_until("/s");
  const std::string before = "\r\x1b[Konefold: writing: 9.0 of 10.0 MiB, ";
  ASSERT_EQ(seen.substr(0, before.size()), before);
  const int rate = std::stoi(seen.substr(before.size()));
  EXPECT_GT(rate, 0);
  EXPECT_LE(rate, 160);
}

TEST_F(ProgressLineTest, QuickWorkShowsNothing) {
  {
    ProgressLine line(terminal_, milliseconds(kLong));
    line.sink()({"reading", 3, 8, "files"});
  }
  EXPECT_FALSE(anything_within(0));
}

TEST(ProgressLine, APipeGetsNothing) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  {
    ProgressLine line(ends[1], milliseconds(0));
    EXPECT_FALSE(line.sink());
  }
  close(ends[1]);
  char byte;
  EXPECT_EQ(read(ends[0], &byte, 1), 0);
  close(ends[0]);
}

}  // namespace
}  // namespace onefold
