// What of the output can be written while the rest is still being planned.
#pragma once

#include <vector>

#include "rewrite/image.h"

namespace onefold {

// Segments that nothing writes to when the program runs, as the inputs have them, ascending. The
// image has pieces over all of these bytes, some of them with other bytes.

// Those of the program, whose place is known: it keeps its own.
std::vector<Piece> early_copies(const Module& program);

// Those of all parts. `plan` need only be placed (place_plan).
std::vector<Piece> early_copies(const Plan& plan);

// Whether `piece` is a part of one of them: the same bytes of the same input at the same place.
bool is_among(const std::vector<Piece>& copies, const Piece& piece);

}  // namespace onefold
