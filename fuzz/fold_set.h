// A file set folded in memory, as `onefold fold` would.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "file_set.h"
#include "fold.h"
#include "resolve/closure.h"

namespace onefold::fuzz {

struct Folded {
  Closure closure;
  FoldReport report;
  std::vector<std::byte> bytes;  // the output
};

// Options, bits 0 and 1: 0 keeps libc, 1 keeps it and liba.so, 2 folds liba.so alone, 3 folds
// everything.
Result<Folded> fold_set(const FileSet& set);

}  // namespace onefold::fuzz
