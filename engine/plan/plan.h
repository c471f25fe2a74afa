// Everything that is decided about a fold before a byte of it is made.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "packages/provenance.h"
#include "plan/copies.h"
#include "plan/dead_segments.h"
#include "plan/dynamic_symbols.h"
#include "plan/enter_table.h"
#include "plan/exidx_table.h"
#include "plan/fixups.h"
#include "plan/ifunc_calls.h"
#include "plan/late_init.h"
#include "plan/layout.h"
#include "plan/next_table.h"
#include "plan/own_sections.h"
#include "plan/query_plan.h"
#include "plan/resolved_ifuncs.h"
#include "plan/sections.h"
#include "plan/start_table.h"
#include "plan/string_table.h"
#include "plan/tls.h"
#include "plan/unwind_table.h"
#include "read/file_data.h"
#include "resolve/bindings.h"
#include "resolve/closure.h"

namespace onefold {

// A program header of the output other than PT_LOAD (those are Layout::loads).
struct PlannedHeader {
  uint32_t type = 0;
  uint32_t flags = 0;
  uint64_t offset = 0;
  ImageAddress vaddr;
  uint64_t filesz = 0;
  uint64_t memsz = 0;
  uint64_t align = 1;
};

struct PlannedDynamic {
  uint64_t tag = 0;
  uint64_t value = 0;
};

// Of an implicit GOT, the words that are the loader's own.
constexpr uint64_t kReservedGotWords = 2;

// Borrows the closure, the linkables and the bindings. Immutable once planned.
struct Plan {
  const Machine* machine = nullptr;
  bool shared_object = false;
  bool fixed_address = false;  // loaded where its headers say: ET_EXEC
  // musl's loader gives the unused ends of writable pages to malloc, but for the program's RELRO
  // (ldso/dynlink.c, reclaim_gaps): the libraries' PT_LOADs must leave none.
  bool whole_pages = false;
  bool moves_absolute = false;         // musl's adds the load bias to absolute symbols too
  std::optional<uint64_t> stack_size;  // of PT_GNU_STACK; none: the largest of the parts
  Parts parts;
  // The program's, which stays where it is in the file. What is appended follows the fold's section
  // headers as well: it may be looked for from the file's beginning, its end, or there.
  FileData data;
  TlsPlan tls;
  std::vector<CopiedObject> copies;
  Layout layout;
  Fixups fixups;
  std::vector<uint64_t> packed_relatives;  // as DT_RELR's, for the fold to apply before its loader
  std::unique_ptr<DynamicSymbols> symbols;
  StringTable strings;            // .dynstr
  std::string_view soname;        // DT_SONAME; empty: none
  std::string_view version_base;  // the name that DT_VERDEF's base definition gives the fold
  StartTable start;
  EnterTable enter;
  QueryPlan queries;             // of a total fold
  std::optional<LateInit> late;  // of a total fold
  std::vector<StandIn> stand_ins;
  IfuncCalls ifuncs;                     // of a total fold at one address
  const CpuLevel* level = nullptr;       // of the processor, for which the fold is; null: of any
  ResolvedIfuncs resolved;               // of a fold for one level
  std::string level_message;             // what it says on a processor of another
  std::optional<NextTable> next;         // of a total fold whose parts call dlsym
  std::vector<ImageAddress> init_array;  // DT_INIT_ARRAY's words where it is the fold's own
  UnwindTable unwind;
  ExidxPlan exidx;
  OwnSections own;
  std::vector<PlannedHeader> headers;
  std::vector<PlannedHeader> loader_headers;  // where it enters: those that the loader sees instead
  std::unique_ptr<Part> loader;               // of a total fold: embedded as it is
  std::vector<PlannedDynamic> dynamic;
  SectionPlan sections;
  std::vector<std::string_view> aliases;    // names by which the loader is to know the fold
  std::vector<std::string> thunk_messages;  // by thunk
  std::string interpreter;                  // with its NUL; empty in a shared object
  std::vector<std::byte> property_note;     // encoded; may be empty
  std::vector<std::byte> notes;             // the others, encoded
  std::string map;             // what was folded and where it lies, JSON: the note's text
  ImageAddress entry;          // e_entry
  ImageAddress program_entry;  // what the loader starts

  Format format() const { return machine->format; }
  bool is_total() const { return loader != nullptr; }
  // Has it no PT_INTERP, but code that finds or maps the loader?
  bool enters() const { return is_total() || layout.packed; }
  bool loader_sees(const PlannedLoad& load) const {
    return load.part == nullptr || load.part != loader.get();
  }
  PlannedLoad stated(const PlannedLoad& load) const;  // as its program header has it
  Layout stated_layout() const;
  // Errors: a writable segment that others share a page with, where it is to have whole pages.
  Result<void> check_whole_pages() const;
  ImageAddress start_code() const;  // of the stub's first byte
  ImageAddress start_table() const;
  uint64_t level_size() const;  // of the code that asks for the level, its table and its message
  uint64_t alias_node_size() const { return 3 * format().word_size(); }
};

struct PlanInput {
  const Closure& closure;
  const std::vector<Linkable>& linkables;  // by closure index
  const Bindings& bindings;
  const std::vector<bool>& folded;  // by closure index
  bool total = false;               // the loader, which is not folded, is embedded
  bool fixed_address = false;       // a PIE becomes an ET_EXEC, and needs no relative relocations
  std::optional<uint64_t> stack_size =
      std::nullopt;                      // of PT_GNU_STACK; none: the largest of the parts
  Provenance provenance{};               // for the notes
  std::vector<FirstLoad> first_loads{};  // by closure index; none: no library's is left out
  const CpuLevel* level = nullptr;       // of a total fold of a glibc program; null: any processor
};

class PlanBeside;

// In two steps: where the parts go, in memory and in the file, and the block that is written at
// start, with the initial TLS block; then all else, which leaves that as it is, so that the parts'
// bytes can be copied meanwhile, and what plan_beside.h has be planned. Errors: what cannot be
// folded, with the reason; see the headers of the single steps.
Result<Plan> place_plan(const PlanInput& input);
Result<void> complete_plan(Plan& plan, const PlanInput& input, PlanBeside& beside);

// Both, one after the other.
Result<Plan> make_plan(const PlanInput& input);

}  // namespace onefold
