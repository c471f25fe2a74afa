// What no loader looks at in the program's file, but the program may (read/file_data.h).
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// It lies in its place in the fold's file, sections under their names; what is appended follows the
// fold too.
void compare_file_data(const Context& context, Report& report);

}  // namespace onefold::verify
