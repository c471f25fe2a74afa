#include "set_store.h"

#include <map>
#include <optional>
#include <string>

namespace onefold::fuzz {
namespace {

class Store : public FileStore {
 public:
  explicit Store(const FileSet& set) {
    uint64_t inode = 0;
    for (const SetFile& file : set.files) {
      nodes_.try_emplace(file.path, Node{&file, ++inode});
      // The directories on the way.
      for (size_t slash = file.path.rfind('/'); slash != std::string::npos && slash > 0;
           slash = file.path.rfind('/', slash - 1)) {
        nodes_.try_emplace(file.path.substr(0, slash), Node{nullptr, ++inode});
      }
    }
  }

  LinkAt link_at(const std::string& path) const override {
    const Node* node = find(path);
    if (node == nullptr) return {};
    if (node->file == nullptr || !node->file->is_link) return {.exists = true};
    const auto& target = node->file->bytes;
    return {.exists = true,
            .target = std::string(reinterpret_cast<const char*>(target.data()), target.size())};
  }

  // A FileSystem with a root walks links by itself, so that `path` has none.
  std::optional<FileIdentity> identify(const std::string& path) const override {
    const Node* node = find(path);
    if (node == nullptr) return std::nullopt;
    return FileIdentity{0, node->inode};
  }

  Result<std::shared_ptr<const MappedFile>> map(const std::string& path,
                                                const std::string& name) const override {
    const Node* node = find(path);
    if (node == nullptr) return nullptr;
    if (node->file == nullptr || node->file->is_link)
      return fail(Error{name, "st_mode", std::nullopt, "a regular file", "a directory"});
    return std::make_shared<const MappedFile>(
        MappedFile::over(name, node->file->bytes, {0, node->inode}));
  }

 private:
  struct Node {
    const SetFile* file;  // null: a directory
    uint64_t inode;
  };
  const Node* find(const std::string& path) const {
    auto found = nodes_.find(path);
    return found == nodes_.end() ? nullptr : &found->second;
  }

  std::map<std::string, Node> nodes_;
};

}  // namespace

std::unique_ptr<const FileStore> make_store(const FileSet& set) {
  return std::make_unique<Store>(set);
}

}  // namespace onefold::fuzz
