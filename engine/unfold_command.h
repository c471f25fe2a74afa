// `onefold unfold`: which parts a fold has, and one of them as a file.
#pragma once

#include <string>

#include "base/error.h"

namespace CLI {
class App;
}

namespace onefold {

struct UnfoldOptions {
  std::string file;
  std::string part;    // "": none is wanted
  std::string output;  // of the part
  bool json = false;
};

CLI::App* add_unfold(CLI::App& app, UnfoldOptions& options);

// What to print. Errors: no fold, no such part, one that is not whole.
Result<std::string> run_unfold(const UnfoldOptions& options);

}  // namespace onefold
