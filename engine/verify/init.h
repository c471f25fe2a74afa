// Initialisers and finalisers: glibc, elf/dl-sort-maps.c (dl_sort_maps_dfs), dl-init.c, dl-fini.c;
// musl, ldso/dynlink.c (queue_ctors, do_init_fini, __libc_exit_fini).
#pragma once

#include "verify/stub.h"

namespace onefold::verify {

// The order in which a loader runs the initialisers of objects that need each other like this:
// `needs` by object, the program at 0. The program is last.
std::vector<uint32_t> initialiser_order(const std::vector<std::vector<uint32_t>>& needs,
                                        Loader loader);

// Errors: those of sites_of.
Result<void> compare_initialisers(Context& context, const Stub& stub, Report& report);

}  // namespace onefold::verify
