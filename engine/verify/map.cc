#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/checked.h"
#include "elf/names.h"
#include "verify/image.h"

namespace onefold::verify {
namespace {

// A segment of a part, in the fold.
struct Range {
  uint64_t begin = 0;
  uint64_t end = 0;
  uint32_t original = 0;
  uint64_t align = 1;  // as the original has it
};

const Range* range_at(const std::vector<Range>& parts, uint64_t at) {
  auto after = std::ranges::upper_bound(parts, at, {}, &Range::begin);
  return after != parts.begin() && at < std::prev(after)->end ? &*std::prev(after) : nullptr;
}

// musl gives the unused ends of a writable segment's pages to malloc (ldso/dynlink.c,
// reclaim_gaps), which the stub makes read-only where RELRO is: but for the program's own RELRO,
// which it knows, there must be none. Of itself it has its own headers, inside as well.
bool must_span_pages(const Context& context, uint32_t flags) {
  return context.input().loader == Loader::kMusl && (flags & PF_W) != 0;
}

// Where a part's segment has to lie.
Range range_of(const Context& context, const Part& part, const Segment& load) {
  Range range{load.vaddr.value + part.bias, load.end().value + part.bias, part.original,
              load.align};
  const bool is_loader = context.loader() != nullptr && context.loader()->original == part.original;
  if (must_span_pages(context, load.flags) && part.original != 0 && !is_loader) {
    const uint64_t page = std::clamp<uint64_t>(load.align, 1, context.psabi().page);
    range.begin = range.begin / page * page;
    range.end = align_up(range.end, page);
  }
  return range;
}

void compare_segment(const Context& context, const Part& part, const Segment& load, bool is_first,
                     Report& report) {
  const Module& fold = *context.fold().module;
  const Range range = range_of(context, part, load);
  const uint64_t at = range.begin;
  const uint64_t memsz = range.end - range.begin;
  report.compared(Aspect::kSegment);
  const Segment* found = fold.load_at(ModuleAddress(at), memsz);
  const std::string where = context.where(part, load.vaddr);
  if (found == nullptr || found->vaddr.value != at) {
    report.differ(Aspect::kSegment, where, fmt::format("a PT_LOAD at {:#x}", at), "none");
    return;
  }
  if (found->flags != load.flags) {
    report.differ(Aspect::kSegment, where, segment_flags_text(load.flags),
                  segment_flags_text(found->flags));
  }
  // The program's first segment grows where the program headers need more room.
  if (found->memsz != memsz && !is_first) {
    report.differ(Aspect::kSegment, where, fmt::format("{:#x} bytes", memsz),
                  fmt::format("{:#x}", found->memsz));
  }
  const uint64_t align = std::max<uint64_t>({load.align, context.psabi().page, 1});
  if (part.bias % align != 0 || found->align < load.align) {
    report.differ(Aspect::kSegment, where, fmt::format("alignment {:#x}", align),
                  fmt::format("bias {:#x}, p_align {:#x}", part.bias, found->align));
  }
}

void compare_part(const Context& context, const Part& part, const ClaimedPart& claim,
                  std::vector<Range>& ranges, Report& report) {
  const auto loads = context.loads(part);
  report.compared(Aspect::kClaim);
  if (claim.segments.size() != loads.size()) {
    report.differ(Aspect::kClaim, claim.name, fmt::format("{} segments", loads.size()),
                  fmt::format("{}", claim.segments.size()));
  }
  for (size_t i = 0; i < loads.size(); ++i) {
    const bool listed = i < claim.segments.size() && claim.segments[i].module == loads[i].vaddr &&
                        claim.segments[i].size == loads[i].memsz &&
                        claim.segments[i].image == loads[i].vaddr.value + part.bias;
    if (!listed) {
      report.differ(
          Aspect::kClaim, context.where(part, loads[i].vaddr),
          fmt::format("{:#x} bytes at {:#x}", loads[i].memsz, loads[i].vaddr.value + part.bias),
          "another segment in the map");
    }
    const bool first = part.original == 0 && i == 0;
    // Nothing is mapped for it; for musl the next one may begin on its page (a library of variables
    // alone has an empty .eh_frame).
    if (loads[i].memsz == 0) continue;
    compare_segment(context, part, loads[i], first, report);
    ranges.push_back(range_of(context, part, loads[i]));
  }
}

// Pages are mapped whole: a segment that begins on a page of another would replace what lies there,
// unless both map that page from one place of the file. Segments of one part may be made for small
// pages alone.
void check_pages(const Context& context, const std::vector<Range>& parts, Report& report) {
  const Segment* before = nullptr;  // of which something is mapped
  for (const Segment& b : context.fold().module->loads) {
    if (b.memsz == 0) continue;
    if (before == nullptr) before = &b;
    const Segment& a = *std::exchange(before, &b);
    if (&a == &b) continue;
    uint64_t page = context.psabi().page;
    const Range* first = range_at(parts, a.vaddr.value);
    const Range* second = range_at(parts, b.vaddr.value);
    if (first != nullptr && second != nullptr && first->original == second->original)
      page = std::clamp<uint64_t>(std::max(first->align, second->align), 1, page);
    if ((a.end().value - 1) / page < b.vaddr.value / page) continue;
    if (a.vaddr.value - a.offset.value == b.vaddr.value - b.offset.value) continue;
    report.differ(Aspect::kSegment, fmt::format("PT_LOAD at {:#x}", b.vaddr.value),
                  "pages of its own", "one that the segment before it has too");
  }
}

// What the fold adds: never writable and executable, executable only where its stub is.
void check_own_segments(const Context& context, const std::vector<Range>& parts, Report& report) {
  for (const Segment& load : context.fold().module->loads) {
    if (load.memsz == 0 || range_at(parts, load.vaddr.value) != nullptr) continue;
    report.compared(Aspect::kSegment);
    if ((load.flags & PF_W) != 0 && (load.flags & PF_X) != 0) {
      report.differ(Aspect::kSegment, fmt::format("the fold's own at {:#x}", load.vaddr.value),
                    "no PF_W with PF_X", segment_flags_text(load.flags));
    }
    const uint64_t page = context.psabi().page;
    if (must_span_pages(context, load.flags) &&
        (load.vaddr.value % page != 0 || load.memsz % page != 0)) {
      report.differ(Aspect::kSegment, fmt::format("the fold's own at {:#x}", load.vaddr.value),
                    "whole pages", fmt::format("{:#x} bytes", load.memsz));
    }
  }
}

}  // namespace

void compare_map(Context& context, Report& report) {
  std::vector<Range> ranges;
  size_t claim = 0;
  for (const Part& part : context.parts()) {
    while (claim + 1 < context.claims().size() && context.claims()[claim].bias != part.bias)
      ++claim;
    compare_part(context, part, context.claims()[claim++], ranges, report);
    if (claim == context.claims().size()) break;
  }
  if (context.loader() != nullptr)
    compare_part(context, *context.loader(), *context.claim().loader, ranges, report);
  // What was loaded anywhere may be loaded at one address, which is then in all its own addresses.
  if (!context.parts().empty() && context.parts().front().bias != 0 && !context.gains_address()) {
    report.differ(Aspect::kClaim, "the program", "its own addresses",
                  fmt::format("moved by {:#x}", context.parts().front().bias));
  }
  std::ranges::sort(ranges, {}, &Range::begin);
  for (size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].begin >= ranges[i - 1].end) continue;
    report.differ(Aspect::kClaim, fmt::format("{:#x}", ranges[i].begin), "parts that are disjoint",
                  "an overlap");
  }
  check_own_segments(context, ranges, report);
  check_pages(context, ranges, report);
}

}  // namespace onefold::verify
