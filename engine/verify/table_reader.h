// The words of a data table in the fold, one after the other.
#pragma once

#include "base/checked.h"
#include "read/module.h"
#include "verify/psabi.h"

namespace onefold::verify {

class TableReader {
 public:
  // Reading past the end of the file's bytes there makes it bad.
  TableReader(const Module& fold, const PsAbi& psabi, uint64_t at)
      : order_(psabi.format.order), word_(psabi.format.word_size()) {
    auto bytes = fold.bytes_from(ModuleAddress(at), "table");
    if (bytes) rest_ = *bytes;
  }
  uint64_t word() { return number(word_); }
  uint64_t half() { return number(4); }
  // An address in the fold, which the table has as its distance from `origin`, itself.
  uint64_t place(uint64_t origin) {
    const uint64_t place = origin + sign_extended(word(), static_cast<unsigned>(8 * word_));
    return word_ == 4 ? static_cast<uint32_t>(place) : place;
  }
  bool holds(uint64_t entries, uint64_t words) const {
    return !bad_ && entries <= rest_.size() / (words * word_);
  }
  bool bad() const { return bad_; }

 private:
  uint64_t number(uint64_t size) {
    if (rest_.size() < size) {
      bad_ = true;
      return 0;
    }
    const uint64_t value = word_of(rest_.first(as_size(size)), order_);
    rest_ = rest_.subspan(as_size(size));
    return value;
  }

  std::endian order_;
  uint64_t word_;
  std::span<const std::byte> rest_;
  bool bad_ = false;
};

}  // namespace onefold::verify
