// One .eh_frame and one sorted search table over the FDEs of all parts: FOLDING rule 6. Debuggers
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
};

struct UnwindEntry {
  ImageAddress pc;
  uint32_t source = 0;  // index in UnwindTable::sources
  uint64_t fde = 0;     // offset of the FDE in that source
};

// A pc-relative field that moves with its record while what it points to stays.
struct UnwindField {
  uint32_t source = 0;
  uint64_t at = 0;   // offset in the source
  uint8_t size = 0;  // 2, 4 or 8 bytes
};

struct UnwindTable {
  std::vector<UnwindSource> sources;
  std::vector<UnwindField> fields;   // by source, ascending
  std::vector<UnwindEntry> entries;  // ascending by pc
  uint64_t size = 0;                 // of the merged .eh_frame, its terminator included; 0: none
};

// Errors: those of reading the parts' .eh_frame_hdr and .eh_frame; an encoding that cannot be
// moved.
Result<UnwindTable> plan_unwind(const Parts& parts);

}  // namespace onefold
