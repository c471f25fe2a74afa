#include "plan/part_list.h"

#include <algorithm>

#include "base/checked.h"
#include "machine/start_stub.h"

namespace onefold {

Result<const Machine*> foldable_machine(const Module& program) {
  if (program.machine != nullptr && program.machine->start_stub != nullptr) return program.machine;
  return fail(program.file.error(
      "e_machine", FileOffset(18), "a machine whose programs can be folded",
      program.machine != nullptr ? std::string(program.machine->name)
                                 : machine_constant_name(program.header.machine)));
}

Parts list_parts(const PlanInput& input) {
  Parts parts;
  for (size_t i = 0; i < input.closure.entries.size(); ++i) {
    parts.of_module.push_back(input.folded[i] ? static_cast<uint32_t>(parts.list.size())
                                              : Parts::kKept);
    if (!input.folded[i]) continue;
    Part part;
    part.scope_index = static_cast<uint32_t>(i);
    part.linkable = &input.linkables[i];
    part.module = input.linkables[i].module;
    parts.list.push_back(part);
  }
  return parts;
}

Result<void> refuse_auditors(const Parts& parts) {
  for (const Part& part : parts.list) {
    for (auto [tag, name] : {std::pair{DT_AUDIT, "DT_AUDIT"}, {DT_DEPAUDIT, "DT_DEPAUDIT"}}) {
      const DynamicEntry* entry = part.module->find_dynamic(static_cast<uint64_t>(tag));
      if (entry == nullptr) continue;
      return fail(
          part.module->file.error(name, entry->at, "none in a folded file (--keep it)", "one"));
    }
  }
  return {};
}

uint64_t fixed_base(const Parts& parts) {
  if (parts.program().module->header.type == ET_EXEC) return 0;
  uint64_t base = 0x400000;
  for (const Part& part : parts.list) {
    for (const Segment& segment : part.module->loads)
      base = align_up(base, std::max<uint64_t>(segment.align, 1));
  }
  return base;
}

Part loader_part(const PlanInput& input) {
  const size_t index = *input.closure.loader;
  Part part;
  part.scope_index = static_cast<uint32_t>(index);
  part.linkable = &input.linkables[index];
  part.module = part.linkable->module;
  return part;
}

std::vector<std::string_view> kept_names(const PlanInput& input, bool total) {
  if (total) return std::vector<std::string_view>(input.closure.entries.size());
  std::vector<std::string_view> names;
  names.reserve(input.closure.entries.size());
  for (size_t i = 0; i < input.closure.entries.size(); ++i) {
    names.push_back(input.folded[i] ? std::string_view()
                                    : std::string_view(input.closure.entries[i].name));
  }
  return names;
}

std::string file_name(const PlanInput& input, const Part& part) {
  const std::string& path = input.closure.entries[part.scope_index].path;
  return path.substr(path.rfind('/') + 1);
}

std::vector<std::string> part_names(const PlanInput& input, const Parts& parts) {
  std::vector<std::string> names;
  names.reserve(parts.list.size());
  for (const Part& part : parts.list) names.push_back(file_name(input, part));
  return names;
}

std::vector<uint32_t> part_indices(const std::vector<uint32_t>& entries, const Parts& parts) {
  std::vector<uint32_t> order;
  for (uint32_t entry : entries) {
    if (parts.is_folded(entry)) order.push_back(parts.of_module[entry]);
  }
  return order;
}

}  // namespace onefold
