// The closure's order, and what a fold is known to change.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// Are the original's files in the order of glibc's and musl's breadth-first walk, filtees before
// their filters? The list was handed in.
void compare_order(const Input& input, Report& report);

// README.md's table, as far as it is about this program.
void note_known_differences(const Context& context, Report& report);

}  // namespace onefold::verify
