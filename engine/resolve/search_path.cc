#include "resolve/search_path.h"

namespace onefold {

std::string origin_of(const std::string& path, const std::string& cwd) {
  std::string absolute = path;
  if (!path.starts_with('/')) absolute = cwd + (cwd.ends_with('/') ? "" : "/") + path;
  size_t slash = absolute.rfind('/');
  return slash == 0 ? "/" : absolute.substr(0, slash);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> pieces;
  while (true) {
    size_t end = text.find_first_of(separators);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

}  // namespace onefold
