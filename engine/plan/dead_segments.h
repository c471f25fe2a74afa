// What the fold need not have of its libraries.
#pragma once

#include "plan/part.h"
#include "resolve/bindings.h"

namespace onefold {

// Sets Part::without_tables of each library whose first PT_LOAD, which is neither written nor
// executed, has nothing but tables that the fold replaces (plan/dead_tables.h), and to which
// nothing leads: no symbol, relocation, entry of the dynamic section or other program header, and
// no operand of its code. Only where the machine can tell the latter. Errors: those of
// visit_relocations.
Result<void> leave_out_dead_segments(Parts& parts, const Bindings& bindings,
                                     const Machine& machine);

}  // namespace onefold
