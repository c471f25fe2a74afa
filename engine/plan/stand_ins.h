// The fold's own functions in the place of the C library's: dlsym and dlvsym, dlopen and dlmopen.
#pragma once

#include "plan/plan.h"

namespace onefold {

// Can code at `a` name `b` by a distance of 31 bits and a sign, whatever else lies between?
bool reaches(ImageAddress a, ImageAddress b);

// Of a total fold: decides on them, and gives them their room at the start of the block of code,
// which comes next. Returns the address behind that. Errors: those of plan_late_init.
Result<ImageAddress> plan_stand_ins(Plan& plan, const PlanInput& input);

}  // namespace onefold
