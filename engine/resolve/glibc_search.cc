#include "resolve/glibc_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <set>

#include "resolve/string_tokens.h"
#include "resolve/trusted_dirs.h"

namespace onefold {
namespace {

constexpr const char* kCachePath = "/etc/ld.so.cache";

// fillin_rpath: one '/' at the end; an empty element is the current directory.
std::string dir_prefix(std::string dir) {
  if (dir.empty()) return dir;
  while (dir.size() > 1 && dir.back() == '/') dir.pop_back();
  if (dir.back() != '/') dir += '/';
  return dir;
}

std::vector<std::string> hwcap_names(const ResolveOptions& options) {
  std::vector<std::string> names;
  if (!options.hwcaps) return names;
  for (std::string_view name : split(*options.hwcaps, ":")) {
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

}  // namespace

GlibcSearch::GlibcSearch(FileSystem& files, const ResolveOptions& options, const Machine* machine,
                         LoaderAbi abi, const FileView* loader)
    : files_(files),
      options_(options),
      machine_(machine),
      abi_(abi),
      hwcaps_(hwcap_names(options)),
      platform_(machine != nullptr ? machine->platform : "") {
  std::vector<std::string> dirs;
  if (loader != nullptr) dirs = read_trusted_dirs(*loader);
  if (dirs.empty()) dirs = debian_trusted_dirs(machine);
  lib_ = lib_token(dirs);
  defaults_ = {std::move(dirs), "default directory"};
}

void GlibcSearch::add_command_line(const Requester& program) {
  if (options_.ld_library_path && !options_.ld_library_path->empty() && !files_.has_root()) {
    command_line_.push_back(
        dirs_of(*options_.ld_library_path, ":;", "LD_LIBRARY_PATH", program.origin));
  }
  for (const std::string& dir : options_.library_dirs) {
    command_line_.push_back({{dir_prefix(files_.grant(dir))}, "-L " + dir});
  }
}

SearchDirs GlibcSearch::dirs_of(std::string_view path_list, std::string_view separators,
                                std::string reason, std::string_view origin) const {
  SearchDirs dirs{.reason = std::move(reason)};
  std::set<std::string> known;  // ordered, as FileSystem's
  for (std::string_view piece : split(path_list, separators)) {
    auto dir = expand_tokens(piece, {.origin = origin, .lib = lib_, .platform = platform_});
    // An element that was empty from the start is the current directory; one that lost its token is
    // not.
    if (!dir || (dir->empty() && !piece.empty())) continue;
    std::string prefix = dir_prefix(*std::move(dir));
    if (prefix.size() > PATH_MAX) continue;  // no file can be opened there
    if (known.insert(prefix).second) dirs.prefixes.push_back(std::move(prefix));
  }
  return dirs;
}

Result<Requester> GlibcSearch::describe(const Module& module, const std::string& path,
                                        std::string origin, const Requester* loaded_for) {
  Requester requester{.origin = std::move(origin), .loaded_for = loaded_for};
  requester.no_default_dirs = (module.flags_1() & DF_1_NODEFLIB) != 0;
  ONEFOLD_TRY(auto runpath, module.dynamic_string(DT_RUNPATH));
  ONEFOLD_TRY(auto rpath, module.dynamic_string(DT_RPATH));
  requester.has_runpath = runpath.has_value();
  if (runpath && !runpath->empty()) {
    requester.runpath = dirs_of(*runpath, ":", "DT_RUNPATH of " + path, requester.origin);
  }
  // DT_RUNPATH makes ld.so forget the object's DT_RPATH (elf_get_dynamic_info).
  if (!runpath && rpath && !rpath->empty()) {
    requester.rpath = dirs_of(*rpath, ":", "DT_RPATH of " + path, requester.origin);
  }
  return requester;
}

Result<std::string> GlibcSearch::expand(std::string_view name, const Module& module,
                                        const Requester& requester) {
  if (name.find('$') == std::string_view::npos) return std::string(name);
  auto text = expand_tokens(name, {.origin = requester.origin, .lib = lib_, .platform = platform_});
  if (!text || text->empty()) {
    return fail(module.file.error("DT_NEEDED", "tokens that have a value", std::string(name)));
  }
  return *std::move(text);
}

Result<SearchResult> GlibcSearch::find(const std::string& name, const Requester& requester) {
  SearchResult result;
  if (name.find('/') != std::string::npos) {
    ONEFOLD_CHECK(try_file(name, "path in DT_NEEDED", result));
    return result;
  }
  if (!requester.has_runpath) {
    for (const Requester* r = &requester; r != nullptr; r = r->loaded_for) {
      ONEFOLD_TRY(bool found, try_dirs(name, r->rpath, result));
      if (found) return result;
    }
  }
  for (const SearchDirs& dirs : command_line_) {
    ONEFOLD_TRY(bool found, try_dirs(name, dirs, result));
    if (found) return result;
  }
  ONEFOLD_TRY(bool by_runpath, try_dirs(name, requester.runpath, result));
  if (by_runpath) return result;
  ONEFOLD_TRY(bool cached, try_cache(name, requester, result));
  if (cached || requester.no_default_dirs) return result;
  ONEFOLD_CHECK(try_dirs(name, defaults_, result));
  return result;
}

Result<bool> GlibcSearch::try_dirs(const std::string& name, const SearchDirs& dirs,
                                   SearchResult& result) {
  for (const std::string& prefix : dirs.prefixes) {
    for (const std::string& hwcap : hwcaps_) {
      ONEFOLD_TRY(bool found, try_file(fmt::format("{}glibc-hwcaps/{}/{}", prefix, hwcap, name),
                                       dirs.reason, result));
      if (found) return true;
    }
    ONEFOLD_TRY(bool found, try_file(prefix + name, dirs.reason, result));
    if (found) return true;
  }
  return false;
}

Result<bool> GlibcSearch::try_file(const std::string& path, const std::string& reason,
                                   SearchResult& result) {
  ONEFOLD_TRY(const MappedFile* file, files_.map(path));
  if (file == nullptr) return false;
  ONEFOLD_TRY(auto acceptance, check_library_header(file->view(), abi_));
  if (acceptance == Acceptance::kPassedOver) {
    result.passed_over = path;
    return false;
  }
  result.file = file;
  result.path = path;
  result.reason = reason;
  return true;
}

bool GlibcSearch::is_in_default_dir(std::string_view path) const {
  return std::ranges::any_of(defaults_.prefixes,
                             [&](const std::string& prefix) { return path.starts_with(prefix); });
}

Result<bool> GlibcSearch::try_cache(const std::string& name, const Requester& requester,
                                    SearchResult& result) {
  if (machine_ == nullptr) return false;
  if (!cache_read_) {
    cache_read_ = true;
    ONEFOLD_TRY(const MappedFile* file, files_.map(kCachePath));
    if (file != nullptr) cache_ = LdSoCache::parse(file->view(), *machine_, abi_.format, hwcaps_);
  }
  if (!cache_) return false;
  auto path = cache_->find(name);
  if (!path || (requester.no_default_dirs && is_in_default_dir(*path))) return false;
  return try_file(std::string(*path), "ld.so.cache", result);
}

}  // namespace onefold
