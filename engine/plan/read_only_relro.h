// RELRO that nothing is left to write when the fold starts: it is mapped for reading alone, with
// the read-only segment before it, rather than protected by the start stub.
#pragma once

#include "plan/plan.h"

namespace onefold {

// Of the libraries of a total fold at one address; once all relocations and the start table are
// planned, whose RELRO ranges it takes out.
void map_relro_read_only(Plan& plan);

}  // namespace onefold
