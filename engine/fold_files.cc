// From files to a file: the closure is found, the fold written beside its place, looked at,
// renamed.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "base/counted.h"
#include "base/parallel.h"
#include "emit/output_file.h"
#include "emit/output_names.h"
#include "fold.h"
#include "resolve/file_system.h"
#include "resolve/shared_inputs.h"
#include "rewrite/image.h"
#include "verify_files.h"

namespace onefold {
namespace {

Result<mode_t> output_mode(const FoldOptions& options, FoldReport& report) {
  struct stat status{};
  if (stat(options.program.c_str(), &status) != 0) return mode_t{0755};
  constexpr mode_t kPrivileges = S_ISUID | S_ISGID;
  if ((status.st_mode & kPrivileges) != 0 && !options.keep_privileges) {
    report.warnings.emplace_back(
        "the setuid or setgid bit is not carried over (--keep-privileges does)");
  }
  return status.st_mode & (options.keep_privileges ? 0777 | kPrivileges : 0777);
}

Result<void> write_image(const FoldOptions& options, OutputFile& output, const Image& image) {
  constexpr size_t kMostAtOnce = size_t{16} << 20;  // so that somebody who waits sees it go on
  ONEFOLD_CHECK(image.visit([&](const Piece& piece) -> Result<void> {
    for (size_t at = 0; at < piece.bytes.size(); at += kMostAtOnce) {
      report_stage(options, {"writing", piece.offset + at, image.size(), "bytes"});
      auto bytes = piece.bytes.subspan(at, std::min(kMostAtOnce, piece.bytes.size() - at));
      ONEFOLD_CHECK(output.write(piece.offset + at, bytes));
    }
    return {};
  }));
  report_stage(options, {"writing", image.size(), image.size(), "bytes"});
  return output.resize(image.size());
}

// A second opinion on what was written, before it gets its name.
Result<void> check_output(const FoldOptions& options, const Closure& closure,
                          const OutputFile& output, FoldReport& report) {
  if (!can_verify(closure)) {
    report.warnings.emplace_back("the output is not verified: no model of its loader yet");
    return {};
  }
  report_stage(options, {"verifying"});
  ONEFOLD_TRY(auto verified, verify_fold(closure, output.temporary_path(), options.stack_size));
  if (verified.same()) return {};
  const verify::Difference& first = verified.differences().front();
  return fail(Error{
      options.output, "verify", std::nullopt, "an output that means the same as the input",
      fmt::format("{}, the first: {}: {}: expected {}, found {} (a fault of "
                  "onefold: please report it; --no-verify writes the output all the same)",
                  counted(verified.total(), "difference", "differences"),
                  verify::aspect_name(first.aspect), first.where, first.expected, first.found)});
}

Result<void> write_output(const FoldOptions& options, const Closure& closure, const Image& image,
                          FoldReport& report) {
  if (options.dry_run) return {};
  ONEFOLD_TRY(auto output, OutputFile::create(options.output));
  ONEFOLD_CHECK(write_image(options, output, image));
  ONEFOLD_CHECK(closure.files->check_intact());
  if (options.verify) ONEFOLD_CHECK(check_output(options, closure, output, report));
  ONEFOLD_TRY(auto mode, output_mode(options, report));
  return output.commit(mode);
}

Result<Closure> find_closure(const FoldOptions& options, SharedInputs& shared) {
  report_stage(options, {"finding libraries"});
  ResolveOptions resolve = options.resolve;
  resolve.opened_by_libc = options.selection.keep.empty() && options.selection.only.empty();
  ONEFOLD_TRY(auto files, FileSystem::open(resolve.root, shared.store()));
  return resolve_closure(options.program, resolve, std::move(files));
}

// Of all of them, before any is written: one's output may be another's input.
Result<void> check_output_names(std::span<const FoldOptions> folds,
                                std::span<const Result<Closure>> closures) {
  std::vector<std::string> outputs;
  std::set<std::string> inputs;
  for (const FoldOptions& options : folds) {
    if (!options.dry_run) outputs.push_back(options.output);
    outputs.insert(outputs.end(), options.other_outputs.begin(), options.other_outputs.end());
  }
  for (const auto& closure : closures) {
    if (!closure) continue;
    for (const ClosureEntry& entry : closure->entries) inputs.emplace(entry.module.file.name());
  }
  return check_outputs(outputs, std::vector(inputs.begin(), inputs.end()));
}

}  // namespace

Result<std::vector<Result<FoldReport>>> fold_all(std::span<const FoldOptions> folds,
                                                 unsigned threads) {
  SharedInputs shared;
  std::vector<Result<Closure>> closures(folds.size());
  for_each_index(folds.size(), threads,
                 [&](size_t i) { closures[i] = find_closure(folds[i], shared); });
  ONEFOLD_CHECK(check_output_names(folds, closures));

  std::vector<Result<FoldReport>> reports(folds.size());
  SharedInputs* several = folds.size() > 1 ? &shared : nullptr;
  for_each_index(folds.size(), threads, [&](size_t i) {
    auto write = [&](const Image& image, FoldReport& report) {
      return write_output(folds[i], *closures[i], image, report);
    };
    reports[i] = closures[i] ? fold_closure(*closures[i], folds[i], write, several)
                             : fail(closures[i].error());
    report_stage(folds[i], {kDoneStage});
  });
  return reports;
}

Result<FoldReport> fold(const FoldOptions& options) {
  ONEFOLD_TRY(auto reports, fold_all(std::span(&options, 1), 1));
  return std::move(reports.front());
}

}  // namespace onefold
