#include "base/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <system_error>
#include <utility>

#include "base/blocked_signals.h"

namespace onefold {
unsigned processors() { return std::max(std::thread::hardware_concurrency(), 1U); }

struct Job::State {
  explicit State(std::function<void()> work) : task(std::move(work)), done(task.get_future()) {}
  bool take() { return !taken.exchange(true); }
  void run() {
    if (take()) task();
  }

  std::packaged_task<void()> task;
  std::shared_future<void> done;
  std::atomic<bool> taken = false;
};

Job::~Job() {
  if (state_ != nullptr && !state_->take()) state_->done.wait();
}

void Job::wait() const {
  state_->run();
  state_->done.get();
}

Threads::Threads(unsigned count) {
  if (count > 1) creators_.emplace();
  BlockedSignals inherited;
  while (others_.size() + 1 < count && add_thread()) {
  }
}

bool Threads::add_thread() {
  try {
    others_.emplace_back([this] {
      creators_->admit_this_thread();
      take_jobs();
    });
    creators_->send_off(others_.back().native_handle());
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

Threads::~Threads() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& other : others_) other.join();
}

void Threads::take_jobs() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const std::shared_ptr<Job::State> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job->run();
    lock.lock();
  }
}

Job Threads::start(std::function<void()> work) {
  auto state = std::make_shared<Job::State>(std::move(work));
  if (!others_.empty()) {
    {
      std::lock_guard lock(mutex_);
      jobs_.push_back(state);
    }
    changed_.notify_one();
  }
  return Job(std::move(state));
}

void Threads::for_each_index(size_t count, const std::function<void(size_t)>& work) {
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
  {
    std::vector<Job> helpers;
    helpers.reserve(others_.size());
    while (helpers.size() < others_.size() && helpers.size() + 1 < count)
      helpers.push_back(start(take_turns));
    take_turns();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace onefold
