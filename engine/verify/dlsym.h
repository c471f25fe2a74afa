// A total fold's own dlsym and dlvsym, which answer RTLD_NEXT part by part (machine/stubs/next.c).
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// Compares the code with verify's own listing and the table with what dlsym found in the original;
// from then on the C library's functions stand for the fold's. Nothing where the fold has none.
void compare_dlsym(Context& context, Report& report);

// From now on uses of the C library's function `name`, which is at `at`, are of the fold's own at
// `own`. False: there is another function at `at`.
bool replace_function(Context& context, std::string_view name, uint64_t at, uint64_t own,
                      std::optional<uint64_t> own_size = std::nullopt);

}  // namespace onefold::verify
