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
namespace {

bool add_thread(std::vector<std::thread>& threads, const std::function<void()>& body) {
  try {
    threads.emplace_back(body);
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

}  // namespace

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
    while (others.size() + 1 < wanted && add_thread(others, take_turns)) {
    }
  }
  take_turns();
  for (std::thread& other : others) other.join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace onefold
