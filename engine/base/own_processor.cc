#include "base/own_processor.h"

namespace onefold {
namespace {

thread_local const OwnProcessor* team_of_thread = nullptr;

}  // namespace

OwnProcessor::OwnProcessor() : team_(team_of_thread == nullptr ? this : team_of_thread) {
  const int processor = sched_getcpu();
  if (team_ != this || processor < 0) return;
  if (sched_getaffinity(0, sizeof(before_), &before_) != 0 || CPU_COUNT(&before_) < 2) return;
  cpu_set_t own;
  CPU_ZERO(&own);
  CPU_SET(static_cast<unsigned>(processor), &own);
  CPU_XOR(&others_, &before_, &own);
  kept_ = sched_setaffinity(0, sizeof(own), &own) == 0;
  team_of_thread = this;
}

OwnProcessor::~OwnProcessor() {
  if (team_ != this) return;
  team_of_thread = nullptr;
  if (kept_) sched_setaffinity(0, sizeof(before_), &before_);
}

void OwnProcessor::send_off(pthread_t thread) const {
  if (team_->kept_) pthread_setaffinity_np(thread, sizeof(team_->others_), &team_->others_);
}

void OwnProcessor::admit_this_thread() const { team_of_thread = team_; }

}  // namespace onefold
