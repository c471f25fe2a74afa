#include "resolve/selection.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>

namespace onefold {
namespace {

// Built from one source package each, with private interfaces (GLIBC_PRIVATE) between their parts:
// they only work together.
constexpr const char* kGlibcGroup[] = {"libc.so.6",
                                       "libm.so.6",
                                       "libmvec.so.1",
                                       "libpthread.so.0",
                                       "libdl.so.2",
                                       "librt.so.1",
                                       "libutil.so.1",
                                       "libresolv.so.2",
                                       "libanl.so.1",
                                       "libnsl.so.1",
                                       "libnss_*.so.2",
                                       "libthread_db.so.1",
                                       "libBrokenLocale.so.1",
                                       "libc_malloc_debug.so.0",
                                       "ld-linux*.so.*",
                                       "ld64.so.*",
                                       "ld.so.1",
                                       "libgcc_s.so.1"};
constexpr const char* kMuslGroup[] = {"libc.so", "libc.musl-*.so.*", "ld-musl-*.so.*"};

bool matches(const char* glob, const std::string& text) {
  return fnmatch(glob, text.c_str(), 0) == 0;
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

class Names {
 public:
  explicit Names(const ClosureEntry& entry) : names_{entry.name, file_name(entry.path)} {
    auto soname = entry.module.dynamic_string(DT_SONAME);
    if (soname && *soname) names_.emplace_back(**soname);
  }
  bool match(const char* glob) const {
    return std::ranges::any_of(names_,
                               [&](const std::string& name) { return matches(glob, name); });
  }

 private:
  std::vector<std::string> names_;
};

bool in_libc_group(LoaderKind kind, const Names& names) {
  auto in = [&](const auto& group) {
    return std::ranges::any_of(group, [&](const char* glob) { return names.match(glob); });
  };
  return kind == LoaderKind::kMusl ? in(kMuslGroup) : in(kGlibcGroup);
}

Result<void> check_kept_need_kept(const Closure& closure, const std::vector<bool>& folded) {
  for (size_t i = 0; i < closure.entries.size(); ++i) {
    if (folded[i]) continue;
    for (size_t needed : closure.entries[i].needs) {
      if (!folded[needed]) continue;
      const std::string& name = closure.entries[needed].name;
      return fail(Error{
          closure.entries[i].path, "DT_NEEDED", std::nullopt,
          "only kept libraries, since this one is kept and starts before the fold",
          fmt::format("{}, which would be folded (--keep {} too, or fold both)", name, name)});
    }
  }
  return {};
}

}  // namespace

Result<std::vector<bool>> select_folded(const Closure& closure, const SelectionOptions& options) {
  std::vector<bool> keep_used(options.keep.size());
  std::vector<bool> only_used(options.only.size());
  std::vector<bool> folded(closure.entries.size(), true);
  for (size_t i = 1; i < closure.entries.size(); ++i) {
    Names names(closure.entries[i]);
    if (closure.loader == i) folded[i] = false;
    for (size_t k = 0; k < options.keep.size(); ++k) {
      const std::string& glob = options.keep[k];
      bool hit =
          glob == "libc" ? in_libc_group(closure.loader_kind, names) : names.match(glob.c_str());
      if (!hit) continue;
      folded[i] = false;
      keep_used[k] = true;
    }
    if (options.only.empty()) continue;
    bool wanted = false;
    for (size_t k = 0; k < options.only.size(); ++k) {
      if (!names.match(options.only[k].c_str())) continue;
      wanted = true;
      only_used[k] = true;
    }
    if (!wanted) folded[i] = false;
  }
  auto unused = [&](const std::vector<std::string>& globs, const std::vector<bool>& used,
                    std::string_view flag) -> Result<void> {
    for (size_t k = 0; k < globs.size(); ++k) {
      if (used[k] || globs[k] == "libc") continue;
      return fail(Error{closure.entries[0].path, std::string(flag), std::nullopt,
                        "a name that matches a library of the closure", globs[k]});
    }
    return {};
  };
  ONEFOLD_CHECK(unused(options.keep, keep_used, "--keep"));
  ONEFOLD_CHECK(unused(options.only, only_used, "--only"));
  ONEFOLD_CHECK(check_kept_need_kept(closure, folded));
  return folded;
}

}  // namespace onefold
