#include "cpu_level.h"

#include <fmt/format.h>

#include <algorithm>

#include "plan/embedded_loader.h"

namespace onefold {

Result<const CpuLevel*> find_level(const FoldOptions& options, const Closure& closure, bool total) {
  if (options.cpu.empty()) return nullptr;
  const std::string& program = options.program;
  const Module& module = closure.entries.front().module;
  const Machine* machine = module.machine;
  if (machine == nullptr || machine->cpu_levels == nullptr) {
    return fail(Error{program, "--cpu", std::nullopt,
                      "a program of a machine whose levels are known (x86-64)",
                      machine != nullptr ? std::string(machine->name)
                                         : machine_constant_name(module.header.machine)});
  }
  const CpuLevels& levels = *machine->cpu_levels;
  const auto level = std::ranges::find(levels.levels, options.cpu, &CpuLevel::name);
  if (level == levels.levels.end()) {
    return fail(Error{program, "--cpu", std::nullopt, "x86-64-v2, x86-64-v3 or x86-64-v4",
                      printable(options.cpu)});
  }
  if (!total) {
    return fail(
        Error{program, "--cpu", std::nullopt,
              "a program whose C library is folded too, since that chooses by the processor",
              "a fold that leaves it outside"});
  }
  if (closure.loader_kind == LoaderKind::kMusl) {
    return fail(Error{program, "--cpu", std::nullopt, "a program for glibc",
                      "one for musl, which chooses nothing by the processor"});
  }
  ONEFOLD_TRY(auto release, glibc_release(closure));
  if (!release || *release < levels.oldest || *release > levels.newest) {
    return fail(Error{program, "--cpu", std::nullopt,
                      fmt::format("glibc 2.{} to 2.{}, whose choices are understood (or no --cpu)",
                                  levels.oldest, levels.newest),
                      release ? fmt::format("glibc 2.{}", *release) : "none of glibc's versions"});
  }
  return &*level;
}

}  // namespace onefold
