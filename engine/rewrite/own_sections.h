// The bytes of the fold's own sections.
#pragma once

#include <span>

#include "plan/plan.h"

namespace onefold {

// Fills `bytes`, which are zero and of the section's size.
void write_own_section(const Plan& plan, Own id, std::span<std::byte> bytes);

}  // namespace onefold
