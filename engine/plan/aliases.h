// The names by which the loader is to know the fold, beside its own.
#pragma once

#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace onefold {

// Of each folded library its soname, and the name by which it was asked for if that is another; a
// path only of what the program opens itself (--with), since dlopen of another path opens the file.
// Of a total fold also the libraries that are part of the libc inside: a plugin that needs one must
// not load the host's. The names live as long as the closure.
std::vector<std::string_view> alias_names(const PlanInput& input, const Parts& parts);

}  // namespace onefold
