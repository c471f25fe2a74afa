// Addends of relocations on machines whose entries have no room for one (REL): they are the bytes
// at the place. gABI chapter 4, "Relocation".
#pragma once

#include "plan/fixups.h"

namespace onefold {

// Adds the patches that give each place of the output's `fixups.list` its addend, and sorts them.
// (Entries of `fixups.plt`, the program's own, keep theirs.)
void put_addends_in_place(Fixups& fixups, const Machine& machine);

// Where the addend lies in the `size` bytes of a place: a TLS descriptor's is its argument.
struct AddendField {
  uint64_t at = 0;
  uint8_t size = 0;
};
AddendField addend_field(const Machine& machine, const RelocRow& row);

// From the entry or from the place, where an entry of such a type has a use for it; 0 otherwise.
// Errors: a place outside of the module's memory.
Result<int64_t> addend_of(const Module& module, const Machine& machine,
                          const Relocation& relocation, const RelocRow& row);

}  // namespace onefold
