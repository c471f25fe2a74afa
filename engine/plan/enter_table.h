// What a fold without PT_INTERP does before its loader starts: a total fold, and one whose layout
// is packed. machine/stubs/enter.c has the table's layout.
#pragma once

#include <vector>

#include "plan/layout.h"

namespace onefold {

// Memory of the output, and the rights that its program header states (PROT_*).
struct EnterRange {
  ImageAddress at;
  uint64_t size = 0;
  uint64_t rights = 0;
};

struct EnterTable {
  static constexpr std::string_view kMessage =
      "onefold: no loader, or no memory to map the program\n";

  std::vector<EnterRange> protect;  // mapped without their rights, in a packed layout
  std::vector<EnterRange> zeros;    // mapped from the file, which has a hole there

  // Bytes at most, message and all, for a fold of these parts with `loads` PT_LOADs of its own.
  // `loader`: embedded, or null.
  static uint64_t most_bytes(const Parts& parts, const Part* loader, size_t loads, Format format);
};

// Of a final layout; empty unless it is packed.
EnterTable plan_enter(const Layout& layout);

}  // namespace onefold
