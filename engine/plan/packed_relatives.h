// Relative relocations that a fold applies itself, before its loader starts.
#pragma once

#include <vector>

#include "plan/fixups.h"
#include "plan/layout.h"

namespace onefold {

// Takes the relative fixups that can be packed (of whole, aligned words in writable segments) out
// of `fixups`, puts their addends in place, and returns their places as words of DT_RELR (gABI,
// "Relative Relocation Table").
std::vector<uint64_t> pack_relatives(Fixups& fixups, const Layout& layout, uint64_t word_size);

}  // namespace onefold
