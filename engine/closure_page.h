// `onefold show --html`: a closure, and its fold, as one page for a browser.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "resolve/closure.h"

namespace onefold {

// The page of a program, of a shared object or of a fold. It needs nothing else, and executes
// nothing of the file. Errors: a file that cannot be read, or that no loader gives libraries to.
struct ClosurePage {
  std::string html;
  std::vector<std::string> inputs;  // every file that was read for it
};
Result<ClosurePage> closure_page(const std::string& file, const ResolveOptions& options);

}  // namespace onefold
