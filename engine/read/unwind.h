// The unwind tables of a module, counted: for reports, and as a check of the whole.
#pragma once

#include <cstdint>
#include <optional>

#include "read/module.h"

namespace onefold {

struct EhFrameCounts {
  std::optional<uint64_t> table_entries;  // .eh_frame_hdr's search table; nothing if it has none
  // What the table was checked against; nothing if only headers were read.
  std::optional<uint64_t> cies, fdes;
};

struct ExidxCounts {
  uint64_t entries = 0;  // all; of which, unless only headers were read:
  std::optional<uint64_t> cant_unwind, inlined, tables;
};

struct UnwindCounts {
  std::optional<EhFrameCounts> eh_frame;  // nothing without PT_GNU_EH_FRAME
  std::optional<ExidxCounts> exidx;       // nothing without PT_ARM_EXIDX
};

// As the headers state it: the time does not depend on the tables' size, and a record that is wrong
// goes unseen, as it does when a program is loaded. Errors: those of read_eh_frame_header and
// find_exidx.
Result<UnwindCounts> read_unwind_headers(const Module& module);

// Everything read through. Errors: those of read_eh_frame_header, visit_eh_frame_table,
// find_eh_frame, visit_eh_frame, find_exidx, visit_exidx; and a search table entry that names no
// FDE or another code address than that FDE has.
Result<UnwindCounts> count_unwind(const Module& module);

}  // namespace onefold
