#include "rewrite/copies.h"

#include <algorithm>

namespace onefold {

namespace {

void add(const Module& module, const Segment& segment, uint64_t offset,
         std::vector<Piece>& copies) {
  if (segment.filesz == 0) return;
  auto bytes = module.file.bytes(segment.offset, segment.filesz, "PT_LOAD");
  if (bytes) copies.push_back({offset, *bytes});
}

std::vector<Piece> ascending(std::vector<Piece> copies) {
  std::ranges::sort(copies, {}, &Piece::offset);
  return copies;
}

}  // namespace

std::vector<Piece> early_copies(const Plan& plan) {
  std::vector<Piece> copies;
  for (const PlannedLoad& load : plan.layout.loads) {
    if (load.part == nullptr || (load.flags & PF_W) != 0) continue;
    if (load.filesz >= load.source->filesz)
      add(*load.part->module, *load.source, load.offset, copies);
  }
  return ascending(std::move(copies));
}

std::vector<Piece> early_copies(const Module& program) {
  std::vector<Piece> copies;
  for (const Segment& load : program.loads) {
    if ((load.flags & PF_W) == 0) add(program, load, load.offset.value, copies);
  }
  return ascending(std::move(copies));
}

bool is_among(const std::vector<Piece>& copies, const Piece& piece) {
  auto behind = std::ranges::upper_bound(copies, piece.offset, {}, &Piece::offset);
  if (behind == copies.begin()) return false;
  const Piece& copy = *std::prev(behind);
  const uint64_t skip = piece.offset - copy.offset;
  return skip <= copy.bytes.size() && piece.bytes.size() <= copy.bytes.size() - skip &&
         piece.bytes.data() == copy.bytes.data() + skip;
}

}  // namespace onefold
