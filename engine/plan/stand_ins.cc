#include "plan/stand_ins.h"

#include <algorithm>

#include "base/checked.h"
#include "machine/ifunc_code.h"
#include "machine/next_code.h"

namespace onefold {

bool reaches(ImageAddress a, ImageAddress b) {
  constexpr uint64_t kReach = uint64_t{1} << 30;
  return std::max(a, b) - std::min(a, b) < kReach;
}

Result<ImageAddress> plan_stand_ins(Plan& plan, const PlanInput& input) {
  ImageAddress at(align_up(plan.layout.memory_end.value, plan.layout.page));
  if (!plan.is_total()) return at;
  const uint64_t align = plan.own[Own::kStart].align;
  const bool musl = input.closure.loader_kind == LoaderKind::kMusl;
  // musl's dlsym is the loader's.
  if (!musl)
    plan.next = plan_next(plan.parts, input.bindings.scope(), *plan.machine, plan.resolved);
  if (plan.next) {
    const NextCode& code = *plan.machine->next_code;
    plan.stand_ins.push_back({plan.next->dlsym, at + code.dlsym, std::nullopt});
    plan.stand_ins.push_back({plan.next->dlvsym, at + code.dlvsym, std::nullopt});
    uint64_t& size = plan.own[Own::kNext].size;
    size = code.code.size() + plan.next->size(plan.parts, plan.format());
    at = at + align_up(size, align);
  }
  if (!musl) {
    ONEFOLD_TRY(plan.late,
                plan_late_init(plan.parts, input.closure, input.bindings, *plan.machine));
  }
  if (plan.late && !(reaches(at, plan.late->initialiser) && reaches(at, plan.late->dlopen) &&
                     reaches(at, plan.late->dlmopen)))
    plan.late = std::nullopt;
  if (plan.late) {
    const uint64_t size = plan.machine->late_code->thunk_size;
    plan.stand_ins.push_back({plan.late->dlopen, at, size});
    plan.stand_ins.push_back({plan.late->dlmopen, at + size, size});
    plan.own[Own::kLate].size = 2 * size;
    at = at + align_up(2 * size, align);
  }
  if (plan.ifuncs.count() != 0) {
    const uint64_t thunk_size = find_ifunc_code(*plan.machine)->thunk_size;
    plan.ifuncs.place(at, thunk_size, plan.own[Own::kIfuncSlots].address,
                      plan.format().word_size());
    uint64_t& size = plan.own[Own::kIfuncs].size;
    size = plan.ifuncs.count() * thunk_size;
    at = at + align_up(size, align);
  }
  return at;
}

}  // namespace onefold
