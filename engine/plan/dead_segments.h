// What the fold need not have of its libraries: a first PT_LOAD, neither written nor executed, that
// has nothing but tables which the fold replaces (plan/dead_tables.h), and to which nothing leads:
// no symbol, relocation, entry of the dynamic section or other program header, and no operand of
// its code. Only where the machine can tell the latter.
#pragma once

#include <span>
#include <vector>

#include "plan/part.h"
#include "resolve/bindings.h"

namespace onefold {

// What one module says of this, by itself.
struct FirstLoad {
  bool unused = false;                // its own has such tables, and nothing of it leads there
  std::vector<Relocation> distances;  // count back from a symbol, which may be another module's
};

// `linkable` is of that machine. Errors: those of visit_relocations.
Result<FirstLoad> look_at_first_load(const Linkable& linkable, const Machine& machine);

// Sets Part::without_tables of the libraries; `first_loads` in scope order, of the folded modules
// at least.
void leave_out_dead_segments(Parts& parts, const Bindings& bindings,
                             std::span<const FirstLoad> first_loads);

}  // namespace onefold
