// libonefold: fold a program or shared object and the libraries it needs into one file.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "packages/provenance.h"
#include "progress.h"
#include "resolve/closure.h"
#include "resolve/selection.h"

namespace onefold {

class Image;
class Threads;
struct Piece;
class SharedInputs;

struct FoldOptions {
  std::string program;                     // path of an ET_EXEC or ET_DYN file
  std::string output;                      // appears only when it is complete
  std::vector<std::string> other_outputs;  // what the caller writes of the report: no input either
  ResolveOptions resolve;
  SelectionOptions selection;
  std::optional<uint64_t> stack_size;  // p_memsz of PT_GNU_STACK, bytes; none: the inputs' largest
  bool fixed_address = false;  // a PIE becomes an ET_EXEC: no relocation at start, no ASLR of it
  std::string cpu;             // for processors of this level ("x86-64-v3") alone; empty: any
  bool packages = false;       // note which package each part is of, where dpkg's database says so
  std::vector<std::string> refuse_licenses;  // globs, of licence names as Debian has them
  bool dry_run = false;                      // plan and report, write nothing
  bool verify = true;            // compare the output with the input before it gets its name
  bool keep_privileges = false;  // carry setuid and setgid over
  // How many at once; the output does not depend on it. With more than one the calling thread keeps
  // to its processor meanwhile (base/own_processor.h).
  unsigned threads = 1;
  StageSink on_stage;  // hears how far the fold is, from any thread; may be empty
};

struct FoldedPart {
  std::string name;  // as it was asked for
  std::string path;
  std::string build_id;  // hex; empty: none
  uint64_t size = 0;     // bytes of the file
  std::optional<Package> package;
  Licences licences;          // of the package
  std::vector<size_t> needs;  // by DT_NEEDED, as indices of FoldReport::folded
};

struct KeptLibrary {
  std::string name;
  std::string path;
  std::string reason;
};

struct FoldReport {
  std::vector<FoldedPart> folded;  // the program first
  std::vector<KeptLibrary> kept;
  bool total = false;        // nothing stays outside
  uint64_t output_size = 0;  // bytes
  uint64_t data = 0;         // bytes kept that only the program reads, from its file
  uint64_t relocations_relative = 0;
  uint64_t relocations_symbolic = 0;  // looked up at start
  uint64_t relocations_lazy = 0;      // looked up when first called
  uint64_t relocations_irelative = 0;
  uint64_t relocations_tls = 0;
  std::string cpu;               // the level that the fold is for, or empty
  uint64_t ifuncs = 0;           // functions that choose an implementation,
  uint64_t ifuncs_resolved = 0;  // and those of them of which it is known for that level
  uint64_t lookups_before = 0;   // relocations of the inputs that asked for a symbol lookup
  std::vector<std::string> warnings;
  std::string map;             // the address map, JSON
  std::string machine;         // "x86-64"
  std::string system;          // ID of os-release(5) where packages were looked up; may be empty
  std::string system_version;  // its VERSION_ID
  std::string c_library;       // "glibc 2.36", where it is inside; else empty
};

// Errors: a file that cannot be read, a missing library, an input that cannot be folded (with the
// reason), an output that cannot be written. Nothing is left behind then.
Result<FoldReport> fold(const FoldOptions& options);

// Several, side by side on up to `threads` threads, each with what is left of them; a file that
// more than one of them needs is mapped and read once. The answers are in the order of `folds`:
// what one of them meets does not stop the others. Error: an output is an input of any, or is named
// twice; nothing is written then. `on_stage` is called from any thread; a fold's last stage is
// kDoneStage.
Result<std::vector<Result<FoldReport>>> fold_all(std::span<const FoldOptions> folds,
                                                 unsigned threads);
inline constexpr std::string_view kDoneStage = "done";

// Takes the output's bytes.
struct FoldSink {
  // Those of early_copies, first the program's, then those of all parts, as soon as they are known;
  // on any thread, one call at a time. Errors of the fold come before the answer's. May be empty.
  std::function<Result<void>(std::vector<Piece>)> copies;
  // All of them, when those are taken. The image is gone when it returns.
  std::function<Result<void>(const Image&, Threads&, FoldReport&)> image;
};

// All of it but the files: where the program, its libraries and the output lie does not count.
// `threads` instead of options.threads; `shared`, if there is one, has mapped the files.
Result<FoldReport> fold_closure(const Closure& closure, const FoldOptions& options,
                                const FoldSink& sink, Threads& threads,
                                SharedInputs* shared = nullptr);

// More threads have nothing to do for long in one fold, and each has a stack and waits for the one
// heap.
inline constexpr unsigned kMostThreads = 8;

void report_stage(const FoldOptions& options, const Stage& stage);

}  // namespace onefold
