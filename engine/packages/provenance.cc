#include "packages/provenance.h"

#include <map>

#include "packages/control_file.h"

namespace onefold {
namespace {

constexpr size_t kMostOfRelease = 256;

// A value of os-release(5): NAME=value or NAME="value", as the shell has it. None if it is longer
// than any system has it: it comes again with each library.
std::string os_release(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (line.size() <= name.size() || !line.starts_with(name) || line[name.size()] != '=') continue;
    line.remove_prefix(name.size() + 1);
    if (line.size() >= 2 && (line.front() == '"' || line.front() == '\'') &&
        line.back() == line.front())
      line = line.substr(1, line.size() - 2);
    return line.size() <= kMostOfRelease ? std::string(line) : "";
  }
  return "";
}

}  // namespace

Result<Provenance> find_provenance(const std::string& root, std::vector<std::string> paths) {
  ONEFOLD_TRY(auto database, PackageDatabase::open(root));
  if (!paths.empty()) paths.front() = database.inside(paths.front()).value_or("");
  Provenance provenance;
  provenance.packages = database.owners(paths);
  std::map<std::string, Licences> known;  // several libraries are of one package
  for (const auto& package : provenance.packages) {
    if (!package) {
      provenance.licences.emplace_back();
      continue;
    }
    auto [at, is_new] = known.try_emplace(package->name);
    if (is_new) at->second = read_licences(database, *package);
    provenance.licences.push_back(at->second);
  }
  std::string_view release = database.text("/etc/os-release");
  if (release.empty()) release = database.text("/usr/lib/os-release");
  provenance.system = os_release(release, "ID");
  provenance.system_version = os_release(release, "VERSION_ID");
  return provenance;
}

}  // namespace onefold
