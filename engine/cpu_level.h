// The level of the processor that a fold is for.
#pragma once

#include "fold.h"
#include "machine/cpu_levels.h"

namespace onefold {

// null: none is asked for. Errors: a level that is not known, or a fold that nothing would be
// chosen for: of another machine, of a C library that stays outside, chooses nothing or is not
// understood.
Result<const CpuLevel*> find_level(const FoldOptions& options, const Closure& closure, bool total);

}  // namespace onefold
