// What a fold of a program could not do, or would do otherwise, before one is made.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "fold.h"

namespace onefold {

// Whether a fold can be made: of a dry run.
struct Prospect {
  FoldReport report;   // of a fold that can be made
  std::string reason;  // why none can; empty: one can
};

// One thing that is not inside of a fold, or that it changes.
struct Finding {
  std::string topic;  // "dlopen", "NSS", "files"
  std::string what;   // in words
  std::vector<std::string>
      because;  // functions that are called, names or paths that are written down
  std::vector<std::string> modules;  // where, as the loader would open them
  std::string advice;
};

struct Diagnosis {
  std::string program;
  Prospect total;
  Prospect beside_libc;
  std::vector<Finding> findings;

  bool foldable() const { return total.reason.empty() || beside_libc.reason.empty(); }
};

// Reads, and writes nothing. Errors: a program that cannot be read. That it cannot be folded, or
// lacks a library, is an answer.
Result<Diagnosis> diagnose(const std::string& program, const ResolveOptions& options);

std::string to_text(const Diagnosis& diagnosis);
std::string to_json(const Diagnosis& diagnosis);

}  // namespace onefold
