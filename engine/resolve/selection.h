// Which modules of a closure go into the fold, and which stay outside.
#pragma once

#include <string>
#include <vector>

#include "resolve/closure.h"

namespace onefold {

struct SelectionOptions {
  // Globs over sonames (and file names) to leave outside; "libc" is the group of the C library, its
  // loader and, under glibc's loader, libgcc_s, which glibc opens by itself for pthread_cancel and
  // backtrace.
  std::vector<std::string> keep;
  // If not empty: fold only what matches one of these globs.
  std::vector<std::string> only;
};

// By closure index: true = folded. Entry 0 always is, the loader never is. Errors: a kept library
// that needs a folded one, which would start before it; a --only or --keep glob that matches
// nothing (a typing error, most likely).
Result<std::vector<bool>> select_folded(const Closure& closure, const SelectionOptions& options);

}  // namespace onefold
