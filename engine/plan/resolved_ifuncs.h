// What functions that choose an implementation by the processor (IFUNCs) return on one of a level
// that is named when folding: theirs are addresses like others then. Those of which it is not known
// are left to the loader.
#pragma once

#include <optional>
#include <vector>

#include "machine/cpu_levels.h"
#include "plan/part.h"
#include "resolve/bindings.h"

namespace onefold {

class ResolvedIfuncs {
 public:
  // None of them is known.
  ResolvedIfuncs() = default;

  // Of all that symbols and relocations of the parts name. `release`: of glibc, 2.N. Errors: a
  // loader of which it is not known where it keeps what it knows of the processor; those of
  // visit_relocations.
  static Result<ResolvedIfuncs> of(const Parts& parts, const Part& loader, const Bindings& bindings,
                                   const Machine& machine, const CpuLevel& level, unsigned release);

  struct Function {
    uint64_t resolver = 0;               // image address
    std::optional<ImageAddress> result;  // nullopt: not known
  };
  std::optional<ImageAddress> find(uint64_t resolver) const;
  const std::vector<Function>& functions() const { return functions_; }
  size_t known() const;  // how many

 private:
  std::vector<Function> functions_;  // by resolver, each once
};

}  // namespace onefold
