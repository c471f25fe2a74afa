#include "resolve/scope.h"

#include <bit>

#include "elf/hash.h"

namespace onefold {
namespace {

// Can this symbol be found at all? do_lookup_x: ALLOWED_STT, and visibilities that bind locally.
bool is_candidate(const Symbol& symbol) {
  if (symbol.name.empty() || symbol.is_local()) return false;
  if (symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL) return false;
  switch (symbol.type) {
    case STT_NOTYPE:
    case STT_OBJECT:
    case STT_FUNC:
    case STT_COMMON:
    case STT_TLS:
    case STT_GNU_IFUNC:
      break;
    default:
      return false;
  }
  // check_match: no value and not absolute and not TLS: undefined.
  return symbol.value.value != 0 || symbol.section == SHN_ABS || symbol.type == STT_TLS;
}

enum class Match : uint8_t { kNo, kYes, kVersionedDefault };

// check_match's version rules, for one candidate.
Match match_version(const Linkable& module, uint32_t symbol, const VersionName* wanted) {
  if (!module.has_versions()) return Match::kYes;
  const uint16_t index = module.version_index(symbol);
  const bool hidden = module.is_hidden_version(symbol);
  if (wanted != nullptr) {
    const VersionName* has = module.version_of(symbol);
    if (has != nullptr && has->hash == wanted->hash && has->name == wanted->name)
      return Match::kYes;
    // A definition without a version, not hidden, satisfies any reference.
    return has == nullptr && !hidden ? Match::kYes : Match::kNo;
  }
  if (index < 3) return Match::kYes;
  return hidden ? Match::kNo : Match::kVersionedDefault;
}

}  // namespace

uint32_t Scope::hash_of(std::string_view name) {
  uint32_t hash = gnu_hash(name);
  return hash ^ (hash >> 15);
}

Scope::Scope(std::span<const Linkable> modules) : modules_(modules) {
  size_t count = 0;
  for (const Linkable& module : modules_) count += module.symbols.size();
  heads_.assign(std::bit_ceil(count + 1), kEnd);
  mask_ = static_cast<uint32_t>(heads_.size() - 1);
  entries_.reserve(count);
  // Backwards, so that each chain is in scope order and in .dynsym order within a module.
  for (size_t m = modules_.size(); m-- > 0;) {
    const auto& symbols = modules_[m].symbols;
    for (size_t s = symbols.size(); s-- > 1;) {
      if (!is_candidate(symbols[s])) continue;
      uint32_t hash = hash_of(symbols[s].name);
      uint32_t& head = heads_[hash & mask_];
      entries_.push_back({hash, head, {static_cast<uint32_t>(m), static_cast<uint32_t>(s)}});
      head = static_cast<uint32_t>(entries_.size() - 1);
    }
  }
}

std::optional<Definition> Scope::find(std::string_view name, const VersionName* version,
                                      LookupClass lookup_class) const {
  return search(name, version, lookup_class, std::nullopt);
}

std::optional<Definition> Scope::find_in(uint32_t module, std::string_view name,
                                         const VersionName* version,
                                         LookupClass lookup_class) const {
  return search(name, version, lookup_class, module);
}

std::optional<Definition> Scope::search(std::string_view name, const VersionName* version,
                                        LookupClass lookup_class,
                                        std::optional<uint32_t> only) const {
  const uint32_t hash = hash_of(name);
  std::optional<Definition> versioned_default;  // of the module that is being looked through
  bool several_defaults = false;
  uint32_t current = UINT32_MAX;
  for (uint32_t at = heads_[hash & mask_]; at != kEnd; at = entries_[at].next) {
    const Entry& entry = entries_[at];
    if (entry.hash != hash || symbol(entry.definition).name != name) continue;
    const Definition found = entry.definition;
    if (only && found.module != *only) continue;
    if (found.module != current) {
      if (versioned_default && !several_defaults) return versioned_default;
      versioned_default.reset();
      several_defaults = false;
      current = found.module;
    }
    const Linkable& module = modules_[found.module];
    const Symbol& candidate = module.symbols[found.symbol];
    if (lookup_class == LookupClass::kCopy && found.module == 0) continue;
    if (lookup_class == LookupClass::kPlt && !candidate.is_defined()) continue;
    switch (match_version(module, found.symbol, version)) {
      case Match::kYes:
        return found;
      case Match::kVersionedDefault:
        several_defaults = versioned_default.has_value();
        if (!versioned_default) versioned_default = found;
        break;
      case Match::kNo:
        break;
    }
  }
  if (versioned_default && !several_defaults) return versioned_default;
  return std::nullopt;
}

}  // namespace onefold
