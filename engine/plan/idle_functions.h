// Initialisers and finalisers that do nothing: each would cost the page it lies on, and that of the
// word it looks at.
#pragma once

#include "plan/fixups.h"
#include "plan/part.h"

namespace onefold {

// Borrows both. `fixups`: as plan_fixups made them, of a fold in which all symbols are bound.
class IdleFunctions {
 public:
  IdleFunctions(const Fixups& fixups, const Machine& machine);

  // Does what DT_INIT, DT_FINI or a slot of an array names do nothing?
  bool has(const Part& part, ModuleAddress function) const;

 private:
  bool is_zero(ImageAddress word) const;

  const Fixups& fixups_;
  const Machine& machine_;
  std::span<const Fixup> relative_;  // by place
  std::span<const Fixup> others_;
};

}  // namespace onefold
