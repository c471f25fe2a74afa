#include "verify/versions.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "elf/hash.h"

namespace onefold::verify {

// ld.so looks up every needed version before it starts (elf/dl-version.c).
void compare_versions(const Context& context, Report& report) {
  const Versions& fold = context.fold().version_tables;
  std::set<std::string_view> defined;
  std::set<uint16_t> indices;
  for (const VersionDefinition& version : fold.defined) {
    defined.insert(version.name);
    report.compared(Aspect::kVersion);
    if (version.hash != sysv_hash(version.name) || !indices.insert(version.index).second) {
      report.differ(Aspect::kVersion, std::string(version.name), "a hash and index of its own",
                    "others");
    }
  }
  for (const Part& part : context.parts()) {
    for (const VersionDefinition& version : context.object(part).version_tables.defined) {
      if ((version.flags & VER_FLG_BASE) != 0) continue;
      report.compared(Aspect::kVersion);
      if (!defined.contains(version.name)) {
        report.differ(Aspect::kVersion, std::string(version.name), "defined by the fold",
                      "it is not");
      }
    }
  }
  for (const VersionNeed& need : fold.needed) {
    const auto original = context.called(need.file);
    if (!original || context.is_folded(*original)) {
      report.differ(Aspect::kVersion, std::string(need.file), "a library that stays outside",
                    "none");
      continue;
    }
    std::set<std::pair<std::string_view, uint32_t>> has;
    for (const VersionDefinition& v : context.before().object(*original).version_tables.defined)
      has.emplace(v.name, v.hash);
    for (const NeededVersion& version : need.versions) {
      report.compared(Aspect::kVersion);
      const bool found = has.empty() || has.contains({version.name, version.hash});
      if (!indices.insert(version.index).second || version.hash != sysv_hash(version.name) ||
          (!found && (version.flags & VER_FLG_WEAK) == 0)) {
        report.differ(Aspect::kVersion, fmt::format("{} of {}", version.name, need.file),
                      "a version that is there", "none, or a doubtful one");
      }
    }
  }
}

}  // namespace onefold::verify
