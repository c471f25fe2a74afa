// What dlsym(RTLD_NEXT, name) of a folded module found, and would find no longer.
//
// glibc, elf/dl-sym.c (do_sym): RTLD_NEXT searches the modules behind the caller's own in scope
// order. The parts of a fold are one module, so that search begins behind all of them.
#pragma once

#include <optional>
#include <vector>

#include "resolve/scope.h"

namespace onefold {

struct LostNext {
  Definition wrapper;  // the function of the module that asks
  Definition next;     // what it was to find
};

// A function, if there is one, that looks like a wrapper of another folded module's: its module
// imports dlsym or dlvsym and has the function's name among its constants, and the next definition
// behind it in scope order is a folded module's. `folded` by scope index. Takes time in proportion
// to the symbols and bytes of the modules.
std::optional<LostNext> find_lost_next(const Scope& scope, const std::vector<bool>& folded);

}  // namespace onefold
