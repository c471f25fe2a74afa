#include "plan/plan_beside.h"

#include <utility>

#include "plan/relative_fixups.h"

namespace onefold {

PlanBeside::PlanBeside(const Plan& plan, Threads& threads)
    : places_{plan.parts, plan.tls, *plan.machine, plan.copies, plan.fixed_address},
      plans_relatives_(threads.start([this] { relatives_.emplace(plan_relatives(places_)); })),
      plans_unwind_(threads.start([this, &plan] { unwind_ = plan_unwind(plan.parts); })) {}

Result<FixupList> PlanBeside::relatives() {
  plans_relatives_.wait();
  return *std::move(relatives_);
}

Result<UnwindTable> PlanBeside::unwind() {
  plans_unwind_.wait();
  return std::move(unwind_);
}

}  // namespace onefold
