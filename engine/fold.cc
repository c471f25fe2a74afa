// The pipeline: closure -> bindings -> plan -> image.
#include "fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstddef>

#include "base/counted.h"
#include "base/hex.h"
#include "base/mapped_file.h"
#include "base/threads.h"
#include "contents/contents.h"
#include "cpu_level.h"
#include "origins.h"
#include "plan/embedded_loader.h"
#include "plan/init_order.h"
#include "plan/kept_references.h"
#include "plan/notes.h"
#include "plan/part_list.h"
#include "plan/plan.h"
#include "read/file_data.h"
#include "read/notes.h"
#include "resolve/file_system.h"
#include "resolve/musl_relocations.h"
#include "resolve/needed_versions.h"
#include "resolve/next_lookup.h"
#include "resolve/opened_names.h"
#include "resolve/shared_inputs.h"
#include "resolve/unique_symbols.h"
#include "rewrite/copies.h"
#include "rewrite/image.h"

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

// Nothing stays outside of a program, unless something is asked to. A shared object's C library is
// its host's.
Result<bool> is_total(SelectionOptions& selection, const Closure& closure) {
  if (!selection.keep.empty() || !selection.only.empty()) return false;
  ONEFOLD_TRY(auto interpreter, closure.entries.front().module.interpreter());
  if (!interpreter) selection.keep.emplace_back("libc");
  return interpreter.has_value();
}

// A shared object's dlopen is its host program's.
Result<void> check_with(const FoldOptions& options, const Closure& closure) {
  ONEFOLD_TRY(auto interpreter, closure.entries.front().module.interpreter());
  if (options.resolve.with.empty() || interpreter) return {};
  return fail(Error{options.program, "--with", std::nullopt, "a program, which opens libraries",
                    "a shared object"});
}

// A wrapper that is called would call address 0.
Result<void> check_next_lookups(const Closure& closure, const Scope& scope,
                                const std::vector<bool>& folded, FoldReport& report) {
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

// What is folded is read and copied whole. (The program is written by another thread meanwhile.)
void map_library(const Module& module) {
  if (module.loads.empty()) return;
  const FileOffset begin = module.loads.front().offset;
  const FileOffset end = module.loads.back().offset + module.loads.back().filesz;
  if (auto bytes = module.file.bytes(begin, end - begin, "PT_LOAD")) map_pages(*bytes);
}

Result<Linkable> read_one_linkable(const Closure& closure, size_t index, SharedInputs* shared) {
  const Module& module = closure.entries[index].module;
  ONEFOLD_TRY(auto linkable, shared != nullptr ? shared->linkable(module) : read_linkable(module));
  if (closure.loader_kind == LoaderKind::kMusl) {
    ONEFOLD_CHECK(refuse_null_symbols(linkable));
    ONEFOLD_CHECK(refuse_hidden_definitions(linkable));
  }
  return linkable;
}

struct Inputs {
  std::vector<Linkable> linkables;     // by closure index, as the next
  std::vector<FirstLoad> first_loads;  // of what is folded
  Provenance provenance;
};

// Side by side: of the errors the first counts, as if one were read after the other.
Result<Inputs> read_inputs(const FoldOptions& options, const Closure& closure,
                           const std::vector<bool>& folded, bool total, SharedInputs* shared,
                           Threads& threads) {
  const size_t count = closure.entries.size();
  std::vector<Result<Linkable>> linkables(count);
  std::vector<Result<FirstLoad>> first_loads(count);
  ONEFOLD_TRY(const Machine* machine, foldable_machine(closure.entries.front().module));
  Result<Provenance> provenance;
  std::atomic<size_t> read = 0;
  threads.for_each_index(count + 1, [&](size_t job) {
    if (job == 0) {  // as long as any
      provenance = find_origins(options, closure, folded, total);
      return;
    }
    const size_t i = job - 1;
    if (folded[i] && i != 0) map_library(closure.entries[i].module);
    linkables[i] = read_one_linkable(closure, i, shared);
    if (folded[i] && linkables[i]) first_loads[i] = look_at_first_load(*linkables[i], *machine);
    report_stage(options, {"reading", ++read, count, "files"});
  });
  Inputs inputs;
  inputs.linkables.reserve(count);
  inputs.first_loads.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    ONEFOLD_TRY(inputs.linkables.emplace_back(), std::move(linkables[i]));
    ONEFOLD_TRY(inputs.first_loads.emplace_back(), std::move(first_loads[i]));
  }
  if (total) ONEFOLD_CHECK(check_embeddable(closure));
  ONEFOLD_TRY(inputs.provenance, std::move(provenance));
  return inputs;
}

