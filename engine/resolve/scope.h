// Symbol lookup as ld.so does it over the start-up scope: the program, then its closure breadth
// first.
//
// glibc, elf/dl-lookup.c (do_lookup_x, check_match, _dl_lookup_symbol_x). One hash table over all
// definitions of the scope, so that a lookup does not walk the modules. Of find() and find_in_own()
// one thread makes use at a time.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "resolve/crowded_name.h"
#include "resolve/definition.h"
#include "resolve/linkable.h"

namespace onefold {

class Scope {
 public:
  // `modules` in scope order, the program (or folded shared object) first; they outlive the scope.
  explicit Scope(std::span<const Linkable> modules, LoaderKind loader = LoaderKind::kGlibc);

  // The definition that a reference to the name of `module`'s symbol `symbol` finds. `version`
  // null: an unversioned reference, which takes the oldest definition (version index 2 at most) or
  // else the only default one.
  std::optional<Definition> find(Definition reference, const VersionName* version,
                                 LookupClass lookup_class) const {
    return search(reference, version, lookup_class, false);
  }

  // The same, in the reference's own module only (DF_SYMBOLIC).
  std::optional<Definition> find_in_own(Definition reference, const VersionName* version,
                                        LookupClass lookup_class) const {
    return search(reference, version, lookup_class, true);
  }

  // Every definition of the symbol's name, in the order in which lookups meet them: as many steps
  // as there are.
  template <typename Visit>
  void visit_all(Definition known, Visit visit) const {
    const uint32_t hash = this->hash(known);
    const std::string_view name = symbol(known).name;
    for (uint32_t at = heads_[hash & mask_]; at != kEnd; at = entries_[at].next) {
      const Entry& entry = entries_[at];
      if (entry.hash == hash && symbol(entry.definition).name == name) visit(entry.definition);
    }
  }

  // The first of them.
  std::optional<Definition> first(Definition known) const {
    const uint32_t hash = this->hash(known);
    const std::string_view name = symbol(known).name;
    for (uint32_t at = heads_[hash & mask_]; at != kEnd; at = entries_[at].next) {
      const Entry& entry = entries_[at];
      if (entry.hash == hash && symbol(entry.definition).name == name) return entry.definition;
    }
    return std::nullopt;
  }

  // name_hash of the symbol's name.
  uint32_t hash(Definition symbol) const {
    return modules_[symbol.module].name_hashes[symbol.symbol];
  }

  size_t definitions() const { return entries_.size(); }  // how many there are
  const Symbol& symbol(Definition d) const { return modules_[d.module].symbols[d.symbol]; }
  std::span<const Linkable> modules() const { return modules_; }
  LoaderKind loader() const { return loader_; }

 private:
  struct Entry {
    uint32_t hash;
    uint32_t next;
    Definition definition;
  };
  static constexpr uint32_t kEnd = UINT32_MAX;

  std::optional<Definition> search(Definition reference, const VersionName* version,
                                   LookupClass lookup_class, bool only_own) const;
  const CrowdedName& crowded(uint32_t first, std::string_view name) const;

  std::span<const Linkable> modules_;
  LoaderKind loader_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> heads_;
  uint32_t mask_ = 0;
  // Made when one is first met; by the name's first entry.
  mutable std::unordered_map<uint32_t, CrowdedName> crowded_;
};

}  // namespace onefold
