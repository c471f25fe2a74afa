// The output's bytes, piece by piece: mostly borrowed from the inputs' mappings.
#pragma once

#include <deque>
#include <functional>
#include <span>
#include <vector>

#include "base/threads.h"
#include "plan/plan.h"

namespace onefold {

struct Piece {
  uint64_t offset = 0;  // in the output
  std::span<const std::byte> bytes;
};

// Borrows from the plan and its inputs. Pieces ascend and do not overlap; what lies between them is
// zero.
class Image {
 public:
  // Sets every byte of a piece.
  using Maker = std::function<void(std::span<std::byte>)>;
  using Taker = std::function<Result<void>(const Piece&)>;

  uint64_t size() const { return size_; }
  // Takes each piece in order, until one is refused. What is not borrowed is made when its turn
  // comes, and is gone when the next one's does.
  Result<void> visit(const Taker& take) const;
  // In any order, by any thread. Of refusals the first in order counts.
  Result<void> visit(const Taker& take, Threads& threads) const;

  // Each appends a piece behind all others. Borrowed bytes outlive the image.
  void borrow(uint64_t offset, std::span<const std::byte> bytes);
  void make(uint64_t offset, uint64_t size, Maker maker);
  void own(uint64_t offset, std::vector<std::byte> bytes);
  // Zeros up to `size` bytes in all.
  void reach(uint64_t size) { size_ = std::max(size_, size); }
  // By offset: a program's segments may lie in its file in any order.
  void sort();
  // Puts `bytes` in place of what other pieces, which are sorted, say there.
  void overlay(uint64_t offset, std::vector<std::byte> bytes);

 private:
  struct Making {
    uint64_t size = 0;
    Maker maker;
  };
  struct Part {
    uint64_t offset = 0;
    uint64_t size = 0;
    std::span<const std::byte> bytes;  // of a piece that is there already
    const Making* making = nullptr;    // else: of what it is a part,
    uint64_t skip = 0;                 // and from where on
  };
  void append(const Part& part);
  // One with all parts of what is made for it, and the pieces up to the next such.
  using Group = std::span<const Part>;
  std::vector<Group> groups() const;
  static Result<void> visit_group(Group group, const Taker& take);

  std::vector<Part> parts_;
  std::deque<std::vector<std::byte>> owned_;
  std::deque<Making> makings_;
  uint64_t size_ = 0;
};

// Errors: a known value for a place that the output's file does not hold.
Result<Image> make_image(const Plan& plan);

}  // namespace onefold
