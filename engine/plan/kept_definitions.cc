#include "plan/kept_definitions.h"

#include <algorithm>
#include <utility>

#include "base/name_hash.h"

namespace onefold {

KeptDefinitions::KeptDefinitions(const Parts& parts, const Scope& scope) : scope_(scope) {
  uint32_t last_folded = 0;  // what is behind it precedes nothing
  for (const Part& part : parts.list) last_folded = std::max(last_folded, part.scope_index);
  for (uint32_t m = 0; m < last_folded; ++m) {
    if (parts.is_folded(m)) continue;
    first_kept_ = std::min(first_kept_, m);
    const auto& symbols = scope.modules()[m].symbols;
    for (uint32_t s = 1; s < symbols.size(); ++s) {
      if (is_candidate(symbols[s])) add({m, s});
    }
  }
}

void KeptDefinitions::add(Definition definition) {
  const auto [module, symbol] = definition;
  const Linkable& linkable = scope_.modules()[module];
  const bool hidden = linkable.is_hidden_version(symbol);
  const bool ifunc = scope_.symbol(definition).type == STT_GNU_IFUNC;
  if ((hidden || ifunc) && scope_.loader() == LoaderKind::kMusl) return;  // which passes them over
  auto [number, is_new] = name_index_.emplace(
      scope_.hash(definition), static_cast<uint32_t>(names_.size()),
      [&](uint32_t known) { return same_name(names_[known].first, definition); });
  if (is_new) names_.push_back({definition});
  Name& name = names_[number];
  const bool versioned = linkable.version_of(symbol) != nullptr;
  if (!hidden || !versioned) name.by_default = std::min(name.by_default, module);
  if (linkable.version_index(symbol) <= 2) name.oldest = std::min(name.oldest, module);
  if (!versioned) {
    if (!hidden) name.unversioned = std::min(name.unversioned, module);
    return;
  }
  auto same = [&](uint32_t known) {
    return same_name(versioned_[known], definition) &&
           version_of(versioned_[known]) == version_of(definition);
  };
  if (!hidden && std::exchange(name.counted, module) == module && !name.second_default)
    name.second_default = definition;
  const bool is_new_version =
      version_index_
          .emplace(versioned_hash(definition), static_cast<uint32_t>(versioned_.size()), same)
          .second;
  if (is_new_version) versioned_.push_back(definition);
}

bool KeptDefinitions::precede(Definition own) const {
  if (scope_.modules()[own.module].version_of(own.symbol) == nullptr)
    return unversioned_ends_before(own);
  if (all_end_before(own)) return true;
  const uint32_t number = version_index_.find(versioned_hash(own), [&](uint32_t known) {
    return same_name(versioned_[known], own) && version_of(versioned_[known]) == version_of(own);
  });
  return number != HashIndex::kNone && versioned_[number].module < own.module;
}

bool KeptDefinitions::default_precedes(Definition own) const {
  const Name* name = find(own);
  return name != nullptr && name->by_default < own.module;
}

bool KeptDefinitions::unversioned_ends_before(Definition own) const {
  const Name* name = find(own);
  return name != nullptr && std::min(name->by_default, name->oldest) < own.module;
}

bool KeptDefinitions::all_end_before(Definition own) const {
  const Name* name = find(own);
  return name != nullptr && name->unversioned < own.module;
}

std::optional<Definition> KeptDefinitions::second_default(Definition own) const {
  const Name* name = find(own);
  if (name == nullptr || !name->second_default || name->second_default->module >= own.module)
    return std::nullopt;
  return name->second_default;
}

// What kept libraries before its module have of its name, or null.
const KeptDefinitions::Name* KeptDefinitions::find(Definition own) const {
  if (own.module <= first_kept_) return nullptr;
  const uint32_t number = name_index_.find(
      scope_.hash(own), [&](uint32_t known) { return same_name(names_[known].first, own); });
  if (number == HashIndex::kNone || names_[number].first.module >= own.module) return nullptr;
  return &names_[number];
}

std::string_view KeptDefinitions::version_of(Definition of) const {
  return scope_.modules()[of.module].version_of(of.symbol)->name;
}

uint32_t KeptDefinitions::versioned_hash(Definition of) const {
  return hash_with(scope_.hash(of), name_hash(version_of(of)));
}

}  // namespace onefold
