// What closures that are folded side by side have in common.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "base/mapped_file.h"
#include "resolve/file_store.h"
#include "resolve/linkable.h"

namespace onefold {

// Maps each file once, and reads its symbols, versions and relocation tables once. Any thread may
// ask; it must outlive what it gave.
class SharedInputs {
 public:
  SharedInputs() = default;
  SharedInputs(const SharedInputs&) = delete;
  SharedInputs& operator=(const SharedInputs&) = delete;

  // For one FileSystem.
  std::unique_ptr<const FileStore> store();

  // As read_linkable has it. `module` is of a file that store() mapped.
  Result<Linkable> linkable(const Module& module);

 private:
  class Store;
  struct Read;  // a Linkable, or why there is none

  std::shared_ptr<const MappedFile> find(FileIdentity identity);
  std::shared_ptr<const MappedFile> keep(const std::shared_ptr<const MappedFile>& file);

  std::mutex mutex_;
  std::map<FileIdentity, std::shared_ptr<const MappedFile>> files_;
  std::map<const std::byte*, std::shared_ptr<Read>> linkables_;  // by the mapping's first byte
};

}  // namespace onefold
