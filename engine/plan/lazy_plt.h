// The PLT of a program that the loader binds lazily.
#pragma once

#include "plan/fixup_list.h"

namespace onefold {

// Is every symbol of the module looked up at start (DF_BIND_NOW, DF_1_NOW, DT_BIND_NOW)?
bool binds_now(const Module& module);

// Such a program stays lazy: its functions are looked up when they are first called, as before. Its
// DT_JMPREL `table` goes into Fixups::plt entry by entry. Slots of folded functions hold their
// addresses already; the loader adds the load bias to them and to the others alike
// (elf_machine_lazy_rel). False, and nothing done, for a library's table, a program's that binds at
// once, and one with an entry which this cannot express.
bool plan_lazy_plt(const FixupContext& context, const Part& part, const RelocationTable& table,
                   FixupList& list);

}  // namespace onefold
