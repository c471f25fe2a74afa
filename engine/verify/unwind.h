// Unwind tables: what the fold's search table leads to for each function of the parts.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// Errors: a table that cannot be read.
Result<void> compare_unwinding(const Context& context, Report& report);

}  // namespace onefold::verify
