#include "origins.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

#include "base/counted.h"
#include "plan/embedded_loader.h"
#include "resolve/file_system.h"

namespace onefold {
namespace {

Result<std::string> c_library_of(const Closure& closure) {
  if (closure.loader_kind == LoaderKind::kMusl) return "musl";
  ONEFOLD_TRY(auto release, glibc_release(closure));
  return release ? fmt::format("glibc 2.{}", *release) : "glibc";
}

// In any case, as people write them: gpl-3*.
bool matches(const std::string& glob, const std::string& licence) {
  return fnmatch(glob.c_str(), licence.c_str(), FNM_CASEFOLD) == 0;
}

Result<void> check_part(const FoldOptions& options, const FoldedPart& part) {
  for (const std::string& licence : part.licences.names) {
    for (const std::string& glob : options.refuse_licenses) {
      if (!matches(glob, licence)) continue;
      return fail(
          Error{part.path, "licence", std::nullopt,
                fmt::format("none like {} (--keep it, or fold without --refuse-license)", glob),
                fmt::format("{}, named by the copyright file of {}", licence, part.package->name)});
    }
  }
  return {};
}

bool is_gpl(std::string_view licence) {
  for (std::string_view family : {"GPL", "LGPL", "AGPL"}) {
    if (licence.starts_with(family)) return true;
  }
  return false;
}

}  // namespace

Result<Provenance> find_origins(const FoldOptions& options, const Closure& closure,
                                const std::vector<bool>& folded, bool total) {
  Provenance provenance;
  if (options.packages) {
    std::vector<std::string> paths;
    paths.reserve(closure.entries.size());
    for (size_t i = 0; i < closure.entries.size(); ++i) {
      const std::string& path = closure.entries[i].path;
      // What the root's database says of a path does not hold of the host's file in its place.
      const bool asks = (folded[i] || total) && !closure.files->is_granted(path);
      paths.push_back(i == 0 ? options.program : asks ? path : "");
    }
    ONEFOLD_TRY(provenance, find_provenance(options.resolve.root, std::move(paths)));
  }
  if (total) {
    ONEFOLD_TRY(provenance.c_library, c_library_of(closure));
  }
  return provenance;
}

Result<void> check_licences(const FoldOptions& options, const FoldReport& report,
                            std::vector<std::string>& warnings) {
  if (options.refuse_licenses.empty()) return {};
  size_t unknown = 0;
  const FoldedPart* first = nullptr;
  for (const FoldedPart& part : report.folded) {
    ONEFOLD_CHECK(check_part(options, part));
    if (!part.licences.names.empty() || &part == &report.folded.front()) continue;
    if (++unknown == 1) first = &part;
  }
  if (unknown > 0) {
    warnings.push_back(
        fmt::format("the licence of {} is not known ({}): --refuse-license cannot tell",
                    first->path, counted(unknown, "such library", "such libraries")));
  }
  return {};
}

std::string licence_notice(const FoldReport& report) {
  if (report.c_library.empty()) return "";
  std::vector<std::string> packages;
  for (const FoldedPart& part : report.folded) {
    if (!part.package || !std::ranges::any_of(part.licences.names, is_gpl)) continue;
    if (std::ranges::find(packages, part.package->name) == packages.end())
      packages.push_back(part.package->name);
  }
  if (packages.empty()) return "";
  constexpr size_t kNamed = 6;
  const size_t more = packages.size() > kNamed ? packages.size() - kNamed : 0;
  packages.resize(packages.size() - more);
  return fmt::format(
      "  GPL or LGPL code inside, whose conditions hold when the file is passed on: {}{} (--sbom "
      "FILE lists "
      "licences)\n",
      printable(fmt::format("{}", fmt::join(packages, ", ")), 4096),
      more > 0 ? " and " + counted(more, "more package", "more packages") : "");
}

}  // namespace onefold
