// The words at DT_PLTGOT of machines that relocate them without entries (ImplicitGot): MIPS psABI,
// "Global Offset Table"; glibc, sysdeps/mips/dl-machine.h (elf_machine_got_rel).
#pragma once

#include <optional>

#include "read/relocations.h"

namespace onefold {

struct GotShape {
  uint64_t local_count = 0;   // words that move by the load bias, with the loader's own before them
  uint64_t first_symbol = 0;  // in .dynsym: the first that has a word
  uint64_t symbol_count = 0;  // one more than the last that has one

  uint64_t global_count() const { return symbol_count - first_symbol; }
};

// Nothing: the machine has no implicit GOT, or the file has no DT_PLTGOT. Errors: one of the
// entries that state the shape is missing, or the first symbol is behind the last.
Result<std::optional<GotShape>> read_got_shape(const Module& module);

// The GOT as a table of kind kGot. Errors: those of read_got_shape; words outside the file's
// segments.
Result<std::optional<RelocationTable>> read_got_table(const Module& module);

// What a loader does to each word of `got`. Errors: more symbols than `symbol_count`.
Result<void> visit_got(const Module& module, const RelocationTable& got, uint64_t symbol_count,
                       const RelocationVisitor& visit);

}  // namespace onefold
