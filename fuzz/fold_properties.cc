#include "fold_properties.h"

#include <elf.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/name_hash.h"
#include "fold_set.h"
#include "property.h"
#include "read/notes.h"
#include "resolve/linkable.h"
#include "verify_files.h"

namespace onefold::fuzz {
namespace {

// What the reader refuses of an output is told before the end.
template <typename T>
void require_read(const Result<T>& result) {
  if (!result) std::fprintf(stderr, "reader: %s\n", to_string(result.error()).c_str());
  require(result.has_value());
}

void check_output(const Folded& folded) {
  const Module& program = folded.closure.entries.front().module;
  FileView file("output", folded.bytes.all());
  auto module = read_module(file);
  require_read(module);
  require(module->header.machine == program.header.machine &&
          module->header.type == (folded.fixed_address ? ET_EXEC : program.header.type) &&
          module->header.format == program.header.format);
  auto linkable = read_linkable(*module);
  require_read(linkable);
  require_read(read_relocations(*module, linkable->symbols.size()));
  require_read(read_notes(*module));
  auto needed = module->needed();
  require_read(needed);
  for (std::string_view name : *needed) {
    for (size_t i = 1; i < folded.report.folded.size(); ++i) {
      const FoldedPart& part = folded.report.folded[i];
      // The embedded loader is found by its name.
      if (part.name != name || (folded.report.total && part.path == folded.closure.loader_path))
        continue;
      std::fprintf(stderr, "output: needs %.*s, which is folded\n", static_cast<int>(name.size()),
                   name.data());
      require(false);
    }
  }
}

void check_meaning(const Folded& folded) {
  if (!can_verify(folded.closure)) return;
  auto report =
      verify_fold(folded.closure, FileView("output", folded.bytes.all()), folded.stack_size);
  if (!report) {
    std::fprintf(stderr, "verify: %s\n", to_string(report.error()).c_str());
    require(false);
  }
  if (report->same()) return;
  std::fprintf(stderr, "%s\n", to_text(*report).c_str());
  require(false);
}

unsigned long number_from(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? 0 : std::strtoul(text, nullptr, 10);
}

// Printed at the end: the fold's reach.
struct Statistics {
  bool wanted = number_from("ONEFOLD_FUZZ_STATS") != 0;
  unsigned long least = number_from("ONEFOLD_FUZZ_LEAST_FOLDS");
  bool twice = number_from("ONEFOLD_FUZZ_FOLD_TWICE") != 0;
  unsigned long runs = 0;
  unsigned long folds = 0;
  ~Statistics() {
    if (wanted || folds < least)
      std::fprintf(stderr, "%lu of %lu inputs folded, %lu wanted\n", folds, runs, least);
    if (folds < least) std::_Exit(1);
  }
};

// In the time of a second fold a campaign sees another input: one in so many, by the size of what
// came out, is folded twice, and in a replay every one.
constexpr size_t kPage = 0x1000;
constexpr size_t kFoldedTwice = 8;

// operator== compares byte by byte, which the fuzzing engine watches.
bool is_same(const OutputBytes& a, const OutputBytes& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

bool check_fold_of(const FileSet& set) {
  static Statistics statistics;
  ++statistics.runs;
  auto folded = fold_set(set);
  if (!folded) {
    require_whole(folded.error());
    if (statistics.wanted) std::fprintf(stderr, "%s\n", to_string(folded.error()).c_str());
    return false;
  }
  ++statistics.folds;
  // Of a larger one not all bytes are there.
  if (folded->report.output_size != folded->bytes.size()) return true;
  check_output(*folded);
  check_meaning(*folded);
  if (folded->bytes.size() / kPage % kFoldedTwice != 0 && !statistics.twice) return true;
  // No output depends on how a process hashes names.
  set_name_hash_seed(1);
  auto again = fold_set(set);
  set_name_hash_seed(0);
  require(again.has_value() && is_same(again->bytes, folded->bytes) &&
          again->report.map == folded->report.map);
  return true;
}

}  // namespace onefold::fuzz
