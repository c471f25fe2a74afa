// An initialiser that the original would not run at its start, for nothing but glibc or a plugin
// opens its library: libgcc_s's __cpu_indicator_init, which asks the processor a dozen questions
// (machine/cpu_queries.h) so that __cpu_model has the answers.
//
// Who can read __cpu_model was opened after the start. So the fold runs it when dlopen or dlmopen
// is called, before they do anything. It may run any number of times.
#pragma once

#include <optional>

#include "machine/late_code.h"
#include "plan/part.h"
#include "resolve/bindings.h"
#include "resolve/closure.h"

namespace onefold {

struct LateInit {
  const Part* part = nullptr;    // whose first DT_INIT_ARRAY slot is left out
  ImageAddress initialiser;      // what the slot would hold
  ImageAddress dlopen, dlmopen;  // the C library's
};

// None: everything is initialised at the start. Errors: those of read_init_functions.
Result<std::optional<LateInit>> plan_late_init(const Parts& parts, const Closure& closure,
                                               const Bindings& bindings, const Machine& machine);

}  // namespace onefold
