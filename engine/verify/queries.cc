#include "verify/queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/checked.h"

namespace onefold::verify {
namespace {

class QueryComparison {
 public:
  QueryComparison(const Context& context, const Stub& stub, Report& report)
      : context_(context),
        stub_(stub),
        report_(report),
        fold_(*context.fold().module),
        listing_(*context.psabi().queries) {}

  std::vector<DeadRange> run() {
    const Module& loader = *context_.object(*context_.loader()).module;
    for (const Segment& load : loader.loads) {
      if ((load.flags & PF_X) == 0) continue;
      auto bytes = loader.file.bytes(load.offset, load.filesz, "PT_LOAD");
      if (bytes) compare_code(load.vaddr, *bytes);
    }
    check_answers();
    check_level_answers();
    report_.compared(Aspect::kClaim);
    if (context_.claim().loader->changed != claims_) {
      report_.differ(Aspect::kClaim, context_.claim().loader->name,
                     fmt::format("the {} changes of it", claims_.size()),
                     fmt::format("{} others", context_.claim().loader->changed.size()));
    }
    return std::move(changed_);
  }

 private:
  void compare_code(ModuleAddress begin, std::span<const std::byte> code) {
    for (uint64_t at = 0; at + listing_.size <= code.size(); ++at) {
      const auto original = code.subspan(as_size(at), listing_.size);
      if (auto question = listing_.question(original))
        compare_query(begin + at, original, *question);
    }
  }

  void compare_query(ModuleAddress at, std::span<const std::byte> original, uint32_t question) {
    const uint64_t in_fold = at.value + context_.loader()->bias;
    auto found = fold_.bytes_at(ModuleAddress(in_fold), listing_.size, "query");
    if (!found || std::ranges::equal(*found, original)) return;
    report_.compared(Aspect::kStub);
    auto thunk = thunk_of(*found, in_fold);
    if (!thunk || thunk->question != question || thunk->goes_on != in_fold + listing_.size) return;
    answers_.emplace(thunk->answer, question);
    changed_.push_back({at.value, listing_.jump_size});
    const auto was = original.first(listing_.jump_size);
    claims_.push_back({at, {was.begin(), was.end()}});
  }

  std::optional<QueryThunk> thunk_of(std::span<const std::byte> jump, uint64_t at) const {
    auto to = listing_.read_jump(jump, at);
    return to ? read_own_code(context_, *to, listing_.thunk_size, listing_.read_thunk)
              : std::nullopt;
  }

  // Each has room of its own that is zero at first, stays writable, and is nothing else.
  void check_answers() {
    uint64_t end = 0;
    uint32_t before = 0;
    for (const auto& [at, question] : answers_) {
      report_.compared(Aspect::kStub);
      const bool shared = at < end && question != before;
      if (shared || context_.is_in_input(at, listing_.answer_size) || !is_blank(at)) {
        report_.differ(Aspect::kStub, fmt::format("the answer at {:#x}", at),
                       "writable zeros of its own", "something else");
      }
      end = at + listing_.answer_size;
      before = question;
    }
  }

  // What asks for the level leaves its answers where they are looked for, if anywhere.
  void check_level_answers() {
    const Entrance* entrance = context_.entrance();
    if (entrance == nullptr || !entrance->level) return;
    for (const auto& [at, leaf] : entrance->level->answers) {
      report_.compared(Aspect::kStub);
      const auto [begin, end] = answers_.equal_range(at);
      const bool is_it = begin != end && std::all_of(begin, end, [&](const auto& answer) {
                           return answer.second == leaf;
                         });
      // Not where the entrance makes the place writable later.
      const bool late = std::ranges::any_of(entrance->protects, [&](const EntranceRange& range) {
        return at - range.at < range.size;
      });
      if (is_it && !late) continue;
      report_.differ(Aspect::kStub, "what asks for the level of the processor",
                     fmt::format("the place of the answer to {:#x}", leaf),
                     fmt::format("{:#x}", at));
    }
  }

  bool is_blank(uint64_t at) const {
    const Segment* load = fold_.load_at(ModuleAddress(at), listing_.answer_size);
    if (load == nullptr || (load->flags & PF_W) == 0) return false;
    auto bytes = fold_.bytes_at(ModuleAddress(at), listing_.answer_size, "answer");
    if (!bytes || !std::ranges::all_of(*bytes, [](std::byte b) { return b == std::byte{0}; }))
      return false;
    const uint64_t page = context_.psabi().page;
    const uint64_t end = at + listing_.answer_size;
    return std::ranges::none_of(stub_.relro, [&](const StubRange& range) {
      return at < (range.at + range.size) / page * page && end > range.at / page * page;
    });
  }

  const Context& context_;
  const Stub& stub_;
  Report& report_;
  const Module& fold_;
  const QueryListing& listing_;
  std::multimap<uint64_t, uint32_t> answers_;  // question by place
  std::vector<DeadRange> changed_;
  std::vector<ClaimedChange> claims_;  // what the note must say
};

}  // namespace

std::vector<DeadRange> compare_queries(const Context& context, const Stub& stub, Report& report) {
  if (context.loader() == nullptr) return {};
  if (context.psabi().queries == nullptr) {
    // `unfold` would write over what is right.
    report.compared(Aspect::kClaim);
    if (const auto& claims = context.claim().loader->changed; !claims.empty()) {
      report.differ(Aspect::kClaim, context.claim().loader->name, "no changes of it",
                    fmt::format("{}", claims.size()));
    }
    return {};
  }
  return QueryComparison(context, stub, report).run();
}

}  // namespace onefold::verify
