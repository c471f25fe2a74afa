// What a FileSystem asks of the kernel, so that a tree in memory can answer in its place.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/mapped_file.h"

namespace onefold {

// What lies at a path: a symbolic link has a target.
struct LinkAt {
  bool exists = false;
  std::optional<std::string> target;
};

class FileStore {
 public:
  FileStore() = default;
  FileStore(const FileStore&) = delete;
  FileStore& operator=(const FileStore&) = delete;
  virtual ~FileStore() = default;

  // Of the last component, as readlink(2) has it.
  virtual LinkAt link_at(const std::string& path) const = 0;

  // Of the file that links lead to; nullopt if there is none.
  virtual std::optional<FileIdentity> identify(const std::string& path) const = 0;

  // Maps that file, called `name` in errors; null: it may not be read.
  virtual Result<std::shared_ptr<const MappedFile>> map(const std::string& path,
                                                        const std::string& name) const = 0;
};

// The kernel's files.
class HostFiles : public FileStore {
 public:
  LinkAt link_at(const std::string& path) const override;
  std::optional<FileIdentity> identify(const std::string& path) const override;
  Result<std::shared_ptr<const MappedFile>> map(const std::string& path,
                                                const std::string& name) const override;
};

// The kernel's, of which most are small.
class HostTexts : public HostFiles {
 public:
  Result<std::shared_ptr<const MappedFile>> map(const std::string& path,
                                                const std::string& name) const override;
};

}  // namespace onefold
