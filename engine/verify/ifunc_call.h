// Of a total fold: code of its own that goes on to the function whose address a word holds.
#pragma once

#include "verify/context.h"

namespace onefold::verify {

// The relocation of that word, by which it gets the function of a resolver, where the code at `at`
// is such; null: it is something else.
FoldSite* find_ifunc_call(Context& context, uint64_t at);

}  // namespace onefold::verify
