#include "plan/dynamic_symbols.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/name_hash.h"
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

bool is_same(const OutputSymbol& a, const OutputSymbol& b) {
  return a.value == b.value && a.absolute == b.absolute && a.type == b.type && a.size == b.size &&
         a.other == b.other && (a.binding == STB_GNU_UNIQUE) == (b.binding == STB_GNU_UNIQUE);
}

}  // namespace

Result<void> DynamicSymbols::plan(std::vector<std::string_view> kept_names) {
  ONEFOLD_CHECK(versions_.plan(std::move(kept_names)));
  size_t symbols = 0;  // room that stays unused costs nothing
  for (const Part& part : parts_.list) symbols += part.linkable->symbols.size();
  exports_.reserve(symbols);
  next_of_name_.reserve(symbols);
  names_.reserve(symbols);
  // Room that costs something, but less than moving to a larger one.
  name_index_.reserve(bindings_.scope().definitions());
  export_index_.reserve(bindings_.scope().definitions());
  for (const Part& part : parts_.list) ONEFOLD_CHECK(add_exports(part));
  if (!is_musl()) {
    ONEFOLD_CHECK(answer_versions_behind());
    add_unversioned_copies();
  }
  // Nobody asks for names any more.
  names_ = std::vector<Name>();
  name_index_ = HashIndex();
  next_of_name_ = std::vector<uint32_t>();
  return refuse_second_default();
}

// dlsym finds none of several default definitions that one module has of a name. No linker is known
// to make them.
Result<void> DynamicSymbols::refuse_second_default() const {
  if (!second_default_) return {};
  const Scope& scope = bindings_.scope();
  const std::string_view name = scope.symbol(*second_default_).name;
  return fail(scope.modules()[second_default_->module].module->file.error(
      "DT_VERSYM", "one default version of a name",
      fmt::format("another one of {}", printable(name))));
}

Result<void> DynamicSymbols::add_exports(const Part& part) {
  const Linkable& linkable = *part.linkable;
  const VersionNames version_names(linkable);
  const uint32_t module = part.scope_index;
  for (uint32_t i = 1; i < linkable.symbols.size(); ++i) {
    const uint32_t s = linkable.in_lookup_order(i);
    const Symbol& symbol = linkable.symbols[s];
    if (!is_candidate(symbol) || version_names.has(symbol)) continue;
    if (is_musl() && symbol.type == STT_GNU_IFUNC) continue;  // which its lookup passes over
    const Definition own{module, s};
    const bool shared = kept_.have(own);
    if (shared && !is_musl()) note_name(own);
    // A kept library that comes first keeps the name: the fold, first of all in the new scope, must
    // not take it away. Of a version that is hidden there, who asks for none goes on.
    const bool preceded = shared && kept_.precede(own);
    const bool hidden =
        preceded || linkable.is_hidden_version(s) || (shared && is_hidden_by_kept(own));
    if (shared && hidden && is_default(own)) note_default(own);
    if (preceded && !answers_unversioned(own)) continue;

    OutputSymbol output{.name = symbol.name, .hash = bindings_.scope().hash(own), .defined = true};
    describe(part, symbol, output);
    if (!symbol.is_defined()) {
      ONEFOLD_TRY(output.defined, becomes_definition(part, s, output));
    } else if (!preceded) {
      output.version = versions_.defined(module, s);
    }
    use_unique(own, output);
    output.module = module;
    if (!add_to_name(output, hidden, own)) continue;
    exports_.push_back(output);
    if (!output.defined) add_to_entry(own);
  }
  return {};
}

// Whoever asks for another definition of a unique symbol gets the one that is used.
void DynamicSymbols::use_unique(Definition definition, OutputSymbol& output) const {
  const Definition one = bindings_.in_place_of(definition);
  if (one == definition || !parts_.is_folded(one.module)) return;
  const Part& home = parts_.part_of(one.module);
  describe(home, home.linkable->symbols[one.symbol], output);
}

