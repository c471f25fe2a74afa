// A small file system through the search for libraries (file_set.h). Properties:
// - the closure is a function of the files: a second walk says the same;
// - each file but the loader's and the program's is in it once, each index in it is one, and every
//   entry's file is one of the set's;
// - a library that is said to be missing is not in the -L directory, where every search looks.
// Options: bit 0 asks for glibc-hwcaps directories.

#include <algorithm>
#include <set>

#include "file_set.h"
#include "property.h"
#include "read/module.h"
#include "resolve/acceptance.h"
#include "resolve/closure.h"
#include "resolve/file_system.h"
#include "set_store.h"

namespace onefold::fuzz {
namespace {

constexpr const char* kLibraryDir = "/lib";

ResolveOptions options_of(const FileSet& set) {
  ResolveOptions options;
  options.library_dirs = {kLibraryDir};
  if ((set.options & 1) != 0) options.hwcaps = "x86-64-v3:x86-64-v2";
  return options;
}

void check_entries(const Closure& closure, Digest& digest) {
  const size_t count = closure.entries.size();
  require(count > 0 && closure.program < count && (!closure.loader || *closure.loader < count));
  std::set<const std::byte*> seen;
  for (size_t i = 0; i < count; ++i) {
    const ClosureEntry& entry = closure.entries[i];
    // A loader knows itself and the program, which it has not mapped, by their names alone: under
    // another they are mapped again.
    require(i == closure.loader || i == closure.program ||
            seen.insert(entry.module.file.all().data()).second);
    require(!entry.path.empty() && !entry.reason.empty());
    require(!entry.requester || *entry.requester < count);
    for (size_t need : entry.needs) {
      require(need < count);
      digest.add(need);
    }
    digest.add(entry.name);
    digest.add(entry.path);
    digest.add(entry.reason);
  }
}

void check_missing(const Closure& closure, const FileSet& set, Digest& digest) {
  const Header& program = closure.entries[closure.program].module.header;
  LoaderAbi abi{.format = program.format, .machine = program.machine, .flags = program.flags};
  for (const MissingLibrary& missing : closure.missing) {
    require(missing.requester < closure.entries.size());
    digest.add(missing.name);
    digest.add(missing.passed_over);
    // The loader's path may have no slash.
    if (missing.name.find('/') != std::string::npos || missing.name == closure.loader_path)
      continue;
    const std::string path = std::string(kLibraryDir) + "/" + missing.name;
    const SetFile* file = set.find(path);
    // Of two at one path the file system has one.
    if (std::ranges::count(set.files, path, &SetFile::path) != 1 || file->is_link) continue;
    auto accepted = check_library_header(FileView("library", file->bytes), abi);
    // e_flags count too, and the loader's are compared, which may be others than the program's.
    require(!accepted || *accepted == Acceptance::kPassedOver || abi.flags != 0 ||
            !missing.passed_over.empty());
  }
}

uint64_t walk(const FileSet& set) {
  Digest digest;
  auto closure = resolve_closure(kProgramPath, options_of(set), FileSystem::in(make_store(set)));
  if (!closure) {
    require_whole(closure.error());
    digest.add(to_string(closure.error()));
    return digest.value();
  }
  check_entries(*closure, digest);
  check_missing(*closure, set, digest);
  return digest.value();
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold::fuzz;
  const FileSet set = parse_file_set(as_input(data, size));
  require(walk(set) == walk(set));
  return 0;
}
