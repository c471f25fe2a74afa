// How musl's loader finds a library: ldso/dynlink.c (load_library, path_open, fixup_rpath).
#pragma once

#include <optional>
#include <string>

#include "resolve/acceptance.h"
#include "resolve/closure.h"
#include "resolve/search_path.h"

namespace onefold {

// In order: LD_LIBRARY_PATH; -L directories; DT_RUNPATH or else DT_RPATH of the requester and of
// what it was loaded for, up to the program; the directories of /etc/ld-musl-ARCH.path, or /lib,
// /usr/local/lib and /usr/lib without that file. The first file of that name is taken, whatever it
// is.
class MuslSearch : public LibrarySearch {
 public:
  // `interpreter`: the program's PT_INTERP, beside whose directory the path file lies.
  MuslSearch(FileSystem& files, const ResolveOptions& options, LoaderAbi abi,
             const std::string& interpreter);

  Result<Requester> describe(const Module& module, const std::string& path, std::string origin,
                             const Requester* loaded_for) override;
  Result<SearchResult> find(const std::string& name, const Requester& requester) override;
  Result<std::string> expand(std::string_view name, const Module& module,
                             const Requester& requester) override;

  void add_command_line();

  // Is `name` one that musl's loader answers for itself: libc, libpthread, librt, libm, libdl,
  // libutil or libxnet followed by a dot?
  static bool is_builtin(std::string_view name);

 private:
  Result<bool> try_dirs(const std::string& name, const SearchDirs& dirs, SearchResult& result);
  Result<bool> try_file(const std::string& path, const std::string& reason, SearchResult& result);
  Result<void> read_system_path();

  FileSystem& files_;
  const ResolveOptions& options_;
  LoaderAbi abi_;
  std::string path_file_;
  std::vector<SearchDirs> command_line_;
  std::optional<SearchDirs> system_;
};

}  // namespace onefold
