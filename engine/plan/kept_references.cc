#include "plan/kept_references.h"

#include <fmt/format.h>

#include <optional>

#include "machine/machine.h"

namespace onefold {
namespace {

bool is_address(RelocAction action) {
  return (action >= RelocAction::kAbsolute && action <= RelocAction::kJumpSlot) ||
         action == RelocAction::kCopy;
}

LookupClass class_of(RelocAction action) {
  if (action == RelocAction::kCopy) return LookupClass::kCopy;
  return action == RelocAction::kJumpSlot || is_tls(action) ? LookupClass::kPlt
                                                            : LookupClass::kOther;
}

std::optional<Error> wrong_reference(const Bindings& bindings, const std::vector<bool>& folded,
                                     uint32_t module, const RelocRow& row,
                                     const Relocation& relocation) {
  if (!is_tls(row.action) && !is_address(row.action)) return std::nullopt;
  const FileView& file = bindings.scope().modules()[module].module->file;
  const auto at = [&] { return fmt::format("{} of {:#x}", row.name, relocation.place.value); };
  const auto name = [&](Definition of) { return printable(bindings.scope().symbol(of).name); };
  const bool through_got = row.action == RelocAction::kGlobDat;
  if (through_got) {
    const auto past = bindings.found_past_copies({module, relocation.symbol});
    if (past && folded[past->module]) {
      return file.error(at(), "no folded library's definition behind the program's copy",
                        name(*past));
    }
  }
  const auto [kind, found] =
      bindings.bind(module, relocation.symbol, class_of(row.action), through_got);
  if (kind != BindingKind::kDefined || !folded[found.module]) return std::nullopt;
  if (row.action == RelocAction::kCopy) return file.error(at(), "none in a library", name(found));
  const bool tls = is_tls(row.action);
  if (tls == (bindings.scope().symbol(found).type == STT_TLS)) return std::nullopt;
  return file.error(at(), tls ? "a thread-local variable" : "none that is thread-local",
                    name(found));
}

}  // namespace

Result<void> check_kept_references(const Bindings& bindings, const std::vector<bool>& folded) {
  const auto modules = bindings.scope().modules();
  for (uint32_t m = 0; m < modules.size(); ++m) {
    const Linkable& linkable = modules[m];
    const Machine* machine = linkable.module->machine;
    if (folded[m] || machine == nullptr) continue;
    std::optional<Error> wrong;
    for (const RelocationTable& table : linkable.tables) {
      if (table.kind == RelocTable::kRelr) continue;
      ONEFOLD_CHECK(
          visit_some_relocations(*linkable.module, table, linkable.symbols.size(),
                                 {.with_symbol = true}, [&](const Relocation& relocation) {
                                   const RelocRow* row = machine->find(relocation.type);
                                   if (row != nullptr && !wrong)
                                     wrong = wrong_reference(bindings, folded, m, *row, relocation);
                                 }));
      if (wrong) return fail(*std::move(wrong));
    }
  }
  return {};
}

}  // namespace onefold
