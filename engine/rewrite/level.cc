#include "rewrite/level.h"

#include <algorithm>
#include <cstring>

#include "base/checked.h"

namespace onefold {
namespace {

// Where the loader keeps the answer to a question, if it does and that is writable by then.
std::optional<ImageAddress> answer_to(const Plan& plan, uint32_t question) {
  const auto site = std::ranges::find(plan.queries.sites, question, &QueryPlan::Site::question);
  if (site == plan.queries.sites.end() || plan.layout.packed) return std::nullopt;
  return plan.own[Own::kAnswers].address + uint64_t{plan.queries.code->answer_size} * site->answer;
}

}  // namespace

// machine/stubs/level.c has the layout. Distances are from the table's start.
void write_level(const Plan& plan, std::span<std::byte> bytes) {
  const CpuLevels& levels = *plan.machine->cpu_levels;
  const ImageAddress begin = plan.own[Own::kLevel].address;
  const ImageAddress base = begin + levels.check_code.size();
  const uint64_t message = bytes.size() - plan.level_message.size();
  std::memcpy(bytes.data(), levels.check_code.data(), levels.check_code.size());
  std::memcpy(bytes.data() + message, plan.level_message.data(), plan.level_message.size());
  std::byte* to = bytes.data() + levels.check_code.size();
  with_format(plan.format(), [&]<typename E>() {
    auto word = [&](uint64_t value) {
      const typename E::Addr raw(static_cast<typename E::Native>(value));
      std::memcpy(to, &raw, sizeof(raw));
      to += sizeof(raw);
    };
    word(plan.own[Own::kEnter].address - base);
    word(begin + message - base);
    word(plan.level_message.size());
    word(plan.level->state);
    word(plan.level->features.size());
    for (const CpuFeatures& needs : plan.level->features) {
      for (uint32_t number : {needs.leaf, needs.ebx, needs.ecx, needs.edx}) word(number);
      const auto answer = answer_to(plan, needs.leaf);
      word(answer ? *answer - base : 0);
    }
  });
}

}  // namespace onefold
