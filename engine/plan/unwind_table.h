// One .eh_frame and one sorted search table over the FDEs of all parts: DESIGN rule 6. Debuggers
// look for one section of that name, and the unwinder for one PT_GNU_EH_FRAME.
#pragma once

#include <optional>
#include <vector>

#include "plan/part.h"

namespace onefold {

// A part's .eh_frame and where its copy goes in the merged one.
struct UnwindSource {
  const Part* part = nullptr;
  ModuleAddress begin;
  uint64_t size = 0;    // bytes, without the zero terminator
  uint64_t offset = 0;  // in the merged section
  size_t fields = 0;    // how many of UnwindTable::fields are its
};

struct UnwindEntry {
  ImageAddress pc;
  uint64_t fde = 0;  // offset of the FDE in the merged section
};

// A pc-relative field that moves with its record while what it points to stays. One word: there are
// twice as many of them as there are functions.
struct UnwindField {
  static constexpr uint64_t kMostAt = (uint64_t{1} << 56) - 1;
  uint64_t at : 56 = 0;   // offset in the source
  uint64_t size : 8 = 0;  // 2, 4 or 8 bytes
};

struct UnwindTable {
  std::vector<UnwindSource> sources;
  std::vector<UnwindField> fields;   // source by source
  std::vector<UnwindEntry> entries;  // ascending by pc
  uint64_t size = 0;                 // of the merged .eh_frame, its terminator included; 0: none
};

// Errors: those of reading the parts' .eh_frame_hdr and .eh_frame; an encoding that cannot be
// moved, or that has no distances back to the code.
Result<UnwindTable> plan_unwind(const Parts& parts);

}  // namespace onefold
