// A lock that a signal handler may take.
#pragma once

#include <sched.h>

#include <atomic>

namespace onefold {

// For a few instructions at a time (std::lock_guard). A handler that takes it must not be able to
// run in the thread that holds it: by what raises the signal, or by BlockedSignals.
class SpinLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire)) sched_yield();
  }
  void unlock() { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_;
};

}  // namespace onefold
