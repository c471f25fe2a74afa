#include "plan/read_only_relro.h"

#include <algorithm>

namespace onefold {
namespace {

bool is_written(const Fixups& fixups, ImageAddress begin, ImageAddress end) {
  return std::ranges::any_of(fixups.list, [&](const Fixup& fixup) {
    return fixup.place + fixup.size > begin && fixup.place < end;
  });
}

}  // namespace

void map_relro_read_only(Plan& plan) {
  auto& loads = plan.layout.loads;
  for (size_t i = 1; i < loads.size(); ++i) {
    PlannedLoad& load = loads[i];
    const bool of_library = load.part != nullptr && load.part->scope_index != 0;
    if (!of_library || load.flags != (PF_R | PF_W)) continue;
    const Segment* relro = find_segment(load.part->module->segments, PT_GNU_RELRO);
    if (relro == nullptr || relro->vaddr != load.source->vaddr || relro->memsz == 0) continue;
    const ImageAddress end = load.vaddr + relro->memsz;
    const bool joins = plan.layout.is_packed(load) || plan.layout.in_step(loads[i - 1], load);
    const bool is_part = relro->memsz <= load.filesz && relro->memsz < load.memsz;
    if (end.value % plan.layout.page != 0 || !is_part || !joins) continue;
    if (is_written(plan.fixups, load.vaddr, end)) continue;
    load.read_only = relro->memsz;
    std::erase_if(plan.start.relro,
                  [&](const RelroRange& range) { return range.at == load.vaddr; });
  }
}

}  // namespace onefold
