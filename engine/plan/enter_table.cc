#include "plan/enter_table.h"

#include <sys/mman.h>

namespace onefold {
namespace {

constexpr uint64_t kHeadWords = 14;
constexpr uint64_t kRangeWords = 3;

uint64_t rights_of(uint32_t flags) {
  return ((flags & PF_R) != 0 ? uint64_t{PROT_READ} : 0) |
         ((flags & PF_W) != 0 ? uint64_t{PROT_WRITE} : 0) |
         ((flags & PF_X) != 0 ? uint64_t{PROT_EXEC} : 0);
}

}  // namespace

uint64_t EnterTable::most_bytes(const Parts& parts, const Part* loader, size_t loads,
                                Format format) {
  size_t ranges = loads + (loader != nullptr ? loader->module->loads.size() : 0);
  for (const Part& part : parts.list) ranges += part.module->loads.size();
  // Each may be protected, and have zeros.
  return (kHeadWords + 2 * ranges * kRangeWords) * format.word_size() + kMessage.size();
}

EnterTable plan_enter(const Layout& layout) {
  EnterTable table;
  for (const PlannedLoad& load : layout.loads) {
    if (!layout.is_packed(load)) continue;
    const uint64_t rights = rights_of(load.flags);
    if (load.flags != PF_R) {
      table.protect.push_back({load.vaddr + load.read_only, load.memsz - load.read_only, rights});
    }
    if (load.memsz > load.filesz)
      table.zeros.push_back({load.vaddr + load.filesz, load.memsz - load.filesz, rights});
  }
  return table;
}

}  // namespace onefold
