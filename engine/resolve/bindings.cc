#include "resolve/bindings.h"

namespace onefold {
namespace {

// glibc, dl-machine.h / dl-relocate: RESOLVE_MAP takes the symbol itself.
bool binds_locally(const Symbol& symbol) {
  return symbol.is_local() || symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL;
}

// _dl_lookup_symbol_x, "It is very tricky": a protected symbol binds to itself, except that data
// which the program has copied (R_*_COPY makes it a definition there) and a function whose
// canonical PLT entry is the program's keep one address for all.
bool program_holds_address(const Scope& scope, Definition found) {
  if (found.module != 0) return false;
  const Symbol& symbol = scope.symbol(found);
  return !symbol.is_defined() || symbol.type == STT_OBJECT;
}

}  // namespace

Bindings::Bindings(const Scope& scope) : scope_(scope) {
  for (const Linkable& linkable : scope.modules()) {
    is_symbolic_.push_back((linkable.module->flags() & DF_SYMBOLIC) != 0 ||
                           linkable.module->find_dynamic(DT_SYMBOLIC) != nullptr);
  }
}

Binding Bindings::bind(uint32_t module, uint32_t symbol, LookupClass lookup_class) const {
  const Symbol& reference = scope_.modules()[module].symbols[symbol];
  if (binds_locally(reference)) return {BindingKind::kDefined, {module, symbol}};
  auto found = look_up(module, symbol, lookup_class);
  if (found && lookup_class != LookupClass::kCopy) found = unique_.in_place_of(*found);
  if (!found) {
    return {
        reference.binding == STB_WEAK ? BindingKind::kUndefinedWeak : BindingKind::kUndefinedStrong,
        {}};
  }
  if (reference.visibility == STV_PROTECTED && reference.is_defined() && found->module != module &&
      !program_holds_address(scope_, *found)) {
    return {BindingKind::kDefined, {module, symbol}};
  }
  return {BindingKind::kDefined, *found};
}

void Bindings::settle_unique_symbols(std::span<const uint32_t> relocation_order) {
  const auto by_scope = [this](Definition reference, LookupClass lookup_class) {
    return look_up(reference.module, reference.symbol, lookup_class);
  };
  unique_ = UniqueSymbols(scope_.modules(), relocation_order, by_scope);
}

std::optional<Definition> Bindings::look_up(uint32_t module, uint32_t symbol,
                                            LookupClass lookup_class) const {
  const VersionName* version = scope_.modules()[module].version_of(symbol);
  if (is_symbolic_[module]) {
    if (auto own = scope_.find_in_own({module, symbol}, version, lookup_class)) return own;
  }
  return scope_.find({module, symbol}, version, lookup_class);
}

}  // namespace onefold
