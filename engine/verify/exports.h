// What dlsym, dlvsym and the relocations of later plugins find by name; and what kept libraries'
// own references find.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

void compare_exports(Context& context, Report& report);

// Errors: a relocation table that cannot be read.
Result<void> compare_kept_bindings(Context& context, Report& report);

}  // namespace onefold::verify
