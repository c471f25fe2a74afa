#include "verify/protection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "elf/names.h"

namespace onefold::verify {
namespace {

// PT_GNU_RELRO of each part. The program's range is the loader's business, the others the stub's;
// the fold's own tables must be in one too.
class RelroComparison {
 public:
  RelroComparison(const Context& context, const Stub& stub, Report& report)
      : context_(context), stub_(stub), fold_(*context.fold().module), report_(report) {}

  void run() {
    for (const Part& part : context_.parts()) {
      // Loaders keep the last of several, even where it is empty.
      const Segment* relro = find_segment(context_.object(part).module->segments, PT_GNU_RELRO);
      if (relro != nullptr && relro->memsz == 0) relro = nullptr;
      if (part.original == 0) {
        compare_program(part, relro);
      } else if (relro != nullptr) {
        expected_.insert({relro->vaddr.value + part.bias, relro->memsz});
      }
    }
    take_out_read_only();
    compare_stub();
    check_own_tables();
  }

 private:
  void compare_program(const Part& part, const Segment* expected) {
    const Segment* found = find_segment(fold_.segments, PT_GNU_RELRO);
    report_.compared(Aspect::kRelro);
    const bool same =
        (found == nullptr || found->memsz == 0) == (expected == nullptr) &&
        (found == nullptr || expected == nullptr ||
         (found->vaddr == expected->vaddr + part.bias && found->memsz == expected->memsz));
    if (!same) report_.differ(Aspect::kRelro, "PT_GNU_RELRO", "the program's range", "another");
  }

  // What is mapped for reading alone, since nothing is left to write there.
  void take_out_read_only() {
    if (context_.entrance() == nullptr) return;
    for (const Part& part : context_.parts()) {
      for (Segment load : context_.loads(part)) {
        load.vaddr = ModuleAddress(load.vaddr.value + part.bias);
        const uint64_t begin = load.vaddr.value;
        const uint64_t end = writable_from(*context_.input().folded, *context_.entrance(), load);
        if (end == begin) continue;
        report_.compared(Aspect::kRelro);
        const auto known = expected_.find({begin, end - begin});
        if (known != expected_.end() && end % context_.psabi().page == 0 &&
            !is_written(begin, end)) {
          expected_.erase(known);
        } else {
          report_.differ(Aspect::kRelro, fmt::format("{:#x}", begin),
                         "writable until its part is relocated",
                         fmt::format("{:#x} bytes for reading alone", end - begin));
        }
      }
    }
  }

  bool is_written(uint64_t begin, uint64_t end) const {
    return std::ranges::any_of(context_.sites(), [&](const FoldSite& site) {
      return site.type.meaning != Meaning::kNothing && site.place < end &&
             site.place + std::max<uint64_t>(site.type.size, 1) > begin;
    });
  }

  void compare_stub() {
    report_.compared(Aspect::kRelro, expected_.size() + 1);
    for (const StubRange& range : stub_.relro) {
      auto known = expected_.find(range);
      if (known == expected_.end()) {
        own_.push_back(range);
      } else {
        expected_.erase(known);
      }
    }
    for (const StubRange& range : expected_) {
      report_.differ(Aspect::kRelro, fmt::format("{:#x}", range.at),
                     fmt::format("{:#x} bytes", range.size), "no such range");
    }
  }

  // Nothing but the fold's own tables may be in the others, and they must be: .dynamic, the arrays.
  void check_own_tables() {
    for (const StubRange& range : own_) {
      if (!context_.is_in_part(range.at, range.size) && own_.size() == 1) continue;
      report_.differ(Aspect::kRelro, fmt::format("{:#x}", range.at), "no range there",
                     fmt::format("{:#x} bytes", range.size));
      break;
    }
    const Segment* dynamic = find_segment(fold_.segments, PT_DYNAMIC);
    auto fini = fold_.dynamic_value(DT_FINI_ARRAY);
    if (dynamic == nullptr || !is_covered(dynamic->vaddr.value, dynamic->memsz) ||
        (fini && !is_covered(*fini, context_.word()))) {
      report_.differ(Aspect::kRelro, "the fold's own tables", "a range over them", "none");
    }
    if (stub_.first_alias && !own_.empty()) {
      const uint64_t page = context_.psabi().page;
      if (*stub_.first_alias < (own_.front().at + own_.front().size) / page * page &&
          *stub_.first_alias >= own_.front().at / page * page) {
        report_.differ(Aspect::kRelro, "names that ld.so links", "writable", "in a RELRO range");
      }
    }
  }

  bool is_covered(uint64_t at, uint64_t size) const {
    const uint64_t page = context_.psabi().page;
    return std::ranges::any_of(own_, [&](const StubRange& r) {
      return at >= r.at / page * page && at + size <= (r.at + r.size) / page * page;
    });
  }

  const Context& context_;
  const Stub& stub_;
  const Module& fold_;
  Report& report_;
  std::multiset<StubRange> expected_;
  std::vector<StubRange> own_;  // that no part has
};

}  // namespace

// glibc takes the flags of all together; musl the largest size.
void compare_stack(Context& context, Report& report) {
  uint32_t flags = PF_R | PF_W;
  uint64_t size = 0;
  for (const Part& part : context.parts()) {
    const Segment* own = find_segment(context.object(part).module->segments, PT_GNU_STACK);
    if (own != nullptr) {
      flags |= own->flags & PF_X;
      size = std::max(size, own->memsz);
    } else if (context.psabi().stack_is_executable) {
      flags |= PF_X;
    }
  }
  size = context.input().stack_size.value_or(size);
  const Segment* found = find_segment(context.fold().module->segments, PT_GNU_STACK);
  report.compared(Aspect::kStack, 2);
  if (found == nullptr) {
    report.differ(Aspect::kStack, "PT_GNU_STACK", segment_flags_text(flags), "none");
    return;
  }
  if (found->flags != flags) {
    report.differ(Aspect::kStack, "PT_GNU_STACK p_flags", segment_flags_text(flags),
                  segment_flags_text(found->flags));
  }
  if (found->memsz != size) {
    report.differ(Aspect::kStack, "PT_GNU_STACK p_memsz", fmt::format("{:#x}", size),
                  fmt::format("{:#x}", found->memsz));
  }
}

void compare_relro(Context& context, const Stub& stub, Report& report) {
  RelroComparison(context, stub, report).run();
}

}  // namespace onefold::verify
