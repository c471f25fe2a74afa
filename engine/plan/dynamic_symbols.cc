#include "plan/dynamic_symbols.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "elf/hash.h"
#include "plan/version_names.h"

namespace onefold {
namespace {

// ld.so takes a thread-local symbol's value for an offset in its module's block, whatever st_shndx
// is (elf/dl-sym.c, do_sym).
bool is_absolute(const Symbol& symbol) {
  return symbol.section == SHN_ABS && symbol.type != STT_TLS;
}

// An image address, an offset in the merged TLS block, or what is absolute anyway.
uint64_t value_of(const Part& part, const Symbol& symbol) {
  if (is_absolute(symbol)) return symbol.value.value;
  if (symbol.type == STT_TLS) return symbol.value.value + part.tls_offset;
  return part.place(symbol.value).value;
}

// What the export says of the definition that is found by it.
void describe(const Part& part, const Symbol& symbol, OutputSymbol& output) {
  output.value = value_of(part, symbol);
  output.size = symbol.size;
  output.type = symbol.type;
  output.binding = symbol.binding;
  output.other = symbol.other;
  output.absolute = is_absolute(symbol);
}

}  // namespace

Result<void> DynamicSymbols::plan(std::vector<std::string_view> kept_names) {
  ONEFOLD_CHECK(versions_.plan(std::move(kept_names)));
  size_t symbols = 0;  // room that stays unused costs nothing
  for (const Part& part : parts_.list) symbols += part.linkable->symbols.size();
  exports_.reserve(symbols);
  next_of_name_.reserve(symbols);
  names_.reserve(symbols);
  for (const Part& part : parts_.list) ONEFOLD_CHECK(add_exports(part));
  const auto planned = static_cast<uint32_t>(exports_.size());
  add_oldest_definitions();
  // An entry for unversioned references comes behind those that it stands beside. One without a
  // version is found by them as well.
  for (uint32_t copy = planned; copy < exports_.size(); ++copy) {
    const OutputSymbol& oldest = exports_[copy];
    if (find_export(oldest.name, oldest.hash, 1) == kNone) continue;
    return fail(parts_.part_of(oldest.module)
                    .module->file.error("DT_VERSYM",
                                        "a version of each definition of a name, or of none",
                                        fmt::format("both, of {}", printable(oldest.name))));
  }
  return refuse_second_definition();
}

// dlsym finds none of several default definitions that one module has of a name; of several of one
// version a lookup finds the first in the chain, which in DT_HASH may have any order. No linker is
// known to make either.
Result<void> DynamicSymbols::refuse_second_definition() const {
  const auto second = second_default_ ? second_default_ : same_in_chain_;
  if (!second) return {};
  const Part& part = parts_.part_of(second->module);
  std::string another =
      fmt::format("another one of {}", printable(part.linkable->symbols[second->symbol].name));
  const FileView& file = part.module->file;
  if (second_default_)
    return fail(file.error("DT_VERSYM", "one default version of a name", std::move(another)));
  return fail(file.error("DT_HASH", "one definition of a name", std::move(another)));
}

// A canonical PLT entry: the address of a function that is defined elsewhere. In the fold it is
// that function's definition (true), or stays what it is.
Result<bool> DynamicSymbols::becomes_definition(const Part& part, uint32_t s,
                                                OutputSymbol& output) {
  const Linkable& linkable = *part.linkable;
  const VersionName* version = linkable.version_of(s);
  const Binding binding = bindings_.bind(part.scope_index, s, LookupClass::kPlt);
  // It answers lookups of an address even where nothing defines it.
  if (binding.kind != BindingKind::kDefined) {
    return fail(part.module->file.error(
        "st_value", "0, of a symbol that nothing in the closure defines",
        fmt::format("{:#x}, of {}", linkable.symbols[s].value.value, printable(output.name))));
  }
  if (!parts_.is_folded(binding.definition.module)) {
    ONEFOLD_TRY(output.version, versions_.needed(version, binding));
    add_canonical_entry(output);
    return false;
  }
  // It answers in the version that it asks for, also where the definition has none; without a
  // version it answers references to the address in any, and calls in none (elf/dl-lookup.c,
  // check_match). musl knows no versions, and of a module only the first symbol.
  const Definition named =
      version != nullptr ? Definition{part.scope_index, s} : binding.definition;
  output.version = versions_.defined(named.module, named.symbol);
  if (version == nullptr && output.version > 1 && bindings_.scope().loader() != LoaderKind::kMusl) {
    output.version = 1;
    add_canonical_entry(output);
    return false;
  }
  output.type = STT_FUNC;
  return true;
}

Result<void> DynamicSymbols::add_exports(const Part& part) {
  const Linkable& linkable = *part.linkable;
  const VersionNames version_names(linkable);
  const uint32_t module = part.scope_index;
  const bool musl = bindings_.scope().loader() == LoaderKind::kMusl;
  for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
    const Symbol& symbol = linkable.symbols[s];
    if (!is_candidate(symbol) || version_names.has(symbol)) continue;
    if (musl && symbol.type == STT_GNU_IFUNC) continue;  // which its lookup passes over
    // A kept library that comes first keeps the name: the fold, first of all in the new scope, must
    // not take it away.
    if (kept_.precede({module, s})) continue;

    OutputSymbol output{
        .name = symbol.name, .hash = bindings_.scope().hash({module, s}), .defined = true};
    describe(part, symbol, output);
    if (!symbol.is_defined()) {
      ONEFOLD_TRY(const bool defined, becomes_definition(part, s, output));
      if (!defined) continue;
    } else {
      output.version = versions_.defined(module, s);
    }
    // Whoever asks for another definition of a unique symbol gets the one that is used.
    if (const Definition one = bindings_.in_place_of({module, s});
        one != Definition{module, s} && parts_.is_folded(one.module)) {
      const Part& home = parts_.part_of(one.module);
      describe(home, home.linkable->symbols[one.symbol], output);
    }
    output.oldest = symbol.is_defined() && linkable.version_index(s) == 2 &&
                    linkable.has_versions() && !kept_.oldest_precedes({module, s});
    output.module = module;
    output.is_default = symbol.is_defined() && !linkable.is_hidden_version(s) &&
                        !kept_.default_precedes({module, s});
    // dlsym went on to no other library than the kept one; its version is still asked for by name.
    const bool hidden = linkable.is_hidden_version(s) || kept_.default_precedes({module, s});
    if (!add_to_name(output, symbol.is_defined() && hidden, {module, s})) continue;
    exports_.push_back(output);
  }
  return {};
}

