#include "verify/unmapped.h"

#include <fmt/format.h>

#include <algorithm>

#include "elf/names.h"
#include "verify/dead_ranges.h"

namespace onefold::verify {
namespace {

// A first PT_LOAD that is not mapped, and all up to the second.
class Gap {
 public:
  Gap(const Context& context, const Part& part, Report& report)
      : context_(context),
        part_(part),
        object_(context.object(part)),
        module_(*object_.module),
        first_(module_.loads[0]),
        end_(module_.loads[1].vaddr.value),
        report_(report) {}

  void check() {
    demand(part_.original != 0 && module_.header.type == ET_DYN, "of a library");
    demand(first_.flags == PF_R, "segments that are written or executed", "none");
    demand(is_dead(first_, object_), "all that is not for the loader alone", "some");
    check_headers();
    check_dynamic();
    for (const Symbol& symbol : object_.symbols) {
      const bool is_place =
          symbol.is_defined() && !context_.before().is_absolute(symbol) && symbol.type != STT_TLS;
      if (is_place) demand(!is_here(symbol.value.value), "definitions", symbol.name);
    }
    check_code();
  }

 private:
  void demand(bool holds, std::string_view expected, std::string_view found = "another") {
    report_.compared(Aspect::kSegment);
    if (holds) return;
    report_.differ(Aspect::kSegment, context_.where(part_, first_.vaddr),
                   fmt::format("mapped: {}", expected),
                   fmt::format("not mapped: {}", printable(found)));
  }

  bool is_here(uint64_t at) const { return at < end_; }

  void check_headers() {
    for (const Segment& segment : module_.segments) {
      const bool for_loader = segment.type == PT_NOTE || segment.type == PT_PHDR ||
                              segment.type == PT_INTERP || segment.type == PT_GNU_PROPERTY;
      if (for_loader || segment.type == PT_NULL || segment.type == PT_GNU_STACK) continue;
      if (segment.type == PT_LOAD && segment.vaddr == first_.vaddr) continue;
      demand(segment.memsz == 0 || !is_here(segment.vaddr.value), "what program headers lead to",
             segment_type_name(segment.type, module_.header.machine));
    }
  }

  void check_dynamic() {
    for (auto tag : {DT_INIT, DT_FINI, DT_INIT_ARRAY, DT_FINI_ARRAY, DT_PREINIT_ARRAY, DT_PLTGOT}) {
      const auto at = module_.dynamic_value(static_cast<uint64_t>(tag));
      demand(!at || !is_here(*at), "what the dynamic section leads to", fmt::format("{}", tag));
    }
  }

  // Compilers and linkers have names for the headers and notes alone.
  void check_code() {
    const uint64_t entry = with_format(
        module_.format(), []<typename E>() -> uint64_t { return sizeof(typename E::Phdr); });
    uint64_t end = first_.vaddr.value + module_.header.phoff.value + module_.header.phnum * entry;
    for (const Segment& segment : module_.segments) {
      // PT_GNU_STACK's p_memsz is the size of a stack.
      const bool has_bytes =
          segment.type != PT_LOAD && segment.type != PT_GNU_STACK && segment.type != PT_NULL;
      if (has_bytes && is_here(segment.vaddr.value)) end = std::max(end, segment.end().value);
    }
    end = std::min(end, end_);
    for (const Segment& load : context_.loads(part_)) {
      if ((load.flags & PF_X) == 0) continue;
      const auto code = module_.bytes_at(load.vaddr, load.filesz, "PT_LOAD");
      const auto may_refer = context_.psabi().may_refer;
      demand(code && may_refer != nullptr &&
                 !may_refer(*code, load.vaddr.value, first_.vaddr.value, end),
             "what code may read", fmt::format("the code at {:#x}", load.vaddr.value));
    }
  }

  const Context& context_;
  const Part& part_;
  const Object& object_;
  const Module& module_;
  const Segment& first_;
  const uint64_t end_;
  Report& report_;
};

}  // namespace

void compare_unmapped(const Context& context, Report& report) {
  for (const Part& part : context.parts()) {
    if (part.without_first_load) Gap(context, part, report).check();
  }
}

}  // namespace onefold::verify
