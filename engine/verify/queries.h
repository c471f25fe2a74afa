// What the embedded loader asks the processor: each question may be asked once instead of several
// times.
#pragma once

#include <vector>

#include "verify/context.h"
#include "verify/dead_ranges.h"
#include "verify/report.h"
#include "verify/stub.h"

namespace onefold::verify {

// The places in the loader, in its own addresses and ascending, where a jump stands for a question
// and leads to code that has the same question's answer in the same registers and goes on behind
// it.
std::vector<DeadRange> compare_queries(const Context& context, const Stub& stub, Report& report);

}  // namespace onefold::verify
