#include "fold_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "contents/contents.h"
#include "plan/embedded_loader.h"
#include "read/file_data.h"
#include "read/relocations.h"
#include "resolve/next_lookup.h"

namespace onefold {
namespace {

// Which wish of the caller's, or else which field, named the library.
std::string asked_by(const FoldOptions& options, const MissingLibrary& missing) {
  return std::ranges::find(options.resolve.with, missing.name) != options.resolve.with.end()
             ? "--with"
             : "DT_NEEDED";
}

// Loaders look at some flags alone (machine/abi_flags.h).
Result<void> check_flags(const Module& program, const Module& library) {
  if (program.machine == nullptr || library.machine != nullptr) return {};
  const auto at = with_format(library.format(), []<typename E>() {
    return FileOffset(offsetof(typename E::Ehdr, e_flags));
  });
  return fail(library.file.error(
      "e_flags", at,
      fmt::format("an ABI of {} that the program's goes with", program.machine->name),
      fmt::format("{:#x}", library.header.flags)));
}

// ld.so itself is there from the first on, by the path in PT_INTERP and by its soname. Needed by
// another name it is mapped again, as a library like others (elf/dl-load.c).
Result<void> refuse_second_loader(const Closure& closure) {
  if (!closure.loader || closure.loader_kind == LoaderKind::kMusl) return {};
  const ClosureEntry& loader = closure.entries[*closure.loader];
  for (const ClosureEntry& entry : closure.entries) {
    if (&entry == &loader || entry.module.file.all().data() != loader.module.file.all().data())
      continue;
    return fail(loader.module.file.error(
        "DT_SONAME", fmt::format("{}, by which the loader is needed", printable(entry.name)),
        printable(loader.name)));
  }
  return {};
}

}  // namespace

Result<void> check_foldable(const FoldOptions& options, const Closure& closure) {
  if (closure.program != 0) {
    return fail(Error{closure.entries[closure.program].path, "DT_FILTER", std::nullopt,
                      "none in a shared object that is folded", "one, which stands before it"});
  }
  const ClosureEntry& program = closure.entries.front();
  const auto nothing_to_fold =
      program.module.file.error("PT_DYNAMIC", "a dynamically linked program or shared object",
                                "a static file, or none that a loader maps: nothing to fold");
  if (!program.module.header.is_loadable() || !program.module.has_dynamic())
    return fail(nothing_to_fold);
  ONEFOLD_TRY(auto contents, read_contents(program.module));
  if (contents && contents->loader) {
    return fail(program.module.file.error("PT_NOTE", "a program that is no total fold yet",
                                          "one: nothing is left to fold"));
  }
  ONEFOLD_TRY(auto interpreter, program.module.interpreter());
  // A static PIE has a dynamic section, which it reads itself.
  if (!interpreter && (program.module.flags_1() & DF_1_PIE) != 0) return fail(nothing_to_fold);
  for (const ClosureEntry& entry : closure.entries) {
    const Header& header = entry.module.header;
    if (header.machine == program.module.header.machine &&
        header.format == program.module.header.format) {
      ONEFOLD_CHECK(check_flags(program.module, entry.module));
      continue;
    }
    return fail(
        entry.module.file.error("e_machine", FileOffset(18),
                                fmt::format("{}, as the program is for",
                                            machine_constant_name(program.module.header.machine)),
                                machine_constant_name(header.machine)));
  }
  ONEFOLD_CHECK(refuse_second_loader(closure));
  if (closure.missing.empty()) return {};
  const MissingLibrary& missing = closure.missing.front();
  if (missing.name == closure.loader_path) {
    return fail(program.module.file.error(
        options.resolve.interpreter.empty() ? "PT_INTERP" : "--interp",
        "a loader that can be found (--root DIR: a root of the program's machine)", missing.name));
  }
  return fail(
      Error{closure.entries[missing.requester].path, asked_by(options, missing), std::nullopt,
            "a library that can be found (-L DIR or --root DIR adds where to look)",
            missing.name.empty() ? "an empty name"
            : missing.passed_over.empty()
                ? missing.name
                : missing.name + " only for another machine or ABI: " + missing.passed_over});
}

// Kept libraries' relocations are left to the loader, but must be some that it can apply.
Result<void> check_kept_relocations(const std::vector<Linkable>& linkables,
                                    const std::vector<bool>& folded) {
  for (size_t i = 0; i < linkables.size(); ++i) {
    for (const RelocationTable& table : linkables[i].tables) {
      if (folded[i]) continue;
      ONEFOLD_CHECK(visit_relocations(*linkables[i].module, table, linkables[i].symbols.size(),
                                      [](const Relocation&) {}));
    }
  }
  return {};
}

// A shared object's dlopen is its host program's.
Result<void> check_with(const FoldOptions& options, const Closure& closure) {
  ONEFOLD_TRY(auto interpreter, closure.entries.front().module.interpreter());
  if (options.resolve.with.empty() || interpreter) return {};
  return fail(Error{options.program, "--with", std::nullopt, "a program, which opens libraries",
                    "a shared object"});
}

// compiler-rt, lib/asan/asan_linux.cpp (AsanCheckDynamicRTPrereqs): its runtime ends a program
// whose first library, by the name of its file, it is not.
Result<void> refuse_sanitizer(const Closure& closure, const std::vector<bool>& folded) {
  for (size_t i = 0; i < closure.entries.size(); ++i) {
    const ClosureEntry& entry = closure.entries[i];
    const bool asan =
        entry.name.starts_with("libasan.so") || entry.name.starts_with("libclang_rt.asan");
    if (!asan || !folded[i]) continue;
    return fail(
        Error{entry.path, "DT_SONAME", std::nullopt,
              fmt::format("no AddressSanitizer in the fold (--keep libc --keep {})", entry.name),
              entry.name});
  }
  return {};
}

// A wrapper that is called would call address 0.
Result<void> check_next_lookups(const Closure& closure, const Scope& scope,
                                const std::vector<bool>& folded, FoldReport& report) {
  const bool has_next_table = report.total && closure.loader_kind != LoaderKind::kMusl &&
                              closure.entries.front().module.machine->next_code != nullptr;
  if (has_next_table) return {};
  ONEFOLD_TRY(auto lost, find_lost_next(scope, folded));
  if (lost.empty()) return {};
  const std::string& asker = closure.entries[lost.front().wrapper.module].path;
  const std::string& next = closure.entries[lost.front().next.module].name;
  const std::string name = printable(scope.symbol(lost.front().wrapper).name);
  if (lost.front().referenced) {
    return fail(Error{asker, "dlsym(RTLD_NEXT)", std::nullopt,
                      fmt::format("no wrapper of a folded library's function (--keep {})", next),
                      fmt::format("{}, which {} defines too", name, next)});
  }
  report.warnings.push_back(
      fmt::format("{} of {}, which nothing in the fold refers to, would find no {} behind it by "
                  "dlsym(RTLD_NEXT); --keep {} if a plugin does",
                  name, asker, name, next));
  return {};
}

Result<void> check_fixed_address(const FoldOptions& options, const Closure& closure) {
  if (!options.fixed_address) return {};
  ONEFOLD_TRY(auto interpreter, closure.entries[closure.program].module.interpreter());
  if (interpreter) return {};
  return fail(Error{options.program, "--fixed-address", std::nullopt,
                    "a program, which is loaded before all else", "a shared object"});
}

// Linux, fs/binfmt_elf.c (load_elf_phdrs): 64 KiB of program headers at most, and before 6.17 one
// page. Libraries are ld.so's, which has no such limit, and a packed fold has few.
Result<void> check_header_count(const Plan& plan, FoldReport& report) {
  constexpr uint64_t kMost = 0x10000, kMostOnce = 0x1000;
  if (plan.shared_object) return {};
  const uint64_t entry = header_entry_size(plan.format());
  const uint64_t count = plan.headers.size() + plan.layout.kernel_loads().size();
  if (count * entry > kMost) {
    return fail(plan.parts.program().module->file.error(
        "e_phnum",
        fmt::format("at most {} program headers, as Linux has it (--keep some libraries)",
                    kMost / entry),
        fmt::format("{} in the whole fold", count)));
  }
  if (count * entry > kMostOnce) {
    report.warnings.push_back(
        fmt::format("{} program headers: Linux before 6.17 starts a program with at most {} "
                    "(--keep some libraries)",
                    count, kMostOnce / entry));
  }
  return {};
}

// The program's stays; a library finds its own by the path of its file, which may be elsewhere.
void warn_of_data(const Closure& closure, const std::vector<bool>& folded, FoldReport& report) {
  for (size_t i = 0; i < closure.entries.size(); ++i) {
    const Module& module = closure.entries[i].module;
    if (!folded[i] || i == closure.program || ends_with_section_headers(module)) continue;
    const size_t size = read_file_data(module).appended.size();
    if (size == 0) continue;
    report.warnings.push_back(
        fmt::format("{}: {} bytes behind its ELF file are left out (--keep {} if it reads them)",
                    closure.entries[i].path, size, closure.entries[i].name));
  }
}

}  // namespace onefold
