#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace onefold {
namespace {

TEST(ForEachIndex, CallsEachOnceWithAnyNumberOfThreads) {
  for (unsigned threads : {0U, 1U, 3U, 64U}) {
    for (size_t count : {size_t{0}, size_t{1}, size_t{50}}) {
      std::vector<std::atomic<int>> calls(count);
      for_each_index(count, threads, [&](size_t i) { ++calls[i]; });
      for (const auto& times : calls) EXPECT_EQ(times.load(), 1);
    }
  }
}

// Two that wait for each other.
TEST(ForEachIndex, WorksSideBySide) {
  std::atomic<int> arrived = 0;
  for_each_index(2, 2, [&](size_t) {
    ++arrived;
    while (arrived.load() < 2) std::this_thread::yield();
  });
  EXPECT_EQ(arrived.load(), 2);
}

TEST(ForEachIndex, ThrowsWhatWasThrownWhenAllElseIsDone) {
  std::atomic<int> done = 0;
  auto work = [&](size_t i) {
    if (i == 1) throw std::bad_alloc();
    ++done;
  };
  EXPECT_THROW(for_each_index(10, 2, work), std::bad_alloc);
  EXPECT_EQ(done.load(), 9);
}

// Signals that end the program are the calling thread's.
TEST(ForEachIndex, OtherThreadsTakeNoSignals) {
  const auto caller = std::this_thread::get_id();
  std::atomic<int> arrived = 0;
  std::mutex mutex;
  std::set<bool> blocked_elsewhere;
  for_each_index(2, 2, [&](size_t) {
    ++arrived;
    while (arrived.load() < 2) std::this_thread::yield();
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    std::lock_guard lock(mutex);
    const bool blocked = sigismember(&mask, SIGTERM) == 1;
    if (std::this_thread::get_id() == caller) {
      EXPECT_FALSE(blocked);
    } else {
      blocked_elsewhere.insert(blocked);
    }
  });
  EXPECT_EQ(blocked_elsewhere, std::set<bool>{true});
}

}  // namespace
}  // namespace onefold
