// How glibc's loader finds a library: elf/dl-load.c (_dl_map_object, open_path, fillin_rpath).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "resolve/acceptance.h"
#include "resolve/closure.h"
#include "resolve/ld_so_cache.h"
#include "resolve/search_path.h"

namespace onefold {

// In order: DT_RPATH of the requester and of what it was loaded for, up to the program (unless the
// requester has DT_RUNPATH); LD_LIBRARY_PATH; -L directories; DT_RUNPATH of the requester;
// ld.so.cache; the loader's own directories. DF_1_NODEFLIB leaves the last out, and cache entries
// that lie in them.
class GlibcSearch : public LibrarySearch {
 public:
  // `machine` null: unknown; no cache then. `loader`: ld.so's file, null if there is none: its
  // directories are those of a Debian build. The arguments outlive this.
  GlibcSearch(FileSystem& files, const ResolveOptions& options, const Machine* machine,
              LoaderAbi abi, const FileView* loader);

  Result<Requester> describe(const Module& module, const std::string& path, std::string origin,
                             const Requester* loaded_for) override;
  Result<SearchResult> find(const std::string& name, const Requester& requester) override;
  Result<std::string> expand(std::string_view name, const Module& module,
                             const Requester& requester) override;

  // What LD_LIBRARY_PATH and -L add; the first may name $ORIGIN, the program's.
  void add_command_line(const Requester& program);

 private:
  SearchDirs dirs_of(std::string_view path_list, std::string_view separators, std::string reason,
                     std::string_view origin) const;
  Result<bool> try_dirs(const std::string& name, const SearchDirs& dirs, SearchResult& result);
  Result<bool> try_file(const std::string& path, const std::string& reason, SearchResult& result);
  Result<bool> try_cache(const std::string& name, const Requester& requester, SearchResult& result);
  bool is_in_default_dir(std::string_view path) const;

  FileSystem& files_;
  const ResolveOptions& options_;
  const Machine* machine_;
  LoaderAbi abi_;
  std::vector<std::string> hwcaps_;
  std::string lib_;       // $LIB
  std::string platform_;  // $PLATFORM
  std::vector<SearchDirs> command_line_;
  SearchDirs defaults_;
  std::optional<LdSoCache> cache_;
  bool cache_read_ = false;
};

}  // namespace onefold
