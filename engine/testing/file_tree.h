// A directory of small files, made for one test and gone after it.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::testing {

class FileTree {
 public:
  FileTree() {
    std::string pattern = (std::filesystem::temp_directory_path() / "onefold-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed: " + pattern);
    top_ = std::filesystem::canonical(pattern).string();
  }
  FileTree(const FileTree&) = delete;
  FileTree& operator=(const FileTree&) = delete;
  ~FileTree() {
    std::error_code ignored;  // what is left lies in the temporary directory
    std::filesystem::remove_all(top_, ignored);
  }

  // `path` begins with '/', which is the tree's top.
  std::string path(std::string_view path) const { return top_ + std::string(path); }
  const std::string& top() const { return top_; }

  void dir(std::string_view at) const { std::filesystem::create_directories(path(at)); }

  void file(std::string_view at, std::span<const std::byte> bytes) const {
    std::filesystem::create_directories(std::filesystem::path(path(at)).parent_path());
    std::ofstream out(path(at), std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + path(at));
  }
  void file(std::string_view at, std::string_view text) const {
    file(at, std::as_bytes(std::span(text)));
  }

  std::vector<std::byte> bytes(std::string_view at) const {
    std::ifstream in(path(at), std::ios::binary | std::ios::ate);
    std::vector<std::byte> found(static_cast<size_t>(std::max<std::streamoff>(in.tellg(), 0)));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(found.data()), static_cast<std::streamsize>(found.size()));
    if (!in) throw std::runtime_error("cannot read " + path(at));
    return found;
  }

  void hard_link(std::string_view existing, std::string_view at) const {
    std::filesystem::create_hard_link(path(existing), path(at));
  }
  void link(std::string_view at, const std::string& target) const {
    std::filesystem::create_directories(std::filesystem::path(path(at)).parent_path());
    std::filesystem::create_symlink(target, path(at));
  }

 private:
  std::string top_;
};

}  // namespace onefold::testing
