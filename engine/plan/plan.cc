#include "plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/checked.h"
#include "machine/ifunc_code.h"
#include "machine/start_stub.h"
#include "plan/aliases.h"
#include "plan/dynamic_section.h"
#include "plan/embedded_loader.h"
#include "plan/in_place.h"
#include "plan/init_order.h"
#include "plan/notes.h"
#include "plan/own_sizes.h"
#include "plan/own_words.h"
#include "plan/packed_relatives.h"
#include "plan/part_list.h"
#include "plan/plan_beside.h"
#include "plan/program_headers.h"
#include "plan/read_only_relro.h"
#include "plan/sections.h"
#include "plan/stand_ins.h"
#include "plan/unwind_reach.h"

namespace onefold {
namespace {

constexpr uint64_t kStartAlign = 16;
constexpr size_t kOwnBlocks = 3;  // written at start, code, read-only

// Not yet known: a number that takes as much room in the notes as any.
constexpr uint64_t kWidestBias = 10'000'000'000'000'000'000U;

class Planner {
 public:
  Planner(const PlanInput& input, Plan& plan) : input_(input), plan_(plan) {}

  Result<void> place() {
    ONEFOLD_CHECK(choose());
    ONEFOLD_CHECK(place_all_parts());
    ONEFOLD_CHECK(resolve_ifuncs());
    return reserve_writable();
  }

  Result<void> complete(PlanBeside& beside) {
    ONEFOLD_CHECK(bind(beside));
    ONEFOLD_TRY(plan_.unwind, beside.unwind());
    ONEFOLD_TRY(plan_.exidx, plan_exidx(plan_.parts));
    ONEFOLD_CHECK(place_start());
    if (plan_.enters()) {
      plan_.packed_relatives =
          pack_relatives(plan_.fixups, plan_.layout, plan_.format().word_size());
    }
    ONEFOLD_CHECK(place_read_only());
    ONEFOLD_CHECK(check_unwind_reach(plan_));
    if (plan_.is_total()) ONEFOLD_CHECK(place_loader());
    if (plan_.enters()) plan_.enter = plan_enter(plan_.stated_layout());
    if (!plan_.machine->rela) put_addends_in_place(plan_.fixups, *plan_.machine);
    plan_program_headers(plan_);
    plan_.sections = plan_sections(plan_);
    return check_section_count(plan_);
  }

 private:
  const Module& program() const { return *plan_.parts.program().module; }
  bool is_musl() const { return input_.closure.loader_kind == LoaderKind::kMusl; }
  bool by_init_array() const { return is_musl() && !plan_.shared_object; }

  // All symbols, and all addresses too.
  bool binds_all_when_folded() const {
    return plan_.is_total() && plan_.fixed_address && !is_musl();
  }

  Result<void> check_stack_size() const {
    if (!input_.stack_size || *input_.stack_size <= plan_.format().max_address()) return {};
    return fail(program().file.error("PT_GNU_STACK p_memsz", "a size that fits the file's 32 bits",
                                     fmt::format("{:#x}", *input_.stack_size)));
  }

  CallOrder call_order() const {
    const auto sorted = dependency_order(input_.closure);
    return {part_indices(with_init_first(input_.closure, sorted), plan_.parts),
            part_indices(sorted, plan_.parts)};
  }

  Result<void> choose() {
    plan_.parts = list_parts(input_);
    ONEFOLD_TRY(plan_.machine, foldable_machine(program()));
    ONEFOLD_CHECK(refuse_auditors(plan_.parts));
    ONEFOLD_CHECK(check_processor_headers(plan_.parts, *plan_.machine));
    ONEFOLD_TRY(auto interpreter, program().interpreter());
    plan_.shared_object = !interpreter.has_value();
    plan_.fixed_address = program().header.type == ET_EXEC || input_.fixed_address;
    if (input_.fixed_address) plan_.parts.list.front().bias = fixed_base(plan_.parts);
    if (input_.total) {
      plan_.loader = std::make_unique<Part>(loader_part(input_));
      ONEFOLD_TRY(plan_.queries,
                  plan_queries(*plan_.loader, *plan_.machine, input_.level != nullptr));
    }
    if (plan_.shared_object && is_musl()) {
      return fail(program().file.error("PT_INTERP", "a program: no library is folded for musl yet",
                                       "none"));
    }
    if (is_musl() && plan_.machine->implicit_got != nullptr) {
      return fail(program().file.error(
          "PT_INTERP", "a program for glibc: none of this machine is folded for musl yet",
          input_.closure.loader_path));
    }
    plan_.whole_pages = plan_.moves_absolute = is_musl();
    plan_.stack_size = input_.stack_size;
    ONEFOLD_CHECK(check_stack_size());
    if (interpreter) plan_.interpreter = input_.closure.loader_path + '\0';
    leave_out_dead_segments(plan_.parts, input_.bindings, input_.first_loads);
    ONEFOLD_TRY(plan_.tls, plan_tls(plan_.parts.list, *plan_.machine, plan_.shared_object));
    return {};
  }

