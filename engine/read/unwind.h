// All unwind tables of a module, read through once: for reports, and as a check of the whole.
#pragma once

#include <cstdint>
#include <optional>

#include "read/module.h"

namespace onefold {

struct EhFrameCounts {
  std::optional<uint64_t> table_entries;  // .eh_frame_hdr's search table; nothing if it has none
  uint64_t cies = 0;
  uint64_t fdes = 0;
};

struct ExidxCounts {
  uint64_t entries = 0;  // all; of which:
  uint64_t cant_unwind = 0;
  uint64_t inlined = 0;
  uint64_t tables = 0;
};

struct UnwindCounts {
  std::optional<EhFrameCounts> eh_frame;  // nothing without PT_GNU_EH_FRAME
  std::optional<ExidxCounts> exidx;       // nothing without PT_ARM_EXIDX
};

// Errors: those of read_eh_frame_header, visit_eh_frame_table, find_eh_frame, visit_eh_frame,
// find_exidx, visit_exidx; and a search table entry that names no FDE or another code address than
// that FDE has.
Result<UnwindCounts> count_unwind(const Module& module);

}  // namespace onefold
