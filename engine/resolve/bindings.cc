#include "resolve/bindings.h"

#include <algorithm>
#include <set>

#include "machine/machine.h"

namespace onefold {
namespace {

// glibc, dl-machine.h / dl-relocate: RESOLVE_MAP takes the symbol itself. musl looks for any that
// is not STB_LOCAL (ldso/dynlink.c, do_relocs).
bool binds_locally(const Symbol& symbol, LoaderKind loader) {
  if (symbol.is_local() || loader == LoaderKind::kMusl) return symbol.is_local();
  return symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL;
}

// Before glibc 2.36, on x86, data that a program has copied is the copy for a library that protects
// it too, where the library asks through its GOT (ELF_RTYPE_CLASS_EXTERN_PROTECTED_DATA).
bool shares_protected_data(const Linkable& linkable) {
  const uint16_t machine = linkable.module->header.machine;
  const auto& versions = linkable.version_tables.defined;
  return linkable.soname == "libc.so.6" && (machine == EM_X86_64 || machine == EM_386) &&
         std::ranges::find(versions, "GLIBC_2.36", &VersionDefinition::name) == versions.end();
}

// Names of what a program copies. Errors are for those who apply the relocations.
std::set<std::string_view> copied_names(const Linkable& program) {
  std::set<std::string_view> names;
  const Header& header = program.module->header;
  const Machine* machine = find_machine(header.machine, header.format, header.flags);
  if (machine == nullptr) return names;
  const auto copy = std::ranges::find(machine->relocations, RelocAction::kCopy, &RelocRow::action);
  if (copy == machine->relocations.end()) return names;
  const auto add = [&](const Relocation& relocation) {
    names.insert(program.symbols[relocation.symbol].name);
  };
  for (const RelocationTable& table : program.tables) {
    if (table.kind != RelocTable::kRel && table.kind != RelocTable::kRela) continue;
    if (!visit_some_relocations(*program.module, table, program.symbols.size(),
                                {.type = copy->type, .with_symbol = true}, add))
      continue;
  }
  return names;
}

}  // namespace

Bindings::Bindings(const Scope& scope) : scope_(scope) {
  const bool glibc = scope.loader() != LoaderKind::kMusl;
  for (const Linkable& linkable : scope.modules()) {
    is_symbolic_.push_back(glibc && ((linkable.module->flags() & DF_SYMBOLIC) != 0 ||
                                     linkable.module->find_dynamic(DT_SYMBOLIC) != nullptr));
    protected_data_shared_ = protected_data_shared_ || shares_protected_data(linkable);
  }
  if (protected_data_shared_) copied_ = copied_names(scope.modules().front());
}

Binding Bindings::bind(uint32_t module, uint32_t symbol, LookupClass lookup_class,
                       bool through_got) const {
  const Symbol& reference = scope_.modules()[module].symbols[symbol];
  if (binds_locally(reference, scope_.loader())) return {BindingKind::kDefined, {module, symbol}};
  auto found = look_up(module, symbol, lookup_class);
  if (found && lookup_class != LookupClass::kCopy) found = unique_.in_place_of(*found);
  if (!found) {
    // For musl a weak definition that no lookup finds is an error as well.
    const bool may_be_zero = reference.binding == STB_WEAK &&
                             (scope_.loader() != LoaderKind::kMusl || !reference.is_defined());
    return {may_be_zero ? BindingKind::kUndefinedWeak : BindingKind::kUndefinedStrong, {}};
  }
  // musl looks protected symbols up as others (ldso/dynlink.c, do_relocs).
  if (scope_.loader() != LoaderKind::kMusl && reference.visibility == STV_PROTECTED &&
      found->module != module && is_its_own(module, symbol, lookup_class, through_got)) {
    return {BindingKind::kDefined, {module, symbol}};
  }
  return {BindingKind::kDefined, *found};
}

// _dl_lookup_symbol_x, "It is very tricky": a protected symbol binds to itself, except that a
// function whose canonical PLT entry is the program's keeps one address for all, and data that the
// program has copied from here, as shares_protected_data says.
bool Bindings::is_its_own(uint32_t module, uint32_t symbol, LookupClass lookup_class,
                          bool through_got) const {
  if (lookup_class == LookupClass::kPlt) return true;
  const auto defined = look_up_protected(module, symbol, through_got);
  return defined && unique_.in_place_of(*defined).module != module;
}

std::optional<Definition> Bindings::look_up_protected(uint32_t module, uint32_t symbol,
                                                      bool through_got) const {
  LookupClass as = LookupClass::kPlt;
  const Definition reference{module, symbol};
  if (through_got && protected_data_shared_ && scope_.symbol(reference).type == STT_OBJECT)
    as = passes_over_copies(reference) ? LookupClass::kCopy : LookupClass::kOther;
  return look_up(module, symbol, as);
}

bool Bindings::passes_over_copies(Definition reference) const {
  const Symbol& symbol = scope_.symbol(reference);
  return protected_data_shared_ && symbol.type == STT_OBJECT && copied_.contains(symbol.name);
}

std::optional<Definition> Bindings::found_past_copies(Definition reference) const {
  if (scope_.loader() == LoaderKind::kMusl ||
      scope_.symbol(reference).visibility != STV_PROTECTED || !passes_over_copies(reference))
    return std::nullopt;
  return look_up(reference.module, reference.symbol, LookupClass::kCopy);
}

void Bindings::settle_unique_symbols(std::span<const uint32_t> relocation_order) {
  const auto by_scope = [this](Definition reference, LookupClass lookup_class, bool through_got) {
    const auto [module, symbol] = reference;
    auto found = look_up(module, symbol, lookup_class);
    if (found && found->module != module && lookup_class != LookupClass::kCopy &&
        scope_.symbol(*found).binding != STB_GNU_UNIQUE &&
        scope_.symbol(reference).visibility == STV_PROTECTED)
      found = look_up_protected(module, symbol, through_got);
    return found;
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
