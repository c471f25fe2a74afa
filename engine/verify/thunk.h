// Functions that the closure lacks: where the original binds them lazily, the fold has a thunk that
// says what ld.so would have said.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// `site` refers to a symbol without a definition; `found` is what the fold has there.
void compare_undefined(Context& context, const Part& part, const Site& site, const Value& found,
                       Report& report);

}  // namespace onefold::verify
