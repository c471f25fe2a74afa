#include "plan/tls.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"

namespace onefold {
namespace {

// Zeros that are written out: blocks without initial values in front of others.
constexpr uint64_t kMostZeros = uint64_t{1} << 28;

const Segment* tls_segment(const Part& part) { return find_segment(part.module->segments, PT_TLS); }

uint64_t align_of(const Segment& tls) { return std::max<uint64_t>(tls.align, 1); }

// Where a block whose image starts at p_vaddr may start, given what its alignment expects of that
// address.
uint64_t misalignment(const Segment& tls) { return tls.vaddr.value & (align_of(tls) - 1); }

// The first number from `begin` on that is congruent to `remainder` modulo `align`.
uint64_t congruent_from(uint64_t begin, uint64_t remainder, uint64_t align) {
  const uint64_t number = align_down(begin, align) + remainder;
  return number < begin ? number + align : number;
}

// Puts `part` at the next fitting offset from `end` and returns the new end. `skew` is what the
// block's start is modulo its alignment.
uint64_t append(Part& part, uint64_t end, uint64_t skew) {
  const Segment& tls = *tls_segment(part);
  part.tls_offset = congruent_from(end + skew, misalignment(tls), align_of(tls)) - skew;
  return part.tls_offset + tls.memsz;
}

// glibc, elf/dl-tls.c: how far below the thread pointer a variant II block starts when it is the
// only one.
uint64_t distance_below_tp(const Segment& tls) {
  const uint64_t first_byte = -tls.vaddr.value & (align_of(tls) - 1);
  return align_up(tls.memsz - first_byte, align_of(tls)) + first_byte;
}

// Variant II: blocks lie below the thread pointer, the program's nearest to it.
void place_variant_two(std::vector<Part>& parts, TlsPlan& tls) {
  uint64_t end = 0;
  for (Part& part : parts) {
    if (part.has_tls && part.scope_index != 0) end = append(part, end, 0);
  }
  Part& program = parts.front();
  if (!program.has_tls) {
    tls.memsz = align_up(end, tls.align);
    return;
  }
  const uint64_t distance = distance_below_tp(*tls_segment(program));
  tls.memsz = align_up(end + distance, tls.align);
  program.tls_offset = tls.memsz - distance;
}

// glibc, elf/dl-tls.c: how far above the thread pointer the first block of variant I starts.
uint64_t distance_above_tp(const Machine& machine, const Segment& tls) {
  return congruent_from(machine.tls_tcb_size, misalignment(tls), align_of(tls));
}

// Variant I: blocks lie above the thread pointer's control block, the program's first. The merged
// block starts where the program's did: ld.so finds that place by the image's address modulo its
// alignment.
void place_variant_one(std::vector<Part>& parts, const Machine& machine, TlsPlan& tls) {
  uint64_t end = 0;
  const Part& program = parts.front();
  tls.above_tp = program.has_tls ? distance_above_tp(machine, *tls_segment(program))
                                 : align_up(machine.tls_tcb_size, tls.align);
  tls.skew = tls.above_tp & (tls.align - 1);
  for (Part& part : parts) {
    if (part.has_tls) end = append(part, end, part.scope_index == 0 ? tls.above_tp : tls.skew);
  }
  tls.memsz = end;
}

}  // namespace

Result<TlsPlan> plan_tls(std::vector<Part>& parts, const Machine& machine, bool shared_object) {
  TlsPlan tls;
  uint64_t total = 0;
  for (Part& part : parts) {
    const Segment* segment = tls_segment(part);
    part.has_tls = segment != nullptr;
    if (segment == nullptr) continue;
    tls.align = std::max(tls.align, align_of(*segment));
    tls.merged = tls.merged || part.scope_index != 0;
    total += segment->memsz;
    if (total > machine.format.max_address() / 4 || tls.align > uint64_t{1} << 30) {
      return fail(part.module->file.error(
          "PT_TLS p_memsz", segment->header_at, "blocks that fit a quarter of the address space",
          fmt::format("{:#x} aligned to {:#x}", segment->memsz, segment->align)));
    }
  }
  if (!tls.merged) {
    if (const Segment* own = tls_segment(parts.front())) {
      tls.memsz = own->memsz;
      tls.filesz = own->filesz;
      tls.below_tp = distance_below_tp(*own);
      tls.above_tp = distance_above_tp(machine, *own);
    }
    return tls;
  }
  if (machine.tls_variant == TlsVariant::kI && !shared_object) {
    place_variant_one(parts, machine, tls);
  } else {
    place_variant_two(parts, tls);
  }
  tls.below_tp = tls.memsz;
  for (const Part& part : parts) {
    const uint64_t initialised = part.has_tls ? tls_segment(part)->filesz : 0;
    if (initialised != 0) tls.filesz = std::max(tls.filesz, part.tls_offset + initialised);
  }
  // A template that is all zero is written out, so that it has an address of its own.
  tls.memsz = std::max<uint64_t>(tls.memsz, 1);
  if (tls.filesz == 0) tls.filesz = tls.memsz;
  uint64_t initialised = 0;
  for (const Part& part : parts) initialised += part.has_tls ? tls_segment(part)->filesz : 0;
  if (tls.filesz > kMostZeros + initialised) {
    return fail(parts.front().module->file.error(
        "PT_TLS", fmt::format("a merged template with at most {:#x} bytes of zeros", kMostZeros),
        fmt::format("{:#x}", tls.filesz - initialised)));
  }
  return tls;
}

int64_t tp_offset(const TlsPlan& tls, const Machine& machine, uint64_t offset) {
  if (machine.tls_variant == TlsVariant::kII) {
    return static_cast<int64_t>(offset - tls.below_tp);
  }
  return static_cast<int64_t>(tls.above_tp + offset) - machine.tls_tp_bias;
}

}  // namespace onefold