  Result<void> place_all_parts() {
    ONEFOLD_TRY(plan_.copies, plan_copies(plan_.parts, input_.bindings, *plan_.machine));
    plan_.data = read_file_data(program());
    Placing placing{.relro_in_step = binds_all_when_folded(),
                    .data_begin = plan_.data.begin().value,
                    .data_end = plan_.data.end().value};
    const auto fits_at_start = [&](uint32_t headers) {
      return has_room_at_start(program(), size_of(headers), placing);
    };
    ONEFOLD_TRY(auto headers, most_program_headers(plan_.parts, plan_.loader.get()));
    const uint32_t packed_headers = most_packed_headers(plan_.parts);
    // Tools do without section headers where the program headers do not fit at the file's start.
    const bool fits_packed_alone = !fits_at_start(headers) && fits_at_start(packed_headers);
    placing.packed = can_enter() && (!kernel_takes(headers) || fits_packed_alone);
    placing.header_count = placing.packed ? packed_headers : headers;
    ONEFOLD_TRY(plan_.layout, place_parts(plan_.parts, plan_.copies, *plan_.machine, placing));
    return plan_.check_whole_pages();
  }

  // musl's loader, where the fold would have to map it itself, is not tried yet.
  bool can_enter() const {
    return !plan_.shared_object && (input_.total || !is_musl()) &&
           !plan_.machine->enter_code.empty();
  }

  uint64_t size_of(uint32_t headers) const { return headers * header_entry_size(plan_.format()); }

  // Linux, fs/binfmt_elf.c (load_elf_phdrs): before 6.17 at most a page of program headers.
  bool kernel_takes(uint32_t headers) const {
    return size_of(headers) <= plan_.machine->min_page_size;
  }

  Result<void> resolve_ifuncs() {
    plan_.level = input_.level;
    if (plan_.level == nullptr) return {};
    ONEFOLD_TRY(auto release, glibc_release(input_.closure));
    ONEFOLD_TRY(plan_.resolved,
                ResolvedIfuncs::of(plan_.parts, *plan_.loader, input_.bindings, *plan_.machine,
                                   *plan_.level, release.value_or(0)));
    plan_.level_message = fmt::format("{}: folded for {}, which this processor is not\n",
                                      part_names(input_, plan_.parts).front(), plan_.level->name);
    return {};
  }

  // The block that is written at start and read-only afterwards. Its size is known before any
  // symbol is bound.
  Result<void> reserve_writable() {
    const uint64_t word = plan_.format().word_size();
    auto& own = plan_.own;
    describe_own_sections(own, plan_.format(), plan_.layout.page);
    if (plan_.tls.merged) {
      own[Own::kTlsImage].size = plan_.tls.filesz;
      own[Own::kTlsImage].align = plan_.tls.align;
      own[Own::kTlsImage].skew = plan_.tls.skew;
    }
    if (plan_.shared_object) own[Own::kInitArray].size = word;
    if (by_init_array()) {
      ONEFOLD_TRY(plan_.init_array,
                  plan_init_array(plan_.parts, input_.bindings, call_order().init));
      own[Own::kInitArray].size = plan_.init_array.size() * word;
    }
    own[Own::kFiniArray].size = word;
    own[Own::kDynamic].size = most_dynamic_entries(plan_, input_) * 2 * word;
    if (plan_.enters()) {
      ONEFOLD_TRY(auto headers, most_program_headers(plan_.parts));
      own[Own::kLoaderHeaders].size = headers * header_entry_size(plan_.format());
    }
    if (!plan_.shared_object && !is_musl()) plan_.aliases = alias_names(input_, plan_.parts);
    for (std::string_view name : plan_.aliases) {
      own[Own::kAliases].size += plan_.alias_node_size() + name.size() + 1;
    }
    if (binds_all_when_folded() && find_ifunc_code(*plan_.machine) != nullptr) {
      plan_.ifuncs = IfuncCalls::of(plan_.parts, plan_.resolved);
      own[Own::kIfuncSlots].size = plan_.ifuncs.count() * word;
    }
    own[Own::kAnswers].size = plan_.queries.answers_size();
    if (!own.has(Own::kAliases)) own[Own::kAnswers].align = plan_.layout.page;
    place_block(plan_, PF_R | PF_W,
                {Own::kTlsImage, Own::kInitArray, Own::kFiniArray, Own::kDynamic, Own::kIfuncSlots,
                 Own::kLoaderHeaders, Own::kAliases, Own::kAnswers});
    plan_.tls.image = own[Own::kTlsImage].address;
    return {};
  }

