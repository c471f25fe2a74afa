// Unique symbols (STB_GNU_UNIQUE): one object of a name for the whole process, whatever version is
// asked for. glibc, elf/dl-lookup.c, do_lookup_unique: the first definition that any lookup has
// found is taken for all later ones, and ld.so relocates dependencies first (elf/rtld.c, dl_main).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "resolve/scope.h"

namespace onefold {

class UniqueSymbols {
 public:
  using LookUp =
      std::function<std::optional<Definition>(Definition reference, LookupClass, bool through_got)>;

  UniqueSymbols() = default;
  // `modules` in scope order, which outlive this; `relocation_order`: of all of them. `look_up`
  // answers by scope and version alone: what a relocation's lookups find, a unique symbol if one of
  // them does. A relocation table that cannot be read counts for nothing here: who relocates by it
  // reports that.
  UniqueSymbols(std::span<const Linkable> modules, std::span<const uint32_t> relocation_order,
                const LookUp& look_up);

  // What a lookup that has found `found` receives.
  Definition in_place_of(Definition found) const;

  // Kept libraries are relocated before the fold, in `kept_order`, and the fold has looked its own
  // symbols up already. Error: a name of which a folded and a kept definition are found, by
  // relocations or by references that later libraries may have; or of which the fold would have
  // another one chosen.
  Result<void> check_kept(const Scope& scope, const std::vector<bool>& folded,
                          std::span<const uint32_t> kept_order) const;

 private:
  struct Name {
    std::optional<Definition> chosen;
    std::map<uint32_t, Definition> first;  // that a module would choose, by itself
    std::set<Definition> found;            // by relocations
  };

  std::set<Definition> all_found(Definition of, const Scope& scope) const;
  std::optional<Definition> chosen_by_fold(const Name& name,
                                           std::span<const uint32_t> kept_order) const;

  std::span<const Linkable> modules_;
  // Only names of which the scope's order does not say which one is chosen: lookups may find them
  // in more than one module, or past the program's own.
  std::map<std::string_view, Name> names_;
};

}  // namespace onefold