// Stays undefined with its value, as the psABI has it; hashed, so that lookups of its address end
// here.
void DynamicSymbols::add_canonical_entry(const OutputSymbol& symbol) {
  const SymbolId id{static_cast<uint32_t>(exports_.size()), true};
  exports_.push_back(symbol);
  exports_.back().defined = false;
  next_of_name_.push_back(kNone);
  auto same = [&](uint32_t known) {
    const OutputSymbol& other = symbol_of(import_ids_[known]);
    return other.version == symbol.version && other.name == symbol.name;
  };
  auto [number, is_new] = import_index_.emplace(hash_with(symbol.hash, symbol.version),
                                                static_cast<uint32_t>(import_ids_.size()), same);
  if (is_new) import_ids_.push_back(id);
}

const DynamicSymbols::Name* DynamicSymbols::find_name(const OutputSymbol& symbol) const {
  const uint32_t name = name_index_.find(symbol.hash, [&](uint32_t known) {
    return exports_[names_[known].first].name == symbol.name;
  });
  return name == kNone ? nullptr : &names_[name];
}

// The first definition in scope order wins: a later one of the same name and version was out of
// reach (false). All but the first default definition of a name become hidden ones.
bool DynamicSymbols::add_to_name(OutputSymbol& output, bool hidden, Definition of) {
  const bool is_default = !hidden && output.version > 1;
  const Name* known_name = find_name(output);
  if (is_default && known_name != nullptr && known_name->default_of == output.module &&
      !second_default_)
    second_default_ = of;
  const uint32_t known_version = find_export(output.name, output.hash, output.version);
  if (known_version != kNone) {
    const OutputSymbol& known = exports_[known_version];
    const bool same =
        known.value == output.value && known.type == output.type && known.size == output.size;
    const Module& module = *parts_.part_of(of.module).module;
    if (!same && known.module == output.module && module.find_dynamic(DT_GNU_HASH) == nullptr)
      same_in_chain_ = of;
    // dlsym passes hidden ones over, or a reference to a version those without one (foo@), and
    // goes on to the next module's.
    const bool first_open =
        !hidden && !known_name->default_seen && (known.version & kVersymHidden) != 0;
    if (!first_open) return false;
  }
  const auto number = static_cast<uint32_t>(exports_.size());
  auto same = [&](uint32_t known) { return exports_[names_[known].first].name == output.name; };
  auto [slot, is_new] =
      name_index_.emplace(output.hash, static_cast<uint32_t>(names_.size()), same);
  if (is_new) names_.push_back({number, number, false});
  Name& name = names_[slot];
  // One without a version can't be hidden: dlsym would find it instead of a default one. (In one
  // module it did.)
  if (output.version == 1 && name.default_seen) {
    if (name.default_of == output.module && !second_default_) second_default_ = of;
    if (name.unversioned == kNone && !hidden) {
      name.unversioned = static_cast<uint32_t>(passed_over_.size());
      passed_over_.push_back(output);
    }
    return false;
  }
  // A definition without a version answers references to any that no module before it has
  // (elf/dl-lookup.c, check_match).
  if (name.unversioned != kNone) {
    const uint16_t version = output.version;
    output = passed_over_[name.unversioned];
    output.version = version;
  }
  export_index_.emplace(hash_with(output.hash, output.version), number,
                        [](uint32_t) { return false; });
  next_of_name_.push_back(kNone);
  if (!is_new) next_of_name_[name.last] = number;
  name.last = number;
  if (is_default && !name.default_seen) name.default_of = output.module;
  if (hidden || name.default_seen) output.version |= kVersymHidden;
  const bool is_hidden = (output.version & kVersymHidden) != 0;
  name.default_seen = name.default_seen || !is_hidden;
  if (!is_new || is_hidden) unclear_names_.push_back(slot);
  return true;
}

