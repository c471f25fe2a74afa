#include "packages/dpkg.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace onefold {
namespace {

constexpr std::string_view kMerged[] = {"/lib", "/bin", "/sbin"};

// The other name of a path where /lib, /bin and /sbin are links into /usr; dpkg may know either.
std::optional<std::string> merged_name(std::string_view path) {
  constexpr std::string_view kUsr = "/usr";
  for (std::string_view dir : kMerged) {
    // /lib32, /lib64 and /libx32 are merged as /lib is.
    if (path.starts_with(dir)) return std::string(kUsr) + std::string(path);
    if (path.starts_with(kUsr) && path.substr(kUsr.size()).starts_with(dir))
      return std::string(path.substr(kUsr.size()));
  }
  return std::nullopt;
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Debian policy, 5.6.7: nothing that leads elsewhere as a part of a path.
bool is_package_name(std::string_view name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+.-") ==
                              std::string_view::npos;
}

std::string key_of(std::string_view name, std::string_view architecture) {
  return std::string(name) + ':' + std::string(architecture);
}

size_t common_prefix(std::string_view a, std::string_view b) {
  return static_cast<size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

Result<PackageDatabase> PackageDatabase::open(const std::string& root) {
  ONEFOLD_TRY(auto files, FileSystem::open(root));
  PackageDatabase database(std::move(files));
  database.read_status();
  return database;
}

std::string_view PackageDatabase::text(const std::string& path) {
  auto mapped = files_.map(path);
  if (!mapped || *mapped == nullptr) return {};
  auto bytes = (*mapped)->view().all();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void PackageDatabase::read_status() {
  ControlFile file(text("/var/lib/dpkg/status"));
  while (auto paragraph = file.next()) {
    if (paragraph->field("Status").ends_with(" installed")) add(*paragraph);
  }
}

void PackageDatabase::add(const Paragraph& paragraph) {
  Installed entry;
  entry.package = {.name = std::string(paragraph.field("Package")),
                   .version = std::string(paragraph.field("Version")),
                   .architecture = std::string(paragraph.field("Architecture"))};
  const Package& package = entry.package;
  if (!is_package_name(package.name) ||
      !(package.architecture.empty() || is_package_name(package.architecture)))
    return;
  entry.same = paragraph.field("Multi-Arch") == "same";
  // "Source: glibc (2.36-9)", or none where the source has the package's name.
  std::string_view source = paragraph.field("Source");
  const size_t space = source.find(" (");
  entry.package.source = std::string(source.empty() ? package.name : source.substr(0, space));
  entry.package.source_version = package.version;
  if (space != std::string_view::npos && source.ends_with(')')) {
    entry.package.source_version = std::string(source.substr(space + 2, source.size() - space - 3));
  }
  auto [_, is_new] =
      by_name_.try_emplace(key_of(package.name, package.architecture), installed_.size());
  if (is_new) installed_.push_back(std::move(entry));
}

const Package* PackageDatabase::find(std::string_view name, std::string_view architecture) const {
  auto at = by_name_.find(key_of(name, architecture));
  return at != by_name_.end() ? &installed_[at->second].package : nullptr;
}

// Most files that are asked for are libraries, whose packages are Multi-Arch: same with few
// exceptions, and their lists are short. A program's package has often a name like its own.
std::vector<const PackageDatabase::Installed*> PackageDatabase::in_order_of_search(
    const std::string& program) const {
  std::vector<std::pair<size_t, const Installed*>> order;
  for (const Installed& entry : installed_) {
    constexpr size_t kFirst = SIZE_MAX;
    order.emplace_back(entry.same ? kFirst : common_prefix(entry.package.name, base_name(program)),
                       &entry);
  }
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<const Installed*> result;
  result.reserve(order.size());
  for (const auto& [rank, entry] : order) result.push_back(entry);
  return result;
}

std::vector<std::optional<Package>> PackageDatabase::owners(const std::vector<std::string>& paths) {
  std::vector<std::optional<Package>> found(paths.size());
  std::unordered_map<std::string, std::vector<size_t>> wanted;
  size_t left = 0;
  for (size_t i = 0; i < paths.size(); ++i) {
    if (paths[i].empty()) continue;
    ++left;
    std::array<std::optional<std::string>, 4> names{paths[i], merged_name(paths[i]),
                                                    files_.real_path(paths[i])};
    if (names[2]) names[3] = merged_name(*names[2]);
    for (const auto& name : names) {
      if (name) wanted[*name].push_back(i);
    }
  }
  if (left == 0) return found;
  std::unordered_set<size_t> lengths;  // a list has ten thousand lines, nearly all of other lengths
  for (const auto& [name, _] : wanted) lengths.insert(name.size());
  std::unordered_set<const char*> seen;  // one list may have several names
  for (const Installed* entry : in_order_of_search(paths.front())) {
    const Package& package = entry->package;
    std::string_view list = text("/var/lib/dpkg/info/" + package.name +
                                 (entry->same ? ":" + package.architecture : "") + ".list");
    if (!seen.insert(list.data()).second) continue;
    while (!list.empty() && left > 0) {
      const std::string_view line = take_line(list);
      if (!lengths.contains(line.size())) continue;
      auto at = wanted.find(std::string(line));
      if (at == wanted.end()) continue;
      for (size_t i : at->second) {
        if (found[i]) continue;
        found[i] = package;
        --left;
      }
    }
    if (left == 0) break;
  }
  return found;
}

}  // namespace onefold
