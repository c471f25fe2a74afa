// What a plan starts from: which of the closure's files are parts of the fold, and as what they are
// known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace onefold {

// Error: a machine without a start stub, or none that is known.
Result<const Machine*> foldable_machine(const Module& program);

// The folded files, in scope order.
Parts list_parts(const PlanInput& input);
// The loader of a total fold, which is embedded as it is.
Part loader_part(const PlanInput& input);

// An auditor could change any binding while the program runs. (Filters are a matter of scope order,
// which the closure has.) Error: a part with one.
Result<void> refuse_auditors(const Parts& parts);

// Where a PIE becomes an ET_EXEC: as ld places one on most machines; behind vm.mmap_min_addr, and
// low enough for the heap, which begins behind the image. 0: it is one already.
uint64_t fixed_base(const Parts& parts);

// Those of which versions are asked, by closure index (empty: folded). An embedded loader is the
// one that is known now.
std::vector<std::string_view> kept_names(const PlanInput& input, bool total);

// The last component of a part's path; of all parts.
std::string file_name(const PlanInput& input, const Part& part);
std::vector<std::string> part_names(const PlanInput& input, const Parts& parts);

// Closure indices as indices of parts, without those that are kept.
std::vector<uint32_t> part_indices(const std::vector<uint32_t>& entries, const Parts& parts);

}  // namespace onefold
