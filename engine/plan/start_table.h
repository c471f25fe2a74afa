// What the start stub does: RELRO, initialisers, finalisers. FOLDING rules 3 and 7; machine/stubs/
// has the table's layout.
#pragma once

#include <vector>

#include "plan/fixups.h"
#include "plan/layout.h"
#include "read/init_arrays.h"

namespace onefold {

struct RelroRange {
  ImageAddress at;
  uint64_t size = 0;
};

// A function (count 0) or an array of `count` pointers, which the loader relocates in place.
struct CallEntry {
  ImageAddress at;
  uint64_t count = 0;
};

struct StartTable {
  ImageAddress entry;      // the program's own; unused in a shared object
  uint64_t page_size = 0;  // 0: AT_PAGESZ tells
  std::vector<RelroRange> relro;
  std::vector<CallEntry> init;
  std::vector<CallEntry> fini;

  uint64_t words() const { return 5 + 2 * (relro.size() + init.size() + fini.size()); }
};

// The RELRO ranges of all parts but the first, whose PT_GNU_RELRO the loader itself sees to;
// `init_order` lists parts in the order in which their initialisers run. In a program the first
// part's are left to its C library; in a shared object they come last. Errors: those of
// read_init_functions.
Result<StartTable> plan_start(const Parts& parts, const std::vector<uint32_t>& init_order,
                              bool shared_object);

}  // namespace onefold
