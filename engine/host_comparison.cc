#include "host_comparison.h"

#include <unordered_map>

#include "base/hex.h"
#include "packages/dpkg.h"
#include "read/notes.h"
#include "resolve/glibc_search.h"

namespace onefold {
namespace {

class Comparison {
 public:
  Comparison(const Module& fold, const ResolveOptions& options, FileSystem& files,
             PackageDatabase& packages)
      : packages_(packages),
        search_(files, options, fold.machine,
                {.format = fold.header.format,
                 .machine = fold.header.machine,
                 .flags = fold.header.flags},
                nullptr) {
    search_.add_command_line({});
  }

  HostFile program(const FoldedFile& file) const {
    HostFile host = by_package(file);
    if (file.package.empty()) return host;
    host.state = host.version.empty()           ? HostState::kAbsent
                 : host.version == file.version ? HostState::kSame
                                                : HostState::kDiffers;
    return host;
  }

  HostFile library(const FoldedFile& file) {
    HostFile host = by_package(file);
    auto build_id = find(file, host.path);
    if (build_id) {
      host.state = state_of(file, host, *build_id);
    } else {
      host.error = build_id.error();
    }
    return host;
  }

 private:
  // The build-id of the library that is found, "" if it has none or none is found.
  Result<std::string> find(const FoldedFile& file, std::string& path) {
    SearchResult found;
    // What asked for it may have named the file and not its soname, as ffmpeg's libsndio.so.7.0.
    for (const std::string& name : {file.label(), file.name}) {
      // A name with a slash would be a path; no library is called so.
      if (found.file != nullptr || name.find('/') != std::string::npos) continue;
      ONEFOLD_TRY(found, search_.find(name, {}));
    }
    if (found.file == nullptr) return "";
    path = found.path;
    const auto [known, is_new] = build_ids_.try_emplace(found.file);
    if (is_new) known->second = build_id_of(*found.file);
    return known->second;
  }

  static Result<std::string> build_id_of(const MappedFile& file) {
    ONEFOLD_TRY(auto module, read_module(file.view()));
    ONEFOLD_TRY(auto notes, read_notes(module));
    return hex(find_build_id(notes));
  }

  HostFile by_package(const FoldedFile& file) const {
    HostFile host;
    const size_t colon = file.package.find(':');
    if (colon == std::string::npos) return host;
    const auto package =
        packages_.find(file.package.substr(0, colon), file.package.substr(colon + 1));
    if (package) host.version = package->version;
    return host;
  }

  static HostState state_of(const FoldedFile& file, const HostFile& host,
                            const std::string& build_id) {
    if (host.path.empty() && host.version.empty()) return HostState::kAbsent;
    if (!build_id.empty() && !file.build_id.empty())
      return build_id == file.build_id ? HostState::kSame : HostState::kDiffers;
    if (host.version.empty() || file.version.empty()) return HostState::kUnknown;
    return host.version == file.version ? HostState::kSame : HostState::kDiffers;
  }

  PackageDatabase& packages_;
  GlibcSearch search_;
  // Of what was found: several parts may have one name.
  std::unordered_map<const MappedFile*, Result<std::string>> build_ids_;
};

}  // namespace

Result<std::vector<HostFile>> compare_with_host(const Module& fold, const Contents& contents,
                                                const ResolveOptions& options) {
  ONEFOLD_TRY(auto files, FileSystem::open(options.root));
  ONEFOLD_TRY(auto packages, PackageDatabase::open(options.root));
  Comparison comparison(fold, options, files, packages);
  std::vector<HostFile> hosts;
  hosts.reserve(contents.files.size() + 1);
  for (const FoldedFile& file : contents.files) {
    hosts.push_back(&file == &contents.files.front() ? comparison.program(file)
                                                     : comparison.library(file));
  }
  if (contents.loader) hosts.push_back(comparison.library(*contents.loader));
  ONEFOLD_CHECK(files.check_intact());
  return hosts;
}

}  // namespace onefold
