// The closure of a program or library: the files that its loader would map at start, in load order.
//
// glibc's rules are those of elf/dl-deps.c (_dl_map_object_deps) and elf/dl-load.c
// (_dl_map_object), musl's those of ldso/dynlink.c (load_deps, load_library). No input is ever
// executed. What the environment of a run could add (LD_PRELOAD, /etc/ld.so.preload, LD_AUDIT,
// dlopen) is no part of the closure.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "read/module.h"

namespace onefold {

class FileSystem;

struct ResolveOptions {
  // Directory that stands for "/"; empty: the host's own. Paths that files name (PT_INTERP,
  // DT_RUNPATH, ld.so.cache, symbolic links) are looked up inside it and never outside. Paths of
  // the command line (the program, library_dirs) are the host's, inside the root or not.
  std::string root;
  // -L: searched after LD_LIBRARY_PATH and before DT_RUNPATH, for every library, as if appended to
  // it.
  std::vector<std::string> library_dirs;
  // As for ldd. Ignored with `root`: the variable speaks of this machine's directories.
  std::optional<std::string> ld_library_path;
  // Names of glibc-hwcaps subdirectories, the preferred one first, separated by ':'. None: none is
  // used, whatever this machine's processor, so that the answer is the same everywhere.
  std::optional<std::string> hwcaps;
  // Of a program: also what its C library opens by name in the course of a run, and what `with`
  // names (sonames or paths), behind all else, as dlopen would find it for the program.
  bool opened_by_libc = false;
  std::vector<std::string> with;
  // PT_INTERP of a program, in place of its own; empty: its own.
  std::string interpreter;
};

enum class LoaderKind : uint8_t {
  kNone,  // no PT_INTERP, no DT_NEEDED: nothing to load
  kGlibc,
  kMusl,  // PT_INTERP is ld-musl-*; of a library without PT_INTERP: needs libc.so or libc.musl-*
};

struct ClosureEntry {
  std::string name;    // as first requested; the program: its path as given
  std::string path;    // as the loader would open it (inside the root, if there is one)
  std::string reason;  // why that path: "DT_RUNPATH of /usr/bin/x", "ld.so.cache", "PT_INTERP", ...
  std::optional<size_t> requester;  // entry whose DT_NEEDED first named it; none for the program
  Module module;
  // Entries that this one's DT_NEEDED (and DT_FILTER, DT_AUXILIARY) name, in the order of the
  // dynamic section, already loaded ones and repetitions included, missing ones left out.
  std::vector<size_t> needs;
};

struct MissingLibrary {
  std::string name;      // as requested
  size_t requester = 0;  // entry that names it
  std::string
      passed_over;  // a file of that name for another class or machine, if one was met; else empty
};

// Owns the mapped files that its modules borrow from. Moving keeps everything valid.
struct Closure {
  Closure();
  Closure(Closure&&) noexcept;
  Closure& operator=(Closure&&) noexcept;
  ~Closure();

  std::unique_ptr<FileSystem> files;
  // Load order, which is scope order: the program, then breadth first; a DT_FILTER or DT_AUXILIARY
  // filtee just before the library that names it. The loader is an entry if something needs it by
  // name.
  std::vector<ClosureEntry> entries;
  size_t program = 0;  // its place in `entries`: 0, but behind a library's own filtees
  std::vector<MissingLibrary> missing;
  LoaderKind loader_kind = LoaderKind::kNone;
  // Entries that no DT_NEEDED led to, but ResolveOptions::with or opened_by_libc.
  std::vector<size_t> opened;
  std::optional<size_t> loader;  // the loader's place in `entries`
  std::string loader_path;  // PT_INTERP, or the machine's usual loader for a library; empty if none
};

// Errors: a file that the loader would refuse with an error (not one that it passes over), an
// unreadable program or root. A library or loader that cannot be found is not an error but in
// `missing`.
Result<Closure> resolve_closure(const std::string& program, const ResolveOptions& options);

}  // namespace onefold
