// What needs no more of a plan than what is placed (the parts, their copies, the initial TLS
// block), while another thread plans the rest.
#pragma once

#include "base/threads.h"
#include "plan/fixup_list.h"
#include "plan/plan.h"

namespace onefold {

class PlanBeside {
 public:
  // `plan`, of place_plan, stays where it is. Both jobs start at once.
  PlanBeside(const Plan& plan, Threads& threads);
  PlanBeside(const PlanBeside&) = delete;
  PlanBeside& operator=(const PlanBeside&) = delete;

  const FixupPlaces& places() const { return places_; }

  // When they are done; once each. By the thread that asks, if no other has begun. Errors: of
  // plan_relatives and plan_unwind.
  Result<FixupList> relatives();
  Result<UnwindTable> unwind();

 private:
  FixupPlaces places_;
  std::optional<Result<FixupList>> relatives_;
  Result<UnwindTable> unwind_;
  Job plans_relatives_, plans_unwind_;  // last: they borrow what is above
};

}  // namespace onefold
