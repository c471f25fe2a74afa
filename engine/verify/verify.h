// `onefold verify`: a second opinion on a fold. Computes what the loader makes of the original
// closure and what it makes of the fold, each by itself, and compares the two through the address
// map that the fold's note claims. Executes nothing.
//
// Of the engine it includes base, elf and read. Which file a name leads to (the search) is handed
// in; the order of the closure, lookup, and the meaning of relocations are its own.
#pragma once

#include <string>
#include <vector>

#include "base/threads.h"
#include "read/module.h"
#include "verify/claim.h"
#include "verify/lookup.h"
#include "verify/report.h"

namespace onefold::verify {

// One file of the original's closure. The modules outlive the call.
struct OriginalFile {
  std::string name;  // as first requested
  std::string path;
  const Module* module = nullptr;
  std::vector<size_t> needs;  // files that its DT_NEEDED (and filters) lead to, in their order
};

struct Input {
  std::vector<OriginalFile> originals;  // in scope order, the program first
  std::vector<size_t> opened;  // files that nothing needs, behind all that is needed at start
  Loader loader = Loader::kGlibc;
  const Module* folded = nullptr;
  const Claim* claim = nullptr;  // read_claim's of it
  // What the fold was to be given: p_memsz of PT_GNU_STACK, and the loader's path. None: the
  // largest of the originals'; the program's own.
  std::optional<uint64_t> stack_size = std::nullopt;
  std::optional<std::string> interpreter = std::nullopt;
};

// Errors: a file that cannot be read, files so hostile that comparing them would take more than
// time in proportion to their size. Anything else that is wrong is a difference in the report,
// which does not depend on the number of threads.
Result<Report> verify(const Input& input, Threads& threads);

}  // namespace onefold::verify
