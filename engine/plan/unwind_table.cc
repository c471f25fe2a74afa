#include "plan/unwind_table.h"

#include <algorithm>

#include "read/eh_frame.h"
#include "read/eh_frame_hdr.h"

namespace onefold {
namespace {

Result<void> add_part(const Part& part, UnwindTable& table) {
  ONEFOLD_TRY(auto header, read_eh_frame_header(*part.module));
  if (!header) return {};
  if (header->eh_frame && !table.eh_frame) {
    ONEFOLD_TRY(auto extent, find_eh_frame(*part.module, *header));
    if (extent) table.eh_frame = part.place(extent->begin);
  }
  if (header->fde_count) {
    return visit_eh_frame_table(*part.module, *header, [&](const EhFrameTableEntry& entry) {
      table.entries.push_back({part.place(entry.initial_location), part.place(entry.fde)});
    });
  }
  ONEFOLD_TRY(auto extent, find_eh_frame(*part.module, *header));
  if (!extent) return {};
  EhFrameVisitor visitor;
  visitor.fde = [&](const Fde& fde, const Cie&) {
    if (fde.pc_begin.target)
      table.entries.push_back({part.place(*fde.pc_begin.target), part.place(fde.at)});
  };
  return visit_eh_frame(*part.module, *extent, visitor);
}

}  // namespace

Result<UnwindTable> plan_unwind(const Parts& parts) {
  UnwindTable table;
  for (const Part& part : parts.list) ONEFOLD_CHECK(add_part(part, table));
  // Parts ascend by address and so do their entries, so this is nearly sorted; equal pcs keep their
  // order.
  if (!std::ranges::is_sorted(table.entries, {}, &UnwindEntry::pc)) {
    std::ranges::stable_sort(table.entries, {}, &UnwindEntry::pc);
  }
  return table;
}

}  // namespace onefold
