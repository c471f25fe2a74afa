// Where a loader looks for a library: what the two loaders' searches share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/module.h"
#include "resolve/file_system.h"

namespace onefold {

// The directories of one search path.
struct SearchDirs {
  std::vector<std::string>
      prefixes;        // put before a name: end in '/', or empty for the current directory
  std::string reason;  // what a library found there has to say about it
};

// What a search asks of an object that is loaded and now needs others.
struct Requester {
  std::string origin;                     // $ORIGIN: its directory, absolute
  const Requester* loaded_for = nullptr;  // what first needed it; null for the program
  SearchDirs rpath;                       // DT_RPATH; under musl DT_RUNPATH or else DT_RPATH
  SearchDirs runpath;                     // DT_RUNPATH under glibc
  bool has_runpath = false;
  bool no_default_dirs = false;  // DF_1_NODEFLIB
};

struct SearchResult {
  const MappedFile* file = nullptr;  // null: not found
  std::string path;
  std::string reason;
  std::string
      passed_over;  // a file of that name for another class or machine that was met on the way
};

// A loader's way of finding libraries.
class LibrarySearch {
 public:
  virtual ~LibrarySearch() = default;

  // Reads the search paths of `module`, loaded from `path` for `loaded_for`.
  virtual Result<Requester> describe(const Module& module, const std::string& path,
                                     std::string origin, const Requester* loaded_for) = 0;

  // Finds the file for `name`, which no loaded object answers to. Errors: a file met on the way
  // that the loader would give up at.
  virtual Result<SearchResult> find(const std::string& name, const Requester& requester) = 0;

  // The name under which `name`, as it stands in the dynamic section of `requester`, is looked up:
  // glibc replaces $ORIGIN and its like.
  virtual Result<std::string> expand(std::string_view name, const Module& module,
                                     const Requester& requester) = 0;
};

// The directory part of `path`, made absolute by `cwd`, as ld.so has it (_dl_new_object): not
// canonical.
std::string origin_of(const std::string& path, const std::string& cwd);

// `text` split at each of `separators`, empty pieces included.
std::vector<std::string_view> split(std::string_view text, std::string_view separators);

}  // namespace onefold
