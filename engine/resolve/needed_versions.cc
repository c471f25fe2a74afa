#include "resolve/needed_versions.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "elf/hash.h"

namespace onefold {
namespace {

using Names = std::set<std::string_view>;

// The closure entry that ld.so knows by a name (elf/dl-version.c, find_needed): the first of those
// that are loaded, whoever needs them. The program itself has an empty name.
std::map<std::string_view, size_t> entries_by_name(const std::vector<Linkable>& linkables,
                                                   const Closure& closure) {
  std::map<std::string_view, size_t> entries{{"", closure.program}};
  for (size_t i = 0; i < linkables.size(); ++i) {
    entries.emplace(closure.entries[i].name, i);
    entries.emplace(closure.entries[i].path, i);
    entries.emplace(linkables[i].soname, i);
  }
  return entries;
}

// ld.so compares hashes as well: a base definition's may be another name's.
Names defined_names(const Linkable& linkable) {
  Names names;
  for (const VersionDefinition& version : linkable.version_tables.defined) {
    if (version.hash == sysv_hash(version.name)) names.insert(version.name);
  }
  return names;
}

// Also those of what is there already under another name.
Names needed_names(const Closure& closure) {
  Names names;
  for (const ClosureEntry& entry : closure.entries) {
    if (const auto needed = entry.module.needed()) names.insert(needed->begin(), needed->end());
  }
  return names;
}

}  // namespace

Result<void> check_needed_versions(const std::vector<Linkable>& linkables, const Closure& closure) {
  // Made when they are asked for.
  std::vector<std::optional<Names>> defined(linkables.size());
  std::optional<Names> all_needed;
  const auto entries = entries_by_name(linkables, closure);
  for (size_t i = 0; i < linkables.size(); ++i) {
    const auto& version_needs = linkables[i].version_tables.needed;
    if (version_needs.empty()) continue;
    for (const VersionNeed& need : version_needs) {
      auto named = entries.find(need.file);
      if (named == entries.end()) {
        if (closure.loader_kind == LoaderKind::kMusl) continue;
        if (!all_needed) all_needed = needed_names(closure);
        if (all_needed->contains(need.file)) continue;
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
