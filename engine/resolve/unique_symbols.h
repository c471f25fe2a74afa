// Unique symbols (STB_GNU_UNIQUE): one object of a name for the whole process, whatever version is
// asked for. glibc, elf/dl-lookup.c, do_lookup_unique: the first definition that any lookup has
// found is taken for all later ones, and ld.so relocates dependencies first (elf/rtld.c, dl_main).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "resolve/scope.h"

namespace onefold {

class UniqueSymbols {
 public:
  using LookUp = std::function<std::optional<Definition>(Definition reference, LookupClass)>;

  UniqueSymbols() = default;
  // `modules` in scope order, which outlive this; `relocation_order`: of all of them. `look_up`
  // answers by scope and version alone. A relocation table that cannot be read counts for nothing
  // here: who relocates by it reports that.
  UniqueSymbols(std::span<const Linkable> modules, std::span<const uint32_t> relocation_order,
                const LookUp& look_up);

  // What a lookup that has found `found` receives.
  Definition in_place_of(Definition found) const;

 private:
  std::span<const Linkable> modules_;
  // Only names that lookups may find in more than one module: by then the scope's order does not
  // say which.
  std::unordered_map<std::string_view, std::optional<Definition>> chosen_;
};

// Kept libraries are relocated before the fold, which has looked its own symbols up already. A
// definition without a version is found by references to any, but where a folded and a kept library
// have a unique symbol by two versions, either would have its own object. Error: there is such a
// symbol.
Result<void> check_unique_versions(std::span<const Linkable> modules,
                                   const std::vector<bool>& folded);

}  // namespace onefold
