#include "packages/dpkg.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
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
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-';
  });
}

// Each file of a package repeats them in all that is said of it.
constexpr size_t kMostOfField = 256;

std::string key_of(std::string_view name, std::string_view architecture) {
  std::string key;
  key.reserve(name.size() + 1 + architecture.size());
  key.append(name).append(1, ':').append(architecture);
  return key;
}

// The FHS, which Debian policy, 9.1.1, names: there no package places files. (Nor in /usr/local,
// says 9.1.2, but checkinstall's do.)
bool is_of_no_package(std::string_view path) {
  return std::ranges::any_of(std::array<std::string_view, 3>{"/home/", "/tmp/", "/var/tmp/"},
                             [&](std::string_view folder) { return path.starts_with(folder); });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Of a package: libsdl2-2.0-0, ocl-icd-libopencl1.
std::string_view without_lib(std::string_view name) {
  constexpr std::string_view kLib = "lib", kSecond = "-lib";
  const size_t at = name.find(kSecond);
  if (at != std::string_view::npos) return name.substr(at + kSecond.size());
  return name.starts_with(kLib) ? name.substr(kLib.size()) : name;
}

// Debian policy, 8.1: the package of libSDL2-2.0.so.0 is libsdl2-2.0-0, that of libcdio_cdda.so.2
// libcdio-cdda2; here without "lib".
std::string name_by_policy(std::string_view file) {
  constexpr std::string_view kSo = ".so.";
  const std::string_view name = without_lib(file);
  const size_t so = std::min(name.find(kSo), name.size());
  std::string package(name.substr(0, so));
  if (so < name.size()) {
    if (so > 0 && is_digit(name[so - 1])) package += '-';
    package += name.substr(so + kSo.size());
  }
  for (char& c : package) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return package;
}

size_t common_prefix(std::string_view a, std::string_view b) {
  return static_cast<size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

Result<PackageDatabase> PackageDatabase::open(const std::string& root) {
  ONEFOLD_TRY(auto files, FileSystem::open(root, std::make_unique<HostTexts>()));
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

// Of most packages nothing but the name is asked.
void PackageDatabase::read_status() {
  const std::string_view status_file = text("/var/lib/dpkg/status");
  known_.reserve(status_file.size() / 1024);  // about as many
  ControlFile file(status_file);
  while (auto paragraph = file.next_of_dpkg()) {
    const std::string_view name = paragraph->field("Package");
    if (is_package_name(name)) known_.push_back({*paragraph, name});
  }
}

bool PackageDatabase::Known::is_installed() const {
  const std::string_view of = architecture();
  return paragraph.field("Status").ends_with(" installed") && (of.empty() || is_package_name(of));
}

std::optional<Package> PackageDatabase::package_of(const Known& entry) {
  const std::string_view version = entry.paragraph.field("Version");
  // "Source: glibc (2.36-9)", or none where the source has the package's name.
  const std::string_view source = entry.paragraph.field("Source");
  for (std::string_view field : {entry.name, entry.architecture(), version, source}) {
    if (field.size() > kMostOfField) return std::nullopt;
  }
  Package package;
  package.name = entry.name;
  package.architecture = entry.architecture();
  package.version = version;
  const size_t space = source.find(" (");
  package.source = source.empty() ? package.name : source.substr(0, space);
  package.source_version = package.version;
  if (space != std::string_view::npos && source.ends_with(')'))
    package.source_version = source.substr(space + 2, source.size() - space - 3);
  return package;
}

std::string PackageDatabase::list_of(const Known& entry) {
  const std::string file =
      entry.is_same() ? key_of(entry.name, entry.architecture()) : std::string(entry.name);
  return "/var/lib/dpkg/info/" + file + ".list";
}

std::optional<Package> PackageDatabase::find(std::string_view name, std::string_view architecture) {
  if (!by_name_) {
    by_name_.emplace();
    for (const Known& entry : known_) {
      if (entry.is_installed())
        by_name_->try_emplace(key_of(entry.name, entry.architecture()), &entry);
    }
  }
  auto at = by_name_->find(key_of(name, architecture));
  if (at == by_name_->end()) return std::nullopt;
  return package_of(*at->second);
}

// A library's package has a name like its own (libuv.so.1: libuv1), a program's often. Those most
// alike come first.
std::vector<PackageDatabase::Guess> PackageDatabase::guesses(
    const std::vector<std::string>& paths) const {
  std::vector<std::pair<std::string, size_t>> names;
  for (size_t i = 0; i < paths.size(); ++i) {
    if (!paths[i].empty()) names.emplace_back(name_by_policy(base_name(paths[i])), i);
  }
  std::ranges::sort(names);
  std::vector<Guess> order;
  for (const Known& entry : known_) {
    const std::string_view name = without_lib(entry.name);
    // What begins most like it stands next to it.
    Guess best{&entry};
    const auto at = std::ranges::lower_bound(
        names, name, {}, [](const auto& named) { return std::string_view(named.first); });
    for (auto near = at == names.begin() ? at : at - 1; near != names.end() && near <= at; ++near) {
      const size_t alike = common_prefix(name, near->first);
      if (alike > best.rank) best = {&entry, near->second, alike};
    }
    if (best.rank != 0) order.push_back(best);
  }
  std::ranges::sort(order, [](const Guess& a, const Guess& b) {
    auto key = [](const Guess& guess) {
      return std::tuple(SIZE_MAX - guess.rank, guess.entry->name.size(), guess.entry);
    };
    return key(a) < key(b);
  });
  return order;
}

// Most libraries' packages are Multi-Arch: same, and their lists short.
std::vector<const PackageDatabase::Known*> PackageDatabase::all_in_order_of_search() const {
  std::vector<std::tuple<bool, size_t, const Known*>> order;
  order.reserve(known_.size());
  for (const Known& entry : known_) order.emplace_back(!entry.is_same(), entry.name.size(), &entry);
  std::ranges::sort(order);
  std::vector<const Known*> all;
  all.reserve(order.size());
  for (const auto& [not_same, size, entry] : order) all.push_back(entry);
  return all;
}

std::vector<std::optional<Package>> PackageDatabase::owners(const std::vector<std::string>& paths) {
  std::vector<std::optional<Package>> found(paths.size());
  std::map<std::string, std::vector<size_t>> wanted;
  size_t left = 0;
  for (size_t i = 0; i < paths.size(); ++i) {
    if (paths[i].empty()) continue;
    // Of a link, which may be another package's, the file that it leads to.
    const std::string name = files_.real_path(paths[i]).value_or(paths[i]);
    if (is_of_no_package(name)) continue;
    ++left;
    wanted[name].push_back(i);
    if (auto other = merged_name(name)) wanted[*other].push_back(i);
  }
  if (left == 0) return found;
  std::unordered_set<size_t> lengths;  // a list has ten thousand lines, nearly all of other lengths
  for (const auto& [name, _] : wanted) lengths.insert(name.size());
  std::unordered_set<const Known*> looked_into;
  std::unordered_set<const char*> seen;  // one list may have several names
  auto look_into = [&](const Known& entry) {
    if (!looked_into.insert(&entry).second || !entry.is_installed()) return;
    const auto package = package_of(entry);
    if (!package) return;
    std::string_view list = text(list_of(entry));
    if (!seen.insert(list.data()).second) return;
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
  };
  for (const Guess& guess : guesses(paths)) {
    if (left == 0) return found;
    if (!found[guess.path]) look_into(*guess.entry);
  }
  if (left == 0) return found;
  for (const Known* entry : all_in_order_of_search()) {
    if (left == 0) break;
    look_into(*entry);
  }
  return found;
}

}  // namespace onefold
