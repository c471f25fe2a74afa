// The options of all commands that look for libraries.
#pragma once

#include "resolve/closure.h"

namespace CLI {
class App;
}

namespace onefold {

void add_resolve_flags(CLI::App& command, ResolveOptions& resolve);

}  // namespace onefold
