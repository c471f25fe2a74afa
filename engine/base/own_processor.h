// Where the threads of a team run.
#pragma once

#include <pthread.h>
#include <sched.h>

namespace onefold {

// The processor of a thread that creates others, which keep off it: no restriction but that for as
// long as this lives. Without it two threads share one processor for milliseconds while another has
// nothing to do: Linux wakes a thread beside its waker where it takes an idle processor for a busy
// one, as it does in a virtual machine whose host has put that processor to sleep
// (kernel/sched/sched.h, available_idle_cpu; kernel/sched/fair.c, wake_affine_idle).
class OwnProcessor {
 public:
  // The calling thread keeps to the processor that it is on, and does so until the same thread
  // destroys this. If it belongs to a team already, its team's processor stays the one.
  OwnProcessor();
  OwnProcessor(const OwnProcessor&) = delete;
  OwnProcessor& operator=(const OwnProcessor&) = delete;
  ~OwnProcessor();

  // Another thread keeps off it from now on, whether it runs yet or not: a new one, which inherits
  // where its creator may run, would begin only when that sleeps.
  void send_off(pthread_t thread) const;
  // The calling thread, another one, belongs to the team, and so do those that it creates.
  void admit_this_thread() const;

 private:
  const OwnProcessor* team_;
  cpu_set_t before_;  // where the creator may run otherwise
  cpu_set_t others_;
  bool kept_ = false;
};

}  // namespace onefold
