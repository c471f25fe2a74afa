// Rights that a fold's memory has beside its PT_LOADs': PT_GNU_STACK and what becomes read-only at
// start, against the parts' own.
#pragma once

#include "verify/stub.h"

namespace onefold::verify {

void compare_stack(Context& context, Report& report);
void compare_relro(Context& context, const Stub& stub, Report& report);

}  // namespace onefold::verify
