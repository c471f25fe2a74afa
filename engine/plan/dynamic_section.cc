#include "plan/dynamic_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "elf/names.h"

namespace onefold {
namespace {

// Entries of the program that its fold takes over as they are, or as strings.
constexpr uint64_t kKeptStrings[] = {DT_RPATH, DT_RUNPATH};

constexpr uint64_t kMostOther = 40;

void intern_strings(Plan& plan) {
  const DynamicSymbols& symbols = *plan.symbols;
  plan.symbols->intern(plan.strings);
  if (symbols.has_definitions()) plan.strings.add(plan.version_base);
  for (const OutputVersionDefinition& version : symbols.definitions())
    plan.strings.add(version.name);
  for (const OutputVersionNeed& need : symbols.needs()) {
    plan.strings.add(need.file);
    for (const auto& version : need.versions) plan.strings.add(version.name);
  }
}

// The program's flags, less what speaks of its own tables. A program: its libraries' flags no
// longer mean anything. A shared object: what any part needs of dlopen or dlclose holds for the
// whole.
uint64_t flags_of(const Plan& plan) {
  uint64_t flags =
      plan.parts.program().module->flags() & ~uint64_t{DF_TEXTREL | DF_SYMBOLIC | DF_STATIC_TLS};
  if (plan.fixups.text_relocations) flags |= DF_TEXTREL;
  if (!plan.shared_object) return flags;
  if (plan.fixups.static_tls) flags |= DF_STATIC_TLS;
  for (const Part& part : plan.parts.list) flags |= part.module->flags() & DF_STATIC_TLS;
  return flags;
}

uint64_t flags_1_of(const Plan& plan) {
  uint64_t flags = plan.parts.program().module->flags_1();
  if (plan.fixed_address && plan.parts.program().module->header.type == ET_DYN)
    flags &= ~uint64_t{DF_1_PIE};
  if (!plan.shared_object) return flags;
  for (const Part& part : plan.parts.list) {
    flags |= part.module->flags_1() & (DF_1_NODELETE | DF_1_NOOPEN | DF_1_GLOBAL);
  }
  return flags;
}

// In memory: that of the last one of its tag, which is what loaders look at.
ModuleAddress address_of_entry(const Module& module, uint64_t tag) {
  const Segment& segment = *find_segment(module.segments, PT_DYNAMIC);
  return segment.vaddr + (module.find_dynamic(tag)->at - module.dynamic.front().at);
}

std::optional<uint64_t> processor_value(const Plan& plan, const ProcessorEntry& rule) {
  if (rule.value) return rule.value;
  const Part& program = plan.parts.program();
  const auto value = program.module->dynamic_value(rule.tag);
  if (rule.is_distance && value)
    return program.place(address_of_entry(*program.module, rule.tag) + *value).value;
  if (!rule.is_address) return value;
  // The only PLT that may still be bound lazily is the program's, by the program's own entry.
  const size_t asked = plan.fixups.plt.empty() ? plan.parts.list.size() : 1;
  for (const Part& part : std::span(plan.parts.list).first(asked)) {
    if (auto of_part = part.module->dynamic_value(rule.tag))
      return part.place(ModuleAddress(*of_part)).value;
  }
  return std::nullopt;
}

Result<void> check_plt_kind(const Parts& parts, const ProcessorEntry& rule) {
  if (!rule.required_by_plt) return {};
  for (const Part& part : parts.list) {
    const DynamicEntry* plt = part.module->find_dynamic(DT_JMPREL);
    if (plt == nullptr || part.module->find_dynamic(rule.tag) != nullptr) continue;
    return fail(part.module->file.error(
        "DT_JMPREL", plt->at,
        fmt::format("{} beside it, as a PLT without code of its own has (--keep this file)",
                    dynamic_tag_name(rule.tag, part.module->header.machine)),
        "none"));
  }
  return {};
}

// glibc, gnu/lib-names.h: LIBC_SO.
std::string_view libc_soname(const Plan& plan) {
  for (const Part& part : plan.parts.list) {
    const std::string_view soname = part.linkable->soname;
    if (soname.starts_with("libc.so.")) return soname;
  }
  return {};
}

// What the C library runs of the program itself, less what does nothing. For musl the fold's own
// array has all, if there is anything.
void add_what_libc_runs(Plan& plan, LoaderKind loader) {
  const Part& program = plan.parts.program();
  const bool own = loader == LoaderKind::kMusl;
  const uint64_t idle_bytes = plan.start.idle.slots * plan.format().word_size();
  auto size_of = [&](uint64_t tag) { return program.module->dynamic_value(tag); };
  auto size = own ? std::nullopt : size_of(DT_INIT_ARRAYSZ);
  if (size && idle_bytes != 0) size = *size - idle_bytes;
  const bool all_idle = idle_bytes != 0 && size == 0;
  auto add_place = [&](uint64_t tag, uint64_t skip = 0) {
    if (auto value = program.module->dynamic_value(tag))
      plan.dynamic.push_back({tag, program.place(ModuleAddress(*value + skip)).value});
  };
  add_place(DT_PREINIT_ARRAY);
  if (!own && !plan.start.idle.init) add_place(DT_INIT);
  if (!own && !all_idle) add_place(DT_INIT_ARRAY, idle_bytes);
  if (auto preinit = size_of(DT_PREINIT_ARRAYSZ))
    plan.dynamic.push_back({DT_PREINIT_ARRAYSZ, *preinit});
  if (size && !all_idle) plan.dynamic.push_back({DT_INIT_ARRAYSZ, *size});
}

}  // namespace

uint64_t most_dynamic_entries(const Plan&, const PlanInput& input) {
  auto kept = static_cast<uint64_t>(std::ranges::count(input.folded, false));
  return kept + kMostOther;
}

Result<void> plan_dynamic(Plan& plan, const PlanInput& input) {
  const Module& program = *plan.parts.program().module;
  auto& dynamic = plan.dynamic;
  auto add = [&](uint64_t tag, uint64_t value = 0) { dynamic.push_back({tag, value}); };
  // By its soname a loader knows the C library, on which it calls (glibc, elf/rtld.c).
  plan.soname = plan.parts.program().linkable->soname;
  if (plan.is_total()) plan.soname = libc_soname(plan);
  plan.version_base = plan.soname;
  if (plan.version_base.empty()) {
    plan.version_base = program.file.name();
    plan.version_base.remove_prefix(plan.version_base.rfind('/') + 1);
  }
  intern_strings(plan);

  // At the start patchelf, which moves the section, gets them right.
  for (const ProcessorEntry& rule : plan.machine->processor_entries) {
    const auto value = processor_value(plan, rule);
    if (value && rule.is_distance) add(rule.tag, *value);
  }
  for (size_t i = 0; i < input.closure.entries.size(); ++i) {
    if (!input.folded[i]) add(DT_NEEDED, plan.strings.add(input.closure.entries[i].name));
  }
  if (!plan.soname.empty()) add(DT_SONAME, plan.strings.add(plan.soname));
  for (uint64_t tag : kKeptStrings) {
    ONEFOLD_TRY(auto text, program.dynamic_string(tag));
    if (text) add(tag, plan.strings.add(*text));
  }
  // DT_FINI and DT_FINI_ARRAY are the stub's; in a shared object DT_INIT and DT_INIT_ARRAY are too.
  if (!plan.shared_object) add_what_libc_runs(plan, input.closure.loader_kind);
  if (plan.own.has(Own::kInitArray)) {
    add(DT_INIT_ARRAY);
    add(DT_INIT_ARRAYSZ, plan.own[Own::kInitArray].size);
  }
  add(DT_FINI_ARRAY);
  add(DT_FINI_ARRAYSZ, plan.format().word_size());
  add(plan.own.has(Own::kGot) ? uint64_t{DT_HASH} : uint64_t{DT_GNU_HASH});
  add(DT_STRTAB);
  add(DT_SYMTAB);
  add(DT_STRSZ);
  add(DT_SYMENT);
  if (!plan.shared_object) add(DT_DEBUG);
  if (!plan.fixups.list.empty()) {
    auto relative = std::ranges::count(plan.fixups.list, FixupKind::kRelative, &Fixup::kind);
    const bool rela = plan.machine->rela;
    add(rela ? DT_RELA : DT_REL);
    add(rela ? DT_RELASZ : DT_RELSZ);
    add(rela ? DT_RELAENT : DT_RELENT);
    // Where there is no type that is relative and nothing else, the loader does nothing to those.
    const bool counted = plan.machine->relative().action == RelocAction::kBaseRelative;
    if (counted && relative != 0)
      add(rela ? DT_RELACOUNT : DT_RELCOUNT, static_cast<uint64_t>(relative));
  }
  if (!plan.fixups.plt.empty()) {
    add(DT_PLTGOT, program.dynamic_value(DT_PLTGOT).value_or(0));
    add(DT_PLTREL, DT_RELA);
    add(DT_PLTRELSZ);
    add(DT_JMPREL);
  }
  if (const ImplicitGot* got = plan.machine->implicit_got) {
    add(DT_PLTGOT);
    add(got->local_count_tag, kReservedGotWords);
    add(got->first_symbol_tag, plan.symbols->count() - plan.symbols->got_symbols());
    add(got->symbol_count_tag, plan.symbols->count());
  }
  for (const ProcessorEntry& rule : plan.machine->processor_entries) {
    ONEFOLD_CHECK(check_plt_kind(plan.parts, rule));
    const auto value = processor_value(plan, rule);
    if (value && !rule.is_distance) add(rule.tag, *value);
  }
  if (plan.fixups.text_relocations) add(DT_TEXTREL);
  if (uint64_t flags = flags_of(plan)) add(DT_FLAGS, flags);
  if (uint64_t flags = flags_1_of(plan)) add(DT_FLAGS_1, flags);
  const DynamicSymbols& symbols = *plan.symbols;
  if (symbols.has_definitions()) {
    add(DT_VERDEF);
    add(DT_VERDEFNUM, symbols.definitions().size() + 1);
  }
  if (!symbols.needs().empty()) {
    add(DT_VERNEED);
    add(DT_VERNEEDNUM, symbols.needs().size());
  }
  if (symbols.has_versions()) add(DT_VERSYM);
  return {};
}

namespace {

void set_distances(Plan& plan) {
  const uint64_t entry_size = 2 * plan.format().word_size();
  for (const ProcessorEntry& rule : plan.machine->processor_entries) {
    if (!rule.is_distance) continue;
    ImageAddress at = plan.own[Own::kDynamic].address;
    for (PlannedDynamic& entry : plan.dynamic) {
      if (entry.tag == rule.tag) entry.value -= at.value;
      at = at + entry_size;
    }
  }
}

}  // namespace

void set_dynamic_addresses(Plan& plan) {
  const auto& own = plan.own;
  with_format(plan.format(), [&]<typename E>() {
    for (PlannedDynamic& entry : plan.dynamic) {
      switch (entry.tag) {
        case DT_INIT_ARRAY:
          if (own.has(Own::kInitArray)) entry.value = own[Own::kInitArray].address.value;
          break;
        case DT_FINI_ARRAY:
          entry.value = own[Own::kFiniArray].address.value;
          break;
        case DT_GNU_HASH:
          entry.value = own[Own::kGnuHash].address.value;
          break;
        case DT_HASH:
          entry.value = own[Own::kSysvHash].address.value;
          break;
        case DT_PLTGOT:
          if (own.has(Own::kGot)) entry.value = own[Own::kGot].address.value;
          break;
        case DT_STRTAB:
          entry.value = own[Own::kDynStr].address.value;
          break;
        case DT_SYMTAB:
          entry.value = own[Own::kDynSym].address.value;
          break;
        case DT_STRSZ:
          entry.value = own[Own::kDynStr].size;
          break;
        case DT_SYMENT:
          entry.value = sizeof(typename E::Sym);
          break;
        case DT_RELA:
        case DT_REL:
          entry.value = own[Own::kRelocations].address.value;
          break;
        case DT_RELASZ:
        case DT_RELSZ:
          entry.value = own[Own::kRelocations].size;
          break;
        case DT_JMPREL:
          entry.value = own[Own::kPltRelocations].address.value;
          break;
        case DT_PLTRELSZ:
          entry.value = own[Own::kPltRelocations].size;
          break;
        case DT_RELAENT:
          entry.value = sizeof(typename E::Rela);
          break;
        case DT_RELENT:
          entry.value = sizeof(typename E::Rel);
          break;
        case DT_VERDEF:
          entry.value = own[Own::kVerDef].address.value;
          break;
        case DT_VERNEED:
          entry.value = own[Own::kVerNeed].address.value;
          break;
        case DT_VERSYM:
          entry.value = own[Own::kVerSym].address.value;
          break;
        default:
          break;
      }
    }
  });
  set_distances(plan);
}

}  // namespace onefold
