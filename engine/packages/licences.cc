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

// How many characters of `text`, which may be none, join two licences.
size_t joint_size(std::string_view text) {
  for (std::string_view joint : {" and ", " or ", ", ", " / "}) {
    if (text.starts_with(joint)) return joint.size();
  }
  return 0;
}

// "GPL-2+ and LGPL-2.1+", "GPL-2 or MPL-1.1", "GPL-2+ with OpenSSL exception": an exception belongs
// to its licence.
void add_synopsis(std::vector<std::string>& names, std::string_view synopsis) {
  constexpr size_t kLongest = 4096;
  const bool cut = synopsis.size() > kLongest;
  synopsis = synopsis.substr(0, kLongest);
  while (!synopsis.empty()) {
    size_t end = 0, joint = 0;
    while (end < synopsis.size() && (joint = joint_size(synopsis.substr(end))) == 0) ++end;
    if (cut && joint == 0) return;  // half a name is none
    std::string_view name = synopsis.substr(0, end);
    synopsis.remove_prefix(end + joint);
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

// Whether a Files field, a list of words over any number of lines, names more than the packaging,
// which no library is built of. Single files below debian/ may be patches of the program.
bool covers_program(std::string_view files) {
  constexpr std::string_view kSpace = " \t\r\n";
  bool covers = false, all_packaging = false;
  for (size_t at = 0; (at = files.find_first_not_of(kSpace, at)) != std::string_view::npos;) {
    const size_t end = std::min(files.find_first_of(kSpace, at), files.size());
    const std::string_view file = files.substr(at, end - at);
    if (!file.starts_with("debian/")) return true;
    covers = true;
    all_packaging |= file == "debian/*";
    at = end;
  }
  return covers && !all_packaging;
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
    if (covers_program(paragraph->value("Files")))
      add_synopsis(licences.names, paragraph->field("License"));
  }
  return licences;
}

Licences read_licences(PackageDatabase& database, const Package& package) {
  return licences_in(database.text("/usr/share/doc/" + package.name + "/copyright"));
}

}  // namespace onefold
