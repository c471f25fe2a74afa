// The memory of the fold against that of the folded modules, byte by byte and site by site.
#pragma once

#include "verify/context.h"
#include "verify/dead_ranges.h"

namespace onefold::verify {

// Checks the claim itself: its segments are the modules' PT_LOADs, lie where the fold has a PT_LOAD
// of the same permissions, and are disjoint.
void compare_map(Context& context, Report& report);

// Bytes outside relocation sites, and what each site receives; objects that COPY relocations
// brought into the program; the initial TLS block; the embedded loader but for `in_loader`,
// ascending. Errors: a table that cannot be read, copies of more bytes than the program has.
Result<void> compare_image(Context& context, const std::vector<DeadRange>& in_loader,
                           Report& report);

}  // namespace onefold::verify
