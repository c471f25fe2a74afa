#include "resolve/unique_symbols.h"

#include <fmt/format.h>

#include <algorithm>

#include "machine/machine.h"

namespace onefold {
namespace {

bool is_unique(const Symbol& symbol) {
  return symbol.binding == STB_GNU_UNIQUE && symbol.is_defined() && !symbol.name.empty();
}

bool is_symbolic(const Linkable& linkable) {
  return (linkable.module->flags() & DF_SYMBOLIC) != 0 ||
         linkable.module->find_dynamic(DT_SYMBOLIC) != nullptr;
}

// Two references to one name find the same definition unless they ask for different versions or one
// of the modules looks into itself first. The program's own may be a copy, which is chosen then.
std::set<std::string_view> ambiguous_names(std::span<const Linkable> modules) {
  std::map<std::string_view, std::string_view> version_of;
  std::set<std::string_view> ambiguous;
  for (const Linkable& linkable : modules) {
    const bool symbolic = is_symbolic(linkable);
    for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
      const Symbol& symbol = linkable.symbols[s];
      if (!is_unique(symbol)) continue;
      const VersionName* version = linkable.version_of(s);
      const std::string_view name = version != nullptr ? version->name : std::string_view();
      auto [known, is_new] = version_of.emplace(symbol.name, name);
      if (symbolic || (!is_new && known->second != name)) ambiguous.insert(symbol.name);
    }
  }
  if (version_of.empty()) return ambiguous;
  for (const Symbol& symbol : modules.front().symbols) {
    if (symbol.is_defined() && !is_unique(symbol) && version_of.contains(symbol.name))
      ambiguous.insert(symbol.name);
  }
  return ambiguous;
}

}  // namespace

UniqueSymbols::UniqueSymbols(std::span<const Linkable> modules,
                             std::span<const uint32_t> relocation_order, const LookUp& look_up)
    : modules_(modules) {
  for (std::string_view name : ambiguous_names(modules)) names_.try_emplace(name);
  if (names_.empty()) return;
  for (uint32_t m : relocation_order) {
    const Linkable& linkable = modules_[m];
    const Header& header = linkable.module->header;
    const Machine* machine = find_machine(header.machine, header.format, header.flags);
    if (machine == nullptr) continue;
    const auto meet = [&](const Relocation& relocation) {
      const Symbol& symbol = linkable.symbols[relocation.symbol];
      auto name = names_.find(symbol.name);
      if (name == names_.end() || symbol.is_local()) return;
      const RelocRow* row = machine->find(relocation.type);
      const bool copies = row != nullptr && row->action == RelocAction::kCopy;
      const Definition reference{m, relocation.symbol};
      const auto found = look_up(reference, copies ? LookupClass::kCopy : LookupClass::kOther,
                                 row != nullptr && row->action == RelocAction::kGlobDat);
      if (!found || !is_unique(modules_[found->module].symbols[found->symbol])) return;
      const Definition chosen = copies ? reference : *found;
      name->second.found.insert(*found);
      name->second.first.try_emplace(m, chosen);
      if (!name->second.chosen) name->second.chosen = chosen;
    };
    for (const RelocationTable& table : linkable.tables) {
      if (table.kind == RelocTable::kRelr) continue;
      // Errors are for those who apply the relocations.
      if (!visit_some_relocations(*linkable.module, table, linkable.symbols.size(),
                                  {.with_symbol = true}, meet))
        continue;
    }
  }
}

Definition UniqueSymbols::in_place_of(Definition found) const {
  if (names_.empty()) return found;
  const Symbol& symbol = modules_[found.module].symbols[found.symbol];
  if (!is_unique(symbol)) return found;
  auto name = names_.find(symbol.name);
  return name == names_.end() ? found : name->second.chosen.value_or(found);
}

// By relocations, and by later references to any version.
std::set<Definition> UniqueSymbols::all_found(Definition of, const Scope& scope) const {
  std::set<Definition> found = names_.find(scope.symbol(of).name)->second.found;
  std::set<const VersionName*> versions = {nullptr};
  scope.visit_all(of, [&](Definition other) {
    versions.insert(modules_[other.module].version_of(other.symbol));
  });
  for (const VersionName* version : versions) {
    const auto one = scope.find(of, version, LookupClass::kOther);
    if (one && is_unique(scope.symbol(*one))) found.insert(*one);
  }
  return found;
}

// What folded libraries refer to is bound already, or they find it last.
std::optional<Definition> UniqueSymbols::chosen_by_fold(
    const Name& name, std::span<const uint32_t> kept_order) const {
  for (uint32_t m : kept_order) {
    if (const auto first = name.first.find(m); first != name.first.end()) return first->second;
  }
  const auto program = name.first.find(0);
  return program == name.first.end() ? std::nullopt : std::optional(program->second);
}

Result<void> UniqueSymbols::check_kept(const Scope& scope, const std::vector<bool>& folded,
                                       std::span<const uint32_t> kept_order) const {
  std::set<std::string_view> seen;
  for (uint32_t m = 0; m < modules_.size() && seen.size() < names_.size(); ++m) {
    for (uint32_t s = 1; s < modules_[m].symbols.size(); ++s) {
      const Symbol& symbol = modules_[m].symbols[s];
      if (!is_unique(symbol)) continue;
      const auto name = names_.find(symbol.name);
      if (name == names_.end() || !seen.insert(symbol.name).second) continue;
      const std::set<Definition> found = all_found({m, s}, scope);
      const auto count =
          std::ranges::count_if(found, [&](Definition one) { return bool{folded[one.module]}; });
      if (count == std::ssize(found)) continue;
      const auto& before = name->second.chosen;
      const auto after = chosen_by_fold(name->second, kept_order);
      const bool several = found.size() > 1;
      if (count == 0 && (after == before || (!after && !several))) continue;
      const Definition other = several ? *found.rbegin() : *after;
      return fail(modules_[found.begin()->module].module->file.error(
          "STB_GNU_UNIQUE",
          "one object of a unique symbol, whatever is folded (fold all that have it, or none)",
          fmt::format("{} here, and in {}", printable(symbol.name),
                      modules_[other.module].module->file.name())));
    }
  }
  return {};
}

}  // namespace onefold
