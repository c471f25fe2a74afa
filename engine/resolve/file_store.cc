#include "resolve/file_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

namespace onefold {

LinkAt HostFiles::link_at(const std::string& path) const {
  char buffer[PATH_MAX];
  ssize_t size = readlink(path.c_str(), buffer, sizeof(buffer));
  // EINVAL: there is something, but no link.
  if (size < 0) return {.exists = errno == EINVAL};
  return {.exists = true, .target = std::string(buffer, static_cast<size_t>(size))};
}

std::optional<FileIdentity> HostFiles::identify(const std::string& path) const {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

namespace {

Result<std::shared_ptr<const MappedFile>> shared(Result<MappedFile> file, const std::string& path) {
  if (file) return std::make_shared<const MappedFile>(*std::move(file));
  if (access(path.c_str(), R_OK) != 0) return nullptr;
  return fail(std::move(file).error());
}

}  // namespace

Result<std::shared_ptr<const MappedFile>> HostFiles::map(const std::string& path,
                                                         const std::string& name) const {
  return shared(MappedFile::open(path, name), path);
}

Result<std::shared_ptr<const MappedFile>> HostTexts::map(const std::string& path,
                                                         const std::string& name) const {
  return shared(MappedFile::read(path, name), path);
}

}  // namespace onefold
