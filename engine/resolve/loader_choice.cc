#include "resolve/loader_choice.h"

#include <elf.h>

#include <algorithm>
#include <string_view>

#include "machine/machine.h"

namespace onefold {
namespace {

// What a library without PT_INTERP is meant for: its DT_NEEDED tells the C library.
Result<std::string> usual_loader(const Module& library) {
  const Machine* machine = library.machine;
  if (machine == nullptr) return std::string();
  ONEFOLD_TRY(auto needed, library.needed());
  bool musl = std::ranges::any_of(needed, [](std::string_view name) {
    return name == "libc.so" || name.starts_with("libc.musl-");
  });
  if (!musl) return std::string(machine->glibc_interpreter);
  return "/lib/ld-musl-" + std::string(machine->musl_name) + ".so.1";
}

}  // namespace

Result<std::optional<LoaderChoice>> choose_loader(const Module& module,
                                                  const std::string& instead) {
  ONEFOLD_TRY(auto interpreter, module.interpreter());
  const bool names_others = std::ranges::any_of(module.dynamic, [](const DynamicEntry& entry) {
    return entry.tag == DT_NEEDED || entry.tag == DT_FILTER || entry.tag == DT_AUXILIARY;
  });
  if (!module.has_dynamic() || (!interpreter && !names_others)) return std::nullopt;
  LoaderChoice choice{.from_interp = interpreter.has_value()};
  if (interpreter) {
    choice.path = instead.empty() ? *interpreter : instead;
  } else {
    ONEFOLD_TRY(choice.path, usual_loader(module));
  }
  const size_t slash = choice.path.rfind('/');  // none: npos + 1 is the beginning
  if (std::string_view(choice.path).substr(slash + 1).starts_with("ld-musl-"))
    choice.kind = LoaderKind::kMusl;
  return choice;
}

}  // namespace onefold
