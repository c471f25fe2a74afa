#include "resolve/file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>

namespace onefold {
namespace {

namespace fs = std::filesystem;

// As many as Linux follows in one path (MAXSYMLINKS).
constexpr int kMaxSymlinks = 40;

// A long search path times a long list of libraries must not keep us busy for hours. Real closures
// of hundreds of libraries look for a few thousand files.
constexpr uint64_t kMaxLookups = 500'000;

// What they cost is bounded too: each name on the way is a step, and so are each kBytesOfStep of
// the path to it, which the kernel walks again. 40 links of 4096 bytes have up to 80,000 names.
constexpr uint64_t kMaxSteps = 2'000'000;
constexpr size_t kBytesOfStep = 64;

std::string absolute_path(const std::string& host_path) {
  std::error_code failed;
  fs::path absolute = fs::absolute(host_path, failed);
  if (failed) return host_path;
  std::string normal = absolute.lexically_normal().string();
  while (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

std::string real_host_path(const std::string& host_path) {
  char buffer[PATH_MAX];
  return realpath(host_path.c_str(), buffer) != nullptr ? buffer : "";
}

// What is left of `path` below `dir`, beginning with '/'; nullopt if it lies elsewhere.
std::optional<std::string_view> below(std::string_view path, std::string_view dir) {
  if (dir == "/" || dir.empty()) return path;
  if (!path.starts_with(dir)) return std::nullopt;
  path.remove_prefix(dir.size());
  if (path.empty()) return "/";
  if (path[0] != '/') return std::nullopt;
  return path;
}

// Splits off the first component of `path`; slashes before it are skipped.
std::string_view take_component(std::string_view& path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  std::string_view component = path.substr(0, path.find('/'));
  path.remove_prefix(component.size());
  return component;
}

// The names that a walk has before it. A link's come before those behind the link, which are not
// copied for it: each of 40 links can have 4096 bytes.
class WayAhead {
 public:
  explicit WayAhead(std::string_view path) { follow(std::string(path)); }

  // "" at the end.
  std::string_view take() {
    while (true) {
      Piece& piece = pieces_.back();
      std::string_view rest = std::string_view(piece.path).substr(piece.taken);
      std::string_view component = take_component(rest);
      piece.taken = piece.path.size() - rest.size();
      if (!component.empty() || pieces_.size() == 1) return component;
      pieces_.pop_back();
    }
  }

  void follow(std::string target) { pieces_.push_back({std::move(target), 0}); }

 private:
  struct Piece {
    std::string path;
    size_t taken;
  };
  std::vector<Piece> pieces_;
};

bool has_dotdot(std::string_view path) {
  while (!path.empty()) {
    if (take_component(path) == "..") return true;
  }
  return false;
}

}  // namespace

Result<FileSystem> FileSystem::open(const std::string& root,
                                    std::unique_ptr<const FileStore> store) {
  FileSystem files(std::move(store));
  if (root.empty()) return files;
  files.root_ = real_host_path(root);
  struct stat status{};
  if (files.root_.empty() || stat(files.root_.c_str(), &status) != 0) {
    return fail(Error{root, "--root", std::nullopt, "a directory", std::strerror(errno)});
  }
  if (!S_ISDIR(status.st_mode)) {
    return fail(Error{root, "--root", std::nullopt, "a directory", "another kind of file"});
  }
  files.root_given_ = absolute_path(root);
  // "/" as a root is the host's view, except that its links are walked here.
  if (files.root_ == "/") files.root_.clear();
  files.has_root_ = true;
  return files;
}

FileSystem FileSystem::in(std::unique_ptr<const FileStore> store) {
  FileSystem files(std::move(store));
  files.has_root_ = true;
  return files;
}

std::optional<std::string> FileSystem::inside(const std::string& host_path) const {
  if (!has_root_) return host_path;
  std::string absolute = absolute_path(host_path);
  // First by its spelling: a link on the way would lead out of the root by the host's rules.
  for (const std::string& root : {root_given_, root_}) {
    if (auto rest = below(absolute, root)) return std::string(*rest);
  }
  size_t slash = absolute.rfind('/');
  std::string real_dir = real_host_path(absolute.substr(0, slash + 1));
  if (real_dir.empty()) return std::nullopt;
  auto rest = below(real_dir, root_);
  if (!rest) return std::nullopt;
  return (*rest == "/" ? "" : std::string(*rest)) + absolute.substr(slash);
}

std::string FileSystem::grant(const std::string& host_dir) {
  if (auto path = inside(host_dir)) return *path;
  granted_.push_back(absolute_path(host_dir));
  return granted_.back();
}

bool FileSystem::is_granted(std::string_view path) const {
  return std::ranges::any_of(granted_, [path](const std::string& dir) {
    auto rest = below(path, dir);
    return rest && !has_dotdot(*rest);
  });
}

LinkAt FileSystem::look_at(const std::string& path) {
  steps_ += (path.size() - root_.size()) / kBytesOfStep;
  return store_->link_at(path);
}

std::optional<std::string> FileSystem::walk(std::string_view path) {
  std::string at = root_;
  WayAhead ahead(path);
  int links = 0;
  while (steps_ <= kMaxSteps) {
    std::string_view component = ahead.take();
    if (component.empty()) return at.empty() ? "/" : at;
    ++steps_;
    if (component == ".") continue;
    if (component == "..") {
      if (at.size() > root_.size()) at.erase(at.rfind('/'));
      continue;
    }
    size_t parent_size = at.size();
    at += '/';
    at += component;
    auto [exists, target] = look_at(at);
    if (!exists) return std::nullopt;
    if (!target) continue;
    if (++links > kMaxSymlinks) return std::nullopt;
    at.resize(target->starts_with('/') ? root_.size() : parent_size);
    ahead.follow(*std::move(target));
  }
  return std::nullopt;
}

const std::optional<std::string>& FileSystem::walk_dir(std::string_view dir) {
  auto [known, is_new] = walked_dirs_.try_emplace(std::string(dir));
  if (is_new) known->second = walk(dir);
  return known->second;
}

std::optional<std::string> FileSystem::host_path(std::string_view path) {
  if (!has_root_) return std::string(path);
  if (is_granted(path)) return std::string(path);
  size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (name.empty() || name == "." || name == "..") return walk(path);
  // Most lookups differ only in the name: walk their directory once.
  const auto& dir = walk_dir(slash == std::string_view::npos ? "/" : path.substr(0, slash + 1));
  if (!dir) return std::nullopt;
  std::string candidate = (*dir == "/" ? "" : *dir) + '/' + std::string(name);
  const LinkAt found = look_at(candidate);
  if (found.target) return walk(path);
  return found.exists ? std::optional(candidate) : std::nullopt;
}

std::optional<std::string> FileSystem::real_path(const std::string& path) {
  auto host = host_path(path);
  if (!host) return std::nullopt;
  if (!has_root_) {
    std::string real = real_host_path(*host);
    return real.empty() ? std::nullopt : std::optional(real);
  }
  auto rest = below(*host, root_);
  return std::string(rest ? *rest : *host);
}

Result<const MappedFile*> FileSystem::map(const std::string& path) {
  if (++lookups_ > kMaxLookups) {
    return fail(Error{printable(path), "search path", std::nullopt,
                      fmt::format("at most {} files to look for", kMaxLookups), "more"});
  }
  steps_ += path.size() / kBytesOfStep;
  auto host = host_path(path);
  ONEFOLD_CHECK(check_walked(path));
  if (!host) return nullptr;
  return map_host(*host, path);
}

Result<void> FileSystem::check_walked(std::string_view path) const {
  if (steps_ <= kMaxSteps) return {};
  return fail(Error{printable(path), "search path", std::nullopt,
                    fmt::format("at most {} names and links on the way to files", kMaxSteps),
                    "more"});
}

Result<const MappedFile*> FileSystem::map_host(const std::string& host_path,
                                               const std::string& name) {
  auto seen = store_->identify(host_path);
  if (!seen) return nullptr;
  auto known = files_.find(*seen);
  if (known != files_.end()) return known->second.get();
  ONEFOLD_TRY(auto file, store_->map(host_path, has_root_ ? host_path : name));
  if (file == nullptr) return nullptr;
  auto [entry, _] = files_.try_emplace(file->identity(), std::move(file));
  return entry->second.get();
}

Result<void> FileSystem::check_intact() const {
  for (const auto& [identity, file] : files_) ONEFOLD_CHECK(file->check_intact());
  return {};
}

std::vector<const MappedFile*> FileSystem::mapped() const {
  std::vector<const MappedFile*> files;
  files.reserve(files_.size());
  for (const auto& [identity, file] : files_) files.push_back(file.get());
  return files;
}

}  // namespace onefold
