// What follows the ELF file in its own file: an archive or image that the program reads from itself
// (SBCL, OCaml -custom, PyInstaller, AppImage). No header speaks of it: such a program finds it by
// a trailer at the file's end, by an offset in the file, or behind the last section header.
#pragma once

#include <span>

#include "read/module.h"

namespace onefold {

struct Appended {
  FileOffset at;
  std::span<const std::byte> bytes;  // the file's, up to its end
};

// All bytes behind the last one that the ELF header, a program header or a section header speaks
// of. None where these are zeros alone, as padding is.
Appended appended_data(const Module& module);

}  // namespace onefold
