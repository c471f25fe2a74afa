// The fold's TLS block: each part's own block lies in it once, aligned, and disjoint from the
// others.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// After compare_image, which learns where the blocks are.
void compare_tls_layout(Context& context, Report& report);

// Does `place` lie in the initial values of a part's block that nothing refers to, by which it
// could be told whose it is? After compare_image.
bool is_in_unused_block(const Context& context, uint64_t place);

}  // namespace onefold::verify
