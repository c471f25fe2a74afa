#include "plan/dynamic_symbols.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/sort.h"
#include "elf/hash.h"

namespace onefold {
namespace {

std::string need_key(std::string_view file, std::string_view version) {
  std::string key(file);
  key += '\0';
  key += version;
  return key;
}

std::string symbol_key(std::string_view name, uint16_t version) {
  std::string key(name);
  key += '\0';
  key += static_cast<char>(version & 0xff);
  key += static_cast<char>((version >> 8) & 0x7f);
  return key;
}

// Could a lookup from outside find it? As Scope's own rule, which counts canonical PLT entries too.
bool is_visible(const Symbol& symbol) {
  if (symbol.name.empty() || symbol.is_local()) return false;
  if (symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL) return false;
  if (symbol.is_defined()) return symbol.type != STT_SECTION && symbol.type != STT_FILE;
  return symbol.value.value != 0 && symbol.type == STT_FUNC;
}

// An ABS symbol that only carries a version's name, as old linkers made them.
bool is_version_name(const Linkable& linkable, const Symbol& symbol) {
  if (symbol.section != SHN_ABS || symbol.value.value != 0) return false;
  return std::ranges::any_of(linkable.version_tables.defined,
                             [&](const VersionDefinition& v) { return v.name == symbol.name; });
}

}  // namespace

Result<void> DynamicSymbols::plan(std::vector<std::string_view> kept_names) {
  kept_names_ = std::move(kept_names);
  ONEFOLD_CHECK(plan_versions());
  size_t symbols = 0;
  for (const Part& part : parts_.list) symbols += part.linkable->symbols.size();
  first_of_name_.reserve(symbols);
  exports_.reserve(symbols);
  for (const Part& part : parts_.list) add_exports(part);
  add_oldest_definitions();
  return {};
}

Result<uint16_t> DynamicSymbols::next_version_index() {
  // 0 is local, 1 global; 2 would make a definition the oldest for unversioned references.
  if (++last_version_index_ >= kVersymHidden) {
    const Module& program = *parts_.program().module;
    return fail(program.file.error("DT_VERSYM", "at most 32765 symbol versions in the whole fold",
                                   fmt::format("{}", last_version_index_ - 2)));
  }
  return static_cast<uint16_t>(last_version_index_);
}

// Versions that folded modules define, empty ones too, since kept files and plugins may ask for
// them by name; and what they need of kept files.
Result<void> DynamicSymbols::plan_versions() {
  for (const Part& part : parts_.list) {
    for (const VersionDefinition& version : part.linkable->version_tables.defined) {
      if ((version.flags & VER_FLG_BASE) != 0 || defined_indices_.contains(version.name)) continue;
      ONEFOLD_TRY(auto index, next_version_index());
      defined_indices_.emplace(version.name, index);
      definitions_.push_back({version.name, version.hash, index});
    }
  }
  std::unordered_map<std::string_view, size_t> need_of_file;
  for (const Part& part : parts_.list) {
    for (const VersionNeed& need : part.linkable->version_tables.needed) {
      if (std::ranges::find(kept_names_, need.file) == kept_names_.end()) continue;
      auto [slot, is_new] = need_of_file.emplace(need.file, needs_.size());
      if (is_new) needs_.push_back({need.file, {}});
      OutputVersionNeed& output = needs_[slot->second];
      for (const NeededVersion& version : need.versions) {
        const bool weak = (version.flags & VER_FLG_WEAK) != 0;
        auto [known, added] = needed_indices_.emplace(need_key(need.file, version.name), 0);
        if (!added) {
          auto same =
              std::ranges::find(output.versions, known->second, &OutputVersionNeed::Version::index);
          same->weak = same->weak && weak;
          continue;
        }
        ONEFOLD_TRY(known->second, next_version_index());
        output.versions.push_back({version.name, version.hash, known->second, weak});
      }
    }
  }
  return {};
}

uint16_t DynamicSymbols::defined_version(const Part& part, uint32_t symbol) const {
  const VersionName* version = part.linkable->version_of(symbol);
  if (version == nullptr) return 1;
  // An object copied from a kept library has the version that was needed there, for R_COPY and as a
  // definition.
  if (!version->file.empty()) {
    auto needed = needed_indices_.find(need_key(version->file, version->name));
    if (needed != needed_indices_.end()) return needed->second;
  }
  auto known = defined_indices_.find(version->name);
  return known == defined_indices_.end() ? uint16_t{1} : known->second;
}

// A kept library that comes before `part` in scope order and defines the same name keeps it: the
// fold, first of all in the new scope, must not take it away.
bool DynamicSymbols::kept_definition_precedes(const Part& part, uint32_t symbol) const {
  if (part.scope_index == 0) return false;
  const Symbol& own = part.linkable->symbols[symbol];
  const VersionName* version = part.linkable->version_of(symbol);
  bool precedes = false;
  bindings_.scope().visit_all(own.name, [&](Definition other) {
    if (other.module >= part.scope_index || parts_.is_folded(other.module)) return;
    const VersionName* theirs = bindings_.scope().modules()[other.module].version_of(other.symbol);
    precedes = precedes || version == nullptr || theirs == nullptr || theirs->name == version->name;
  });
  return precedes;
}

void DynamicSymbols::add_exports(const Part& part) {
  const Linkable& linkable = *part.linkable;
  for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
    const Symbol& symbol = linkable.symbols[s];
    if (!is_visible(symbol) || is_version_name(linkable, symbol)) continue;
    if (kept_definition_precedes(part, s)) continue;

    OutputSymbol output{.name = symbol.name,
                        .value = part.place(symbol.value).value,
                        .size = symbol.size,
                        .type = symbol.type,
                        .binding = symbol.binding,
                        .other = symbol.other,
                        .defined = true};
    if (symbol.section == SHN_ABS) {
      output.value = symbol.value.value;
      output.absolute = true;
    } else if (symbol.type == STT_TLS) {
      output.value = symbol.value.value + part.tls_offset;
    }
    if (!symbol.is_defined()) {  // canonical PLT entry: an address, of a function defined elsewhere
      Binding binding = bindings_.bind(part.scope_index, s, LookupClass::kPlt);
      if (binding.kind != BindingKind::kDefined) continue;
      if (!parts_.is_folded(binding.definition.module)) {
        // Stays undefined with its value, as the psABI has it; hashed, so that lookups of its
        // address end here.
        output.version = needed_version(linkable.version_of(s), binding);
        output.defined = false;
        import_ids_.emplace(symbol_key(output.name, output.version),
                            SymbolId{static_cast<uint32_t>(exports_.size()), true});
        next_of_name_.push_back(kNone);
        exports_.push_back(output);
        continue;
      }
      output.version =
          defined_version(parts_.part_of(binding.definition.module), binding.definition.symbol);
      output.type = STT_FUNC;
    } else {
      output.version = defined_version(part, s);
    }
    output.oldest =
        symbol.is_defined() && linkable.version_index(s) == 2 && linkable.has_versions();
    if (!add_to_name(output, symbol.is_defined() && linkable.is_hidden_version(s))) continue;
    exports_.push_back(output);
  }
}

