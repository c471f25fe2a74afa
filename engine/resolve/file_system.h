// A read-only view of the host's files or of a sysroot, which maps each file once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/mapped_file.h"

namespace onefold {

// With a root, a path starts at the root whether it is absolute or not, an absolute symbolic link
// does so too, and ".." of the root is the root (as chroot and openat2's RESOLVE_IN_ROOT have it):
// nothing outside is reached, but for directories granted by name.
class FileSystem {
 public:
  // `root` empty: the host's files as the kernel resolves them. Error: `root` is no directory.
  static Result<FileSystem> open(const std::string& root);

  bool has_root() const { return !root_.empty(); }

  // Makes the host's directory `host_dir` visible, links and all, at its own path, as a bind mount
  // would. Returns the path by which lookups reach it: inside the root if it lies there.
  std::string grant(const std::string& host_dir);

  // The path by which `host_path` is reached in this view: without the root's own path in front.
  std::string inside(const std::string& host_path) const;

  // Maps the file at `path` of this view, or at a path of the host. Null: there is none, it can't
  // be opened for reading, or its path can't be walked. Error: it is no regular file, or mapping
  // fails. The pointer stays valid as long as the FileSystem; two names of one file give one
  // pointer.
  Result<const MappedFile*> map(const std::string& path);
  Result<const MappedFile*> map_host(const std::string& host_path);

  bool is_directory(const std::string& path);

 private:
  FileSystem() = default;

  // The host's path of `path`, with every symbolic link below the root walked; nullopt if there is
  // none.
  std::optional<std::string> host_path(std::string_view path);
  std::optional<std::string> walk(std::string_view path);

  std::string root_;  // real path, without a slash at the end; "" without a root
  std::vector<std::string> granted_;
  std::unordered_map<std::string, std::optional<std::string>> walked_dirs_;
  std::map<FileIdentity, std::unique_ptr<MappedFile>> files_;
};

}  // namespace onefold
