#include "plan/idle_functions.h"

#include <algorithm>

#include "machine/idle_function.h"

namespace onefold {

// plan_fixups gives relative ones by place, then all others.
IdleFunctions::IdleFunctions(const Fixups& fixups, const Machine& machine)
    : fixups_(fixups), machine_(machine) {
  const auto& list = fixups.list;
  const auto other = std::ranges::partition_point(
      list, [](const Fixup& fixup) { return fixup.kind == FixupKind::kRelative; });
  relative_ = {list.begin(), other};
  others_ = {other, list.end()};
}

bool IdleFunctions::has(const Part& part, ModuleAddress function) const {
  if (machine_.idle_function == nullptr) return false;
  const Module& module = *part.module;
  if ((module.flags() & DF_TEXTREL) != 0 || module.find_dynamic(DT_TEXTREL) != nullptr)
    return false;
  const Segment* load = module.load_at(function);
  if (load == nullptr || (load->flags & (PF_X | PF_W)) != PF_X || load->filesz == 0) return false;
  const auto code = module.file.bytes(load->offset, load->filesz, "PT_LOAD");
  if (!code) return false;
  const auto idle = machine_.idle_function(*code, load->vaddr.value, function.value);
  return idle && (!idle->unless || is_zero(part.place(ModuleAddress(*idle->unless))));
}

// Made so by the fold, and by it alone: a weak reference to what nothing in the fold defines.
bool IdleFunctions::is_zero(ImageAddress word) const {
  const auto patches = std::ranges::equal_range(fixups_.patches, word, {}, &Patch::place);
  const bool is_patched = patches.size() == 1 && patches.front().value == 0 &&
                          patches.front().size == machine_.format.word_size() &&
                          !patches.front().to_loader;
  return is_patched && !std::ranges::binary_search(relative_, word, {}, &Fixup::place) &&
         std::ranges::find(others_, word, &Fixup::place) == others_.end();
}

}  // namespace onefold
