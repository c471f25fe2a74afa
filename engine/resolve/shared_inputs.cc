#include "resolve/shared_inputs.h"

#include <optional>
#include <string>

namespace onefold {

struct SharedInputs::Read {
  std::mutex mutex;  // who comes second waits for what the first one reads
  std::optional<Result<Linkable>> linkable;
};

class SharedInputs::Store : public HostFiles {
 public:
  explicit Store(SharedInputs& shared) : shared_(shared) {}

  Result<std::shared_ptr<const MappedFile>> map(const std::string& path,
                                                const std::string& name) const override {
    if (auto identity = identify(path)) {
      if (auto known = shared_.find(*identity)) return known;
    }
    ONEFOLD_TRY(auto file, HostFiles::map(path, name));
    return file == nullptr ? nullptr : shared_.keep(file);
  }

 private:
  SharedInputs& shared_;
};

std::unique_ptr<const FileStore> SharedInputs::store() { return std::make_unique<Store>(*this); }

std::shared_ptr<const MappedFile> SharedInputs::find(FileIdentity identity) {
  std::lock_guard lock(mutex_);
  auto known = files_.find(identity);
  return known == files_.end() ? nullptr : known->second;
}

// Whoever mapped it first.
std::shared_ptr<const MappedFile> SharedInputs::keep(
    const std::shared_ptr<const MappedFile>& file) {
  std::lock_guard lock(mutex_);
  return files_.try_emplace(file->identity(), file).first->second;
}

Result<Linkable> SharedInputs::linkable(const Module& module) {
  std::unique_lock lock(mutex_);
  auto& entry = linkables_[module.file.all().data()];
  if (entry == nullptr) entry = std::make_shared<Read>();
  const std::shared_ptr<Read> read = entry;
  lock.unlock();

  std::lock_guard reading(read->mutex);
  if (!read->linkable) read->linkable = read_linkable(module);
  Result<Linkable> linkable = *read->linkable;
  if (linkable) linkable->module = &module;
  return linkable;
}

}  // namespace onefold
