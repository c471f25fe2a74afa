// What a loader would see in one file: the facts behind `onefold show`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contents/contents.h"
#include "read/file_data.h"
#include "read/implicit_got.h"
#include "read/init_arrays.h"
#include "read/module.h"
#include "read/notes.h"
#include "read/symbols.h"
#include "read/unwind.h"
#include "read/versions.h"
#include "resolve/closure.h"

namespace onefold {

struct SymbolSummary {
  SymbolCount count;
  uint64_t defined = 0;
  uint64_t undefined = 0;  // the null symbol left out
};

struct RelocationSummary {
  uint64_t total = 0;
  std::map<uint32_t, uint64_t> by_type;      // RELR entries under the machine's relative type
  std::map<std::string, uint64_t> by_table;  // "DT_RELA" -> entries
  std::optional<GotShape> implicit_got;      // words that are relocated without entries
};

// Borrows the module.
struct ShowReport {
  const Module* module = nullptr;
  std::string kind;  // "dynamically linked program", "shared object", ...
  std::optional<std::string_view> interpreter, soname, rpath, runpath;
  std::vector<std::string_view> needed;
  // Of each entry of module->dynamic, the string that its value names, if it names one.
  std::vector<std::optional<std::string_view>> dynamic_strings;
  SymbolSummary symbols;
  Versions versions;
  RelocationSummary relocations;
  InitFunctions init;
  UnwindCounts unwind;
  std::vector<GnuProperty> properties;
  std::span<const std::byte> build_id;
  FileData data;
  std::optional<Contents> contents;  // of a fold
  std::vector<HostFile> host;        // beside contents' files and loader; empty: not compared
};

// How much a report reads.
enum class Depth : uint8_t {
  kLoader,      // what a loader reads; of unwind tables their headers
  kEverything,  // unwind tables too, which grow with the code and are read when something throws
};

// An error is every defect that the reader meets, and: entries whose names, all together, are
// longer than the file and than 1 MiB. They name the same bytes again and again, and a report that
// spells them out would have no bound.
Result<ShowReport> make_report(const Module& module, Depth depth);

// For a person and for scripts. `closure` is null for files that a loader would not load.
std::string to_text(const ShowReport& report, const Closure* closure);
std::string to_json(const ShowReport& report, const Closure* closure);

// The part of to_text on what is inside of a fold; "" if the file is none.
std::string contents_text(const ShowReport& report);

// "same", "differs", "absent", "unknown".
std::string_view host_state_name(HostState state);

// "R_X86_64_RELATIVE", or "R_<number>" for a type or machine that is not known.
std::string relocation_name(const Module& module, uint32_t type);

}  // namespace onefold
