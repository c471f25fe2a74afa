// Whether glibc can come to open libgcc_s, its unwinder, by itself.
#pragma once

#include "resolve/closure.h"

namespace onefold {

// True if a module outside glibc refers to a function for which glibc opens libgcc_s (misc/
// unwind-link.c, nptl/pthread_exit.c, nptl/pthread_cancel.c, debug/backtrace.c), or to one that
// finds such a function or loads a module that refers to it. Errors: those of read_linkable.
Result<bool> may_open_unwinder(const Closure& closure);

}  // namespace onefold
