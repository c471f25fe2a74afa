#include "plan/kept_definitions.h"

namespace onefold {

KeptDefinitions::KeptDefinitions(const Parts& parts, const Scope& scope) : scope_(scope) {
  for (uint32_t m = 0; m < scope.modules().size(); ++m) {
    if (parts.is_folded(m)) continue;
    const Linkable& linkable = scope.modules()[m];
    for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
      if (!is_candidate(linkable.symbols[s])) continue;
      const Definition definition{m, s};
      const bool versioned = linkable.version_of(s) != nullptr;
      const bool is_default = !linkable.is_hidden_version(s);
      const bool is_oldest = is_default || linkable.version_index(s) < 3;
      for (Kind kind :
           {Kind::kAny, versioned ? Kind::kVersioned : Kind::kUnversioned,
            is_default ? Kind::kDefault : Kind::kAny, is_oldest ? Kind::kOldest : Kind::kAny}) {
        auto [number, is_new] = index_.emplace(
            hash(definition, kind), static_cast<uint32_t>(firsts_.size()),
            [&](uint32_t known) { return is_same(firsts_[known], definition, kind); });
        if (is_new) firsts_.push_back({definition, kind});
      }
    }
  }
}

bool KeptDefinitions::precede(Definition own) const {
  if (own.module == 0 || firsts_.empty()) return false;
  if (scope_.modules()[own.module].version_of(own.symbol) == nullptr)
    return precedes(own, Kind::kAny);
  return precedes(own, Kind::kUnversioned) || precedes(own, Kind::kVersioned);
}

bool KeptDefinitions::default_precedes(Definition own) const {
  return own.module != 0 && !firsts_.empty() && precedes(own, Kind::kDefault);
}

bool KeptDefinitions::oldest_precedes(Definition own) const {
  return own.module != 0 && !firsts_.empty() && precedes(own, Kind::kOldest);
}

bool KeptDefinitions::precedes(Definition own, Kind kind) const {
  const uint32_t number = index_.find(
      hash(own, kind), [&](uint32_t known) { return is_same(firsts_[known], own, kind); });
  return number != HashIndex::kNone && firsts_[number].definition.module < own.module;
}

uint32_t KeptDefinitions::hash(Definition of, Kind kind) const {
  const uint32_t hash = hash_with(scope_.hash(of), static_cast<uint32_t>(kind));
  if (kind != Kind::kVersioned) return hash;
  return hash_with(hash, name_hash(scope_.modules()[of.module].version_of(of.symbol)->name));
}

bool KeptDefinitions::is_same(const First& first, Definition of, Kind kind) const {
  if (first.kind != kind || scope_.symbol(first.definition).name != scope_.symbol(of).name)
    return false;
  if (kind != Kind::kVersioned) return true;
  auto version = [&](Definition d) {
    return scope_.modules()[d.module].version_of(d.symbol)->name;
  };
  return version(first.definition) == version(of);
}

}  // namespace onefold
