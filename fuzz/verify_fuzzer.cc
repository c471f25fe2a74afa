// An original with its libraries and a fold of it, /folded (file_set.h), through verify.
// Properties:
// - the answer is a function of the files;
// - an error and each difference are whole;
// - no more differences are listed than counted, and a report is the same only with none.
// Without /folded in the set, the fold that the engine makes of it is taken, one of its bytes
// changed as the options say: then verify may say what it likes, but must come to an end.

#include <algorithm>

#include "file_set.h"
#include "fold_set.h"
#include "property.h"
#include "resolve/file_system.h"
#include "set_store.h"
#include "verify_files.h"

namespace onefold::fuzz {
namespace {

uint64_t compare(const Closure& closure, std::span<const std::byte> folded) {
  Digest digest;
  auto report = verify_fold(closure, FileView("folded", folded), {});
  if (!report) {
    require_whole(report.error());
    digest.add(to_string(report.error()));
    return digest.value();
  }
  require(report->differences().size() <= report->total());
  require(report->same() == (report->total() == 0));
  digest.add(report->total());
  digest.add(to_text(*report));
  digest.add(to_json(*report));
  return digest.value();
}

void verify_set(const FileSet& set) {
  const SetFile* given = set.find("/folded");
  OutputBytes folded;
  if (given != nullptr) {
    folded = OutputBytes(given->bytes.size());
    std::ranges::copy(given->bytes, folded.data());
  } else {
    auto made = fold_set(set);
    if (!made || made->bytes.size() == 0) return;
    folded = std::move(made->bytes);
    Digest place;
    for (const SetFile& file : set.files) place.add(file.bytes.size());
    folded.all()[place.value() % folded.size()] ^= static_cast<std::byte>(set.options >> 2);
  }
  auto closure =
      resolve_closure(kProgramPath, {.library_dirs = {"/lib"}}, FileSystem::in(make_store(set)));
  if (!closure || !closure->missing.empty() || closure->program != 0) return;
  if (!closure->entries.front().module.has_dynamic()) return;
  const uint64_t once = compare(*closure, folded.all());
  require(compare(*closure, folded.all()) == once);
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold::fuzz;
  verify_set(parse_file_set(as_input(data, size)));
  return 0;
}
