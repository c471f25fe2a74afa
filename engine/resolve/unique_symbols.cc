#include "resolve/unique_symbols.h"

#include <fmt/format.h>

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
// of the modules looks into itself first.
std::unordered_map<std::string_view, std::optional<Definition>> ambiguous_names(
    std::span<const Linkable> modules) {
  std::unordered_map<std::string_view, std::string_view> version_of;
  std::unordered_map<std::string_view, std::optional<Definition>> ambiguous;
  for (const Linkable& linkable : modules) {
    const bool symbolic = is_symbolic(linkable);
    for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
      const Symbol& symbol = linkable.symbols[s];
      if (!is_unique(symbol)) continue;
      const VersionName* version = linkable.version_of(s);
      const std::string_view name = version != nullptr ? version->name : std::string_view();
      auto [known, is_new] = version_of.emplace(symbol.name, name);
      if (symbolic || (!is_new && known->second != name)) ambiguous.try_emplace(symbol.name);
    }
  }
  return ambiguous;
}

}  // namespace

Result<void> check_unique_versions(std::span<const Linkable> modules,
                                   const std::vector<bool>& folded) {
  std::unordered_map<std::string_view, Definition> first[2];  // of what is kept, and folded
  const auto version_at = [&](Definition at) {
    const VersionName* version = modules[at.module].version_of(at.symbol);
    return version != nullptr ? version->name : std::string_view();
  };
  for (uint32_t m = 0; m < modules.size(); ++m) {
    for (uint32_t s = 1; s < modules[m].symbols.size(); ++s) {
      const Symbol& symbol = modules[m].symbols[s];
      if (!is_unique(symbol) || version_at({m, s}).empty()) continue;
      first[folded[m] ? 1 : 0].try_emplace(symbol.name, Definition{m, s});
      auto other = first[folded[m] ? 0 : 1].find(symbol.name);
      if (other == first[folded[m] ? 0 : 1].end()) continue;
      const std::string_view here = version_at({m, s}), there = version_at(other->second);
      if (here == there) continue;
      return fail(modules[m].module->file.error(
          "STB_GNU_UNIQUE",
          "unique symbols of one version in folded and kept libraries (--keep both, or fold both)",
          fmt::format("{} of version {}, and of {} in {}", printable(symbol.name), printable(here),
                      printable(there), modules[other->second.module].module->file.name())));
    }
  }
  return {};
}

UniqueSymbols::UniqueSymbols(std::span<const Linkable> modules,
                             std::span<const uint32_t> relocation_order, const LookUp& look_up)
    : modules_(modules), chosen_(ambiguous_names(modules)) {
  if (chosen_.empty()) return;
  for (uint32_t m : relocation_order) {
    const Linkable& linkable = modules_[m];
    const Header& header = linkable.module->header;
    const Machine* machine = find_machine(header.machine, header.format, header.flags);
    if (machine == nullptr) continue;
    const auto meet = [&](const Relocation& relocation) {
      const Symbol& symbol = linkable.symbols[relocation.symbol];
      auto name = chosen_.find(symbol.name);
      if (name == chosen_.end() || name->second || symbol.is_local()) return;
      const RelocRow* row = machine->find(relocation.type);
      const bool copies = row != nullptr && row->action == RelocAction::kCopy;
      const Definition reference{m, relocation.symbol};
      const auto found = look_up(reference, copies ? LookupClass::kCopy : LookupClass::kOther);
      if (!found || !is_unique(modules_[found->module].symbols[found->symbol])) return;
      name->second = copies ? reference : *found;
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
  if (chosen_.empty()) return found;
  const Symbol& symbol = modules_[found.module].symbols[found.symbol];
  if (!is_unique(symbol)) return found;
  auto name = chosen_.find(symbol.name);
  return name == chosen_.end() || !name->second ? found : *name->second;
}

}  // namespace onefold
