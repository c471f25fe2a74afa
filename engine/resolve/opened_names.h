// What a library that the program opens by itself (ResolveOptions::with) defines, and would not be
// found in it any longer.
#pragma once

#include "resolve/closure.h"
#include "resolve/scope.h"

namespace onefold {

// In a fold, dlsym on such a library's handle searches all parts in scope order, and its own
// references do too, where ld.so would have bound them in a scope of its own. Error: an exported
// name of one that a part before it defines too. glibc's libraries are not asked: what two of them
// define is the same function.
Result<void> check_opened_names(const Closure& closure, const Scope& scope);

}  // namespace onefold
