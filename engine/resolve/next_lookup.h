// What dlsym(RTLD_NEXT, name) of a folded module found, and would find no longer.
//
// glibc, elf/dl-sym.c (do_sym): RTLD_NEXT searches the modules behind the caller's own in scope
// order. The parts of a fold are one module, so that search begins behind all of them.
#pragma once

#include <vector>

#include "resolve/scope.h"

namespace onefold {

struct LostNext {
  Definition wrapper;  // the function of the module that asks
  Definition next;     // what it was to find
  // Does the program or another module call the wrapper, as far as symbols tell? Else only who
  // looks it up by its name, or its own module.
  bool referenced = false;
};

// Functions that look like wrappers of another folded module's: their module imports dlsym or
// dlvsym and has the function's name among its constants, and the next definition behind it in
// scope order is a folded module's. One that is referenced comes first. `folded` by scope index.
// Takes time in proportion to the symbols, relocations and bytes of the modules. Errors: those of
// visit_relocations.
Result<std::vector<LostNext>> find_lost_next(const Scope& scope, const std::vector<bool>& folded);

}  // namespace onefold
