// Canonical PLT entries among the exports.
#include <fmt/format.h>

#include "base/name_hash.h"
#include "plan/dynamic_symbols.h"

namespace onefold {

// A canonical PLT entry: the address of a function that is defined elsewhere. In the fold it is
// that function's definition (true), or stays what it is: found by whoever asks for the address,
// passed over by calls.
Result<bool> DynamicSymbols::becomes_definition(const Part& part, uint32_t s,
                                                OutputSymbol& output) {
  const Linkable& linkable = *part.linkable;
  const Binding binding = bindings_.bind(part.scope_index, s, LookupClass::kPlt);
  // It answers lookups of an address even where nothing defines it.
  if (binding.kind != BindingKind::kDefined) {
    return fail(part.module->file.error(
        "st_value", "0, of a symbol that nothing in the closure defines",
        fmt::format("{:#x}, of {}", linkable.symbols[s].value.value, printable(output.name))));
  }
  // Calls would lead to the entry itself.
  if (linkable.symbols[s].visibility == STV_PROTECTED) {
    return fail(part.module->file.error("st_other", "a definition, of a protected symbol",
                                        fmt::format("none, of {}", printable(output.name))));
  }
  if (!parts_.is_folded(binding.definition.module)) {
    ONEFOLD_TRY(output.version, versions_.needed(linkable.version_of(s), binding));
    return false;
  }
  if (!answers_as({part.scope_index, s}, binding.definition)) {
    output.version = versions_.defined(part.scope_index, s);
    return false;
  }
  output.version = versions_.defined(binding.definition.module, binding.definition.symbol);
  output.type = STT_FUNC;
  return true;
}

// Does whatever reference finds the canonical PLT entry, or would if it were not a call, find this
// definition otherwise? Then one symbol is both. One without a version answers references to the
// address in any (elf/dl-lookup.c, check_match). musl knows no versions, and of a module only the
// first symbol.
bool DynamicSymbols::answers_as(Definition entry, Definition definition) const {
  if (is_musl()) return true;
  const Scope& scope = bindings_.scope();
  const auto version_of = [&](Definition of) {
    return scope.modules()[of.module].version_of(of.symbol);
  };
  const auto is_hidden = [&](Definition of) {
    return scope.modules()[of.module].is_hidden_version(of.symbol);
  };
  const VersionName* version = version_of(definition);
  const bool same_kind = (version == nullptr) == (version_of(entry) == nullptr);
  if (!same_kind || is_hidden(entry) || is_hidden(definition)) return false;
  bool is_first = true;
  scope.visit_all(entry, [&](Definition other) {
    if (other == entry || other == definition) return;
    const VersionName* others = version_of(other);
    const bool same = version == nullptr || (others != nullptr && others->name == version->name);
    is_first = is_first && same && other.module > definition.module;
  });
  return is_first;
}

// The entry just added stays undefined with its value, as the psABI has it; hashed, so that lookups
// of its address end here. Calls of its version go on to its function.
void DynamicSymbols::add_to_entry(Definition entry) {
  const SymbolId id{static_cast<uint32_t>(exports_.size() - 1), true};
  const OutputSymbol own = exports_.back();
  auto same = [&](uint32_t known) {
    const OutputSymbol& other = symbol_of(import_ids_[known]);
    return other.version == own.version && other.name == own.name;
  };
  auto [number, is_new] = import_index_.emplace(hash_with(own.hash, own.version),
                                                static_cast<uint32_t>(import_ids_.size()), same);
  if (is_new) import_ids_.push_back(id);
  const Definition called =
      bindings_.bind(entry.module, entry.symbol, LookupClass::kPlt).definition;
  if (own.version == 1 || !parts_.is_folded(called.module)) return;
  OutputSymbol function = exported(called);
  function.version = own.version & static_cast<uint16_t>(~kVersymHidden);
  if (add_to_name(function, true, called)) exports_.push_back(function);
}

}  // namespace onefold
