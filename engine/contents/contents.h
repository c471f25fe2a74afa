// What a fold says of itself: the files that were folded, as its note lists them.
//
// The note is a claim, like any byte of the file: who must trust it asks `onefold verify`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/module.h"

namespace onefold {

struct ContentsSegment {
  uint64_t module = 0;  // address in the file that was folded
  uint64_t image = 0;   // where it is in the fold
  uint64_t size = 0;    // bytes in memory
};

// Bytes of the file that are others in the fold.
struct ContentsChange {
  uint64_t module = 0;  // address in the file that was folded
  std::vector<std::byte> was;
};

struct FoldedFile {
  std::string name;      // file name
  std::string soname;    // DT_SONAME, or ""
  std::string build_id;  // hex, or ""
  std::string package;   // "libssl3:amd64", or ""
  std::string version;   // the package's, or ""
  std::vector<ContentsSegment> segments;
  std::vector<ContentsChange> changed;

  // What others call it.
  const std::string& label() const { return soname.empty() ? name : soname; }
};

struct Contents {
  std::vector<FoldedFile> files;     // the program first
  std::optional<FoldedFile> loader;  // embedded in a total fold
  std::string c_library;             // "glibc 2.36", where it is inside; else ""
  std::string cpu;                   // the level of the processor that it is for, or ""
};

// A file of a fold, beside what is installed now.
enum class HostState : uint8_t {
  kSame,     // the same build
  kDiffers,  // another build, or the package has another version
  kAbsent,   // neither the file nor the package is there
  kUnknown,  // nothing to compare by: no build-id and no package, or a file that no loader takes
};

struct HostFile {
  std::string path;     // "": not found where the loader looks by itself
  std::string version;  // of the installed package that is noted in the fold; "": not installed, or
                        // none is noted
  HostState state = HostState::kUnknown;
  std::optional<Error> error;  // why it is not known, where a file was met that no loader takes
};

// nullopt: the file is no fold. Errors: a note that is none, or that says what cannot be.
Result<std::optional<Contents>> read_contents(const Module& module);

}  // namespace onefold
