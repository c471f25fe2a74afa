#include "packages/licences.h"

#include <algorithm>

#include "packages/control_file.h"

namespace onefold {
namespace {

void add_once(std::vector<std::string>& names, std::string_view name) {
  constexpr size_t kLongest = 200, kMost = 200;  // more is no list of licences
  if (name.empty() || name.size() > kLongest || names.size() == kMost) return;
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

// "GPL-2+ and LGPL-2.1+", "GPL-2 or MPL-1.1", "GPL-2+ with OpenSSL exception": an exception belongs
// to its licence.
void add_synopsis(std::vector<std::string>& names, std::string_view synopsis) {
  while (!synopsis.empty()) {
    size_t end = synopsis.size(), next = end;
    for (std::string_view word : {" and ", " or ", ", ", " / "}) {
      const size_t at = synopsis.find(word);
      if (at < end) {
        end = at;
        next = at + word.size();
      }
    }
    std::string_view name = synopsis.substr(0, end);
    synopsis.remove_prefix(next);
    for (std::string_view word : {"and ", "or "}) {
      if (name.starts_with(word)) name.remove_prefix(word.size());
    }
    while (name.ends_with(',') || name.ends_with(' ')) name.remove_suffix(1);
    add_once(names, name);
  }
}

bool is_of_name(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
         c == '-';
}

// "/usr/share/common-licenses/LGPL-2.1".
std::vector<std::string> common_licences(std::string_view text) {
  constexpr std::string_view kFolder = "/usr/share/common-licenses/";
  std::vector<std::string> names;
  for (size_t at = text.find(kFolder); at != std::string_view::npos; at = text.find(kFolder, at)) {
    at += kFolder.size();
    std::string_view name = text.substr(at, 20);
    auto end = std::ranges::find_if_not(name, is_of_name);
    name = name.substr(0, static_cast<size_t>(end - name.begin()));
    while (name.ends_with('.')) name.remove_suffix(1);
    add_once(names, name);
  }
  return names;
}

}  // namespace

Licences licences_in(std::string_view copyright) {
  Licences licences;
  ControlFile file(copyright);
  auto header = file.next();
  if (!header) return licences;
  licences.declared = header->field("Format").find("copyright-format") != std::string_view::npos;
  if (!licences.declared) {
    licences.names = common_licences(copyright);
    return licences;
  }
  add_synopsis(licences.names, header->field("License"));
  while (auto paragraph = file.next()) {
    std::string_view files = paragraph->field("Files");
    if (!files.empty() && files != "debian/*")
      add_synopsis(licences.names, paragraph->field("License"));
  }
  return licences;
}

Licences read_licences(PackageDatabase& database, const Package& package) {
  return licences_in(database.text("/usr/share/doc/" + package.name + "/copyright"));
}

}  // namespace onefold
