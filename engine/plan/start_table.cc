#include "plan/start_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/checked.h"

namespace onefold {
namespace {

// Where nothing lay beside this module, another part may lie in the fold.
Result<void> check_inside(const Module& module, uint64_t tag, std::string_view field) {
  const DynamicEntry* entry = module.find_dynamic(tag);
  if (entry == nullptr || module.load_at(ModuleAddress(entry->value)) != nullptr) return {};
  return fail(module.file.error(field, entry->at, "an address inside a PT_LOAD",
                                fmt::format("{:#x}", entry->value)));
}

// Those that the loader would call.
Result<InitFunctions> functions_of(const Part& part) {
  const Module& module = *part.module;
  ONEFOLD_TRY(auto functions,
              read_init_functions(module, part.linkable->tables, part.linkable->symbols.size()));
  if (!module.machine->calls_init_functions) functions.init = functions.fini = std::nullopt;
  if (functions.init) ONEFOLD_CHECK(check_inside(module, DT_INIT, "DT_INIT"));
  if (functions.fini) ONEFOLD_CHECK(check_inside(module, DT_FINI, "DT_FINI"));
  return functions;
}

// DT_INIT comes before DT_INIT_ARRAY.
void add_init(const Part& part, const InitFunctions& functions, std::vector<CallEntry>& calls) {
  if (functions.init) calls.push_back({part.place(*functions.init), 0});
  if (!functions.init_array.empty()) {
    calls.push_back({part.place(functions.init_array.front().at), functions.init_array.size()});
  }
}

// DT_FINI_ARRAY, backwards, comes before DT_FINI.
void add_fini(const Part& part, const InitFunctions& functions, std::vector<CallEntry>& calls) {
  if (!functions.fini_array.empty()) {
    calls.push_back({part.place(functions.fini_array.front().at), functions.fini_array.size()});
  }
  if (functions.fini) calls.push_back({part.place(*functions.fini), 0});
}

IdleStart leave_out_idle(const Part& part, const IdleFunctions& idle, InitFunctions& functions) {
  IdleStart left_out{.init = functions.init && idle.has(part, *functions.init)};
  if (left_out.init) functions.init = std::nullopt;
  if (functions.fini && idle.has(part, *functions.fini)) functions.fini = std::nullopt;
  auto& array = functions.init_array;
  const auto used = std::ranges::find_if_not(array, [&](const InitSlot& slot) {
    const SlotTarget target = slot_target(*part.module, slot);
    return target.kind == SlotKind::kRelative && idle.has(part, target.address);
  });
  left_out.slots = static_cast<size_t>(used - array.begin());
  array.erase(array.begin(), used);
  return left_out;
}

// Behind its own pages a range would take away what other parts' pages allow. (Linkers let it end
// with the last page.)
Result<void> check_relro(const Part& part, const Segment& relro) {
  const uint64_t page = part.module->machine->max_page_size;
  const auto& loads = part.module->loads;
  const bool inside = std::ranges::any_of(loads, [&](const Segment& load) {
    const uint64_t room = align_up(load.end().value, page) - load.vaddr.value;
    const uint64_t skip = relro.vaddr - load.vaddr;
    return relro.vaddr >= load.vaddr && skip <= room && relro.memsz <= room - skip;
  });
  if (inside) return {};
  return fail(part.module->file.error(
      "PT_GNU_RELRO", relro.header_at, "a range inside the pages of one PT_LOAD",
      fmt::format("{:#x} bytes at {:#x}", relro.memsz, relro.vaddr.value)));
}

// The function that a slot will hold, if it is inside the fold.
std::optional<ImageAddress> function_of(const Parts& parts, const Bindings& bindings,
                                        const Part& part, const InitSlot& slot) {
  const SlotTarget target = slot_target(*part.module, slot);
  const bool fixed = target.kind == SlotKind::kStatic && part.module->header.type == ET_EXEC;
  if (target.kind == SlotKind::kRelative || fixed) return part.place(target.address);
  if (target.kind != SlotKind::kSymbolic || target.symbol == 0) return std::nullopt;
  const Binding binding = bindings.bind(part.scope_index, target.symbol, LookupClass::kOther);
  if (binding.kind != BindingKind::kDefined || !parts.is_folded(binding.definition.module))
    return std::nullopt;
  const Part& owner = parts.part_of(binding.definition.module);
  const Symbol& symbol = owner.linkable->symbols[binding.definition.symbol];
  if (symbol.section == SHN_ABS) return std::nullopt;
  return owner.place(symbol.value) + static_cast<uint64_t>(target.addend);
}

}  // namespace

Result<std::vector<ImageAddress>> plan_init_array(const Parts& parts, const Bindings& bindings,
                                                  const std::vector<uint32_t>& order) {
  std::vector<ImageAddress> calls;
  for (uint32_t index : order) {
    const Part& part = parts.list[index];
    ONEFOLD_TRY(auto functions, functions_of(part));
    if (functions.init) calls.push_back(part.place(*functions.init));
    for (const InitSlot& slot : functions.init_array) {
      const auto function = function_of(parts, bindings, part, slot);
      if (!function) {
        return fail(part.module->file.error(
            fmt::format("DT_INIT_ARRAY at {:#x}", slot.at.value),
            "a function inside the fold, as musl needs it (--keep this file)", "something else"));
      }
      calls.push_back(*function);
    }
  }
  return calls;
}

Result<std::optional<ImageAddress>> first_init_function(const Parts& parts,
                                                        const Bindings& bindings,
                                                        const Part& part) {
  ONEFOLD_TRY(auto functions, functions_of(part));
  if (functions.init_array.empty()) return std::nullopt;
  return function_of(parts, bindings, part, functions.init_array.front());
}

Result<StartTable> plan_start(const Parts& parts, const CallOrder& order, Initialisers which,
                              const Part* late, const IdleFunctions* idle) {
  StartTable table;
  const Part& first = parts.program();
  table.entry = first.place(first.module->header.entry);
  for (const Part& part : parts.list) {
    const Segment* relro = find_segment(part.module->segments, PT_GNU_RELRO);
    if (relro == nullptr || relro->memsz == 0) continue;
    ONEFOLD_CHECK(check_relro(part, *relro));
    if (part.scope_index == 0) continue;
    table.relro.push_back({part.place(relro->vaddr), relro->memsz});
  }
  std::vector<InitFunctions> functions(parts.list.size());
  for (size_t i = 0; i < parts.list.size(); ++i) {
    ONEFOLD_TRY(functions[i], functions_of(parts.list[i]));
    auto& array = functions[i].init_array;
    if (&parts.list[i] == late && !array.empty()) array.erase(array.begin());
    if (idle == nullptr) continue;
    const IdleStart left_out = leave_out_idle(parts.list[i], *idle, functions[i]);
    if (i == 0) table.idle = left_out;
  }
  for (uint32_t index : order.init) {
    if (which == Initialisers::kNone || (index == 0 && which != Initialisers::kAll)) continue;
    add_init(parts.list[index], functions[index], table.init);
  }
  for (auto index = order.sorted.rbegin(); index != order.sorted.rend(); ++index) {
    add_fini(parts.list[*index], functions[*index], table.fini);
  }
  return table;
}

}  // namespace onefold
