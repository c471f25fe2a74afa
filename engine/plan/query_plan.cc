#include "plan/query_plan.h"

#include <elf.h>

#include <algorithm>

#include "machine/cpu_levels.h"

namespace onefold {

// ld.so of glibc 2.36 asks at about 20 places. A file that asks at any number is no loader.
constexpr size_t kMostSites = 64;

Result<QueryPlan> plan_queries(const Part& loader, const Machine& machine, bool for_level) {
  QueryPlan plan;
  if (machine.cpu_queries == nullptr) return plan;
  plan.code = machine.cpu_queries;
  std::vector<uint32_t> questions;
  for (const Segment& load : loader.module->loads) {
    if ((load.flags & (PF_X | PF_W)) != PF_X || load.filesz == 0) continue;
    ONEFOLD_TRY(auto bytes, loader.module->file.bytes(load.offset, load.filesz, "PT_LOAD"));
    for (const CpuQuery& query : plan.code->find(bytes)) {
      if (!for_level && machine.cpu_levels != nullptr &&
          query.question == machine.cpu_levels->question)
        continue;
      auto known = std::ranges::find(questions, query.question);
      plan.sites.push_back({load.vaddr + query.offset, query.question,
                            static_cast<uint32_t>(known - questions.begin())});
      if (known == questions.end()) questions.push_back(query.question);
    }
  }
  if (plan.sites.size() > kMostSites) return QueryPlan{};
  plan.answers = static_cast<uint32_t>(questions.size());
  return plan;
}

void add_query_jumps(std::vector<Patch>& patches, const QueryPlan& plan, const Part& loader,
                     ImageAddress thunks) {
  for (const QueryPlan::Site& site : plan.sites) {
    const ImageAddress from = loader.place(site.at);
    patches.push_back({from, plan.code->jump(from.value, thunks.value), plan.code->jump_size});
    thunks = thunks + plan.code->thunk_size;
  }
}

}  // namespace onefold
