// The relative relocations of the inputs, most of all. They need no symbol, and so can be planned
// while symbols are.
#pragma once

#include "plan/fixup_list.h"

namespace onefold {

// Not where the fold has one address: words may be written twice there, and the order of all
// relocations counts. Not where the machine has no type that is relative and nothing else (mips).
bool has_relatives_apart(const FixupPlaces& places);

// Those of all tables; none without has_relatives_apart. Errors: an entry that cannot be read,
// those of FixupList::create.
Result<FixupList> plan_relatives(const FixupPlaces& places);

}  // namespace onefold
