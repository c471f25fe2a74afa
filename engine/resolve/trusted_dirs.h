// The directories that a glibc loader searches last.
#pragma once

#include <string>
#include <vector>

#include "base/file_view.h"
#include "machine/machine.h"

namespace onefold {

// Each ends in '/'. They are fixed when ld.so is built and differ from one distribution to the
// next, so they are read from the loader's own file, where they lie one after the other as strings
// (glibc elf/dl-load.c, system_dirs). Empty if they aren't found.
std::vector<std::string> read_trusted_dirs(const FileView& loader);

// Those of Debian's ld.so for `machine` (null: unknown).
std::vector<std::string> debian_trusted_dirs(const Machine* machine);

// $LIB of a loader with these directories: "lib/x86_64-linux-gnu", "lib64", "lib".
std::string lib_token(const std::vector<std::string>& trusted_dirs);

}  // namespace onefold
