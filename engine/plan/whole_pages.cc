#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"
#include "plan/plan.h"

namespace onefold {

// What lies around a library's writable segment in its pages is nobody's: it can be the segment's.
// The program's own RELRO is musl's business, and an embedded loader reads its own headers. A run
// without rights but to read may begin with such a segment (Layout::packed).
PlannedLoad Plan::stated(const PlannedLoad& load) const {
  const uint32_t flags = load.source != nullptr ? load.source->flags : load.flags;
  const bool is_known =
      load.part != nullptr && (load.part->scope_index == 0 || load.part == loader.get());
  if (!whole_pages || (flags & PF_W) == 0 || is_known) return load;
  uint64_t page = layout.page;
  // A part that is made for small pages alone has another of its segments before it.
  if (load.source != nullptr) page = std::clamp<uint64_t>(load.source->align, 1, page);
  const uint64_t before = load.vaddr.value % page;
  PlannedLoad whole = load;
  whole.vaddr = ImageAddress(load.vaddr.value - before);
  whole.offset -= before;
  whole.filesz += before;
  whole.memsz = align_up(load.memsz + before, page);
  return whole;
}

Layout Plan::stated_layout() const {
  Layout stated = layout;
  for (PlannedLoad& load : stated.loads) load = this->stated(load);
  return stated;
}

Result<void> Plan::check_whole_pages() const {
  if (!whole_pages) return {};
  const PlannedLoad* before = nullptr;
  for (const PlannedLoad& load : layout.loads) {
    if (load.part != nullptr && before != nullptr &&
        stated(load).vaddr < before->vaddr + before->memsz) {
      return fail(load.part->module->file.error(
          "PT_LOAD p_vaddr", load.source->header_at,
          "a writable segment on pages of its own, as musl's loader takes them",
          fmt::format("{:#x}", load.source->vaddr.value)));
    }
    before = &load;
  }
  return {};
}

}  // namespace onefold
