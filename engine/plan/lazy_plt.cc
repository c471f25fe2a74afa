#include "plan/lazy_plt.h"

#include <algorithm>

namespace onefold {
namespace {

// False if the slot cannot stay lazy.
bool plan_slot(const FixupContext& context, const FixupSite& site, FixupList& list) {
  // At its first call nobody makes its page writable.
  const Segment* load = site.part.module->load_at(site.relocation.place);
  if (load == nullptr || (load->flags & PF_W) == 0) return false;
  if (list.moves(site.relocation.place, site.row.size)) return false;
  Fixup fixup{.place = site.part.place(site.relocation.place),
              .addend = site.addend,
              .type = site.row.type,
              .kind = FixupKind::kSymbolic,
              .size = std::max<uint8_t>(site.row.size, 1)};
  auto& plt = list.fixups.plt;
  if (site.row.action == RelocAction::kIRelative) {
    fixup.kind = FixupKind::kIRelative;
    plt.push_back(fixup);
    return true;
  }
  if (site.row.action != RelocAction::kJumpSlot || site.relocation.symbol == 0) return false;
  ++list.fixups.symbolic_before;
  const Binding binding = context.bindings.bind(0, site.relocation.symbol, LookupClass::kPlt);
  const Definition definition = binding.definition;
  if (binding.kind != BindingKind::kDefined || !context.parts.is_folded(definition.module)) {
    const auto imported = context.symbols.import_of(0, site.relocation.symbol, binding);
    if (!imported) return false;  // told of when the slot is planned like others
    fixup.symbol = *imported;
    plt.push_back(fixup);
    return true;
  }
  auto exported = context.symbols.export_of(definition.module, definition.symbol);
  const Part& target = context.parts.part_of(definition.module);
  const Symbol& symbol = target.linkable->symbols[definition.symbol];
  if (symbol.section == SHN_ABS || (!exported && symbol.type == STT_GNU_IFUNC)) return false;
  // By its name the loader would find the offset in the fold's block.
  if (symbol.type == STT_TLS) return false;
  // Slots without bytes in the file are filled by ld.so (ppc64's lead to its glink). What it makes
  // of an addend at the first call is each machine's own (elf_machine_plt_value).
  const bool no_addend = site.addend == 0 || site.row.addend == Addend::kIgnored;
  const bool filled = symbol.type != STT_GNU_IFUNC && list.has_bytes(site) && no_addend;
  // At the first call it looks a local symbol up by its name as well. powerpc: it takes one for 0
  // when it binds at once, and for its value when it does so at the first call.
  if (!exported && (!filled || context.machine.local_value_in_addend)) return false;
  fixup.symbol =
      exported ? *exported : context.symbols.local_of(definition.module, definition.symbol);
  plt.push_back(fixup);
  if (filled) list.lazy_word(site, target.place(symbol.value).value);
  return true;
}

}  // namespace

bool binds_now(const Module& module) {
  return (module.flags() & DF_BIND_NOW) != 0 || (module.flags_1() & DF_1_NOW) != 0 ||
         module.find_dynamic(DT_BIND_NOW) != nullptr;
}

bool plan_lazy_plt(const FixupContext& context, const Part& part, const RelocationTable& table,
                   FixupList& list) {
  const Module& module = *part.module;
  // Its slots lead back to its PLT at the addresses of its link.
  if (part.scope_index != 0 || part.bias != 0 || context.shared_object ||
      context.loader != nullptr || context.musl || !table.rela || binds_now(module) ||
      module.find_dynamic(DT_PLTGOT) == nullptr) {
    return false;
  }
  bool possible = true;
  auto visit = [&](const Relocation& relocation) {
    const RelocRow* row = context.machine.find(relocation.type);
    possible = possible && row != nullptr &&
               plan_slot(context, {part, relocation, *row, relocation.addend}, list);
  };
  possible = visit_relocations(module, table, part.linkable->symbols.size(), visit).has_value() &&
             possible;
  if (!possible) list.drop_lazy();
  return possible;
}

}  // namespace onefold