  Result<void> bind(PlanBeside& beside) {
    plan_.symbols = std::make_unique<DynamicSymbols>(plan_.parts, input_.bindings);
    ONEFOLD_CHECK(plan_.symbols->plan(kept_names(input_, plan_.is_total())));
    const StartStub& stub = *plan_.machine->start_stub;
    ONEFOLD_TRY(const ImageAddress thunks, plan_stand_ins(plan_, input_));
    FixupContext context{beside.places(), input_.bindings, *plan_.symbols};
    context.loader = plan_.loader.get();
    context.stand_ins = plan_.stand_ins;
    if (plan_.ifuncs.count() != 0) context.ifuncs = &plan_.ifuncs;
    if (plan_.level != nullptr) context.resolved = &plan_.resolved;
    context.shared_object = plan_.shared_object;
    context.musl = is_musl();
    context.thunks = thunks;
    context.thunk_size = stub.thunk_size;
    ONEFOLD_TRY(auto relatives, beside.relatives());
    ONEFOLD_TRY(plan_.fixups, plan_fixups(context, std::move(relatives)));
    ONEFOLD_CHECK(check_header_places(plan_));
    for (const StandIn& stand_in : plan_.stand_ins) plan_.symbols->replace(stand_in);
    plan_.symbols->replace(plan_.resolved);
    plan_.symbols->freeze(plan_.machine->implicit_got != nullptr ? SymbolOrder::kGot
                                                                 : SymbolOrder::kGnuHash);
    return {};
  }

  // Thunks, the stub's code, its table, the thunks' messages.
  Result<void> place_start() {
    const StartStub& stub = *plan_.machine->start_stub;
    const auto which = plan_.shared_object ? Initialisers::kAll
                       : by_init_array()   ? Initialisers::kNone
                                           : Initialisers::kLibraries;
    const Part* late = plan_.late ? plan_.late->part : nullptr;
    const IdleFunctions idle(plan_.fixups, *plan_.machine);
    ONEFOLD_TRY(plan_.start, plan_start(plan_.parts, call_order(), which, late,
                                        plan_.is_total() ? &idle : nullptr));
    if (binds_all_when_folded()) map_relro_read_only(plan_);
    if (plan_.shared_object) plan_.start.page_size = plan_.layout.page;
    const PlannedLoad& writable = plan_.layout.loads.back();
    uint64_t relro = writable.memsz;
    for (Own stays_writable : {Own::kAnswers, Own::kAliases}) {
      if (plan_.own.has(stays_writable)) relro = plan_.own[stays_writable].address - writable.vaddr;
    }
    plan_.start.relro.push_back({writable.vaddr, align_up(relro, plan_.layout.page)});
    const std::vector<std::string> names = part_names(input_, plan_.parts);
    uint64_t size = plan_.fixups.lazy_undefined.size() * stub.thunk_size;
    size = align_up(size, kStartAlign) + stub.code.size() +
           plan_.start.words() * plan_.format().word_size();
    for (const LazyUndefined& undefined : plan_.fixups.lazy_undefined) {
      std::string message =
          fmt::format("{}: symbol lookup error: {}: undefined symbol: {}", names.front(),
                      names[plan_.parts.of_module[undefined.part->scope_index]], undefined.name);
      // Any number of functions may have one long version.
      if (!undefined.version.empty())
        message += fmt::format(", version {}", undefined.version.substr(0, 255));
      message += '\n';
      size += message.size() + 1;
      plan_.thunk_messages.push_back(std::move(message));
    }
    plan_.own[Own::kStart].size = size;
    if (plan_.enters()) {
      plan_.own[Own::kEnter].size =
          plan_.machine->enter_code.size() +
          EnterTable::most_bytes(plan_.parts, plan_.loader.get(), kOwnBlocks, plan_.format());
    }
    plan_.own[Own::kQueries].size = plan_.queries.thunks_size();
    if (plan_.level != nullptr) plan_.own[Own::kLevel].size = plan_.level_size();
    place_block(plan_, PF_R | PF_X,
                {Own::kNext, Own::kLate, Own::kIfuncs, Own::kStart, Own::kQueries, Own::kEnter,
                 Own::kLevel})
        .unpacks = true;
    const ImageAddress code = plan_.start_code();
    plan_.program_entry = plan_.shared_object ? plan_.start.entry : code + stub.program_entry;
    plan_.entry = plan_.enters() ? plan_.own[Own::kEnter].address : plan_.program_entry;
    if (plan_.level != nullptr) plan_.entry = plan_.own[Own::kLevel].address;
    if (plan_.shared_object) plan_.init_array = {code + stub.init};
    if (!plan_.aliases.empty()) plan_.start.first_alias = plan_.own[Own::kAliases].address;
    add_own_words(plan_);
    place_got();
    return {};
  }

