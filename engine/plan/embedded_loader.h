// The loader inside a total fold.
#pragma once

#include <optional>

#include "resolve/closure.h"

namespace onefold {

// Can the closure's loader be embedded? Errors: a machine or a loader for which it is not known
// how, by name and version.
Result<void> check_embeddable(const Closure& closure);

// N of the closure's glibc 2.N, by the newest version that libc and the loader define; nullopt:
// they define none.
Result<std::optional<unsigned>> glibc_release(const Closure& closure);

}  // namespace onefold
