// Initialisers and finalisers that a total fold may leave out, since they do nothing.
#pragma once

#include "verify/context.h"
#include "verify/stub.h"

namespace onefold::verify {

// Does it have its C library inside, on a machine for which that is known?
bool may_leave_out_idle(const Context& context);

// Takes out of `calls`, the original's, what `found`, the fold's, leaves out and may: single
// functions, and those at the start of arrays. Errors: those of visit_relocations.
Result<void> leave_out_idle(const Context& context, const std::vector<StubCall>& found,
                            std::vector<StubCall>& calls);

}  // namespace onefold::verify
