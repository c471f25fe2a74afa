#include "plan/dead_segments.h"

#include <algorithm>
#include <utility>

#include "plan/dead_tables.h"

namespace onefold {
namespace {

bool has_other_headers(const Module& module, ModuleAddress end) {
  return std::ranges::any_of(module.segments, [&](const Segment& s) {
    switch (s.type) {
      case PT_NULL:
      case PT_LOAD:
      case PT_PHDR:
      case PT_INTERP:
      case PT_NOTE:
      case PT_GNU_PROPERTY:
      case PT_GNU_STACK:
        return false;
      default:
        return s.memsz != 0 && s.vaddr < end;
    }
  });
}

bool dynamic_leads_before(const Module& module, ModuleAddress end) {
  return std::ranges::any_of(module.dynamic, [&](const DynamicEntry& entry) {
    switch (entry.tag) {
      case DT_INIT:
      case DT_FINI:
      case DT_INIT_ARRAY:
      case DT_FINI_ARRAY:
      case DT_PREINIT_ARRAY:
      case DT_PLTGOT:
        return entry.value < end.value;
      default:
        return false;
    }
  });
}

bool symbol_leads_before(const Linkable& linkable, ModuleAddress end) {
  return std::ranges::any_of(linkable.symbols, [&](const Symbol& symbol) {
    return symbol.is_defined() && symbol.section != SHN_ABS && symbol.type != STT_TLS &&
           symbol.value < end;
  });
}

bool code_leads_before(const Module& module, ModuleAddress end, const Machine& machine) {
  const Segment& first = module.loads.front();
  const uint64_t named = std::min(end.value, end_of_named_tables(module, first));
  return std::ranges::any_of(module.loads, [&](const Segment& load) {
    if ((load.flags & PF_X) == 0 || load.filesz == 0) return false;
    auto code = module.file.bytes(load.offset, load.filesz, "PT_LOAD");
    return !code || machine.may_address(*code, load.vaddr.value, first.vaddr.value, named);
  });
}

bool is_address(RelocAction action) {
  switch (action) {
    case RelocAction::kAbsolute:
    case RelocAction::kPcRelative:
    case RelocAction::kGlobDat:
    case RelocAction::kJumpSlot:
    case RelocAction::kBaseRelative:
    case RelocAction::kIRelative:
      return true;
    default:
      return false;
  }
}

struct OwnRelocations {
  bool lead_before = false;
  std::vector<Relocation> distances;
};

// Those that lead before `end`, the address of the second PT_LOAD.
Result<OwnRelocations> find_relocations(const Linkable& linkable, ModuleAddress end,
                                        const Machine& machine) {
  OwnRelocations found;
  const Module& module = *linkable.module;
  auto look = [&](const Relocation& relocation) {
    found.lead_before |= relocation.place < end;
    const bool packed = relocation.table == RelocTable::kRelr;
    const RelocRow* row = packed ? &machine.relative() : machine.find(relocation.type);
    if (row == nullptr || !is_address(row->action)) return;
    const int64_t addend = row->addend == Addend::kIgnored
                               ? 0
                               : static_cast<int64_t>(word_or_addend(module, relocation));
    if (relocation.symbol == 0) {
      found.lead_before |= ModuleAddress(static_cast<uint64_t>(addend)) < end;
    } else if (addend < 0) {  // all symbols lie behind; so does what has a positive distance to one
      found.distances.push_back(relocation);
    }
  };
  for (const RelocationTable& table : linkable.tables) {
    ONEFOLD_CHECK(visit_some_relocations(module, table, linkable.symbols.size(),
                                         {.leading_before = end}, look));
  }
  return found;
}

bool is_made_of_unnamed_tables(const Linkable& linkable, ModuleAddress end) {
  const Module& module = *linkable.module;
  const Segment& first = module.loads.front();
  return module.header.type == ET_DYN && first.flags == PF_R && first.filesz == first.memsz &&
         first.offset.value == 0 && is_made_of_dead_tables(module, first) &&
         !has_other_headers(module, end) && !dynamic_leads_before(module, end) &&
         !symbol_leads_before(linkable, end);
}

}  // namespace

Result<FirstLoad> look_at_first_load(const Linkable& linkable, const Machine& machine) {
  FirstLoad first;
  const Module& module = *linkable.module;
  if (machine.may_address == nullptr) return first;
  const bool has_two = module.loads.size() > 1;
  const ModuleAddress end = has_two ? module.loads[1].vaddr : ModuleAddress();
  ONEFOLD_TRY(auto relocations, find_relocations(linkable, end, machine));
  first.distances = std::move(relocations.distances);
  first.unused = has_two && !relocations.lead_before && is_made_of_unnamed_tables(linkable, end) &&
                 !code_leads_before(module, end, machine);
  return first;
}

void leave_out_dead_segments(Parts& parts, const Bindings& bindings,
                             std::span<const FirstLoad> first_loads) {
  if (first_loads.empty()) return;
  for (Part& part : parts.list)
    part.without_tables = part.scope_index != 0 && first_loads[part.scope_index].unused;
  for (const Part& part : parts.list) {
    for (const Relocation& relocation : first_loads[part.scope_index].distances) {
      const Binding binding =
          bindings.bind(part.scope_index, relocation.symbol, LookupClass::kOther);
      if (binding.kind != BindingKind::kDefined || !parts.is_folded(binding.definition.module))
        continue;
      Part& owner = parts.list[parts.of_module[binding.definition.module]];
      const Symbol& symbol = owner.linkable->symbols[binding.definition.symbol];
      const uint64_t distance = word_or_addend(*part.module, relocation);
      if (owner.is_left_out(ModuleAddress(symbol.value.value + distance)))
        owner.without_tables = false;
    }
  }
}

}  // namespace onefold
