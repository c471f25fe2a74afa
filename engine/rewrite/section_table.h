// What stands behind the loaded bytes: symbols for debuggers, names, section headers.
#pragma once

#include <vector>

#include "plan/plan.h"
#include "rewrite/headers.h"

namespace onefold {

struct SectionTable {
  uint64_t offset = 0;  // of `bytes` in the output
  std::vector<std::byte> bytes;
  SectionTablePlace place;
};

// `end` is the file's size so far. .symtab merges those of the inputs that have one. With too many
// sections for 16 bits there are none.
SectionTable encode_section_table(const Plan& plan, uint64_t end);

}  // namespace onefold
