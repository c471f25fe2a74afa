// A total fold's own dlopen and dlmopen, which call an initialiser that would otherwise have run at
// the start.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// Reads the code; from then on the C library's functions stand for the fold's, and that initialiser
// must be left out at the start. Nothing where the fold has none.
void compare_late(Context& context, Report& report);

}  // namespace onefold::verify
