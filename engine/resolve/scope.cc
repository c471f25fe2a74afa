#include "resolve/scope.h"

#include <algorithm>
#include <bit>

namespace onefold {

Scope::Scope(std::span<const Linkable> modules, LoaderKind loader)
    : modules_(modules), loader_(loader) {
  size_t candidates = 0;
  for (const Linkable& module : modules_)
    candidates += static_cast<size_t>(std::ranges::count_if(module.symbols, is_candidate));
  heads_.assign(std::bit_ceil(candidates + 1), kEnd);
  mask_ = static_cast<uint32_t>(heads_.size() - 1);
  entries_.reserve(candidates);
  // Backwards, so that each chain is in scope order and in that of lookups within a module.
  for (size_t m = modules_.size(); m-- > 0;) {
    const auto& table = modules_[m].symbols;
    for (auto i = static_cast<uint32_t>(table.size()); i-- > 1;) {
      const uint32_t s = modules_[m].in_lookup_order(i);
      if (!is_candidate(table[s])) continue;
      const Definition definition{static_cast<uint32_t>(m), s};
      const uint32_t hash = this->hash(definition);
      uint32_t& head = heads_[hash & mask_];
      entries_.push_back({hash, head, definition});
      head = static_cast<uint32_t>(entries_.size() - 1);
    }
  }
}

std::optional<Definition> Scope::search(Definition reference, const VersionName* version,
                                        LookupClass lookup_class, bool only_own) const {
  const uint32_t hash = this->hash(reference);
  const std::string_view name = symbol(reference).name;
  FirstMatch match;
  uint32_t first = kEnd;
  size_t met = 0;
  for (uint32_t at = heads_[hash & mask_]; at != kEnd; at = entries_[at].next) {
    const Entry& entry = entries_[at];
    if (entry.hash != hash) continue;
    const Definition found = entry.definition;
    const Symbol& candidate = symbol(found);
    if (candidate.name != name) continue;
    if (first == kEnd) first = at;
    if (++met > CrowdedName::kFew) {
      return crowded(first, name)
          .find(version, lookup_class, only_own ? std::optional(reference.module) : std::nullopt);
    }
    if (only_own && found.module != reference.module) continue;
    if (!is_in_class(found.module, candidate, lookup_class)) continue;
    if (match.meet(found, match_version(modules_[found.module], found.symbol, version, loader_)))
      break;
  }
  return match.finish();
}

const CrowdedName& Scope::crowded(uint32_t first, std::string_view name) const {
  if (auto known = crowded_.find(first); known != crowded_.end()) return known->second;
  std::vector<Definition> definitions;
  for (uint32_t at = first; at != kEnd; at = entries_[at].next) {
    const Entry& entry = entries_[at];
    if (entry.hash == entries_[first].hash && symbol(entry.definition).name == name)
      definitions.push_back(entry.definition);
  }
  return crowded_.emplace(first, CrowdedName(modules_, definitions, loader_)).first->second;
}

}  // namespace onefold
