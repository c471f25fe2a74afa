#include "plan/copies.h"

#include <fmt/format.h>

#include <algorithm>

namespace onefold {

Result<std::vector<CopiedObject>> plan_copies(const Parts& parts, const Bindings& bindings,
                                              const Machine& machine) {
  std::vector<CopiedObject> copies;
  const Part& program = parts.program();
  const auto& symbols = program.linkable->symbols;
  std::optional<Error> first_error;
  const auto row = std::ranges::find(machine.relocations, RelocAction::kCopy, &RelocRow::action);
  if (row == machine.relocations.end()) return copies;
  const RelocationFilter those{.type = row->type, .with_symbol = true};
  for (const RelocationTable& table : program.linkable->tables) {
    if (table.kind == RelocTable::kRelr) continue;
    auto visit = [&](const Relocation& relocation) {
      Binding binding = bindings.bind(program.scope_index, relocation.symbol, LookupClass::kCopy);
      if (binding.kind != BindingKind::kDefined || !parts.is_folded(binding.definition.module))
        return;
      const Part& part = parts.part_of(binding.definition.module);
      const Symbol& source = part.linkable->symbols[binding.definition.symbol];
      const uint64_t room = symbols[relocation.symbol].size;
      const uint64_t size = std::min(room, source.size);
      const bool has_room = program.module->load_at(relocation.place, room) != nullptr;
      const bool has_source = size == 0 || part.module->load_at(source.value, size) != nullptr;
      if (!first_error && !(has_room && has_source)) {
        const Part& of = has_room ? part : program;
        first_error = of.module->file.error(
            fmt::format("{} of {:#x}", row->name, relocation.place.value),
            has_room ? fmt::format("{} bytes inside a PT_LOAD of the library", size)
                     : fmt::format("{} bytes inside a PT_LOAD of the program", room),
            "fewer");
      }
      copies.push_back({program.place(relocation.place), &part, source.value, size, room});
    };
    ONEFOLD_CHECK(visit_some_relocations(*program.module, table, symbols.size(), those, visit));
    if (first_error) return fail(std::move(*first_error));
  }
  return copies;
}

}  // namespace onefold
