#include "verify/order.h"

#include <algorithm>
#include <map>

namespace onefold::verify {

void compare_order(const Input& input, Report& report) {
  const auto& files = input.originals;
  const bool has_filters = std::ranges::any_of(files, [](const OriginalFile& file) {
    return file.module->find_dynamic(DT_FILTER) != nullptr ||
           file.module->find_dynamic(DT_AUXILIARY) != nullptr;
  });
  if (has_filters) return;
  std::vector<size_t> order{0};
  std::vector<bool> listed(files.size());
  listed[0] = true;
  size_t done = 0;
  auto reach = [&](size_t file) {
    if (!listed[file]) order.push_back(file);
    listed[file] = true;
  };
  auto walk = [&] {
    for (; done < order.size(); ++done) {
      for (size_t need : files[order[done]].needs) reach(need);
    }
  };
  walk();
  for (size_t file : input.opened) {
    reach(file);
    walk();
  }
  report.compared(Aspect::kInput, order.size());
  if (order.size() != files.size() || !std::ranges::is_sorted(order))
    report.differ(Aspect::kInput, "the closure", "breadth-first order", "another");
}

void note_known_differences(const Context& context, Report& report) {
  if (context.is_shared_object()) {
    report.known("references between the parts of a shared object are bound already", "");
  }
  if (context.gains_address()) {
    report.known("the program is always loaded at one address, without ASLR of its image", "");
  }
  for (const Part& part : context.parts()) {
    if (part.original == 0) continue;
    const Object& object = context.object(part);
    const std::string name(object.file_name());
    report.known(
        "one file, one module: link maps, /proc/self/maps and dl_iterate_phdr show no library",
        name);
    if (object.module->find_dynamic(DT_RUNPATH) != nullptr ||
        object.module->find_dynamic(DT_RPATH) != nullptr) {
      report.known(
          "a folded library's own DT_RUNPATH or DT_RPATH no longer counts when it calls dlopen",
          name);
    }
    const bool lazy =
        !object.binds_now && std::ranges::any_of(object.tables, [](const RelocationTable& t) {
          return t.kind == RelocTable::kJmprel || t.kind == RelocTable::kGot;
        });
    if (lazy) {
      report.known(
          "a folded library's calls are bound already, and LD_PRELOAD does not come between", name);
    }
  }
  // Of two parts that export one name and version, the first answers for both sonames.
  const Names& names = context.before().names();
  for (uint32_t name = 0; name < names.count(); ++name) {
    const auto definitions = context.before().called(name);
    if (definitions.size() < 2) continue;
    uint64_t parts = 0;
    std::map<std::string_view, uint32_t> first;
    for (const Definition& d : definitions) {
      if (!context.is_folded(d.object)) continue;
      const Symbol& symbol = context.before().symbol(d);
      if (!symbol.is_defined() || symbol.is_local() || context.before().is_absolute(symbol))
        continue;
      const Version* version = context.before().object(d.object).version_of(d.symbol);
      auto [known, is_new] = first.emplace(version != nullptr ? version->name : "", d.object);
      if (!is_new && known->second != d.object) ++parts;
    }
    if (parts != 0) {
      report.known(
          "dlsym on the handle of a folded soname finds another part's definition of the name",
          names.text(name));
    }
  }
}

}  // namespace onefold::verify
