// Exports behind kept libraries' definitions of their names (KeptDefinitions::have), and before
// them.
#include "plan/dynamic_symbols.h"

namespace onefold {

// Its version is still asked for by name, but dlsym went on to no other library than a kept one; or
// an unversioned reference did, which a default definition of the fold would answer. One without a
// version leaves references to versions to the kept libraries.
bool DynamicSymbols::is_hidden_by_kept(Definition own) const {
  const Scope& scope = bindings_.scope();
  if (scope.modules()[own.module].version_of(own.symbol) == nullptr || kept_.default_precedes(own))
    return true;
  if (!kept_.unversioned_ends_before(own)) return false;
  const auto found = scope.find(own, nullptr, LookupClass::kPlt);
  return found && !parts_.is_folded(found->module);
}

bool DynamicSymbols::is_default(Definition own) const {
  const Linkable& linkable = bindings_.scope().modules()[own.module];
  return !is_musl() && linkable.version_of(own.symbol) != nullptr &&
         !linkable.is_hidden_version(own.symbol) && linkable.symbols[own.symbol].is_defined();
}

bool DynamicSymbols::answers_unversioned(Definition own) const {
  return is_default(own) && !is_hidden_by_kept(own);
}

// One that gets no entry, or a hidden one: dlsym counts it among its module's all the same.
void DynamicSymbols::note_default(Definition own) {
  if (kept_.default_precedes(own)) return;
  const Scope& scope = bindings_.scope();
  Name& name = names_[name_slot({.name = scope.symbol(own).name, .hash = scope.hash(own)}, own)];
  if (name.default_of == own.module && !second_default_) second_default_ = own;
  if (!name.default_seen) name.default_of = own.module;
}

// Behind kept libraries' definitions, one without a version answers references to versions that
// none before it has, and no others.
void DynamicSymbols::note_name(Definition own) {
  if (!second_default_) second_default_ = kept_.second_default(own);
  const Linkable& linkable = bindings_.scope().modules()[own.module];
  const bool open = linkable.version_of(own.symbol) == nullptr &&
                    !linkable.is_hidden_version(own.symbol) &&
                    linkable.symbols[own.symbol].is_defined();
  if (!open) return;
  const OutputSymbol output = exported(own);
  const uint32_t before = find_export(output.name, output.hash, 1);
  if (before == kNone || (exports_[before].version & kVersymHidden) != 0)
    pass_over(names_[name_slot(output, own)], output);
}

void DynamicSymbols::pass_over(Name& name, const OutputSymbol& output) {
  if (name.unversioned != kNone) return;
  name.unversioned = static_cast<uint32_t>(passed_over_.size());
  passed_over_.push_back(output);
}

// A definition without a version that is passed over answers references to versions that kept
// libraries behind it have, or folded ones that those precede, and to those that kept libraries ask
// for, too.
Result<void> DynamicSymbols::answer_versions_behind() {
  if (passed_over_.empty()) return {};
  const Scope& scope = bindings_.scope();
  for (const Name& name : names_) {
    if (name.unversioned == kNone) continue;
    std::vector<const VersionName*> asked;
    scope.visit_all(name.of, [&](Definition other) {
      const VersionName* version = scope.modules()[other.module].version_of(other.symbol);
      if (version != nullptr) asked.push_back(version);
    });
    for (const VersionName* version : asked) ONEFOLD_CHECK(answer_version(name, *version));
  }
  for (uint32_t m = 0; m < scope.modules().size(); ++m) {
    if (!parts_.is_folded(m)) ONEFOLD_CHECK(answer_references(m));
  }
  return {};
}

Result<void> DynamicSymbols::answer_references(uint32_t kept) {
  const Scope& scope = bindings_.scope();
  const Linkable& linkable = scope.modules()[kept];
  for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
    const Symbol& reference = linkable.symbols[s];
    const VersionName* version = linkable.version_of(s);
    if (version == nullptr) continue;
    const Name* name = find_name({.name = reference.name, .hash = scope.hash({kept, s})});
    if (name != nullptr && name->unversioned != kNone)
      ONEFOLD_CHECK(answer_version(*name, *version));
  }
  return {};
}

Result<void> DynamicSymbols::answer_version(const Name& name, const VersionName& version) {
  const auto found = bindings_.scope().find(name.of, &version, LookupClass::kPlt);
  OutputSymbol output = passed_over_[name.unversioned];
  if (!found || found->module != output.module) return {};
  ONEFOLD_TRY(output.version, versions_.defined_index(version.name, version.hash));
  if (find_export(output.name, output.hash, output.version) != kNone) return {};
  if (add_to_name(output, true, name.of)) exports_.push_back(output);
  return {};
}

}  // namespace onefold
