#include "verify_files.h"

#include <algorithm>
#include <vector>

#include "base/mapped_file.h"
#include "base/threads.h"
#include "resolve/file_system.h"
#include "verify/claim.h"
#include "verify/verify.h"

namespace onefold {

namespace {

constexpr unsigned kMostOfUse = 2;  // threads

Result<verify::Report> compare(const Closure& closure, const Module& folded,
                               const verify::Claim& claim, std::optional<uint64_t> stack_size,
                               Threads& threads) {
  verify::Input input;
  input.loader =
      closure.loader_kind == LoaderKind::kMusl ? verify::Loader::kMusl : verify::Loader::kGlibc;
  input.folded = &folded;
  input.claim = &claim;
  input.stack_size = stack_size;
  input.interpreter = closure.loader_path;
  for (const ClosureEntry& entry : closure.entries)
    input.originals.push_back({entry.name, entry.path, &entry.module, entry.needs});
  input.opened = closure.opened;
  return verify::verify(input, threads);
}

Result<verify::Report> compare(const Closure& closure, const FileView& folded,
                               std::optional<uint64_t> stack_size, Threads& threads) {
  ONEFOLD_TRY(const auto module, read_module(folded));
  ONEFOLD_TRY(const auto claim, verify::read_claim(module));
  return compare(closure, module, claim, stack_size, threads);
}

// Who names the two files in the other order is told so.
Error without_note(Error error, const std::string& original) {
  auto mapped = MappedFile::open(original);
  if (!mapped) return error;
  auto module = read_module(mapped->view());
  if (module && verify::read_claim(*module))
    error.found += ", but " + original + " has it: the original comes first";
  return error;
}

}  // namespace

Result<verify::Report> verify_fold(const Closure& closure, const std::string& folded,
                                   std::optional<uint64_t> stack_size, unsigned threads) {
  ONEFOLD_TRY(const auto mapped, MappedFile::open(folded));
  Threads team(std::min(threads, kMostOfUse));
  ONEFOLD_TRY(auto report, compare(closure, mapped.view(), stack_size, team));
  ONEFOLD_CHECK(mapped.check_intact());
  release_pages(std::vector{&mapped}, team);
  return report;
}

Result<verify::Report> verify_fold(const Closure& closure, const FileView& folded,
                                   std::optional<uint64_t> stack_size, unsigned threads) {
  Threads team(std::min(threads, kMostOfUse));
  return compare(closure, folded, stack_size, team);
}

bool can_verify(const Closure& closure) {
  return verify::find_psabi(closure.entries.front().module.header) != nullptr;
}

Result<verify::Report> verify_files(const std::string& original, const std::string& folded,
                                    const ResolveOptions& options,
                                    std::optional<uint64_t> stack_size, unsigned threads) {
  ONEFOLD_TRY(const auto mapped, MappedFile::open(folded));
  ONEFOLD_TRY(const auto module, read_module(mapped.view()));
  const auto claim = verify::read_claim(module);
  if (!claim) return fail(without_note(claim.error(), original));
  ONEFOLD_CHECK(mapped.check_intact());
  // What the fold says that it has inside beside what is needed at start: a claim like the others.
  ResolveOptions resolve = options;
  resolve.with = claim->opened;
  ONEFOLD_TRY(auto closure, resolve_closure(original, resolve));
  for (const MissingLibrary& missing : closure.missing) {
    return fail(Error{closure.entries[missing.requester].path, "DT_NEEDED", std::nullopt,
                      "a library that can be found",
                      missing.name.empty() ? "an empty name" : missing.name});
  }
  if (closure.program != 0 || !closure.entries.front().module.has_dynamic()) {
    return fail(Error{original, "PT_DYNAMIC", std::nullopt,
                      "a program or shared object that can be folded", "another"});
  }
  Threads team(std::min(threads, kMostOfUse));
  ONEFOLD_TRY(auto report, compare(closure, module, *claim, stack_size, team));
  ONEFOLD_CHECK(mapped.check_intact());
  ONEFOLD_CHECK(closure.files->check_intact());
  auto files = closure.files->mapped();
  files.push_back(&mapped);
  release_pages(files, team);
  return report;
}

}  // namespace onefold
