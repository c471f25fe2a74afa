#include "verify/versions.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "elf/hash.h"

namespace onefold::verify {
namespace {

using NamesAndHashes = std::set<std::pair<std::string_view, uint32_t>>;

NamesAndHashes defined_by(const Object& object) {
  NamesAndHashes defined;
  for (const VersionDefinition& v : object.version_tables.defined) defined.emplace(v.name, v.hash);
  return defined;
}

}  // namespace

// ld.so looks up every needed version before it starts (elf/dl-version.c).
void compare_versions(const Context& context, Report& report) {
  const Versions& fold = context.fold().version_tables;
  std::set<std::string_view> defined;
  std::set<uint16_t> indices;
  for (const VersionDefinition& version : fold.defined) {
    defined.insert(version.name);
    report.compared(Aspect::kVersion);
    if (version.hash != sysv_hash(version.name) || !indices.insert(version.index).second) {
      report.differ(Aspect::kVersion, version.name, "a hash and index of its own", "others");
    }
  }
  for (const Part& part : context.parts()) {
    for (const VersionDefinition& version : context.object(part).version_tables.defined) {
      if ((version.flags & VER_FLG_BASE) != 0) continue;
      report.compared(Aspect::kVersion);
      if (!defined.contains(version.name)) {
        report.differ(Aspect::kVersion, version.name, "defined by the fold", "it is not");
      }
    }
  }
  std::map<uint32_t, NamesAndHashes> defined_outside;  // by original: several may need one's
  for (const VersionNeed& need : fold.needed) {
    const auto original = context.called(need.file);
    if (!original || context.is_folded(*original)) {
      report.differ(Aspect::kVersion, need.file, "a library that stays outside", "none");
      continue;
    }
    auto known = defined_outside.find(*original);
    if (known == defined_outside.end()) {
      known =
          defined_outside.emplace(*original, defined_by(context.before().object(*original))).first;
    }
    const NamesAndHashes& has = known->second;
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
