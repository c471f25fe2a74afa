// The loader inside a total fold.
#pragma once

#include "resolve/closure.h"

namespace onefold {

// Can the closure's loader be embedded? Errors: a machine or a loader for which it is not known
// how, by name and version.
Result<void> check_embeddable(const Closure& closure);

}  // namespace onefold