// As it is exported, but for its version.
OutputSymbol DynamicSymbols::exported(Definition definition) const {
  const Symbol& symbol = bindings_.scope().symbol(definition);
  OutputSymbol output{.name = symbol.name,
                      .hash = bindings_.scope().hash(definition),
                      .defined = symbol.is_defined(),
                      .module = definition.module};
  describe(parts_.part_of(definition.module), symbol, output);
  use_unique(definition, output);
  return output;
}

const DynamicSymbols::Name* DynamicSymbols::find_name(const OutputSymbol& symbol) const {
  const uint32_t name = name_index_.find(symbol.hash, [&](uint32_t known) {
    return bindings_.scope().symbol(names_[known].of).name == symbol.name;
  });
  return name == kNone ? nullptr : &names_[name];
}

// In names_, a new one if it is not known; `of` is a definition of it.
uint32_t DynamicSymbols::name_slot(const OutputSymbol& symbol, Definition of) {
  const auto [slot, is_new] =
      name_index_.emplace(symbol.hash, static_cast<uint32_t>(names_.size()), [&](uint32_t known) {
        return bindings_.scope().symbol(names_[known].of).name == symbol.name;
      });
  if (is_new) names_.push_back({.of = of});
  return slot;
}

// The first definition in scope order wins: a later one of the same name and version was out of
// reach (false). All but the first default definition of a name become hidden ones.
bool DynamicSymbols::add_to_name(OutputSymbol& output, bool hidden, Definition of) {
  const bool is_default = !hidden && output.version > 1;
  const uint32_t slot = name_slot(output, of);
  Name& name = names_[slot];
  if (is_default && name.default_of == output.module && !second_default_) second_default_ = of;
  const uint32_t known_version = find_export(output.name, output.hash, output.version);
  if (known_version != kNone) {
    const OutputSymbol& known = exports_[known_version];
    // dlsym passes hidden ones over, or a reference to a version those without one (foo@), and
    // goes on to the next module's.
    const bool first_open = !hidden && !name.default_seen && (known.version & kVersymHidden) != 0;
    if (!first_open) return false;
  }
  const auto number = static_cast<uint32_t>(exports_.size());
  // One without a version can't be hidden: dlsym would find it instead of a default one. (In one
  // module it did.)
  if (output.version == 1 && name.default_seen) {
    if (name.default_of == output.module && !second_default_) second_default_ = of;
    if (!hidden) pass_over(name, output);
    return false;
  }
  // A definition without a version answers references to any that no module before it has
  // (elf/dl-lookup.c, check_match).
  if (name.unversioned != kNone && output.version != 1) {
    const uint16_t version = output.version;
    output = passed_over_[name.unversioned];
    output.version = version;
  }
  if (output.defined) {
    export_index_.emplace(hash_with(output.hash, output.version), number,
                          [](uint32_t) { return false; });
  }
  next_of_name_.push_back(kNone);
  const bool is_first = name.first == kNone;
  (is_first ? name.first : next_of_name_[name.last]) = number;
  name.last = number;
  if (is_default && !name.default_seen) name.default_of = output.module;
  if (hidden || name.default_seen) output.version |= kVersymHidden;
  if (output.version == (kVersymHidden | 1)) versions_.need_table();
  const bool is_hidden = (output.version & kVersymHidden) != 0;
  // An entry without a version leaves the default one to calls.
  const bool is_passed_over = !output.defined && output.version == 1;
  name.default_seen = name.default_seen || (!is_hidden && !is_passed_over);
  if (!is_first || is_hidden || !output.defined) unclear_names_.push_back(slot);
  return true;
}

// The export of this name and version (without the hidden bit), or kNone.
uint32_t DynamicSymbols::find_export(std::string_view name, uint32_t hash, uint16_t version) const {
  return export_index_.find(hash_with(hash, version), [&](uint32_t known) {
    const OutputSymbol& other = exports_[known];
    return (other.version & static_cast<uint16_t>(~kVersymHidden)) == version && other.name == name;
  });
}

