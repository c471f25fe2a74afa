#include "resolve/musl_search.h"

#include <algorithm>

namespace onefold {
namespace {

constexpr std::string_view kDefaultPath = "/lib:/usr/local/lib:/usr/lib";
constexpr size_t kMaxNameLength = 255;  // NAME_MAX

// path_open: both characters separate, and empty elements count for nothing.
SearchDirs dirs_of(std::string_view path_list, std::string reason) {
  SearchDirs dirs{.reason = std::move(reason)};
  for (std::string_view dir : split(path_list, ":\n")) {
    if (!dir.empty()) dirs.prefixes.push_back(std::string(dir) + "/");
  }
  return dirs;
}

// fixup_rpath: only $ORIGIN and ${ORIGIN} mean something, with any character behind them; one other
// dollar spoils the whole path.
std::optional<std::string> expand_origin(std::string_view text, std::string_view origin) {
  std::string out;
  while (true) {
    size_t dollar = text.find('$');
    out += text.substr(0, dollar);
    if (dollar == std::string_view::npos) return out;
    text.remove_prefix(dollar);
    if (text.starts_with("$ORIGIN")) {
      text.remove_prefix(7);
    } else if (text.starts_with("${ORIGIN}")) {
      text.remove_prefix(9);
    } else {
      return std::nullopt;
    }
    out += origin;
  }
}

// "/lib/ld-musl-x86_64.so.1" -> "/etc/ld-musl-x86_64.path": musl cuts off the last two components.
std::string path_file_of(const std::string& interpreter) {
  size_t last = interpreter.rfind('/');
  std::string name = last == std::string::npos ? interpreter : interpreter.substr(last + 1);
  std::string prefix;
  if (interpreter.starts_with('/') && last > 0) {
    prefix = interpreter.substr(0, interpreter.rfind('/', last - 1));
  }
  return prefix + "/etc/" + name.substr(0, name.find(".so")) + ".path";
}

}  // namespace

MuslSearch::MuslSearch(FileSystem& files, const ResolveOptions& options, LoaderAbi abi,
                       const std::string& interpreter)
    : files_(files), options_(options), abi_(abi), path_file_(path_file_of(interpreter)) {}

void MuslSearch::add_command_line() {
  if (options_.ld_library_path && !files_.has_root()) {
    command_line_.push_back(dirs_of(*options_.ld_library_path, "LD_LIBRARY_PATH"));
  }
  for (const std::string& dir : options_.library_dirs) {
    command_line_.push_back({{files_.grant(dir) + "/"}, "-L " + dir});
  }
}

bool MuslSearch::is_builtin(std::string_view name) {
  if (!name.starts_with("lib")) return false;
  name.remove_prefix(3);
  constexpr std::string_view kReserved[] = {"c.", "pthread.", "rt.", "m.", "dl.", "util.", "xnet."};
  return std::ranges::any_of(kReserved, [&](std::string_view r) { return name.starts_with(r); });
}

Result<Requester> MuslSearch::describe(const Module& module, const std::string& path,
                                       std::string origin, const Requester* loaded_for) {
  Requester requester{.origin = std::move(origin), .loaded_for = loaded_for};
  ONEFOLD_TRY(auto runpath, module.dynamic_string(DT_RUNPATH));
  ONEFOLD_TRY(auto rpath, module.dynamic_string(DT_RPATH));
  auto text = runpath ? runpath : rpath;
  if (!text) return requester;
  if (auto dirs = expand_origin(*text, requester.origin)) {
    requester.rpath = dirs_of(*dirs, (runpath ? "DT_RUNPATH of " : "DT_RPATH of ") + path);
  }
  return requester;
}

Result<std::string> MuslSearch::expand(std::string_view name, const Module&, const Requester&) {
  return std::string(name);
}

Result<SearchResult> MuslSearch::find(const std::string& name, const Requester& requester) {
  SearchResult result;
  if (name.empty()) return result;
  if (name.find('/') != std::string::npos) {
    ONEFOLD_CHECK(try_file(name, "path in DT_NEEDED", result));
    return result;
  }
  if (name.size() > kMaxNameLength) return result;
  for (const SearchDirs& dirs : command_line_) {
    ONEFOLD_TRY(bool found, try_dirs(name, dirs, result));
    if (found) return result;
  }
  for (const Requester* r = &requester; r != nullptr; r = r->loaded_for) {
    ONEFOLD_TRY(bool found, try_dirs(name, r->rpath, result));
    if (found) return result;
  }
  ONEFOLD_CHECK(read_system_path());
  ONEFOLD_CHECK(try_dirs(name, *system_, result));
  return result;
}

Result<bool> MuslSearch::try_dirs(const std::string& name, const SearchDirs& dirs,
                                  SearchResult& result) {
  for (const std::string& prefix : dirs.prefixes) {
    ONEFOLD_TRY(bool found, try_file(prefix + name, dirs.reason, result));
    if (found) return true;
  }
  return false;
}

Result<bool> MuslSearch::try_file(const std::string& path, const std::string& reason,
                                  SearchResult& result) {
  ONEFOLD_TRY(const MappedFile* file, files_.map(path));
  if (file == nullptr) return false;
  // musl never passes a file over: it maps a wrong one and fails, at once or later.
  ONEFOLD_TRY(auto acceptance, check_library_header(file->view(), abi_));
  if (acceptance == Acceptance::kPassedOver) {
    return fail(file->view().error("e_machine", "a library of the program's class and machine",
                                   "another one, which musl's loader does not pass over"));
  }
  result.file = file;
  result.path = path;
  result.reason = reason;
  return true;
}

Result<void> MuslSearch::read_system_path() {
  if (system_) return {};
  ONEFOLD_TRY(const MappedFile* file, files_.map(path_file_));
  if (file == nullptr) {
    system_ = dirs_of(kDefaultPath, "default directory");
    return {};
  }
  auto raw = file->view().all();
  std::string text(reinterpret_cast<const char*>(raw.data()), raw.size());
  system_ = dirs_of(text.c_str(), path_file_);  // up to a NUL, as a C string
  return {};
}

}  // namespace onefold
