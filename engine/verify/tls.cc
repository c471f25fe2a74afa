#include "verify/tls.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"

namespace onefold::verify {
namespace {

struct Block {
  uint64_t begin = 0;
  uint64_t end = 0;
  const Part* part = nullptr;
};

// Zeros behind the initialised bytes of each block but the last are written out.
void check_zeros(const Context& context, const Block& block, uint64_t filesz, Report& report) {
  const Segment& tls = *context.fold().tls;
  const uint64_t begin = block.begin + filesz;
  const uint64_t end = std::min(block.end, tls.filesz);
  if (begin >= end) return;
  auto bytes = context.fold().module->bytes_at(tls.vaddr + begin, end - begin, "PT_TLS");
  if (bytes && std::ranges::all_of(*bytes, [](std::byte b) { return b == std::byte{0}; })) return;
  report.differ(Aspect::kTls, std::string(context.object(*block.part).file_name()),
                "zeros behind its initial values", "other bytes");
}

}  // namespace

void compare_tls_layout(Context& context, Report& report) {
  const Segment* tls = context.fold().tls;
  std::vector<Block> blocks;
  for (const Part& part : context.parts()) {
    const Segment* own = context.object(part).tls;
    if (own == nullptr) continue;
    report.compared(Aspect::kTls);
    const std::string name(context.object(part).file_name());
    if (tls == nullptr) {
      report.differ(Aspect::kTls, name, "a PT_TLS in the fold", "none");
      continue;
    }
    if (!part.tls_offset) continue;  // nothing refers to it
    const uint64_t align = std::max<uint64_t>(own->align, 1);
    const uint64_t offset = *part.tls_offset;
    // Its image would start at this address if the fold's did at its own.
    const bool aligned = ((tls->vaddr.value + offset - own->vaddr.value) & (align - 1)) == 0 &&
                         std::max<uint64_t>(tls->align, 1) % align == 0;
    if (!range_within(offset, own->memsz, tls->memsz) || !aligned) {
      report.differ(Aspect::kTls, name,
                    fmt::format("{:#x} bytes aligned to {:#x} in the fold's {:#x}", own->memsz,
                                align, tls->memsz),
                    fmt::format("at {:#x}", offset));
      continue;
    }
    blocks.push_back({offset, offset + own->memsz, &part});
    check_zeros(context, blocks.back(), own->filesz, report);
  }
  std::ranges::sort(blocks, {}, &Block::begin);
  for (size_t i = 1; i < blocks.size(); ++i) {
    if (blocks[i].begin >= blocks[i - 1].end) continue;
    report.differ(Aspect::kTls, std::string(context.object(*blocks[i].part).file_name()),
                  "a block of its own", "one that another part's overlaps");
  }
}

bool is_in_unused_block(const Context& context, uint64_t place) {
  const Segment* tls = context.fold().tls;
  if (tls == nullptr || place - tls->vaddr.value >= tls->filesz) return false;
  const uint64_t at = place - tls->vaddr.value;
  bool has_unused = false;
  for (const Part& part : context.parts()) {
    const Segment* own = context.object(part).tls;
    if (own == nullptr) continue;
    has_unused = has_unused || !part.tls_offset;
    if (part.tls_offset && at - *part.tls_offset < own->memsz) return false;
  }
  return has_unused;
}

}  // namespace onefold::verify
