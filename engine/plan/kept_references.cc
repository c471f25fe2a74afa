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
  const bool tls = is_tls(row.action);
  const Binding binding = bindings.bind(module, relocation.symbol, class_of(row.action),
                                        row.action == RelocAction::kGlobDat);
  if (binding.kind != BindingKind::kDefined || !folded[binding.definition.module])
    return std::nullopt;
  const Symbol& found = bindings.scope().symbol(binding.definition);
  const FileView& file = bindings.scope().modules()[module].module->file;
  const std::string field = fmt::format("{} of {:#x}", row.name, relocation.place.value);
  if (row.action == RelocAction::kCopy)
    return file.error(field, "none in a library", printable(found.name));
  if (tls == (found.type == STT_TLS)) return std::nullopt;
  return file.error(field, tls ? "a thread-local variable" : "none that is thread-local",
                    printable(found.name));
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
