#include "plan/in_place.h"

#include "base/sort.h"

namespace onefold {

AddendField addend_field(const Machine& machine, const RelocRow& row) {
  if (row.action != RelocAction::kTlsDescriptor) return {0, row.size};
  const auto word = static_cast<uint8_t>(machine.format.word_size());
  return {machine.tls_descriptor_argument_first ? uint64_t{0} : word, word};
}

void put_addends_in_place(Fixups& fixups, const Machine& machine) {
  const RelocRow* row = nullptr;  // of the last one: types come in long runs
  for (const Fixup& fixup : fixups.list) {
    if (row == nullptr || row->type != fixup.type) row = machine.find(fixup.type);
    if (row == nullptr || row->size == 0) continue;  // R_*_COPY has no addend
    const AddendField field = addend_field(machine, *row);
    fixups.patches.push_back(
        {fixup.place + field.at, static_cast<uint64_t>(fixup.addend), field.size});
  }
  stable_sort_by(fixups.patches, &Patch::place);
}

}  // namespace onefold
