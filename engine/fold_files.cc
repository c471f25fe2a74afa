// From files to a file: the closure is found, the fold written beside its place, looked at,
// renamed.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <set>

#include "base/counted.h"
#include "base/mapped_file.h"
#include "base/threads.h"
#include "emit/output_file.h"
#include "emit/output_names.h"
#include "fold.h"
#include "resolve/file_system.h"
#include "resolve/shared_inputs.h"
#include "rewrite/copies.h"
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

// The fold's file while it is written: first the copies, while the rest is planned.
class Writing {
 public:
  explicit Writing(const FoldOptions& options) : options_(options) {}

  // Each time those of the time before are among them.
  Result<void> write_copies(std::vector<Piece> copies) {
    if (!output_) ONEFOLD_CHECK(create());
    std::vector<Piece> fresh = copies;
    std::erase_if(fresh, [&](const Piece& copy) { return is_among(copies_, copy); });
    reserve(fresh);
    uint64_t total = 0;
    for (const Piece& copy : copies) total += copy.bytes.size();
    std::atomic<uint64_t> done = 0;
    for (const Piece& copy : fresh) ONEFOLD_CHECK(write(copy, done, total));
    copies_ = std::move(copies);
    return {};
  }

  Result<OutputFile> write_rest(const Image& image, Threads& threads) {
    if (!output_) ONEFOLD_CHECK(create());
    std::atomic<uint64_t> done = 0;
    auto take = [&](const Piece& piece) -> Result<void> {
      if (!is_among(copies_, piece)) return write(piece, done, image.size());
      done += piece.bytes.size();
      return {};
    };
    ONEFOLD_CHECK(image.visit(take, threads));
    report_stage(options_, {"writing", image.size(), image.size(), "bytes"});
    ONEFOLD_CHECK(output_->resize(image.size()));
    return *std::move(output_);
  }

 private:
  Result<void> create() {
    ONEFOLD_TRY(auto output, OutputFile::create(options_.output));
    output_.emplace(std::move(output));
    return {};
  }

  static uint64_t end_of(const Piece& piece) { return piece.offset + piece.bytes.size(); }

  // For runs of much, gaps between them included as far as they are narrow, and less than is
  // copied: what an alignment asks for is not to take the disk. `copies` ascend.
  void reserve(const std::vector<Piece>& copies) {
    constexpr uint64_t kMuch = uint64_t{64} << 10;
    uint64_t start = 0;
    uint64_t end = 0;
    uint64_t copied = 0;  // in the run, less its gaps
    const auto reserve_run = [&] {
      if (end - start >= kMuch) output_->reserve(start, end - start);
    };
    for (const Piece& copy : copies) {
      const uint64_t gap = copy.offset > end ? copy.offset - end : 0;
      if (gap > std::min(kMuch, copied)) {
        reserve_run();
        start = copy.offset;
        copied = 0;
      } else {
        copied -= gap;
      }
      copied += copy.bytes.size();
      end = std::max(end, end_of(copy));
    }
    reserve_run();
  }

  Result<void> write(const Piece& piece, std::atomic<uint64_t>& done, uint64_t total) {
    constexpr size_t kMostAtOnce = size_t{16} << 20;  // so that somebody who waits sees it go on
    for (size_t at = 0; at < piece.bytes.size(); at += kMostAtOnce) {
      report_stage(options_, {"writing", done, total, "bytes"});
      auto bytes = piece.bytes.subspan(at, std::min(kMostAtOnce, piece.bytes.size() - at));
      map_pages(bytes);
      ONEFOLD_CHECK(output_->write(piece.offset + at, bytes));
      done += bytes.size();
    }
    return {};
  }

  const FoldOptions& options_;
  std::vector<Piece> copies_;
  std::optional<OutputFile> output_;
};

// A second opinion on what was written, before it gets its name.
Result<void> check_output(const FoldOptions& options, const Closure& closure,
                          const OutputFile& output, FoldReport& report) {
  if (!can_verify(closure)) {
    report.warnings.emplace_back("the output is not verified: no model of its loader yet");
    return {};
  }
  report_stage(options, {"verifying"});
  ONEFOLD_TRY(auto verified,
              verify_fold(closure, output.temporary_path(), options.stack_size, options.threads));
  if (verified.same()) return {};
  const verify::Difference& first = verified.differences().front();
  return fail(Error{
      options.output, "verify", std::nullopt, "an output that means the same as the input",
      fmt::format("{}, the first: {}: {}: expected {}, found {} (a fault of "
                  "onefold: please report it; --no-verify writes the output all the same)",
                  counted(verified.total(), "difference", "differences"),
                  verify::aspect_name(first.aspect), first.where, first.expected, first.found)});
}

Result<void> finish_output(const FoldOptions& options, const Closure& closure, OutputFile output,
                           FoldReport& report) {
  ONEFOLD_CHECK(closure.files->check_intact());
  if (options.verify) ONEFOLD_CHECK(check_output(options, closure, output, report));
  ONEFOLD_TRY(auto mode, output_mode(options, report));
  return output.commit(mode);
}

Result<FoldReport> fold_to_file(const FoldOptions& options, const Closure& closure,
                                Threads& threads, SharedInputs* shared) {
  Writing writing(options);
  FoldSink sink;
  sink.image = [&](const Image& image, Threads& its, FoldReport& report) -> Result<void> {
    if (options.dry_run) return {};
    ONEFOLD_TRY(auto output, writing.write_rest(image, its));
    return finish_output(options, closure, std::move(output), report);
  };
  if (!options.dry_run) {
    sink.copies = [&](std::vector<Piece> copies) {
      return writing.write_copies(std::move(copies));
    };
  }
  return fold_closure(closure, options, sink, threads, shared);
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
  const bool several = folds.size() > 1;
  Threads all(several ? threads : std::min(threads, kMostThreads));
  all.for_each_index(folds.size(), [&](size_t i) { closures[i] = find_closure(folds[i], shared); });
  ONEFOLD_CHECK(check_output_names(folds, closures));

  std::vector<Result<FoldReport>> reports(folds.size());
  auto fold_one = [&](size_t i, Threads& its) {
    FoldOptions options = folds[i];
    options.threads = std::max(1U, threads / static_cast<unsigned>(folds.size()));
    const auto& closure = closures[i];
    reports[i] = closure ? fold_to_file(options, *closure, its, several ? &shared : nullptr)
                         : fail(closure.error());
    report_stage(options, {kDoneStage});
  };
  if (several) {
    all.for_each_index(folds.size(), [&](size_t i) {
      Threads its(std::min(threads / static_cast<unsigned>(folds.size()), kMostThreads));
      fold_one(i, its);
    });
  } else if (!folds.empty()) {
    fold_one(0, all);
    if (closures.front()) release_pages(closures.front()->files->mapped(), all);
  }
  return reports;
}

Result<FoldReport> fold(const FoldOptions& options) {
  ONEFOLD_TRY(auto reports, fold_all(std::span(&options, 1), options.threads));
  return std::move(reports.front());
}

}  // namespace onefold
