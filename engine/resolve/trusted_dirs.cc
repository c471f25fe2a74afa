#include "resolve/trusted_dirs.h"

#include <algorithm>

namespace onefold {
namespace {

constexpr size_t kMaxDirLength = 1024;
constexpr std::string_view kBoundary("/\0/", 3);  // between two of the strings

bool is_path_char(char c) { return c > ' ' && c < 0x7f; }

bool is_dir_text(std::string_view text) {
  if (text.size() < 3 || !text.starts_with('/') || !text.ends_with('/')) return false;
  return std::ranges::all_of(text, is_path_char);
}

// Where the path that reaches up to `end` begins. What stands before the first of the strings is
// not text and need not be a NUL.
size_t start_of_path(std::string_view bytes, size_t end) {
  size_t lowest = end > kMaxDirLength ? end - kMaxDirLength : 0;
  size_t start = end;
  while (start > lowest && is_path_char(bytes[start - 1])) --start;
  return bytes.find('/', start);
}

// The text that starts at `at` and ends before a NUL; empty if it's too long.
std::string_view text_at(std::string_view bytes, size_t at) {
  std::string_view window = bytes.substr(at, kMaxDirLength);
  size_t end = window.find('\0');
  return end == std::string_view::npos ? std::string_view() : window.substr(0, end);
}

}  // namespace

std::vector<std::string> read_trusted_dirs(const FileView& loader) {
  auto raw = loader.all();
  std::string_view bytes(reinterpret_cast<const char*>(raw.data()), raw.size());
  std::vector<std::string> longest;
  for (size_t hit = bytes.find(kBoundary); hit != std::string_view::npos;
       hit = bytes.find(kBoundary, hit + 1)) {
    std::vector<std::string> dirs;
    size_t at = start_of_path(bytes, hit);
    for (auto text = text_at(bytes, at); is_dir_text(text); text = text_at(bytes, at)) {
      dirs.emplace_back(text);
      at += text.size() + 1;
    }
    if (dirs.size() >= 2 && dirs.size() > longest.size()) longest = std::move(dirs);
    // The rest of this list has been seen.
    hit = std::max(hit, at > kBoundary.size() ? at - kBoundary.size() : 0);
  }
  return longest;
}

std::vector<std::string> debian_trusted_dirs(const Machine* machine) {
  std::vector<std::string> dirs;
  if (machine != nullptr && !machine->lib.empty()) {
    dirs.push_back("/" + std::string(machine->lib) + "/");
    dirs.push_back("/usr/" + std::string(machine->lib) + "/");
  }
  dirs.emplace_back("/lib/");
  dirs.emplace_back("/usr/lib/");
  return dirs;
}

std::string lib_token(const std::vector<std::string>& trusted_dirs) {
  if (trusted_dirs.empty()) return "";
  std::string_view first = trusted_dirs[0];
  first.remove_suffix(1);
  if (first.starts_with("/usr/lib")) return std::string(first.substr(5));
  if (first.starts_with("/lib")) return std::string(first.substr(1));
  return std::string(first.substr(first.rfind('/') + 1));
}

}  // namespace onefold
