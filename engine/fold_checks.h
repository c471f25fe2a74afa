// What a fold is refused for, or warned of, before it is planned, and what its headers are too many
// for. What belongs to one stage is checked there.
#pragma once

#include <vector>

#include "fold.h"
#include "plan/plan.h"
#include "resolve/closure.h"
#include "resolve/linkable.h"
#include "resolve/scope.h"

namespace onefold {

// Errors: not a program or shared object that can be folded; a library of another ABI; one that is
// missing.
Result<void> check_foldable(const FoldOptions& options, const Closure& closure);
// Kept libraries' relocations are left to the loader, but must be some that it can apply.
Result<void> check_kept_relocations(const std::vector<Linkable>& linkables,
                                    const std::vector<bool>& folded);
// Errors: --with, or --fixed-address, for a shared object.
Result<void> check_with(const FoldOptions& options, const Closure& closure);
Result<void> check_fixed_address(const FoldOptions& options, const Closure& closure);
// Errors: AddressSanitizer's library in the fold.
Result<void> refuse_sanitizer(const Closure& closure, const std::vector<bool>& folded);
// Errors: a wrapper of a folded library's function, found by dlsym(RTLD_NEXT), that is called; none
// of a total fold that knows what was behind whom (plan/next_table.h).
Result<void> check_next_lookups(const Closure& closure, const Scope& scope,
                                const std::vector<bool>& folded, FoldReport& report);
// Errors: more program headers than Linux takes.
Result<void> check_header_count(const Plan& plan, FoldReport& report);
// Of what folded libraries have behind their ELF files, which is left out.
void warn_of_data(const Closure& closure, const std::vector<bool>& folded, FoldReport& report);

}  // namespace onefold
