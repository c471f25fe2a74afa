#include "host_comparison.h"

#include <fmt/format.h>

#include "packages/dpkg.h"
#include "read/notes.h"
#include "resolve/glibc_search.h"

namespace onefold {
namespace {

std::string hex(std::span<const std::byte> bytes) {
  std::string text;
  for (std::byte b : bytes) text += fmt::format("{:02x}", std::to_integer<unsigned>(b));
  return text;
}

class Comparison {
 public:
  Comparison(const Module& fold, const ResolveOptions& options, FileSystem& files,
             const PackageDatabase& packages)
      : packages_(packages),
        search_(files, options, fold.machine,
                {.format = fold.header.format,
                 .machine = fold.header.machine,
                 .flags = fold.header.flags},
                nullptr) {
    search_.add_command_line({});
  }

  Result<HostFile> program(const FoldedFile& file) const {
    HostFile host = by_package(file);
    if (file.package.empty()) return host;
    host.state = host.version.empty()           ? HostState::kAbsent
                 : host.version == file.version ? HostState::kSame
                                                : HostState::kDiffers;
    return host;
  }

  Result<HostFile> library(const FoldedFile& file) {
    HostFile host = by_package(file);
    std::string build_id;
    SearchResult found;
    // A name with a slash would be a path; no library is called so.
    if (file.label().find('/') == std::string::npos) {
      ONEFOLD_TRY(found, search_.find(file.label(), {}));
    }
    if (found.file != nullptr) {
      host.path = found.path;
      ONEFOLD_TRY(auto module, read_module(found.file->view()));
      ONEFOLD_TRY(auto notes, read_notes(module));
      build_id = hex(find_build_id(notes));
    }
    host.state = state_of(file, host, build_id);
    return host;
  }

 private:
  HostFile by_package(const FoldedFile& file) const {
    HostFile host;
    const size_t colon = file.package.find(':');
    if (colon == std::string::npos) return host;
    const Package* package =
        packages_.find(file.package.substr(0, colon), file.package.substr(colon + 1));
    if (package != nullptr) host.version = package->version;
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

  const PackageDatabase& packages_;
  GlibcSearch search_;
};

}  // namespace

Result<std::vector<HostFile>> compare_with_host(const Module& fold, const Contents& contents,
                                                const ResolveOptions& options) {
  ONEFOLD_TRY(auto files, FileSystem::open(options.root));
  ONEFOLD_TRY(auto packages, PackageDatabase::open(options.root));
  Comparison comparison(fold, options, files, packages);
  std::vector<HostFile> hosts;
  for (const FoldedFile& file : contents.files) {
    ONEFOLD_TRY(auto host, &file == &contents.files.front() ? comparison.program(file)
                                                            : comparison.library(file));
    hosts.push_back(std::move(host));
  }
  if (contents.loader) {
    ONEFOLD_TRY(auto host, comparison.library(*contents.loader));
    hosts.push_back(std::move(host));
  }
  ONEFOLD_CHECK(files.check_intact());
  return hosts;
}

}  // namespace onefold
