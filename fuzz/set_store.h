// A file set as the file system that libraries are searched in.
#pragma once

#include <memory>

#include "file_set.h"
#include "resolve/file_store.h"

namespace onefold::fuzz {

// `set` outlives it.
std::unique_ptr<const FileStore> make_store(const FileSet& set);

}  // namespace onefold::fuzz