  // What the loader fills in for itself stays writable, as the GOTs of the parts do.
  void place_got() {
    if (plan_.machine->implicit_got == nullptr) return;
    const uint64_t words = kReservedGotWords + plan_.symbols->got_symbols();
    plan_.own[Own::kGot].size = words * plan_.format().word_size();
    place_block(plan_, PF_R | PF_W, {Own::kGot});
  }

  Result<void> place_read_only() {
    if (plan_.is_total()) plan_.loader->bias = kWidestBias;
    ONEFOLD_CHECK(write_notes());
    ONEFOLD_CHECK(plan_dynamic(plan_, input_));
    set_read_only_sizes(plan_);
    ONEFOLD_CHECK(describe_processor_sections(plan_));
    // What a loader reads at each start lies close together: the last names in .dynstr, the first
    // symbols (plan/bucket_order.h), and what is between.
    place_block(plan_, PF_R,
                {Own::kDynStr, Own::kInterp, Own::kProperty, Own::kNotes, Own::kProcessorFirst,
                 Own::kProcessorSecond, Own::kPackedRelatives, Own::kRelocations,
                 Own::kPltRelocations, Own::kVerSym, Own::kVerDef, Own::kVerNeed, Own::kGnuHash,
                 Own::kSysvHash, Own::kDynSym, Own::kEhFrameHdr, Own::kEhFrame, Own::kExidx});
    ONEFOLD_CHECK(check_exidx_reach(plan_.exidx, plan_.own[Own::kExidx].address, plan_.parts));
    set_dynamic_addresses(plan_);
    return {};
  }

  Result<void> write_notes() {
    std::vector<std::string> opened;
    opened.reserve(input_.closure.opened.size());
    for (size_t entry : input_.closure.opened) opened.push_back(input_.closure.entries[entry].name);
    ONEFOLD_TRY(auto notes, plan_notes({.parts = plan_.parts,
                                        .layout = plan_.layout,
                                        .machine = *plan_.machine,
                                        .names = part_names(input_, plan_.parts),
                                        .loader = plan_.loader.get(),
                                        .loader_name = loader_name(),
                                        .queries = plan_.queries,
                                        .dlsym = plan_.own[Own::kNext].address,
                                        .dlopen = plan_.own[Own::kLate].address,
                                        .opened = opened,
                                        .level = plan_.level,
                                        .provenance = input_.provenance,
                                        .least_map = plan_.map.size()}));
    plan_.property_note = std::move(notes.property);
    plan_.notes = std::move(notes.notes);
    plan_.map = std::move(notes.map);
    return {};
  }

  std::string loader_name() const {
    return plan_.is_total() ? file_name(input_, *plan_.loader) : std::string();
  }

  // Behind all else, outside of what its second program header table spans: _dl_find_object
  // (elf/dl-find_object.c) would take its code for the program's otherwise.
  Result<void> place_loader() {
    ONEFOLD_CHECK(append_part(plan_.layout, *plan_.loader, *plan_.machine));
    add_loader_base(plan_.fixups, plan_.loader->bias);
    const ImageAddress queries = plan_.own[Own::kQueries].address;
    // The code lies there already, and is left alone then.
    if (!reaches(queries, plan_.layout.memory_end)) plan_.queries.sites.clear();
    add_query_jumps(plan_.fixups.patches, plan_.queries, *plan_.loader, queries);
    return write_notes();
  }

  const PlanInput& input_;
  Plan& plan_;
};

}  // namespace

ImageAddress Plan::start_code() const {
  const StartStub& stub = *machine->start_stub;
  return own[Own::kStart].address +
         align_up(fixups.lazy_undefined.size() * stub.thunk_size, kStartAlign);
}

ImageAddress Plan::start_table() const { return start_code() + machine->start_stub->code.size(); }

// machine/stubs/level.c has the table's layout.
uint64_t Plan::level_size() const {
  constexpr uint64_t kHeadWords = 5, kNeedsWords = 5;
  return machine->cpu_levels->check_code.size() +
         (kHeadWords + kNeedsWords * level->features.size()) * format().word_size() +
         level_message.size();
}

Result<Plan> place_plan(const PlanInput& input) {
  Plan plan;
  ONEFOLD_CHECK(Planner(input, plan).place());
  return plan;
}

Result<void> complete_plan(Plan& plan, const PlanInput& input, PlanBeside& beside) {
  return Planner(input, plan).complete(beside);
}

Result<Plan> make_plan(const PlanInput& input) {
  ONEFOLD_TRY(auto plan, place_plan(input));
  Threads alone(1);
  PlanBeside beside(plan, alone);
  ONEFOLD_CHECK(complete_plan(plan, input, beside));
  return plan;
}

}  // namespace onefold
