// Segments of the original that the fold's note does not claim to have.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// Of a library, that may be the first PT_LOAD, if it is read-only and has nothing but tables that
// the loader reads of it, to which neither it nor another part leads. (What relocation sites lead
// to is looked at with the sites.)
void compare_unmapped(const Context& context, Report& report);

}  // namespace onefold::verify