// What an unversioned reference of a later plugin finds among the exports of one name, from `first`
// on: one without a version, or else the only default one (elf/dl-lookup.c, check_match). Calls
// pass canonical PLT entries over.
uint32_t DynamicSymbols::found_unversioned(uint32_t first, LookupClass lookup_class) const {
  uint32_t found = kNone;
  for (uint32_t at = first; at != kNone; at = next_of_name_[at]) {
    const OutputSymbol& symbol = exports_[at];
    if (!symbol.defined && lookup_class == LookupClass::kPlt) continue;
    if ((symbol.version & ~kVersymHidden) == 1) return at;
    if ((symbol.version & kVersymHidden) == 0) found = at;
  }
  return found;
}

// An unversioned reference of a later plugin takes the definition with version index 2 at most,
// hidden or not, and no other if a name has several; dlsym passes hidden ones over. Where the table
// would lead it elsewhere, what it found gets a second, hidden entry with index 2, under a version
// of the fold's own, before all others. So does a canonical PLT entry with a version, which calls
// pass over.
void DynamicSymbols::add_unversioned_copies() {
  std::ranges::sort(unclear_names_);
  auto [end, last] = std::ranges::unique(unclear_names_);
  unclear_names_.erase(end, last);
  const Scope& scope = bindings_.scope();
  const auto add = [&](Definition found) {
    exports_.push_back(exported(found));
    exports_.back().version = OutputVersions::kOldest | kVersymHidden;
  };
  for (uint32_t slot : unclear_names_) {
    const Name& name = names_[slot];
    const auto called = scope.find(name.of, nullptr, LookupClass::kPlt);
    if (!called || !parts_.is_folded(called->module)) continue;
    // A canonical PLT entry, or none: two versions of one module leave a reference without any.
    const auto referred = scope.find(name.of, nullptr, LookupClass::kOther);
    const bool has_entry = referred && *referred != *called && parts_.is_folded(referred->module);
    const uint32_t at = found_unversioned(name.first, LookupClass::kPlt);
    const uint32_t entry = found_unversioned(name.first, LookupClass::kOther);
    const auto leads_to_entry = [&](uint32_t found) {
      return found != kNone && exports_[found].value == exported(*referred).value;
    };
    // An entry that is the function's definition is called as well.
    const bool is_called = at != kNone && is_same(exports_[at], exported(*called));
    if (has_entry ? leads_to_entry(entry) && (is_called || leads_to_entry(at)) : is_called)
      continue;
    has_copies_ = true;
    if (has_entry && exports_[name.first].version != 1) add(*referred);
    add(*called);
  }
  if (has_copies_) versions_.add_oldest();
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

// Is it what references without a version find, none of its name's copies?
bool DynamicSymbols::is_found_unversioned(Definition definition) const {
  if (!has_copies_) return true;
  const Scope& scope = bindings_.scope();
  return scope.find(definition, nullptr, LookupClass::kPlt) == definition &&
         scope.find(definition, nullptr, LookupClass::kOther) == definition;
}

std::optional<SymbolId> DynamicSymbols::export_of(uint32_t module, uint32_t symbol) const {
  const Part& part = parts_.part_of(module);
  const Symbol& definition = part.linkable->symbols[symbol];
  const uint32_t number = find_export(definition.name, bindings_.scope().hash({module, symbol}),
                                      versions_.defined(module, symbol));
  if (number == kNone) return std::nullopt;
  const OutputSymbol& output = exports_[number];
  if (output.value != value_of(part, definition) || output.type != definition.type ||
      output.absolute != is_absolute(definition))
    return std::nullopt;
  if (output.version == 1 && !is_found_unversioned({module, symbol})) return std::nullopt;
  // One without a version answers references to any.
  const uint32_t open = find_export(output.name, output.hash, 1);
  if (open < number && (exports_[open].version & kVersymHidden) == 0) return std::nullopt;
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
