// The fold's program headers beside its PT_LOADs.
#pragma once

#include "plan/plan.h"

namespace onefold {

// An upper bound of all program headers, PT_LOADs included. Errors: more than e_phnum can state.
Result<uint32_t> most_program_headers(const Parts& parts);

// Adds PT_PHDR, PT_INTERP, PT_DYNAMIC, PT_NOTE, PT_TLS, PT_GNU_EH_FRAME, PT_GNU_STACK and
// PT_GNU_RELRO to the plan.
void plan_program_headers(Plan& plan);

}  // namespace onefold
