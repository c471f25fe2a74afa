// DT_VERDEF and DT_VERNEED of the fold: all that folded files define, and nothing that a kept one
// lacks.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

void compare_versions(const Context& context, Report& report);

}  // namespace onefold::verify
