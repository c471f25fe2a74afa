#include "resolve/needed_versions.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "elf/hash.h"

namespace onefold {
namespace {

using Names = std::unordered_set<std::string_view>;

// By the names under which `entry` may ask for them: the closure entries that it needs.
std::unordered_map<std::string_view, size_t> needs_by_name(const std::vector<Linkable>& linkables,
                                                           const Closure& closure, size_t entry) {
  std::unordered_map<std::string_view, size_t> needs;
  for (size_t need : closure.entries[entry].needs) {
    needs.emplace(closure.entries[need].name, need);
    needs.emplace(linkables[need].soname, need);
  }
  return needs;
}

// ld.so compares hashes as well: a base definition's may be another name's.
Names defined_names(const Linkable& linkable) {
  Names names;
  for (const VersionDefinition& version : linkable.version_tables.defined) {
    if (version.hash == sysv_hash(version.name)) names.insert(version.name);
  }
  return names;
}

// A name of something that the loader has mapped (find_needed). The program itself has an empty
// one.
bool is_loaded(std::string_view name, const std::vector<Linkable>& linkables,
               const Closure& closure) {
  if (name.empty()) return true;
  for (size_t i = 0; i < linkables.size(); ++i) {
    const ClosureEntry& entry = closure.entries[i];
    if (name == entry.name || name == entry.path || name == linkables[i].soname) return true;
    // One that is there already under another name.
    const auto needed = entry.module.needed();
    if (needed && std::ranges::find(*needed, name) != needed->end()) return true;
  }
  return false;
}

}  // namespace

Result<void> check_needed_versions(const std::vector<Linkable>& linkables, const Closure& closure) {
  std::vector<std::optional<Names>> defined(linkables.size());  // made when they are asked for
  for (size_t i = 0; i < linkables.size(); ++i) {
    const auto& version_needs = linkables[i].version_tables.needed;
    if (version_needs.empty()) continue;
    const auto needs = needs_by_name(linkables, closure, i);
    for (const VersionNeed& need : version_needs) {
      auto named = needs.find(need.file);
      if (named == needs.end()) {
        if (closure.loader_kind == LoaderKind::kMusl || is_loaded(need.file, linkables, closure))
          continue;
        return fail(linkables[i].module->file.error("vn_file", "a library that is loaded",
                                                    printable(need.file)));
      }
      const size_t library = named->second;
      if (linkables[library].version_tables.defined.empty()) continue;
      if (!defined[library]) defined[library] = defined_names(linkables[library]);
      for (const NeededVersion& version : need.versions) {
        if ((version.flags & VER_FLG_WEAK) != 0 || defined[library]->contains(version.name))
          continue;
        return fail(
            Error{closure.entries[library].path, "DT_VERDEF", std::nullopt,
                  fmt::format("version {}, which {} needs", version.name, closure.entries[i].path),
                  "none"});
      }
    }
  }
  return {};
}

}  // namespace onefold
