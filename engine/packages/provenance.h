// Where the files of a fold come from, for the notes and the bill of materials.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "packages/dpkg.h"
#include "packages/licences.h"

namespace onefold {

struct Provenance {
  std::vector<std::optional<Package>> packages;  // by closure index; empty: none was looked for
  std::vector<Licences> licences;                // the same
  std::string system;                            // ID of os-release(5): "debian"; may be empty
  std::string system_version;                    // VERSION_ID: "12"
  std::string c_library;                         // "glibc 2.36", where it is inside; else ""

  const Package* package(size_t entry) const {
    return entry < packages.size() && packages[entry] ? &*packages[entry] : nullptr;
  }
};

// Of the files at `paths` (as the loader would open them inside `root`; the program's as the host
// has it), the program first. Error: `root` is no directory. Whatever else cannot be read is not
// known.
Result<Provenance> find_provenance(const std::string& root, std::vector<std::string> paths);

}  // namespace onefold
