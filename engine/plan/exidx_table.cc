#include "plan/exidx_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sort.h"
#include "read/arm_exidx.h"

namespace onefold {

Result<ExidxPlan> plan_exidx(const Parts& parts) {
  ExidxPlan plan;
  for (const Part& part : parts.list) {
    ONEFOLD_TRY(auto table, find_exidx(*part.module));
    if (!table) continue;
    ONEFOLD_CHECK(visit_exidx(*part.module, *table, [&](const ExidxEntry& entry) {
      ExidxRow row{.function = part.place(entry.function), .word = entry.word};
      row.in_table = entry.kind == ExidxKind::kTable;
      if (row.in_table) row.table = part.place(entry.table);
      plan.rows.push_back(row);
    }));
  }
  stable_sort_by(plan.rows, &ExidxRow::function);
  return plan;
}

Result<void> check_exidx_reach(const ExidxPlan& plan, ImageAddress at, const Parts& parts) {
  constexpr uint64_t kReach = uint64_t{1} << 30;
  for (const ExidxRow& row : plan.rows) {
    const uint64_t farthest = std::max(at - row.function, row.in_table ? at - row.table : 0);
    if (farthest + plan.size() <= kReach) continue;
    return fail(parts.program().module->file.error(
        ".ARM.exidx", "code at most 1 GiB before the fold's unwind table (--keep some libraries)",
        fmt::format("{:#x} bytes", farthest)));
  }
  return {};
}

}  // namespace onefold
