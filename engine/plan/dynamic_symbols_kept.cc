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

bool DynamicSymbols::answers_unversioned(Definition own) const {
  const Linkable& linkable = bindings_.scope().modules()[own.module];
  return !is_musl() && linkable.version_of(own.symbol) != nullptr &&
         !linkable.is_hidden_version(own.symbol) && linkable.symbols[own.symbol].is_defined() &&
         !is_hidden_by_kept(own);
}

// Behind kept libraries' definitions, one without a version answers references to versions that
// none before it has, and no others.
void DynamicSymbols::note_name(Definition own) {
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
// libraries behind it have, or folded ones that those precede, too.
Result<void> DynamicSymbols::answer_versions_behind() {
  const Scope& scope = bindings_.scope();
  for (const Name& name : names_) {
    if (name.unversioned == kNone) continue;
    std::vector<const VersionName*> asked;
    scope.visit_all(name.of, [&](Definition other) {
      const VersionName* version = scope.modules()[other.module].version_of(other.symbol);
      if (version != nullptr) asked.push_back(version);
    });
    for (const VersionName* version : asked) {
      const auto found = scope.find(name.of, version, LookupClass::kPlt);
      OutputSymbol output = passed_over_[name.unversioned];
      if (!found || found->module != output.module) continue;
      ONEFOLD_TRY(output.version, versions_.defined_index(version->name, version->hash));
      if (find_export(output.name, output.hash, output.version) != kNone) continue;
      if (add_to_name(output, true, name.of)) exports_.push_back(output);
    }
  }
  return {};
}

}  // namespace onefold
