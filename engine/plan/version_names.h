// Symbols that are names of versions, as old linkers made them: no definitions.
#pragma once

#include <elf.h>

#include <set>
#include <string_view>

#include "resolve/linkable.h"

namespace onefold {

// Whether an ABS symbol only carries a version's name, as old linkers made them.
class VersionNames {
 public:
  explicit VersionNames(const Linkable& linkable) {
    for (const VersionDefinition& version : linkable.version_tables.defined)
      names_.insert(version.name);
  }
  bool has(const Symbol& symbol) const {
    return symbol.section == SHN_ABS && symbol.value.value == 0 && names_.contains(symbol.name);
  }

 private:
  std::set<std::string_view> names_;
};

}  // namespace onefold
