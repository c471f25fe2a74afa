// The PT_LOADs that the kernel gets of a layout.
#include <elf.h>

#include "base/checked.h"
#include "plan/layout.h"

namespace onefold {
namespace {

// Is it read-only as `before` is, the fold's own behind which it lies in memory as in the file? (An
// embedded loader's first: ld.so sees neither the one with the other.)
bool extends(const Layout& layout, const PlannedLoad& before, const PlannedLoad& load) {
  const uint64_t distance = load.vaddr - before.vaddr;
  const bool is_own = before.part == nullptr && !before.holds(layout.headers.vaddr);
  return is_own && load.part != nullptr && before.flags == PF_R && load.flags == PF_R &&
         load.offset - before.offset == distance && distance - before.memsz < layout.page &&
         before.filesz == before.memsz && load.filesz == load.memsz;
}

// The one before it, which is read-only, is longer by what is read-only of this one.
void add_split(std::vector<PlannedLoad>& loads, const PlannedLoad& load) {
  PlannedLoad& before = loads.back();
  before.filesz = before.memsz = load.vaddr + load.read_only - before.vaddr;
  PlannedLoad rest = load;
  rest.offset += load.read_only;
  rest.vaddr = load.vaddr + load.read_only;
  rest.filesz -= load.read_only;
  rest.memsz -= load.read_only;
  loads.push_back(rest);
}

}  // namespace

std::vector<PlannedLoad> Layout::kernel_loads() const {
  std::vector<PlannedLoad> result;
  bool in_run = false;
  for (const PlannedLoad& load : loads) {
    const bool continues = in_run && is_packed(load);
    in_run = is_packed(load);
    if (!in_run && !result.empty() && extends(*this, result.back(), load)) {
      PlannedLoad& both = result.back();
      both.filesz = both.memsz = load.vaddr + load.memsz - both.vaddr;
      continue;
    }
    if (!in_run && load.read_only != 0) {
      add_split(result, load);
      continue;
    }
    if (!continues) result.push_back(load);
    if (!in_run) continue;
    PlannedLoad& run = result.back();
    run.flags = PF_R;
    run.align = page;
    run.memsz = run.filesz = align_up((load.vaddr + load.memsz).value, page) - run.vaddr.value;
  }
  return result;
}

}  // namespace onefold