Result<void> report_parts(const Closure& closure, const std::vector<bool>& folded,
                          const Provenance& provenance, FoldReport& report) {
  std::vector<size_t> place(closure.entries.size(), SIZE_MAX);
  for (size_t i = 0; i < closure.entries.size(); ++i) {
    const ClosureEntry& entry = closure.entries[i];
    if (!folded[i] && !report.total) {
      report.kept.push_back(
          {entry.name, entry.path, closure.loader == i ? "the loader" : "--keep"});
      continue;
    }
    ONEFOLD_TRY(auto notes, read_notes(entry.module));
    place[i] = report.folded.size();
    FoldedPart& part = report.folded.emplace_back();
    part = {entry.name, entry.path, hex(find_build_id(notes)), entry.module.file.size()};
    if (const Package* package = provenance.package(i)) {
      part.package = *package;
      part.licences = provenance.licences[i];
    }
  }
  for (size_t i = 0; i < closure.entries.size(); ++i) {
    if (place[i] == SIZE_MAX) continue;
    for (size_t needed : closure.entries[i].needs) {
      if (place[needed] != SIZE_MAX) report.folded[place[i]].needs.push_back(place[needed]);
    }
  }
  const Machine* machine = closure.entries.front().module.machine;
  report.machine = machine != nullptr ? machine->name : "";
  report.system = provenance.system;
  report.system_version = provenance.system_version;
  report.c_library = provenance.c_library;
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

void report_fixups(const Plan& plan, FoldReport& report) {
  for (const Fixup& fixup : plan.fixups.list) {
    switch (fixup.kind) {
      case FixupKind::kRelative:
        ++report.relocations_relative;
        break;
      case FixupKind::kSymbolic:
        ++report.relocations_symbolic;
        break;
      case FixupKind::kTls:
        ++report.relocations_tls;
        break;
      case FixupKind::kIRelative:
        ++report.relocations_irelative;
        break;
    }
  }
  report.relocations_lazy = plan.fixups.plt.size();
  report.lookups_before = plan.fixups.symbolic_before;
}

// The copies of a fold's sink, and what it answered to the last.
struct Copies {
  const FoldSink& sink;
  Result<void> answer;

  void take(std::vector<Piece> copies) {
    if (answer && sink.copies) answer = sink.copies(std::move(copies));
  }
};

// The plan; what has its place is copied while the rest is planned. By one thread: who first waits
// for the unwind tables plans them.
Result<Plan> plan_beside_copies(const PlanInput& input, const Job& copies_program, Copies& copies,
                                Threads& threads) {
  ONEFOLD_TRY(auto plan, place_plan(input));
  Result<UnwindTable> unwind;
  const Job plans_unwind = threads.start([&] { unwind = plan_unwind(plan.parts); });
  const Job copies_parts = threads.start([&, early = early_copies(plan)] {
    copies_program.wait();
    copies.take(early);
  });
  ONEFOLD_CHECK(complete_plan(plan, input, [&]() -> Result<UnwindTable> {
    plans_unwind.wait();
    return std::move(unwind);
  }));
  copies_parts.wait();
  return plan;
}

}  // namespace

void report_stage(const FoldOptions& options, const Stage& stage) {
  if (options.on_stage) options.on_stage(stage);
}

Result<FoldReport> fold_closure(const Closure& closure, const FoldOptions& options,
                                const FoldSink& sink, Threads& threads, SharedInputs* shared) {
  FoldReport report;
  ONEFOLD_CHECK(check_foldable(options, closure));
  SelectionOptions selection = options.selection;
  ONEFOLD_TRY(report.total, is_total(selection, closure));
  ONEFOLD_CHECK(check_with(options, closure));
  ONEFOLD_CHECK(check_fixed_address(options, closure));
  ONEFOLD_TRY(const CpuLevel* level, find_level(options, closure, report.total));
  ONEFOLD_TRY(auto folded, select_folded(closure, selection));
  Copies copies{sink, {}};
  const Job copies_program =
      threads.start([&] { copies.take(early_copies(closure.entries.front().module)); });
  ONEFOLD_TRY(auto inputs, read_inputs(options, closure, folded, report.total, shared, threads));
  const std::vector<Linkable>& linkables = inputs.linkables;
  ONEFOLD_CHECK(report_parts(closure, folded, inputs.provenance, report));
  warn_of_data(closure, folded, report);
  ONEFOLD_CHECK(check_licences(options, report, report.warnings));

  ONEFOLD_CHECK(check_names(linkables));
  ONEFOLD_CHECK(check_needed_versions(linkables, closure));
  ONEFOLD_CHECK(check_kept_relocations(linkables, folded));
  report_stage(options, {"binding symbols"});
  Scope scope(linkables, closure.loader_kind);
  if (!options.resolve.with.empty()) ONEFOLD_CHECK(check_opened_names(closure, scope));
  if (!report.total || closure.loader_kind == LoaderKind::kMusl ||
      closure.entries.front().module.machine->next_code == nullptr)
    ONEFOLD_CHECK(check_next_lookups(closure, scope, folded, report));
  Bindings bindings(scope);
  if (closure.loader_kind != LoaderKind::kMusl)
    bindings.settle_unique_symbols(dependency_order(closure));
  if (!report.total && closure.loader_kind != LoaderKind::kMusl)
    ONEFOLD_CHECK(check_unique_versions(linkables, folded));
  ONEFOLD_CHECK(check_kept_references(bindings, folded));
  const PlanInput input{closure,
                        linkables,
                        bindings,
                        folded,
                        report.total,
                        options.fixed_address,
                        options.stack_size,
                        std::move(inputs.provenance),
                        std::move(inputs.first_loads),
                        level};
  ONEFOLD_TRY(auto plan, plan_beside_copies(input, copies_program, copies, threads));
  ONEFOLD_CHECK(check_header_count(plan, report));
  ONEFOLD_TRY(auto image, make_image(plan));

  report_fixups(plan, report);
  report.cpu = options.cpu;
  report.ifuncs = plan.resolved.functions().size();
  report.ifuncs_resolved = plan.resolved.known();
  if (!plan.layout.headers.in_program) {
    report.warnings.emplace_back(
        "too many program headers for the program's first page: the output has no section headers, "
        "which strip and gdb want");
  }
  report.output_size = image.size();
  report.data = plan.data.size();
  report.map = plan.map;
  ONEFOLD_CHECK(std::move(copies.answer));
  ONEFOLD_CHECK(sink.image(image, threads, report));
  return report;
}

}  // namespace onefold
