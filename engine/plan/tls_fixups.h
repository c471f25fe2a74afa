// What becomes of a thread-local relocation that is bound inside the fold.
#pragma once

#include "plan/fixup_list.h"

namespace onefold {

// `definition` is of a part; symbol 0 stands for its module. `is_offset_written`: a module's number
// has the offset beside it from a relocation of its own. Errors: the file has no such word.
Result<void> plan_tls_fixup(const FixupContext& context, FixupList& list, const FixupSite& site,
                            Definition definition, bool is_offset_written);

}  // namespace onefold