// The first definition in scope order wins: a later one of the same name and version was out of
// reach (false). All but the first default definition of a name become hidden ones.
bool DynamicSymbols::add_to_name(OutputSymbol& output, bool hidden) {
  auto [head, is_new] = first_of_name_.emplace(output.name, static_cast<uint32_t>(exports_.size()));
  bool default_seen = false;
  uint32_t last = kNone;
  for (uint32_t at = is_new ? kNone : head->second; at != kNone; at = next_of_name_[at]) {
    const uint16_t version = exports_[at].version;
    if ((version & static_cast<uint16_t>(~kVersymHidden)) == output.version) return false;
    default_seen = default_seen || (version & kVersymHidden) == 0;
    last = at;
  }
  // One without a version can't be hidden: behind a default definition it would be found instead of
  // that by dlsym.
  if (output.version == 1 && default_seen) return false;
  if (last != kNone) next_of_name_[last] = static_cast<uint32_t>(exports_.size());
  next_of_name_.push_back(kNone);
  if (output.version > 1 && (hidden || default_seen)) output.version |= kVersymHidden;
  if (last != kNone || (output.version & kVersymHidden) != 0)
    unclear_names_.push_back(head->second);
  return true;
}

// An unversioned reference of a later plugin takes the definition with version index 2 at most,
// hidden or not, and no other if a name has several; dlsym passes hidden ones over. So the oldest
// definition of such a name gets a second, hidden entry with index 2, under a version of the fold's
// own.
void DynamicSymbols::add_oldest_definitions() {
  constexpr uint16_t kOldest = 2;
  std::ranges::sort(unclear_names_);
  auto [end, last] = std::ranges::unique(unclear_names_);
  unclear_names_.erase(end, last);
  for (uint32_t head : unclear_names_) {
    uint32_t at = head;
    while (at != kNone && !exports_[at].oldest) at = next_of_name_[at];
    if (at == kNone) continue;
    OutputSymbol copy = exports_[at];
    copy.version = kOldest | kVersymHidden;
    exports_.push_back(copy);
  }
  if (exports_.empty() || exports_.back().version != (kOldest | kVersymHidden)) return;
  constexpr std::string_view kName = "ONEFOLD_UNVERSIONED";
  definitions_.insert(definitions_.begin(), {kName, sysv_hash(kName), kOldest});
}

