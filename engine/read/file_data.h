// Bytes of a file that no loader looks at, but the program may: it opens its own file and finds
// them by a section's name (Racket), by a trailer at the file's end (SBCL, OCaml -custom,
// PyInstaller), by an offset in the file, or behind the last section header (AppImage).
#pragma once

#include <span>
#include <vector>

#include "read/module.h"
#include "read/sections.h"

namespace onefold {

struct FileData {
  // Disjoint and ascending by offset: those of type SHT_PROGBITS that no PT_LOAD holds and that are
  // not what compilers and linkers leave for tools (.debug_*, .comment and so on).
  std::vector<Section> sections;
  // All bytes behind the last one that the ELF header, a program header or a section header speaks
  // of. None where these are zeros alone, as padding is.
  FileOffset appended_at;
  std::span<const std::byte> appended;

  bool empty() const { return sections.empty() && appended.empty(); }
  uint64_t size() const;  // bytes in all
  // The range of the file in which it all lies.
  FileOffset begin() const;
  FileOffset end() const;
};

FileData read_file_data(const Module& module);

// As linkers leave a file. Nothing is appended then.
bool ends_with_section_headers(const Module& module);

}  // namespace onefold
