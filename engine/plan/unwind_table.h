// One sorted search table over the FDEs of all parts, which stay where they are: FOLDING rule 6.
#pragma once

#include <vector>

#include "plan/part.h"

namespace onefold {

struct UnwindEntry {
  ImageAddress pc;
  ImageAddress fde;
};

struct UnwindTable {
  std::vector<UnwindEntry> entries;      // ascending by pc
  std::optional<ImageAddress> eh_frame;  // of the first part that has one
  bool complete = true;  // false: a part has no search table and no walkable .eh_frame
};

// Errors: those of reading the parts' .eh_frame_hdr and .eh_frame.
Result<UnwindTable> plan_unwind(const Parts& parts);

}  // namespace onefold
