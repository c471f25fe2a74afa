// The fold's DT_* entries.
#pragma once

#include "plan/plan.h"

namespace onefold {

// An upper bound of their number, DT_NULL and a spare entry or two for patchelf included.
uint64_t most_dynamic_entries(const Plan& plan, const PlanInput& input);

// The entries, with strings interned; addresses of the fold's own tables are filled in by
// set_dynamic_addresses once those have their places. Strings of symbols and versions are interned
// here too. Errors: those of reading DT_NEEDED.
Result<void> plan_dynamic(Plan& plan, const PlanInput& input);
void set_dynamic_addresses(Plan& plan);

}  // namespace onefold
