#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/blocked_signals.h"

namespace onefold {

void for_each_index(size_t count, unsigned threads, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr thrown;
  auto take_turns = [&] {
    for (size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        std::lock_guard lock(mutex);
        thrown = std::current_exception();
      }
    }
  };

  std::vector<std::thread> others;
  const size_t wanted = std::min<size_t>(count, threads);
  {
    BlockedSignals inherited;
    try {
      while (others.size() + 1 < wanted) others.emplace_back(take_turns);
    } catch (const std::system_error&) {
      // Fewer, then.
    }
  }
  take_turns();
  for (std::thread& other : others) other.join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace onefold
