// Questions about the processor that the embedded loader would ask several times.
#pragma once

#include <vector>

#include "machine/cpu_queries.h"
#include "plan/fixups.h"
#include "plan/part.h"

namespace onefold {

struct QueryPlan {
  struct Site {
    ModuleAddress at;  // in the loader
    uint32_t question = 0;
    uint32_t answer = 0;  // which of the answers is its
  };
  const CpuQueries* code = nullptr;  // null: none is changed
  std::vector<Site> sites;           // ascending
  uint32_t answers = 0;

  uint64_t answers_size() const {
    return code == nullptr ? 0 : uint64_t{code->answer_size} * answers;
  }
  uint64_t thunks_size() const { return code == nullptr ? 0 : sites.size() * code->thunk_size; }
};

// `for_level`: the fold asks for a level of the processor. Errors: segments of the loader that its
// file does not hold.
Result<QueryPlan> plan_queries(const Part& loader, const Machine& machine, bool for_level = false);

// The jumps from `loader`, which is placed behind all else, to the thunks at `thunks`.
void add_query_jumps(std::vector<Patch>& patches, const QueryPlan& plan, const Part& loader,
                     ImageAddress thunks);

}  // namespace onefold
