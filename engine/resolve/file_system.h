// A read-only view of the host's files or of a sysroot, which maps each file once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/mapped_file.h"
#include "resolve/file_store.h"

namespace onefold {

// With a root, a path starts at the root whether it is absolute or not, an absolute symbolic link
// does so too, and ".." of the root is the root (as chroot and openat2's RESOLVE_IN_ROOT have it):
// nothing outside is reached, but for directories granted by name.
class FileSystem {
 public:
  // `root` empty: the host's files as the kernel resolves them. `store` maps them. Error: `root` is
  // no directory.
  static Result<FileSystem> open(const std::string& root, std::unique_ptr<const FileStore> store =
                                                              std::make_unique<HostFiles>());

  // A root whose files `store` has, at their paths in it.
  static FileSystem in(std::unique_ptr<const FileStore> store);

  bool has_root() const { return has_root_; }

  // The path by which the host's `host_path` is reached in this view; nullopt if it lies outside
  // the root.
  std::optional<std::string> inside(const std::string& host_path) const;

  // Makes the host's directory `host_dir` visible, links and all, at its own path, as a bind mount
  // would. Returns the path by which lookups reach it: inside the root if it lies there.
  std::string grant(const std::string& host_dir);

  // Whether `path` of this view leads through such a directory, and so to nothing of the root.
  bool is_granted(std::string_view path) const;

  // `path` of this view with every symbolic link walked; nullopt if there is no such file, or if
  // too much was walked (check_walked).
  std::optional<std::string> real_path(const std::string& path);

  // Maps the file at `path` of this view. Null: there is none, or it can't be opened for reading,
  // or its path can't be walked. Error: it is no regular file, mapping fails, this is the 500,000th
  // lookup, or check_walked's. The pointer stays valid as long as the FileSystem or what it is
  // moved to; two names of one file give one pointer.
  Result<const MappedFile*> map(const std::string& path);

  // The same for a path of the host, called `name` in errors.
  Result<const MappedFile*> map_host(const std::string& host_path, const std::string& name);

  // Error, which names `path`: what was looked for has led through too many names and links.
  Result<void> check_walked(std::string_view path) const;

  // The error of the first mapped file that was cut short since (MappedFile::check_intact).
  Result<void> check_intact() const;

  // All that are mapped, as long as this or what it is moved to.
  std::vector<const MappedFile*> mapped() const;

 private:
  explicit FileSystem(std::unique_ptr<const FileStore> store) : store_(std::move(store)) {}

  std::optional<std::string> host_path(std::string_view path);
  LinkAt look_at(const std::string& path);
  std::optional<std::string> walk(std::string_view path);
  const std::optional<std::string>& walk_dir(std::string_view dir);

  std::unique_ptr<const FileStore> store_;
  uint64_t lookups_ = 0;
  uint64_t steps_ = 0;
  bool has_root_ = false;
  std::string root_;        // real path without a slash at the end: "" for "/"
  std::string root_given_;  // absolute, as spelt on the command line
  std::vector<std::string> granted_;
  // Ordered: paths that std::hash takes for one are easily made.
  std::map<std::string, std::optional<std::string>> walked_dirs_;
  std::map<FileIdentity, std::shared_ptr<const MappedFile>> files_;
};

// closure.h's, inside `files` whatever options.root says.
struct Closure;
struct ResolveOptions;
Result<Closure> resolve_closure(const std::string& program, const ResolveOptions& options,
                                FileSystem files);

}  // namespace onefold
