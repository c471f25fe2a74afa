// The names that a command writes to, before it writes to any.
#pragma once

#include <span>
#include <string>

#include "base/error.h"

namespace onefold {

// Writing over an input would destroy it, and what is mapped from it; writing over another output
// would lose that. Names are compared by the file that they lead to, or would make. Errors: two
// that lead to one file; "-", which elsewhere means standard output, where nothing could be kept
// from being seen before it is complete.
Result<void> check_outputs(std::span<const std::string> outputs,
                           std::span<const std::string> inputs);

}  // namespace onefold
