// Where the parts of a fold come from: what it notes, and which licences it refuses.
#pragma once

#include <vector>

#include "fold.h"
#include "packages/provenance.h"

namespace onefold {

// The closure's packages, unless options.packages is off; entries that stay outside have none.
Result<Provenance> find_origins(const FoldOptions& options, const Closure& closure,
                                const std::vector<bool>& folded, bool total);

// Errors: a part whose package names a licence that options.refuse_licenses has. Warnings:
// libraries of which none is known, where some are refused.
Result<void> check_licences(const FoldOptions& options, const FoldReport& report,
                            std::vector<std::string>& warnings);

// A line for a person on what the GPL and its kin are named by, where libc is inside too; "" if by
// nothing. A file that has them in it is passed on by their conditions.
std::string licence_notice(const FoldReport& report);

}  // namespace onefold
