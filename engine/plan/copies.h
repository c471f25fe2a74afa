// COPY relocations of the program against folded libraries, done at fold time: DESIGN rule 4.
#pragma once

#include <vector>

#include "plan/part.h"
#include "resolve/bindings.h"

namespace onefold {

struct CopiedObject {
  ImageAddress to;  // in the program
  const Part* part = nullptr;
  ModuleAddress from;
  uint64_t size = 0;  // bytes that are copied
  uint64_t room = 0;  // bytes that the program has for them: the symbol's size there
};

// Only the program has COPY relocations; those against kept libraries are not in the list. The
// program's bias is 0, so nothing else need be placed yet. Errors: an object that does not fit the
// program's writable segment or is not in its library's.
Result<std::vector<CopiedObject>> plan_copies(const Parts& parts, const Bindings& bindings,
                                              const Machine& machine);

}  // namespace onefold
