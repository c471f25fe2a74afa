// Independent pieces of work, side by side.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/own_processor.h"

namespace onefold {

// How many threads the machine runs at once; at least 1.
unsigned processors();

// A piece of work that is done once, by whichever thread comes to it first. Declare it behind what
// the work borrows: when it goes, the work is done, or is not begun any more.
class Job {
 public:
  Job(Job&&) noexcept = default;
  Job& operator=(Job&&) = delete;
  ~Job();

  // Returns when the work is done: does it here if no thread has begun it. Throws what it threw.
  void wait() const;

 private:
  friend class Threads;
  struct State;
  explicit Job(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

// So many threads, the calling one among them; those that the system does not give are done
// without. The others take no signals but those of their own faults, and keep off the calling one's
// processor. They take jobs in the order in which these were started, and wait for one another as
// rarely as that allows: waking a thread may take longer than what it is woken for. The thread that
// has created them destroys them.
class Threads {
 public:
  explicit Threads(unsigned count);
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads();

  Job start(std::function<void()> work);

  // Calls work(i) once for each i below `count`. What `work` throws is thrown again when all is
  // done.
  void for_each_index(size_t count, const std::function<void(size_t)>& work);

 private:
  bool add_thread();
  void take_jobs();

  std::optional<OwnProcessor> creators_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Job::State>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> others_;
};

}  // namespace onefold
