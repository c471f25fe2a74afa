#include "plan/dead_segments.h"

#include <algorithm>

#include "plan/dead_tables.h"

namespace onefold {
namespace {

bool has_other_headers(const Module& module, const Segment& first) {
  return std::ranges::any_of(module.segments, [&](const Segment& s) {
    switch (s.type) {
      case PT_NULL:
      case PT_PHDR:
      case PT_INTERP:
      case PT_NOTE:
      case PT_GNU_PROPERTY:
      case PT_GNU_STACK:
        return false;
      case PT_LOAD:
        return s.header_at != first.header_at && s.vaddr < first.end();
      default:
        return s.memsz != 0 && s.vaddr < first.end();
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

bool code_leads_before(const Part& part, ModuleAddress end, const Machine& machine) {
  const Module& module = *part.module;
  const Segment& first = module.loads.front();
  const uint64_t named = std::min(end.value, end_of_named_tables(module, first));
  return std::ranges::any_of(module.loads, [&](const Segment& load) {
    if ((load.flags & PF_X) == 0 || load.filesz == 0) return false;
    auto code = module.file.bytes(load.offset, load.filesz, "PT_LOAD");
    return !code || machine.may_address(*code, load.vaddr.value, first.vaddr.value, named);
  });
}

bool is_dead_by_itself(const Part& part) {
  const Module& module = *part.module;
  if (part.scope_index == 0 || module.header.type != ET_DYN || module.loads.size() < 2)
    return false;
  const Segment& first = module.loads.front();
  const ModuleAddress end = module.loads[1].vaddr;
  return first.flags == PF_R && first.filesz == first.memsz && first.offset.value == 0 &&
         is_made_of_dead_tables(module, first) && !has_other_headers(module, first) &&
         !dynamic_leads_before(module, end) && !symbol_leads_before(*part.linkable, end);
}

class References {
 public:
  References(const Parts& parts, const Bindings& bindings, const Machine& machine)
      : parts_(parts), bindings_(bindings), machine_(machine), leads_to_(parts.list.size()) {}

  Result<void> find() {
    for (const Part& part : parts_.list) {
      for (const RelocationTable& table : part.linkable->tables) {
        ONEFOLD_CHECK(visit_relocations(*part.module, table, part.linkable->symbols.size(),
                                        [&](const Relocation& r) { look(part, r); }));
      }
    }
    return {};
  }

  // Is there one to what lies before the second PT_LOAD of the part?
  bool lead_to(const Part& part) const { return leads_to_[index_of(part)]; }

 private:
  size_t index_of(const Part& part) const {
    return static_cast<size_t>(&part - parts_.list.data());
  }

  void reach(const Part& part, ModuleAddress at) {
    const auto& loads = part.module->loads;
    if (loads.size() < 2 || at < loads[1].vaddr) leads_to_[index_of(part)] = true;
  }

  void look(const Part& part, const Relocation& relocation) {
    reach(part, relocation.place);
    const bool packed = relocation.table == RelocTable::kRelr;
    const RelocRow* row = packed ? &machine_.relative() : machine_.find(relocation.type);
    if (row == nullptr || !is_address(row->action)) return;
    const int64_t addend = row->addend == Addend::kIgnored
                               ? 0
                               : static_cast<int64_t>(word_or_addend(*part.module, relocation));
    if (relocation.symbol == 0) return reach(part, ModuleAddress(static_cast<uint64_t>(addend)));
    // All symbols lie behind; so does what has a positive distance to one.
    if (addend >= 0) return;
    const Binding binding =
        bindings_.bind(part.scope_index, relocation.symbol, LookupClass::kOther);
    if (binding.kind != BindingKind::kDefined || !parts_.is_folded(binding.definition.module))
      return;
    const Part& owner = parts_.part_of(binding.definition.module);
    const Symbol& symbol = owner.linkable->symbols[binding.definition.symbol];
    reach(owner, ModuleAddress(symbol.value.value + static_cast<uint64_t>(addend)));
  }

  static bool is_address(RelocAction action) {
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

  const Parts& parts_;
  const Bindings& bindings_;
  const Machine& machine_;
  std::vector<bool> leads_to_;  // by part
};

}  // namespace

Result<void> leave_out_dead_segments(Parts& parts, const Bindings& bindings,
                                     const Machine& machine) {
  if (machine.may_address == nullptr) return {};
  std::vector<Part*> dead;
  for (Part& part : parts.list) {
    if (is_dead_by_itself(part)) dead.push_back(&part);
  }
  if (dead.empty()) return {};
  References references(parts, bindings, machine);
  ONEFOLD_CHECK(references.find());
  for (Part* part : dead) {
    part->without_tables = !references.lead_to(*part) &&
                           !code_leads_before(*part, part->module->loads[1].vaddr, machine);
  }
  return {};
}

}  // namespace onefold
