#include "rewrite/image.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/checked.h"

namespace onefold {

std::vector<Image::Group> Image::groups() const {
  std::vector<Group> groups;
  const Making* in_hand = nullptr;
  size_t begin = 0;
  for (size_t i = 0; i < parts_.size(); ++i) {
    const Making* making = parts_[i].making;
    if (making == nullptr || making == in_hand) continue;
    if (begin < i) groups.push_back(Group(parts_).subspan(begin, i - begin));
    begin = i;
    in_hand = making;
  }
  if (begin < parts_.size()) groups.push_back(Group(parts_).subspan(begin));
  return groups;
}

Result<void> Image::visit_group(Group group, const Taker& take) {
  std::unique_ptr<std::byte[]> made;
  if (const Making* making = group.front().making) {
    made = std::make_unique_for_overwrite<std::byte[]>(as_size(making->size));
    making->maker({made.get(), as_size(making->size)});
  }
  for (const Part& part : group) {
    Piece piece{part.offset, part.bytes};
    if (part.making != nullptr) piece.bytes = {made.get() + part.skip, as_size(part.size)};
    ONEFOLD_CHECK(take(piece));
  }
  return {};
}

Result<void> Image::visit(const Taker& take) const {
  for (Group group : groups()) ONEFOLD_CHECK(visit_group(group, take));
  return {};
}

Result<void> Image::visit(const Taker& take, Threads& threads) const {
  const std::vector<Group> groups = this->groups();
  std::vector<Result<void>> answers(groups.size());
  std::atomic<bool> refused = false;
  threads.for_each_index(groups.size(), [&](size_t i) {
    if (refused) return;
    answers[i] = visit_group(groups[i], take);
    if (!answers[i]) refused = true;
  });
  for (Result<void>& answer : answers) ONEFOLD_CHECK(std::move(answer));
  return {};
}

void Image::append(const Part& part) {
  if (part.size == 0) return;
  parts_.push_back(part);
  size_ = std::max(size_, part.offset + part.size);
}

void Image::borrow(uint64_t offset, std::span<const std::byte> bytes) {
  append({.offset = offset, .size = bytes.size(), .bytes = bytes});
}

void Image::make(uint64_t offset, uint64_t size, Maker maker) {
  makings_.push_back({size, std::move(maker)});
  append({.offset = offset, .size = size, .making = &makings_.back()});
}

void Image::own(uint64_t offset, std::vector<std::byte> bytes) {
  owned_.push_back(std::move(bytes));
  borrow(offset, owned_.back());
}

void Image::sort() { std::ranges::sort(parts_, {}, &Part::offset); }

void Image::overlay(uint64_t offset, std::vector<std::byte> bytes) {
  owned_.push_back(std::move(bytes));
  const Part over{.offset = offset, .size = owned_.back().size(), .bytes = owned_.back()};
  const uint64_t end = offset + over.size;
  std::vector<Part> result;
  auto keep = [&](const Part& part, uint64_t from, uint64_t to) {
    if (from >= to) return;
    Part kept = part;
    kept.offset = from;
    kept.size = to - from;
    if (part.making != nullptr) {
      kept.skip += from - part.offset;
    } else {
      kept.bytes = part.bytes.subspan(as_size(from - part.offset), as_size(kept.size));
    }
    result.push_back(kept);
  };
  bool placed = false;
  for (const Part& part : parts_) {
    const uint64_t part_end = part.offset + part.size;
    keep(part, part.offset, std::min(part_end, offset));
    if (!placed && part_end > offset) {
      result.push_back(over);
      placed = true;
    }
    keep(part, std::max(part.offset, end), part_end);
  }
  if (!placed) result.push_back(over);
  parts_ = std::move(result);
  size_ = std::max(size_, end);
}

}  // namespace onefold
