// `onefold stack --add`: a copy of the file with one more program header, PT_GNU_STACK.
#pragma once

#include "base/mapped_file.h"
#include "stack/stack.h"

namespace onefold {

// Writes the copy aside and renames it over `path`, or over what a symbolic link there leads to.
// The header gets `edit`'s values; without them the size is 0 and the flags say what a missing
// header means on that machine under glibc.
//
// A PT_NULL entry is used where there is one. Otherwise the whole table moves to the end of the
// file, into a PT_LOAD of its own, placed so that its address and its file offset differ as the
// first PT_LOAD's do: kernels before 5.18 compute AT_PHDR from e_phoff and that difference, later
// ones from PT_PHDR.
Result<StackResult> add_stack_header(const std::string& path, const MappedFile& mapped,
                                     const StackEdit& edit);

}  // namespace onefold
