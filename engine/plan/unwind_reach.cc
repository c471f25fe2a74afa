#include "plan/unwind_reach.h"

#include <fmt/format.h>

#include <algorithm>

namespace onefold {

Result<void> check_unwind_reach(const Plan& plan) {
  constexpr uint64_t kReach = uint64_t{1} << 31;
  // In 32 bits distances wrap as addresses do.
  if (!plan.format().is_64() || !plan.own.has(Own::kEhFrameHdr)) return {};
  // The tables lie side by side behind all parts.
  const ImageAddress begin =
      std::min(plan.own[Own::kEhFrameHdr].address, plan.own[Own::kEhFrame].address);
  const ImageAddress end =
      std::max(plan.own[Own::kEhFrameHdr].address + plan.own[Own::kEhFrameHdr].size,
               plan.own[Own::kEhFrame].address + plan.own[Own::kEhFrame].size);
  for (const UnwindSource& source : plan.unwind.sources) {
    const Part& part = *source.part;
    const ImageAddress first = part.place(part.loads().front().vaddr);
    const ImageAddress last = part.place(part.loads().back().end());
    const uint64_t distance = std::max(end - first, last > begin ? last - begin : 0);
    if (distance < kReach) continue;
    return fail(part.module->file.error(
        ".eh_frame_hdr", "at most 2 GiB between a folded module and the fold's unwind tables",
        fmt::format("{:#x} bytes", distance)));
  }
  return {};
}

}  // namespace onefold
