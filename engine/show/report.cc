#include "show/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "elf/names.h"
#include "read/relocations.h"

namespace onefold {
namespace {

std::string_view table_name(RelocTable table) {
  switch (table) {
    case RelocTable::kGot:
      return "DT_PLTGOT";
    case RelocTable::kRelr:
      return "DT_RELR";
    case RelocTable::kRel:
      return "DT_REL";
    case RelocTable::kRela:
      return "DT_RELA";
    case RelocTable::kJmprel:
      return "DT_JMPREL";
  }
  return "";
}

std::string kind_of(const Module& module, bool has_interpreter) {
  switch (module.header.type) {
    case ET_REL:
      return "relocatable object";
    case ET_CORE:
      return "core file";
    case ET_EXEC:
      return module.has_dynamic() ? "dynamically linked program" : "statically linked program";
    case ET_DYN:
      if (has_interpreter) return "dynamically linked program (PIE)";
      if ((module.flags_1() & DF_1_PIE) != 0) return "statically linked program (PIE)";
      return "shared object";
    default:
      return "file of an unknown type";
  }
}

// The type under which RELR entries are counted: the machine's B + A.
uint32_t relative_type(const Module& module) {
  return module.machine == nullptr ? 0 : module.machine->relative().type;
}

// One walk for the counts and for what the init arrays' slots will hold.
Result<void> read_relocations_once(const Module& module, const std::vector<RelocationTable>& tables,
                                   ShowReport& report) {
  const uint32_t relative = relative_type(module);
  RelocationSummary& summary = report.relocations;
  SlotRelocations slots(module, report.init);
  ONEFOLD_TRY(summary.implicit_got, read_got_shape(module));
  for (const RelocationTable& table : tables) {
    if (table.kind == RelocTable::kGot) {
      // No table that any tool counts. What is wrong with it is said all the same.
      ONEFOLD_CHECK(
          visit_relocations(module, table, report.symbols.count.count, [](const Relocation&) {}));
      continue;
    }
    uint64_t& entries = summary.by_table[std::string(table_name(table.kind))];
    uint32_t last_type = UINT32_MAX;
    uint64_t* last_count = nullptr;
    auto count = [&](const Relocation& relocation) {
      uint32_t type = table.kind == RelocTable::kRelr ? relative : relocation.type;
      if (type != last_type || last_count == nullptr) {
        last_type = type;
        last_count = &summary.by_type[type];
      }
      ++*last_count;
      ++entries;
      slots.meet(relocation);
    };
    ONEFOLD_CHECK(visit_relocations(module, table, report.symbols.count.count, count));
    summary.total += entries;
  }
  return slots.finish();
}

Result<void> summarize_symbols(const Module& module, SymbolSummary& summary) {
  ONEFOLD_TRY(auto symbols, read_symbols(module, summary.count.count));
  for (size_t i = 1; i < symbols.size(); ++i) {
    ++(symbols[i].is_defined() ? summary.defined : summary.undefined);
  }
  return {};
}

// What a report may spell out.
class NameBudget {
 public:
  explicit NameBudget(const Module& module)
      : module_(module), most_(std::max<uint64_t>(module.file.size(), 1 << 20)) {}

  Result<void> spend(std::string_view name) {
    spent_ += name.size();  // below the file's size each, so the sum cannot wrap before it is seen
    if (spent_ <= most_) return {};
    return fail(module_.file.error("DT_STRTAB", module_.strings_at,
                                   fmt::format("names of at most {} bytes in all", most_),
                                   "entries that name the same bytes again and again"));
  }

 private:
  const Module& module_;
  uint64_t most_;
  uint64_t spent_ = 0;
};

bool names_a_string(uint64_t tag) {
  return tag == DT_NEEDED || tag == DT_SONAME || tag == DT_RPATH || tag == DT_RUNPATH ||
         tag == DT_AUXILIARY || tag == DT_FILTER || tag == DT_AUDIT || tag == DT_DEPAUDIT ||
         tag == DT_CONFIG;
}

// Of every entry, the last of its tag or not: a loader looks at the last alone.
Result<void> read_dynamic_strings(const Module& module, NameBudget& budget, ShowReport& report) {
  report.dynamic_strings.reserve(module.dynamic.size());
  for (const DynamicEntry& entry : module.dynamic) {
    auto& text = report.dynamic_strings.emplace_back();
    if (!names_a_string(entry.tag)) continue;
    ONEFOLD_TRY(text, blame(entry.at.value,
                            module.string(entry.value,
                                          dynamic_tag_name(entry.tag, module.header.machine))));
    ONEFOLD_CHECK(blame(entry.at.value, budget.spend(*text)));
  }
  return {};
}

Result<void> check_version_names(const Versions& versions, NameBudget& budget) {
  for (const VersionDefinition& version : versions.defined) {
    ONEFOLD_CHECK(budget.spend(version.name));
    for (std::string_view parent : version.parents) ONEFOLD_CHECK(budget.spend(parent));
  }
  for (const VersionNeed& need : versions.needed) {
    ONEFOLD_CHECK(budget.spend(need.file));
    for (const NeededVersion& version : need.versions) ONEFOLD_CHECK(budget.spend(version.name));
  }
  return {};
}

}  // namespace

std::string relocation_name(const Module& module, uint32_t type) {
  const RelocRow* row = module.machine != nullptr ? module.machine->find(type) : nullptr;
  return row != nullptr ? std::string(row->name) : fmt::format("R_{}", type);
}

Result<ShowReport> make_report(const Module& module, Depth depth) {
  ShowReport report;
  report.module = &module;
  ONEFOLD_TRY(report.interpreter, module.interpreter());
  report.kind = kind_of(module, report.interpreter.has_value());
  report.data = read_file_data(module);
  if (!module.header.is_loadable()) return report;

  ONEFOLD_TRY(report.soname, module.dynamic_string(DT_SONAME));
  ONEFOLD_TRY(report.rpath, module.dynamic_string(DT_RPATH));
  ONEFOLD_TRY(report.runpath, module.dynamic_string(DT_RUNPATH));
  ONEFOLD_TRY(report.needed, module.needed());
  NameBudget budget(module);
  ONEFOLD_CHECK(read_dynamic_strings(module, budget, report));

  ONEFOLD_TRY(auto tables, read_relocation_tables(module));
  ONEFOLD_TRY(report.symbols.count, count_symbols(module, tables));
  ONEFOLD_CHECK(summarize_symbols(module, report.symbols));
  ONEFOLD_TRY(report.versions, read_versions(module));
  ONEFOLD_CHECK(read_version_indices(module, report.versions, report.symbols.count.count));
  ONEFOLD_CHECK(check_version_names(report.versions, budget));
  ONEFOLD_TRY(report.init, read_init_arrays(module));
  ONEFOLD_CHECK(read_relocations_once(module, tables, report));
  ONEFOLD_TRY(report.unwind,
              depth == Depth::kEverything ? count_unwind(module) : read_unwind_headers(module));

  ONEFOLD_TRY(auto notes, read_notes(module));
  report.build_id = find_build_id(notes);
  ONEFOLD_TRY(report.properties, read_gnu_properties(module, notes));
  ONEFOLD_TRY(report.contents, read_contents(module));
  return report;
}

}  // namespace onefold