SymbolId DynamicSymbols::local_of(uint32_t module, uint32_t symbol) {
  const Part& part = parts_.part_of(module);
  const Symbol& definition = part.linkable->symbols[symbol];
  locals_.push_back({.name = definition.name,
                     .value = part.place(definition.value).value,
                     .size = definition.size,
                     .type = definition.type,
                     .binding = STB_LOCAL,
                     .defined = true,
                     .version = 0});
  return {.number = static_cast<uint32_t>(locals_.size() - 1), .local = true};
}

void DynamicSymbols::intern(StringTable& strings) {
  strings.reserve(imports_.size() + exports_.size());
  for (OutputSymbol& symbol : locals_) symbol.name_offset = strings.add(symbol.name);
  for (OutputSymbol& symbol : imports_) symbol.name_offset = strings.add(symbol.name);
  for (OutputSymbol& symbol : exports_) symbol.name_offset = strings.add(symbol.name);
}

uint16_t DynamicSymbols::needed_version(const VersionName* version, const Binding& binding) const {
  if (version == nullptr) return 1;
  if (auto known = needed_indices_.find(need_key(version->file, version->name));
      known != needed_indices_.end()) {
    return known->second;
  }
  // The version was asked of a library that is folded, but a kept one has the definition.
  if (binding.kind != BindingKind::kDefined) return 1;
  auto known =
      needed_indices_.find(need_key(kept_names_[binding.definition.module], version->name));
  return known == needed_indices_.end() ? uint16_t{1} : known->second;
}

SymbolId DynamicSymbols::import_of(uint32_t module, uint32_t symbol, const Binding& binding) {
  const Linkable& from = bindings_.scope().modules()[module];
  const Symbol& reference = from.symbols[symbol];
  const uint16_t version = needed_version(from.version_of(symbol), binding);
  auto [known, is_new] = import_ids_.emplace(
      symbol_key(reference.name, version), SymbolId{static_cast<uint32_t>(imports_.size()), false});
  const bool weak = reference.binding == STB_WEAK;
  if (is_new) {
    imports_.push_back({.name = reference.name,
                        .type = reference.type,
                        .binding = static_cast<uint8_t>(weak ? STB_WEAK : STB_GLOBAL),
                        .version = version});
  } else if (!weak && !known->second.exported) {
    imports_[known->second.number].binding = STB_GLOBAL;
  }
  return known->second;
}

std::optional<SymbolId> DynamicSymbols::export_of(uint32_t module, uint32_t symbol) const {
  const Part& part = parts_.part_of(module);
  const Symbol& definition = part.linkable->symbols[symbol];
  auto head = first_of_name_.find(definition.name);
  if (head == first_of_name_.end()) return std::nullopt;
  const uint16_t version = defined_version(part, symbol);
  const uint64_t value = definition.section == SHN_ABS ? definition.value.value
                         : definition.type == STT_TLS  ? definition.value.value + part.tls_offset
                                                       : part.place(definition.value).value;
  for (uint32_t at = head->second; at != kNone; at = next_of_name_[at]) {
    const OutputSymbol& output = exports_[at];
    const bool same_version = (output.version & static_cast<uint16_t>(~kVersymHidden)) == version;
    if (same_version && output.value == value && output.type == definition.type)
      return SymbolId{at, true};
  }
  return std::nullopt;
}

void DynamicSymbols::freeze() {
  bucket_count_ = std::max<uint32_t>(1, static_cast<uint32_t>(exports_.size()) / 2);
  std::vector<uint32_t> buckets(exports_.size());
  for (size_t i = 0; i < exports_.size(); ++i)
    buckets[i] = gnu_hash(exports_[i].name) % bucket_count_;
  std::vector<uint32_t> order(exports_.size());
  std::iota(order.begin(), order.end(), 0U);
  stable_sort_by(order, [&](uint32_t i) { return buckets[i]; });
  export_order_.resize(order.size());
  std::vector<OutputSymbol> sorted;
  sorted.reserve(order.size());
  for (uint32_t number : order) {
    export_order_[number] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(exports_[number]);
  }
  exports_ = std::move(sorted);
}

uint32_t DynamicSymbols::index_of(SymbolId id) const {
  if (id.exported) return first_export() + export_order_[id.number];
  return id.number + 1 + (id.local ? 0 : static_cast<uint32_t>(locals_.size()));
}

}  // namespace onefold
