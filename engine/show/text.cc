#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "base/counted.h"
#include "base/hex.h"
#include "elf/names.h"
#include "show/report.h"

namespace onefold {
namespace {

using Out = std::back_insert_iterator<std::string>;

std::string machine_text(const Module& module) {
  return module.machine != nullptr ? std::string(module.machine->name)
                                   : fmt::format("machine {}", module.header.machine);
}

void add_line(Out out, std::string_view label, std::string_view value) {
  fmt::format_to(out, "{:<13}{}\n", label, value);
}

void add_optional(Out out, std::string_view label, const std::optional<std::string_view>& value) {
  if (value) add_line(out, label, printable(*value));
}

void add_segments(Out out, const Module& module) {
  if (module.segments.empty()) return;
  fmt::format_to(out, "\nsegments\n  {:<17}{:>12} {:>14} {:>12} {:>12} {:<5}{:>9}\n", "type",
                 "offset", "vaddr", "filesz", "memsz", "flags", "align");
  for (const Segment& s : module.segments) {
    fmt::format_to(out, "  {:<17}{:>#12x} {:>#14x} {:>#12x} {:>#12x} {:<5}{:>#9x}\n",
                   segment_type_name(s.type, module.header.machine), s.offset.value, s.vaddr.value,
                   s.filesz, s.memsz, segment_flags_text(s.flags), s.align);
  }
}

void add_versions(Out out, const Versions& versions) {
  if (!versions.defined.empty()) {
    fmt::format_to(out, "\nversions defined\n ");
    for (const VersionDefinition& version : versions.defined)
      fmt::format_to(out, " {}", printable(version.name));
    fmt::format_to(out, "\n");
  }
  if (versions.needed.empty()) return;
  fmt::format_to(out, "\nversions needed\n");
  for (const VersionNeed& need : versions.needed) {
    fmt::format_to(out, "  {}:", printable(need.file));
    for (const NeededVersion& version : need.versions)
      fmt::format_to(out, " {}", printable(version.name));
    fmt::format_to(out, "\n");
  }
}

void add_relocations(Out out, const ShowReport& report) {
  const RelocationSummary& relocations = report.relocations;
  if (relocations.implicit_got) {
    fmt::format_to(out, "\nimplicit GOT {} local, {} global (DT_PLTGOT)\n",
                   relocations.implicit_got->local_count, relocations.implicit_got->global_count());
  }
  if (relocations.total == 0) return;
  fmt::format_to(out, "\nrelocations  {} (", relocations.total);
  bool first = true;
  for (const auto& [table, entries] : relocations.by_table) {
    fmt::format_to(out, "{}{} {}", first ? "" : ", ", table, entries);
    first = false;
  }
  fmt::format_to(out, ")\n");
  std::vector<std::pair<uint32_t, uint64_t>> rows(relocations.by_type.begin(),
                                                  relocations.by_type.end());
  // Most entries first; not stable_sort, whose libstdc++ 12 makes clang warn of a deprecated call.
  std::ranges::sort(rows, [](const auto& a, const auto& b) {
    return std::tie(b.second, a.first) < std::tie(a.second, b.first);
  });
  for (const auto& [type, entries] : rows) {
    fmt::format_to(out, "  {:<28}{:>9}\n", relocation_name(*report.module, type), entries);
  }
}

// One line a library, children indented; one that stands further up already is only named.
void add_closure_entry(Out out, const Closure& closure, size_t index, size_t depth,
                       std::vector<bool>& shown) {
  const ClosureEntry& entry = closure.entries[index];
  bool again = shown[index];
  shown[index] = true;
  fmt::format_to(out, "{:{}}{}", "", 2 + 2 * depth, printable(entry.name));
  if (again) {
    fmt::format_to(out, "  (above)\n");
    return;
  }
  fmt::format_to(out, " => {}  [{}]\n", printable(entry.path, 4096), printable(entry.reason, 4096));
  // A chain of needed libraries can be as long as an input likes; the tree stays readable and the
  // stack bounded.
  constexpr size_t kDeepest = 64;
  if (depth >= kDeepest) {
    if (!entry.needs.empty()) {
      fmt::format_to(out, "{:{}}...  (what it needs is in --json)\n", "", 4 + 2 * depth);
    }
    return;
  }
  for (size_t child : entry.needs) add_closure_entry(out, closure, child, depth + 1, shown);
}

void add_closure(Out out, const Closure& closure) {
  if (closure.entries.size() > 1) {
    fmt::format_to(out, "\nclosure ({}, in the order of the tree; --json has load order)\n",
                   counted(closure.entries.size() - 1, "library", "libraries"));
    std::vector<bool> shown(closure.entries.size());
    shown[0] = true;
    for (size_t child : closure.entries[0].needs) add_closure_entry(out, closure, child, 0, shown);
  }
  if (closure.missing.empty()) return;
  fmt::format_to(out, "\nmissing\n");
  for (const MissingLibrary& missing : closure.missing) {
    fmt::format_to(out, "  {}, needed by {}\n", printable(missing.name),
                   printable(closure.entries[missing.requester].path, 4096));
  }
}

void add_memory(Out out, const Module& module) {
  if (const Segment* tls = find_segment(module.segments, PT_TLS)) {
    add_line(out, "TLS",
             fmt::format("{} bytes, {} of them initialised, aligned to {}", tls->memsz, tls->filesz,
                         tls->align));
  }
  if (const Segment* stack = find_segment(module.segments, PT_GNU_STACK)) {
    add_line(out, "stack",
             fmt::format("PT_GNU_STACK {}, p_memsz {:#x}", segment_flags_text(stack->flags),
                         stack->memsz));
  } else if (module.header.is_loadable()) {
    add_line(out, "stack", "no PT_GNU_STACK");
  }
}

void add_init(Out out, const InitFunctions& init) {
  std::string text;
  if (!init.preinit_array.empty()) text += fmt::format("{} preinit, ", init.preinit_array.size());
  text += fmt::format("{} init, {} fini in arrays", init.init_array.size(), init.fini_array.size());
  if (init.init) text += ", DT_INIT";
  if (init.fini) text += ", DT_FINI";
  if (init.init || init.fini || !init.init_array.empty() || !init.fini_array.empty()) {
    add_line(out, "init/fini", text);
  }
}

void add_unwind(Out out, const UnwindCounts& unwind) {
  if (unwind.eh_frame) {
    std::string text =
        fmt::format("{} FDEs in .eh_frame_hdr", unwind.eh_frame->table_entries.value_or(0));
    if (unwind.eh_frame->fdes) text += fmt::format(", {} in .eh_frame", *unwind.eh_frame->fdes);
    add_line(out, "unwind", text);
  }
  if (unwind.exidx) {
    add_line(out, "unwind", fmt::format("{} entries in .ARM.exidx", unwind.exidx->entries));
  }
}

}  // namespace

std::string to_text(const ShowReport& report, const Closure* closure) {
  const Module& module = *report.module;
  const Header& header = module.header;
  std::string text;
  Out out(text);
  fmt::format_to(out, "{}\n", printable(module.file.name(), 4096));
  add_line(out, "format",
           fmt::format("ELF{}, {}-endian, {}, {}", header.format.is_64() ? 64 : 32,
                       header.format.order == std::endian::little ? "little" : "big",
                       machine_text(module), os_abi_name(header.os_abi)));
  const bool total = report.contents && report.contents->loader;
  add_line(out, "type",
           fmt::format("{}: {}{}", file_type_name(header.type), report.kind,
                       total ? ", a fold with its loader inside" : ""));
  add_line(out, "entry", fmt::format("{:#x}", header.entry.value));
  add_optional(out, "interpreter", report.interpreter);
  add_optional(out, "soname", report.soname);
  add_optional(out, "rpath", report.rpath);
  add_optional(out, "runpath", report.runpath);
  if (!report.build_id.empty()) add_line(out, "build-id", hex(report.build_id));
  for (const Section& section : report.data.sections) {
    add_line(out, "data",
             fmt::format("{} bytes in section {}, which is not loaded", section.size,
                         printable(section.name)));
  }
  if (!report.data.appended.empty()) {
    add_line(out, "data",
             fmt::format("{} bytes behind the ELF file, at {:#x}", report.data.appended.size(),
                         report.data.appended_at.value));
  }
  add_memory(out, module);
  if (module.has_dynamic()) {
    add_line(
        out, "symbols",
        fmt::format("{} defined, {} undefined", report.symbols.defined, report.symbols.undefined));
  }
  add_init(out, report.init);
  add_unwind(out, report.unwind);
  add_segments(out, module);
  add_relocations(out, report);
  add_versions(out, report.versions);
  if (closure != nullptr) add_closure(out, *closure);
  return text + contents_text(report);
}

}  // namespace onefold
