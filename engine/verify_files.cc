#include "verify_files.h"

#include "base/mapped_file.h"
#include "resolve/file_system.h"
#include "verify/claim.h"
#include "verify/verify.h"

namespace onefold {

Result<verify::Report> verify_fold(const Closure& closure, const std::string& folded,
                                   std::optional<uint64_t> stack_size, unsigned threads) {
  ONEFOLD_TRY(auto mapped, MappedFile::open(folded));
  ONEFOLD_TRY(auto report, verify_fold(closure, mapped.view(), stack_size, threads));
  ONEFOLD_CHECK(mapped.check_intact());
  return report;
}

Result<verify::Report> verify_fold(const Closure& closure, const FileView& folded,
                                   std::optional<uint64_t> stack_size, unsigned threads) {
  ONEFOLD_TRY(auto module, read_module(folded));
  verify::Input input;
  input.loader =
      closure.loader_kind == LoaderKind::kMusl ? verify::Loader::kMusl : verify::Loader::kGlibc;
  input.folded = &module;
  input.stack_size = stack_size;
  input.interpreter = closure.loader_path;
  for (const ClosureEntry& entry : closure.entries)
    input.originals.push_back({entry.name, entry.path, &entry.module, entry.needs});
  input.opened = closure.opened;
  input.threads = threads;
  return verify::verify(input);
}

namespace {

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

bool can_verify(const Closure& closure) {
  return verify::find_psabi(closure.entries.front().module.header) != nullptr;
}

Result<verify::Report> verify_files(const std::string& original, const std::string& folded,
                                    const ResolveOptions& options,
                                    std::optional<uint64_t> stack_size, unsigned threads) {
  // What the fold says that it has inside beside what is needed at start: a claim like the others.
  ResolveOptions resolve = options;
  {
    ONEFOLD_TRY(auto mapped, MappedFile::open(folded));
    ONEFOLD_TRY(auto module, read_module(mapped.view()));
    auto claim = verify::read_claim(module);
    if (!claim) return fail(without_note(claim.error(), original));
    resolve.with = std::move(claim->opened);
    ONEFOLD_CHECK(mapped.check_intact());
  }
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
  ONEFOLD_TRY(auto report, verify_fold(closure, folded, stack_size, threads));
  ONEFOLD_CHECK(closure.files->check_intact());
  return report;
}

}  // namespace onefold
