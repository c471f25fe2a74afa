// Bytes of the program that its fold may write over: its ELF header, and tables that the fold's own
// replace and nothing reads any more.
#pragma once

#include <vector>

#include "verify/object.h"

namespace onefold::verify {

struct DeadRange {
  uint64_t at = 0;  // address in the program
  uint64_t size = 0;
};

// What the fold's ELF header and program header table cover of the program's first segment, less
// whatever is no dead table there. Ascending.
std::vector<DeadRange> dead_ranges(const Module& program, const Module& fold, const Object& object);

// Are all of the load's bytes such tables, or the ELF header, or what aligns them?
bool is_dead(const Segment& load, const Object& object);

}  // namespace onefold::verify
