#include "plan/in_place.h"

#include "base/sort.h"

namespace onefold {

AddendField addend_field(const Machine& machine, const RelocRow& row) {
  if (row.action != RelocAction::kTlsDescriptor) return {0, row.size};
  const auto word = static_cast<uint8_t>(machine.format.word_size());
  return {machine.tls_descriptor_argument_first ? uint64_t{0} : word, word};
}

Result<int64_t> addend_of(const Module& module, const Machine& machine,
                          const Relocation& relocation, const RelocRow& row) {
  if (row.addend == Addend::kIgnored && row.action != RelocAction::kBaseRelative) return 0;
  if (!relocation.addend_in_place || row.size == 0 || row.action == RelocAction::kNone)
    return relocation.addend;
  const AddendField field = addend_field(machine, row);
  const ModuleAddress at = relocation.place + field.at;
  auto bytes = module.bytes_at(at, field.size, "r_offset");
  if (!bytes) {
    // In memory but not in the file: zero.
    if (module.load_at(at, field.size) != nullptr) return 0;
    return fail(std::move(bytes).error());
  }
  return with_format(module.format(), [&]<typename E>() -> int64_t {
    if (field.size == 8)
      return static_cast<int64_t>(FileView::as_table<typename E::Xword>(*bytes)[0].get());
    if (field.size == 4)
      return static_cast<int32_t>(FileView::as_table<typename E::Word>(*bytes)[0].get());
    return 0;
  });
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
