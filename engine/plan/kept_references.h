// What kept libraries ask of the fold by name.
#pragma once

#include <vector>

#include "resolve/bindings.h"

namespace onefold {

// A symbol's value is an offset in a block of TLS, or an address: the fold has one such block for
// all parts, so that the one cannot stand for the other any more. Errors: a relocation of a kept
// library that takes a folded definition for what it is not, or copies one: for copies ld.so
// passes the program over, and with it the fold. Those that no loader knows are
// another's to refuse.
Result<void> check_kept_references(const Bindings& bindings, const std::vector<bool>& folded);

}  // namespace onefold
