// What is inside of a fold, beside what is installed now.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "contents/contents.h"
#include "resolve/closure.h"

namespace onefold {

// By contents.files, then the loader if there is one. A library is looked for by its name as the
// loader would look for a program without search paths of its own; the program itself is compared
// by its package alone. A file met on the way that a loader would give up at makes that one
// unknown. Error: a root that is no directory.
Result<std::vector<HostFile>> compare_with_host(const Module& fold, const Contents& contents,
                                                const ResolveOptions& options);

}  // namespace onefold