// The export of this name and version (without the hidden bit), or kNone.
uint32_t DynamicSymbols::find_export(std::string_view name, uint32_t hash, uint16_t version) const {
  return export_index_.find(hash_with(hash, version), [&](uint32_t known) {
    const OutputSymbol& other = exports_[known];
    return (other.version & static_cast<uint16_t>(~kVersymHidden)) == version && other.name == name;
  });
}

// What an unversioned reference of a later plugin found among the exports of one name, from `first`
// on: the first module's that has one for it, of its definitions the oldest.
uint32_t DynamicSymbols::found_unversioned(uint32_t first) const {
  uint32_t found = kNone;
  for (uint32_t at = first; at != kNone; at = next_of_name_[at]) {
    const OutputSymbol& symbol = exports_[at];
    if (found != kNone && symbol.module != exports_[found].module) return found;
    if (symbol.oldest || (symbol.version & ~kVersymHidden) == 1) return at;
    if (symbol.is_default && found == kNone) found = at;
  }
  return found;
}

// An unversioned reference of a later plugin takes the definition with version index 2 at most,
// hidden or not, and no other if a name has several; dlsym passes hidden ones over. So the oldest
// definition of such a name gets a second, hidden entry with index 2, under a version of the fold's
// own.
void DynamicSymbols::add_oldest_definitions() {
  std::ranges::sort(unclear_names_);
  auto [end, last] = std::ranges::unique(unclear_names_);
  unclear_names_.erase(end, last);
  const size_t planned = exports_.size();
  for (uint32_t name : unclear_names_) {
    const uint32_t at = found_unversioned(names_[name].first);
    // The first default one is found as it is.
    if (at == kNone || !exports_[at].oldest) continue;
    OutputSymbol copy = exports_[at];
    copy.version = OutputVersions::kOldest | kVersymHidden;
    exports_.push_back(copy);
  }
  if (exports_.size() != planned) versions_.add_oldest();
}

