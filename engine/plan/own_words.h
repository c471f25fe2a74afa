// The pointers of the fold's own: DT_INIT_ARRAY's, DT_FINI_ARRAY's, and the names by which glibc
// finds it.
#pragma once

#include "plan/plan.h"

namespace onefold {

// Adds them to the fixups, when init_array and the places of the fold's own code are known.
void add_own_words(Plan& plan);

}  // namespace onefold
