// One sorted .ARM.exidx over the entries of all parts: DESIGN rule 6, on arm. The unwinder looks
// for one PT_ARM_EXIDX (dl_iterate_phdr, __gnu_Unwind_Find_exidx).
#pragma once

#include <vector>

#include "plan/part.h"

namespace onefold {

struct ExidxRow {
  ImageAddress function;
  bool in_table = false;  // the instructions are an .ARM.extab entry, which stays where it is:
  ImageAddress table;     // there; else
  uint32_t word = 0;      // they, or EXIDX_CANTUNWIND, are this word
};

struct ExidxPlan {
  std::vector<ExidxRow> rows;  // ascending by function; empty on other machines

  static constexpr uint64_t kRowSize = 8;  // bytes
  uint64_t size() const { return rows.size() * kRowSize; }
};

// Errors: those of reading the parts' tables.
Result<ExidxPlan> plan_exidx(const Parts& parts);

// What a row holds is at most 2^30 bytes away from it. Error: a fold larger than that.
Result<void> check_exidx_reach(const ExidxPlan& plan, ImageAddress at, const Parts& parts);

}  // namespace onefold
