// The relocations of a fold, those of its entrance among them.
#pragma once

#include <vector>

#include "verify/entrance.h"
#include "verify/sites.h"

namespace onefold::verify {

struct FoldSite {
  uint64_t place = 0;
  int64_t addend = 0;    // from the table or from the place
  uint32_t symbol = 0;   // in .dynsym; 0: none
  uint32_t ordinal = 0;  // in the order in which the loader applies them
  RelocationType type;
  RelocTable table = RelocTable::kRelr;
  bool own_symbol = false;  // as Relocation has it
  bool early = false;       // applied before the loader starts
  bool used = false;        // an original site corresponds to it, or it is the fold's own

  bool is_plt() const { return table == RelocTable::kJmprel; }
};

// Ascending by place. `entrance`: none, if null. Errors: those of visit_relocations and
// relocated_places.
Result<std::vector<FoldSite>> sites_of_fold(const Object& fold, const Entrance* entrance);

}  // namespace onefold::verify