SymbolId DynamicSymbols::local_of(uint32_t module, uint32_t symbol) {
  const Part& part = parts_.part_of(module);
  const Symbol& definition = part.linkable->symbols[symbol];
  locals_.push_back({.name = definition.name,
                     .hash = bindings_.scope().hash({module, symbol}),
                     .value = part.place(definition.value).value,
                     .size = definition.size,
                     .type = definition.type,
                     .binding = STB_LOCAL,
                     .defined = true,
                     .version = 0});
  return {.number = static_cast<uint32_t>(locals_.size() - 1), .local = true};
}

void DynamicSymbols::intern(StringTable& strings) {
  size_t bytes = 0;
  for (const auto* list : {&locals_, &imports_, &exports_}) {
    for (const OutputSymbol& symbol : *list) bytes += symbol.name.size() + 1;
  }
  strings.reserve(locals_.size() + imports_.size() + exports_.size(), bytes);
  const auto add = [&](OutputSymbol& symbol) {
    symbol.name_offset = strings.add(symbol.name, symbol.hash);
  };
  std::ranges::for_each(locals_, add);
  std::ranges::for_each(imports_, add);
  std::ranges::for_each(exports_ | std::views::reverse, add);
}

Result<SymbolId> DynamicSymbols::import_of(uint32_t module, uint32_t symbol,
                                           const Binding& binding) {
  const Linkable& from = bindings_.scope().modules()[module];
  const Symbol& reference = from.symbols[symbol];
  const uint32_t hash = bindings_.scope().hash({module, symbol});
  ONEFOLD_TRY(const uint16_t version, versions_.needed(from.version_of(symbol), binding));
  const bool optional = binding.kind == BindingKind::kUndefinedWeak;
  auto same = [&](uint32_t known) {
    const OutputSymbol& other = symbol_of(import_ids_[known]);
    return other.version == version && other.optional == optional && other.name == reference.name;
  };
  auto [number, is_new] = import_index_.emplace(hash_with(hash, version),
                                                static_cast<uint32_t>(import_ids_.size()), same);
  const bool weak = reference.binding == STB_WEAK;
  if (is_new) {
    import_ids_.push_back({static_cast<uint32_t>(imports_.size()), false});
    imports_.push_back({.name = reference.name,
                        .hash = hash,
                        .type = reference.type,
                        .binding = static_cast<uint8_t>(weak ? STB_WEAK : STB_GLOBAL),
                        .optional = optional,
                        .version = version});
  } else if (!weak && !import_ids_[number].exported) {
    imports_[import_ids_[number].number].binding = STB_GLOBAL;
  }
  return import_ids_[number];
}

std::optional<SymbolId> DynamicSymbols::export_of(uint32_t module, uint32_t symbol) const {
  const Part& part = parts_.part_of(module);
  const Symbol& definition = part.linkable->symbols[symbol];
  const uint32_t number = find_export(definition.name, bindings_.scope().hash({module, symbol}),
                                      versions_.defined(module, symbol));
  if (number == kNone) return std::nullopt;
  const OutputSymbol& output = exports_[number];
  if (output.value != value_of(part, definition) || output.type != definition.type)
    return std::nullopt;
  return SymbolId{number, true};
}

void DynamicSymbols::replace(const StandIn& stand_in) {
  for (OutputSymbol& symbol : exports_) {
    if (!symbol.defined || symbol.absolute || symbol.type != STT_FUNC ||
        symbol.value != stand_in.original.value)
      continue;
    symbol.value = stand_in.own.value;
    symbol.size = stand_in.size.value_or(symbol.size);
  }
}

void DynamicSymbols::replace(const ResolvedIfuncs& resolved) {
  for (OutputSymbol& symbol : exports_) {
    if (!symbol.defined || symbol.absolute || symbol.type != STT_GNU_IFUNC) continue;
    const auto result = resolved.find(symbol.value);
    if (!result) continue;
    symbol.value = result->value;
    symbol.type = STT_FUNC;
  }
}

}  // namespace onefold
