#include "resolve/musl_relocations.h"

#include <elf.h>
#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

#include "resolve/definition.h"

namespace onefold {
namespace {

bool takes_an_address(RelocAction action) {
  switch (action) {
    case RelocAction::kNone:
    case RelocAction::kBaseRelative:
    case RelocAction::kIRelative:
    case RelocAction::kCopy:
    case RelocAction::kTlsModule:
    case RelocAction::kTlsDtpOffset:
    case RelocAction::kTlsTpOffset:
    case RelocAction::kTlsTpOffsetNegated:
    case RelocAction::kTlsDescriptor:
      return false;
    default:
      return true;
  }
}

}  // namespace

Result<void> refuse_hidden_definitions(const Linkable& linkable) {
  for (const Symbol& symbol : linkable.symbols) {
    const bool hidden = symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL;
    if (!hidden || symbol.is_local() || !symbol.is_defined()) continue;
    return fail(linkable.module->file.error(
        "st_other", "no hidden definition in .dynsym, under musl", printable(symbol.name)));
  }
  return {};
}

Result<void> refuse_covered_definitions(const Linkable& linkable) {
  const auto& symbols = linkable.symbols;
  auto is_found = [&](uint32_t s) {
    return is_candidate(symbols[s]) &&
           match_version(linkable, s, nullptr, LoaderKind::kMusl) == Match::kYes;
  };
  auto is_met = [&](uint32_t s) { return !symbols[s].unhashed && !linkable.is_hidden_version(s); };
  std::set<std::string_view> covers;
  for (uint32_t s = 1; s < symbols.size(); ++s) {
    if (is_met(s) && !is_found(s)) covers.insert(symbols[s].name);
  }
  if (covers.empty()) return {};
  for (uint32_t s = 1; s < symbols.size(); ++s) {
    if (!is_found(s) || !covers.contains(symbols[s].name)) continue;
    return fail(
        linkable.module->file.error("st_name", "one symbol of a definition's name, under musl",
                                    fmt::format("another one of {}", printable(symbols[s].name))));
  }
  return {};
}

void place_absolute_symbols(Linkable& linkable) {
  constexpr uint16_t kAnySection = 1;
  for (Symbol& symbol : linkable.symbols) {
    if (symbol.section == SHN_ABS) symbol.section = kAnySection;
  }
}

Result<void> refuse_other_sums(const Linkable& linkable) {
  const Module& module = *linkable.module;
  if (module.machine == nullptr) return {};  // which is refused for that
  std::optional<Error> refused;
  for (const RelocationTable& table : linkable.tables) {
    if (table.kind == RelocTable::kRelr) continue;
    auto visit = [&](const Relocation& relocation) {
      if ((relocation.symbol != 0 && relocation.addend == 0) || refused) return;
      const RelocRow* row = module.machine->find(relocation.type);
      if (row == nullptr || !takes_an_address(row->action)) return;
      const std::string field = fmt::format("{} of {:#x}", row->name, relocation.place.value);
      if (relocation.symbol == 0) {
        refused = module.file.error(field, "a symbol, under musl", "symbol 0");
      } else if (row->addend == Addend::kIgnored) {
        refused = module.file.error(field, "0 as its addend, which musl adds",
                                    fmt::format("{:#x}", relocation.addend));
      }
    };
    ONEFOLD_CHECK(visit_relocations(module, table, linkable.symbols.size(), visit));
  }
  if (refused) return fail(std::move(*refused));
  return {};
}

}  // namespace onefold
