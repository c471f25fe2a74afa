// A program with its libraries (file_set.h, fold_set.h) through the whole pipeline but the disk.
#pragma once

#include "file_set.h"

namespace onefold::fuzz {

// Asserts of a fold that succeeds:
// - a second one gives the same bytes (ONEFOLD_FUZZ_FOLD_TWICE=1: asked of every input);
// - the reader takes it: header, segments, symbols, versions, relocations, notes;
// - it needs nothing that was folded, and is for the same machine;
// - verify, where it has a model, finds no difference.
// ONEFOLD_FUZZ_STATS=1 in the environment counts on stderr how many inputs were folded;
// ONEFOLD_FUZZ_LEAST_FOLDS=N ends with an error when fewer than N were, so that no replay passes
// because all was refused.
// Returns whether it was folded.
bool check_fold_of(const FileSet& set);

}  // namespace onefold::fuzz
