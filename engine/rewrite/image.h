// The output's bytes, piece by piece: mostly borrowed from the inputs' mappings.
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "plan/plan.h"

namespace onefold {

struct Piece {
  uint64_t offset = 0;  // in the output
  std::span<const std::byte> bytes;
};

// Borrows from the plan's inputs. Pieces ascend and do not overlap; what lies between them is zero.
class Image {
 public:
  const std::vector<Piece>& pieces() const { return pieces_; }
  uint64_t size() const { return size_; }

  // Appends a piece behind all others. Borrowed bytes outlive the image.
  void borrow(uint64_t offset, std::span<const std::byte> bytes);
  // A copy that may be changed until the next call.
  std::span<std::byte> own(uint64_t offset, std::vector<std::byte> bytes);
  // Zeros up to `size` bytes in all.
  void reach(uint64_t size) { size_ = std::max(size_, size); }
  // By offset: a program's segments may lie in its file in any order.
  void sort();
  // Puts `bytes` in place of what other pieces, which are sorted, say there.
  void overlay(uint64_t offset, std::vector<std::byte> bytes);

 private:
  std::vector<Piece> pieces_;
  std::deque<std::vector<std::byte>> owned_;
  uint64_t size_ = 0;
};

// Errors: a known value for a place that the output's file does not hold.
Result<Image> make_image(const Plan& plan);

}  // namespace onefold
