#include "plan/copies.h"

#include <fmt/format.h>

#include <algorithm>

namespace onefold {
namespace {

// An initial TLS block is copied once more, and moves.
bool is_outside_tls(const Module& program, ModuleAddress place, uint64_t room) {
  const Segment* tls = find_segment(program.segments, PT_TLS);
  return tls == nullptr || place >= tls->vaddr + tls->filesz || place + room <= tls->vaddr;
}

Result<void> check_copy(const Module& program, ModuleAddress place, std::string_view type,
                        const CopiedObject& copy) {
  const std::string field = fmt::format("{} of {:#x}", type, place.value);
  const Segment* load = program.load_at(place, copy.room);
  if (load == nullptr || (load->flags & PF_W) == 0) {
    return fail(program.file.error(
        field, fmt::format("{} bytes inside a writable PT_LOAD of the program", copy.room),
        "fewer"));
  }
  if (!is_outside_tls(program, place, copy.room)) {
    return fail(program.file.error(
        field, fmt::format("{} bytes outside of the program's PT_TLS", copy.room), "fewer"));
  }
  const Module& library = *copy.part->module;
  if (copy.size == 0 || library.load_at(copy.from, copy.size) != nullptr) return {};
  return fail(library.file.error(
      field, fmt::format("{} bytes inside a PT_LOAD of the library", copy.size), "fewer"));
}

}  // namespace

Result<std::vector<CopiedObject>> plan_copies(const Parts& parts, const Bindings& bindings,
                                              const Machine& machine) {
  std::vector<CopiedObject> copies;
  const Part& program = parts.program();
  const auto& symbols = program.linkable->symbols;
  std::optional<Error> first_error;
  const auto row = std::ranges::find(machine.relocations, RelocAction::kCopy, &RelocRow::action);
  if (row == machine.relocations.end()) return copies;
  const bool musl = bindings.scope().loader() == LoaderKind::kMusl;
  const RelocationFilter those{.type = row->type, .with_symbol = true};
  for (const RelocationTable& table : program.linkable->tables) {
    if (table.kind == RelocTable::kRelr) continue;
    auto visit = [&](const Relocation& relocation) {
      Binding binding = bindings.bind(program.scope_index, relocation.symbol, LookupClass::kCopy);
      if (binding.kind != BindingKind::kDefined || !parts.is_folded(binding.definition.module))
        return;
      const Part& part = parts.part_of(binding.definition.module);
      const Symbol& source = part.linkable->symbols[binding.definition.symbol];
      // Lookups would pass the copy over, unless it is of a unique symbol.
      if (!has_known_type(symbols[relocation.symbol]) && !first_error) {
        first_error = program.module->file.error(
            fmt::format("{} of {:#x}", row->name, relocation.place.value), "an object's symbol",
            fmt::format("symbol type {}", symbols[relocation.symbol].type));
      }
      const uint64_t room = symbols[relocation.symbol].size;
      // musl asks the program alone how much there is.
      const uint64_t size = musl ? room : std::min(room, source.size);
      const CopiedObject copy{program.place(relocation.place), &part, source.value, size, room};
      auto checked = check_copy(*program.module, relocation.place, row->name, copy);
      if (!checked && !first_error) first_error = std::move(checked.error());
      copies.push_back(copy);
    };
    ONEFOLD_CHECK(visit_some_relocations(*program.module, table, symbols.size(), those, visit));
    if (first_error) return fail(std::move(*first_error));
  }
  return copies;
}

}  // namespace onefold
