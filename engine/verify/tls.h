// The fold's TLS block: each part's own block lies in it once, aligned, and disjoint from the
// others.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// After compare_image, which learns where the blocks are.
void compare_tls_layout(Context& context, Report& report);

}  // namespace onefold::verify
