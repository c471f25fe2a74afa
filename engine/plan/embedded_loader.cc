#include "plan/embedded_loader.h"

#include <fmt/format.h>

namespace onefold {

Result<void> check_embeddable(const Closure& closure) {
  const Module& program = closure.entries.front().module;
  if (program.machine == nullptr || program.machine->enter_code.empty()) {
    return fail(program.file.error(
        "e_machine", FileOffset(18), "a machine whose loader can be embedded (or --keep libc)",
        program.machine != nullptr ? std::string(program.machine->name)
                                   : machine_constant_name(program.header.machine)));
  }
  if (closure.loader_kind != LoaderKind::kGlibc || !closure.loader) {
    return fail(
        program.file.error("PT_INTERP", "glibc's loader (or --keep libc)", closure.loader_path));
  }
  return {};
}

}  // namespace onefold
