#include "plan/embedded_loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "read/versions.h"

namespace onefold {
namespace {

// Of glibc's releases 2.N, by the newest version that libc and the loader define (2.31 defines none
// of its own). What the fold relies on is no interface: struct link_map up to l_libname, which the
// start stub extends; who calls which initialiser; a main program with libc's DT_SONAME. Folds of
// glibc 2.31, 2.36, 2.41 and 2.43 were seen to run.
constexpr unsigned kOldest = 30;
constexpr unsigned kNewest = 43;

Result<std::optional<unsigned>> newest_glibc(const Module& module) {
  constexpr std::string_view kPrefix = "GLIBC_2.";
  ONEFOLD_TRY(auto versions, read_versions(module));
  std::optional<unsigned> newest;
  for (const VersionDefinition& version : versions.defined) {
    if (!version.name.starts_with(kPrefix)) continue;
    unsigned minor = 0;
    const char* begin = version.name.data() + kPrefix.size();
    const char* end = version.name.data() + version.name.size();
    if (std::from_chars(begin, end, minor).ec == std::errc()) newest = std::max(newest, {minor});
  }
  return newest;
}

Result<void> check_release(const Closure& closure) {
  ONEFOLD_TRY(auto newest, glibc_release(closure));
  if (newest && *newest >= kOldest && *newest <= kNewest) return {};
  return fail(closure.entries[*closure.loader].module.file.error(
      "DT_VERDEF",
      "the loader of a glibc from 2.31 to 2.43, which can be embedded (or --keep libc)",
      newest ? fmt::format("one of glibc 2.{}", *newest) : "none of glibc's versions"));
}

// The fold enters both at what it makes of their addresses. No linker makes another.
Result<void> check_entry(const Module& module) {
  if (module.load_at(module.header.entry) != nullptr) return {};
  return fail(module.file.error("e_entry", FileOffset(24), "an address inside a PT_LOAD",
                                fmt::format("{:#x}", module.header.entry.value)));
}

}  // namespace

// The loader alone defines few: GLIBC_2.35 is the newest for eight releases.
Result<std::optional<unsigned>> glibc_release(const Closure& closure) {
  std::optional<unsigned> newest;
  for (size_t i = 0; i < closure.entries.size(); ++i) {
    const Module& module = closure.entries[i].module;
    ONEFOLD_TRY(auto soname, module.dynamic_string(DT_SONAME));
    if (closure.loader != i && soname != "libc.so.6") continue;
    ONEFOLD_TRY(auto of_entry, newest_glibc(module));
    newest = std::max(newest, of_entry);
  }
  return newest;
}

Result<void> check_embeddable(const Closure& closure) {
  const Module& program = closure.entries.front().module;
  if (program.machine == nullptr || program.machine->enter_code.empty()) {
    return fail(program.file.error(
        "e_machine", FileOffset(18), "a machine whose loader can be embedded (or --keep libc)",
        program.machine != nullptr ? std::string(program.machine->name)
                                   : machine_constant_name(program.header.machine)));
  }
  if (!closure.loader) {
    return fail(program.file.error("PT_INTERP", "a loader that is found (or --keep libc)",
                                   closure.loader_path));
  }
  ONEFOLD_CHECK(check_entry(program));
  ONEFOLD_CHECK(check_entry(closure.entries[*closure.loader].module));
  // musl's loader, which is its C library, is started as the kernel would have started it: the fold
  // relies on nothing that is of one release. 1.2.3's was seen to run.
  if (closure.loader_kind == LoaderKind::kMusl) return {};
  return check_release(closure);
}

}  // namespace onefold
