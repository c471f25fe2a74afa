// The fold's program headers beside its PT_LOADs.
#pragma once

#include "plan/plan.h"

namespace onefold {

// An upper bound of all program headers, PT_LOADs included. `loader`: of a total fold, or null.
// Errors: more than e_phnum can state.
Result<uint32_t> most_program_headers(const Parts& parts, const Part* loader = nullptr);

// The same for what the kernel gets of a packed layout.
uint32_t most_packed_headers(const Parts& parts);

// The program's headers of the processor's own speak for all parts. Errors: a library that does not
// go with what they say.
Result<void> check_processor_headers(const Parts& parts, const Machine& machine);

// What the fold writes of its own into the program's first segment is nobody's to relocate, and no
// variable's initial value. Errors: a relocation or the initial TLS block there.
Result<void> check_header_places(const Plan& plan);

// Adds PT_PHDR, PT_INTERP, PT_DYNAMIC, PT_NOTE, PT_TLS, PT_GNU_EH_FRAME, PT_GNU_STACK and
// PT_GNU_RELRO to the plan. Where the fold enters by itself the kernel's table lacks what would
// make it, or ld.so, take another loader or other rights; ld.so sees a table of its own, without
// itself.
void plan_program_headers(Plan& plan);

}  // namespace onefold
