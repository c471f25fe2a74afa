// Are all symbol versions there that the closure's files need of each other?
#pragma once

#include <vector>

#include "resolve/closure.h"
#include "resolve/linkable.h"

namespace onefold {

// `linkables` by closure index. Errors: a version that is missing, or of a file that is not there:
// the loader refuses to start then (glibc, elf/dl-version.c), except that a library without any
// versions it lets pass.
Result<void> check_needed_versions(const std::vector<Linkable>& linkables, const Closure& closure);

}  // namespace onefold
