// ELF header, program headers and dynamic section of the fold, against what the parts' mean
// together.
#pragma once

#include "verify/stub.h"

namespace onefold::verify {

// Errors: a dynamic section or note that cannot be read.
Result<void> compare_headers(Context& context, Report& report);
Result<void> compare_properties(Context& context, Report& report);

}  // namespace onefold::verify
