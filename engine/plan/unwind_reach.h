// Can the fold's unwind tables say where everything is?
#pragma once

#include "plan/plan.h"

namespace onefold {

// .eh_frame_hdr, and .eh_frame as compilers write it, hold distances of 32 bits, which in a 64-bit
// image may not suffice. Errors: a part with unwind records that does not lie within 2 GiB of them.
Result<void> check_unwind_reach(const Plan& plan);

}  // namespace onefold
