// What the kernel starts of a fold for one level of the processor.
#pragma once

#include "plan/plan.h"

namespace onefold {

// The code and its data.
void write_level(const Plan& plan, std::span<std::byte> bytes);

}  // namespace onefold
