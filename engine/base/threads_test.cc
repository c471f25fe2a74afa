#include "base/threads.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace onefold {
namespace {

TEST(Threads, CallsEachOnceWithAnyNumberOfThreads) {
  for (unsigned threads : {0U, 1U, 3U, 64U}) {
    for (size_t count : {size_t{0}, size_t{1}, size_t{50}}) {
      std::vector<std::atomic<int>> calls(count);
      Threads(threads).for_each_index(count, [&](size_t i) { ++calls[i]; });
      for (const auto& times : calls) EXPECT_EQ(times.load(), 1);
    }
  }
}

// Two that wait for each other.
TEST(Threads, WorksSideBySide) {
  std::atomic<int> arrived = 0;
  Threads(2).for_each_index(2, [&](size_t) {
    ++arrived;
    while (arrived.load() < 2) std::this_thread::yield();
  });
  EXPECT_EQ(arrived.load(), 2);
}

TEST(Threads, ThrowsWhatWasThrownWhenAllElseIsDone) {
  std::atomic<int> done = 0;
  auto work = [&](size_t i) {
    if (i == 1) throw std::bad_alloc();
    ++done;
  };
  EXPECT_THROW(Threads(2).for_each_index(10, work), std::bad_alloc);
  EXPECT_EQ(done.load(), 9);
}

// Signals that end the program are the calling thread's.
TEST(Threads, OtherThreadsTakeNoSignals) {
  const auto caller = std::this_thread::get_id();
  std::atomic<int> arrived = 0;
  std::mutex mutex;
  std::set<bool> blocked_elsewhere;
  Threads(2).for_each_index(2, [&](size_t) {
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

TEST(Threads, AJobIsDoneOnceByWhoeverComesFirst) {
  for (unsigned count : {1U, 2U, 4U}) {
    Threads threads(count);
    std::atomic<int> calls = 0;
    const Job job = threads.start([&] { ++calls; });
    const Job other = threads.start([&] { job.wait(); });
    other.wait();
    job.wait();
    EXPECT_EQ(calls.load(), 1);
  }
}

TEST(Threads, WhatAJobThrowsIsThrownWhereItIsWaitedFor) {
  for (unsigned count : {1U, 2U}) {
    Threads threads(count);
    const Job job = threads.start([] { throw std::bad_alloc(); });
    EXPECT_THROW(job.wait(), std::bad_alloc);
    EXPECT_THROW(job.wait(), std::bad_alloc);
  }
}

TEST(Threads, AJobThatNobodyWaitsForIsDoneOrNotBegun) {
  for (int round = 0; round < 200; ++round) {
    Threads threads(2);
    std::atomic<bool> borrowed = true, seen = true;
    {
      const Job job = threads.start([&] { seen = borrowed.load(); });
    }
    borrowed = false;
    EXPECT_TRUE(seen.load());
  }
}

TEST(Threads, AnotherThreadTakesJobsInTheirOrder) {
  Threads threads(2);
  std::mutex mutex;
  std::vector<int> order;
  std::atomic<int> left = 20;
  std::vector<Job> jobs;
  jobs.reserve(20);
  for (int i = 0; i < 20; ++i) {
    jobs.push_back(threads.start([&, i] {
      std::lock_guard lock(mutex);
      order.push_back(i);
      --left;
    }));
  }
  while (left.load() > 0) std::this_thread::yield();
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

cpu_set_t allowed() {
  cpu_set_t set;
  CPU_ZERO(&set);
  EXPECT_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
  return set;
}

bool equal(cpu_set_t a, cpu_set_t b) { return CPU_EQUAL(&a, &b); }

// Where the other thread may run.
cpu_set_t allowed_in(Threads& threads) {
  cpu_set_t others;
  std::atomic<bool> asked = false;
  const Job asks = threads.start([&] {
    others = allowed();
    asked = true;
  });
  while (!asked) std::this_thread::yield();  // waiting for the job might do it here
  asks.wait();
  return others;
}

// Where there is but one processor, all run there.
TEST(Threads, OthersRunOnAnyProcessorButTheirCreators) {
  const cpu_set_t before = allowed();
  {
    Threads threads(2);
    const cpu_set_t creators = allowed();
    const cpu_set_t others = allowed_in(threads);
    cpu_set_t both;
    CPU_OR(&both, &creators, &others);
    EXPECT_TRUE(equal(both, before));
    CPU_AND(&both, &creators, &others);
    EXPECT_EQ(CPU_COUNT(&both), CPU_COUNT(&before) == 1 ? 1 : 0);
    EXPECT_EQ(CPU_COUNT(&creators), 1);
  }
  EXPECT_TRUE(equal(allowed(), before));
}

TEST(Threads, ATeamWithinATeamKeepsOffTheSameProcessor) {
  Threads threads(2);
  const cpu_set_t others = allowed_in(threads);
  {
    Threads its(2);
    EXPECT_TRUE(equal(allowed_in(its), others));
  }
  std::atomic<bool> asked = false;
  const Job asks = threads.start([&] {
    Threads its(2);
    EXPECT_TRUE(equal(allowed_in(its), others));
    EXPECT_TRUE(equal(allowed(), others));
    asked = true;
  });
  while (!asked) std::this_thread::yield();
}

TEST(Threads, OneAloneRunsAnywhere) {
  const cpu_set_t before = allowed();
  const Threads threads(1);
  EXPECT_TRUE(equal(allowed(), before));
}

}  // namespace
}  // namespace onefold
