#include "plan/aliases.h"

#include <algorithm>

namespace onefold {
namespace {

// glibc's NEWS for 2.34: "libpthread, libdl, libutil, libanl has been integrated into libc", and
// librt's functions. What is left of their files is for programs of old.
constexpr std::string_view kInLibc[] = {"libpthread.so.0", "libdl.so.2", "librt.so.1",
                                        "libutil.so.1", "libanl.so.1"};

bool is_libc_with_all(const Part& part) {
  const auto& defined = part.linkable->version_tables.defined;
  return part.linkable->soname == "libc.so.6" &&
         std::ranges::find(defined, "GLIBC_2.34", &VersionDefinition::name) != defined.end();
}

}  // namespace

std::vector<std::string_view> alias_names(const PlanInput& input, const Parts& parts) {
  std::vector<std::string_view> names;
  for (const Part& part : parts.list) {
    if (part.scope_index == 0) continue;
    const std::string& asked = input.closure.entries[part.scope_index].name;
    const size_t slash = asked.rfind('/');
    const bool is_path = slash != std::string::npos;
    const bool is_opened =
        std::ranges::find(input.closure.opened, part.scope_index) != input.closure.opened.end();
    if (!part.linkable->soname.empty()) names.push_back(part.linkable->soname);
    if (asked != part.linkable->soname && (!is_path || is_opened)) names.push_back(asked);
    if (is_path && is_opened && part.linkable->soname.empty())
      names.push_back(std::string_view(asked).substr(slash + 1));
  }
  if (!input.total || std::ranges::none_of(parts.list, is_libc_with_all)) return names;
  for (std::string_view name : kInLibc) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace onefold
