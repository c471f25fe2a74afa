// The pipeline: closure -> bindings -> plan -> image.
#include "fold.h"

#include <fmt/format.h>

#include <atomic>
#include <cstddef>

#include "base/hex.h"
#include "base/mapped_file.h"
#include "base/threads.h"
#include "cpu_level.h"
#include "fold_checks.h"
#include "origins.h"
#include "plan/embedded_loader.h"
#include "plan/init_order.h"
#include "plan/kept_references.h"
#include "plan/notes.h"
#include "plan/part_list.h"
#include "plan/plan.h"
#include "plan/plan_beside.h"
#include "read/notes.h"
#include "resolve/musl_relocations.h"
#include "resolve/needed_versions.h"
#include "resolve/opened_names.h"
#include "resolve/shared_inputs.h"
#include "resolve/unique_symbols.h"
#include "rewrite/copies.h"
#include "rewrite/image.h"

namespace onefold {
namespace {

// Nothing stays outside of a program, unless something is asked to. A shared object's C library is
// its host's.
Result<bool> is_total(SelectionOptions& selection, const Closure& closure) {
  if (!selection.keep.empty() || !selection.only.empty()) return false;
  ONEFOLD_TRY(auto interpreter, closure.entries.front().module.interpreter());
  if (!interpreter) selection.keep.emplace_back("libc");
  return interpreter.has_value();
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
    ONEFOLD_CHECK(refuse_other_sums(linkable));
    ONEFOLD_CHECK(refuse_hidden_definitions(linkable));
    ONEFOLD_CHECK(refuse_covered_definitions(linkable));
    place_absolute_symbols(linkable);
  }
  const bool of_program = index == 0 && find_segment(module.segments, PT_INTERP) != nullptr;
  ONEFOLD_CHECK(check_plt_entries(linkable, of_program));
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

void report_plan(const Plan& plan, FoldReport& report) {
  report_fixups(plan, report);
  report.ifuncs = plan.resolved.functions().size();
  report.ifuncs_resolved = plan.resolved.known();
  report.data = plan.data.size();
  report.map = plan.map;
  if (plan.layout.headers.in_program) return;
  std::string what = "the output has no section headers, which strip and gdb want";
  if (!plan.data.sections.empty()) {
    what = fmt::format(
        "strip and objcopy would break the output, which has section headers for the program's {}",
        printable(plan.data.sections.front().name));
  }
  report.warnings.push_back("too many program headers for the program's first page: " + what);
}

// The copies of a fold's sink, and what it answered to the last.
struct Copies {
  const FoldSink& sink;
  Result<void> answer;

  void take(std::vector<Piece> copies) {
    if (answer && sink.copies) answer = sink.copies(std::move(copies));
  }
};

// The plan; what has its place is copied while the rest is planned.
Result<Plan> plan_beside_copies(const PlanInput& input, const Job& copies_program, Copies& copies,
                                Threads& threads) {
  ONEFOLD_TRY(auto plan, place_plan(input));
  PlanBeside beside(plan, threads);
  const Job copies_parts = threads.start([&, early = early_copies(plan)] {
    copies_program.wait();
    copies.take(early);
  });
  ONEFOLD_CHECK(complete_plan(plan, input, beside));
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
  ONEFOLD_CHECK(refuse_sanitizer(closure, folded));
  Copies copies{sink, {}};
  const Job copies_program =
      threads.start([&] { copies.take(early_copies(closure.entries.front().module)); });
  ONEFOLD_TRY(auto inputs, read_inputs(options, closure, folded, report.total, shared, threads));
  const std::vector<Linkable>& linkables = inputs.linkables;
  ONEFOLD_CHECK(report_parts(closure, folded, inputs.provenance, report));
  warn_of_data(closure, folded, report);
  ONEFOLD_CHECK(check_licences(options, report, report.warnings));

  ONEFOLD_CHECK(check_needed_versions(linkables, closure));
  ONEFOLD_CHECK(check_kept_relocations(linkables, folded));
  report_stage(options, {"binding symbols"});
  Scope scope(linkables, closure.loader_kind);
  if (!options.resolve.with.empty()) ONEFOLD_CHECK(check_opened_names(closure, scope));
  Result<void> next_lookups;
  const Job checks_next_lookups =
      threads.start([&] { next_lookups = check_next_lookups(closure, scope, folded, report); });
  Bindings bindings(scope);
  if (closure.loader_kind != LoaderKind::kMusl)
    bindings.settle_unique_symbols(dependency_order(closure));
  ONEFOLD_CHECK(bindings.check_kept_unique(folded, dependency_order(closure, folded)));
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
  auto planned = plan_beside_copies(input, copies_program, copies, threads);
  checks_next_lookups.wait();
  ONEFOLD_CHECK(std::move(next_lookups));
  ONEFOLD_TRY(auto plan, std::move(planned));
  ONEFOLD_CHECK(check_header_count(plan, report));
  ONEFOLD_TRY(auto image, make_image(plan));

  report.cpu = options.cpu;
  report_plan(plan, report);
  report.output_size = image.size();
  ONEFOLD_CHECK(std::move(copies.answer));
  ONEFOLD_CHECK(sink.image(image, threads, report));
  return report;
}

}  // namespace onefold
