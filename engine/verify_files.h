// verify/ with the files found and mapped: for main.cc's command, and for fold to check its output.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "resolve/closure.h"
#include "verify/report.h"

namespace onefold {

// Compares the fold at `folded` with the closure that it was made of. Errors: those of
// verify::verify, a fold that cannot be opened.
// `stack_size`: what the fold was to be given, if anything. `threads`: how many at once.
Result<verify::Report> verify_fold(const Closure& closure, const std::string& folded,
                                   std::optional<uint64_t> stack_size, unsigned threads = 1);

// The same for bytes that are in memory.
Result<verify::Report> verify_fold(const Closure& closure, const FileView& folded,
                                   std::optional<uint64_t> stack_size, unsigned threads = 1);

// Is there a table of the closure's machine and a model of its loader?
bool can_verify(const Closure& closure);

// The same with the closure of `original`. Errors: also those of resolve_closure; a missing
// library.
Result<verify::Report> verify_files(const std::string& original, const std::string& folded,
                                    const ResolveOptions& options,
                                    std::optional<uint64_t> stack_size, unsigned threads = 1);

}  // namespace onefold
