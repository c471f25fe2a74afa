#include "plan/program_headers.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "elf/names.h"
#include "machine/abi_flags.h"

namespace onefold {
namespace {

// PT_PHDR, INTERP, DYNAMIC, two NOTEs, GNU_PROPERTY, TLS, GNU_EH_FRAME, GNU_STACK, GNU_RELRO; the
// fold's three blocks, and a block for the headers themselves.
constexpr uint32_t kMostOther = 10 + 4;

// And a block for the fold's GOT, its processor's own headers.
uint32_t most_of_processor(const Machine& machine) {
  return (machine.implicit_got != nullptr ? 1U : 0U) +
         static_cast<uint32_t>(machine.processor_headers.size());
}

// DESIGN rule 9: the flags are the OR, and a missing header counts as what it means on this
// machine.
PlannedHeader stack_header(const Plan& plan) {
  PlannedHeader stack{.type = PT_GNU_STACK, .flags = PF_R | PF_W, .align = 16};
  for (const Part& part : plan.parts.list) {
    const Segment* own = find_segment(part.module->segments, PT_GNU_STACK);
    if (own != nullptr) {
      stack.flags |= own->flags & PF_X;
      stack.memsz = std::max(stack.memsz, own->memsz);
    } else if (plan.machine->default_stack_exec) {
      stack.flags |= PF_X;
    }
  }
  if (plan.stack_size) stack.memsz = *plan.stack_size;
  return stack;
}

PlannedHeader over(uint32_t type, uint32_t flags, const OwnSection& section) {
  return {.type = type,
          .flags = flags,
          .offset = section.offset,
          .vaddr = section.address,
          .filesz = section.size,
          .memsz = section.size,
          .align = section.align};
}

// One of the program's own. No loader looks at p_offset and p_filesz of these, so the program's may
// be wrong.
PlannedHeader of_program(const Plan& plan, const Segment& segment) {
  PlannedHeader header{.type = segment.type,
                       .flags = segment.flags,
                       .vaddr = plan.parts.program().place(segment.vaddr),
                       .memsz = segment.memsz,
                       .align = segment.align};
  if (const PlannedLoad* load = plan.layout.load_of(header.vaddr)) {
    const uint64_t before = header.vaddr - load->vaddr;
    header.offset = load->offset + before;
    header.filesz = std::min(segment.filesz, load->filesz - std::min(before, load->filesz));
  }
  return header;
}

// All but the PT_LOADs, of a table that lies at `place`.
std::vector<PlannedHeader> headers_of(const Plan& plan, const HeaderPlace& place) {
  const auto& own = plan.own;
  const Module& program = *plan.parts.program().module;
  std::vector<PlannedHeader> headers;
  if (plan.enters() || find_segment(program.segments, PT_PHDR) != nullptr) {
    headers.push_back({.type = PT_PHDR,
                       .flags = PF_R,
                       .offset = place.offset,
                       .vaddr = place.vaddr,
                       .align = plan.format().word_size()});  // its size: when all are counted
  }
  if (own.has(Own::kInterp)) headers.push_back(over(PT_INTERP, PF_R, own[Own::kInterp]));
  headers.push_back(over(PT_DYNAMIC, PF_R | PF_W, own[Own::kDynamic]));
  Own processor = Own::kProcessorFirst;
  for (const ProcessorHeader& header : plan.machine->processor_headers) {
    const Own id = std::exchange(processor, Own::kProcessorSecond);
    if (own.has(id)) headers.push_back(over(header.type, PF_R, own[id]));
  }
  if (own.has(Own::kProperty)) {
    headers.push_back(over(PT_NOTE, PF_R, own[Own::kProperty]));
    headers.push_back(over(PT_GNU_PROPERTY, PF_R, own[Own::kProperty]));
  }
  if (own.has(Own::kNotes)) headers.push_back(over(PT_NOTE, PF_R, own[Own::kNotes]));
  if (plan.tls.merged) {
    PlannedHeader tls = over(PT_TLS, PF_R, own[Own::kTlsImage]);
    tls.vaddr = plan.tls.image;
    tls.memsz = plan.tls.memsz;
    tls.align = plan.tls.align;
    headers.push_back(tls);
  } else if (const Segment* tls = find_segment(program.segments, PT_TLS)) {
    headers.push_back(of_program(plan, *tls));
  }
  if (own.has(Own::kEhFrameHdr))
    headers.push_back(over(PT_GNU_EH_FRAME, PF_R, own[Own::kEhFrameHdr]));
  if (own.has(Own::kExidx)) headers.push_back(over(PT_ARM_EXIDX, PF_R, own[Own::kExidx]));
  headers.push_back(stack_header(plan));
  if (const Segment* relro = find_segment(program.segments, PT_GNU_RELRO))
    headers.push_back(of_program(plan, *relro));
  const auto loads = static_cast<uint64_t>(std::ranges::count_if(
      plan.layout.loads, [&](const PlannedLoad& load) { return plan.loader_sees(load); }));
  for (PlannedHeader& header : headers) {
    if (header.type != PT_PHDR) continue;
    header.filesz = header.memsz = (headers.size() + loads) * header_entry_size(plan.format());
  }
  return headers;
}

}  // namespace

Result<uint32_t> most_program_headers(const Parts& parts, const Part* loader) {
  size_t count = kMostOther + (loader != nullptr ? loader->module->loads.size() : 0);
  bool exidx = false;
  for (const Part& part : parts.list) {
    count += part.loads().size();
    exidx = exidx || find_segment(part.module->segments, PT_ARM_EXIDX) != nullptr;
  }
  if (exidx) ++count;
  count += most_of_processor(*parts.program().module->machine);
  if (count >= PN_XNUM) {
    return fail(parts.program().module->file.error(
        "e_phnum", fmt::format("at most {} program headers in the whole fold", PN_XNUM - 1),
        fmt::format("{}", count)));
  }
  return static_cast<uint32_t>(count);
}

Result<void> check_processor_headers(const Parts& parts, const Machine& machine) {
  const Module& program = *parts.program().module;
  for (const ProcessorHeader& header : machine.processor_headers) {
    const Segment* of_program = find_segment(program.segments, header.type);
    if (of_program == nullptr) continue;
    ONEFOLD_TRY(auto says, program.file.bytes(of_program->offset, of_program->filesz, "p_offset"));
    if (says.empty()) {
      return fail(program.file.error(segment_type_name(header.type, machine.e_machine),
                                     of_program->header_at, "what it is of", "no bytes"));
    }
    for (const Part& part : parts.list) {
      const Segment* segment = find_segment(part.module->segments, header.type);
      if (segment == nullptr) continue;
      ONEFOLD_TRY(auto own, part.module->file.bytes(segment->offset, segment->filesz, "p_offset"));
      if (goes_with_program(machine.e_machine, header.type, says, own)) continue;
      return fail(part.module->file.error(
          segment_type_name(header.type, machine.e_machine), segment->header_at,
          "an ABI that goes with the program's (--keep this file)", "another"));
    }
  }
  return {};
}

uint32_t most_packed_headers(const Parts& parts) {
  constexpr uint32_t kRuns = 2;  // before and behind the code that unpacks
  const Module& program = *parts.program().module;
  return static_cast<uint32_t>(program.loads.size()) + kMostOther + kRuns +
         most_of_processor(*program.machine);
}

void plan_program_headers(Plan& plan) {
  if (plan.enters()) {
    const OwnSection& table = plan.own[Own::kLoaderHeaders];
    plan.loader_headers = headers_of(plan, {.offset = table.offset, .vaddr = table.address});
    // PT_GNU_PROPERTY: arm64's kernel would mark the whole image, ld.so and all, by it.
    plan.headers = plan.loader_headers;
    std::erase_if(plan.headers, [](const PlannedHeader& header) {
      return header.type == PT_PHDR || header.type == PT_INTERP || header.type == PT_GNU_PROPERTY;
    });
    return;
  }
  plan.headers = headers_of(plan, plan.layout.headers);
}

// What the fold writes of its own into the program's first segment is nobody's to relocate, and no
// variable's initial value.
Result<void> check_header_places(const Plan& plan) {
  const Module& program = *plan.parts.program().module;
  const Segment& first = program.loads.front();
  const ImageAddress begin = plan.parts.program().place(first.vaddr);
  ImageAddress end = begin;
  if (first.offset.value == 0) {
    end = begin + with_format(plan.format(),
                              []<typename E>() -> uint64_t { return sizeof(typename E::Ehdr); });
  }
  const HeaderPlace& headers = plan.layout.headers;
  if (headers.in_program) end = headers.vaddr + headers.capacity * header_entry_size(plan.format());
  if (const Segment* tls = find_segment(program.segments, PT_TLS)) {
    const ImageAddress at = plan.parts.program().place(tls->vaddr);
    if (tls->filesz != 0 && at < end && at + tls->filesz > begin) {
      return fail(program.file.error("PT_TLS p_vaddr", tls->header_at,
                                     "bytes outside of the ELF's own headers",
                                     fmt::format("{:#x}", tls->vaddr.value)));
    }
  }
  std::optional<ImageAddress> found;
  auto look = [&](const auto& places) {
    for (const auto& one : places) {
      if (one.place >= begin && one.place < end) found = one.place;
    }
  };
  look(plan.fixups.list);
  look(plan.fixups.plt);
  look(plan.fixups.patches);
  if (!found) return {};
  return fail(program.file.error("r_offset", "a place outside of the ELF's own headers",
                                 fmt::format("address {:#x} of the output", found->value)));
}

}  // namespace onefold
