// A small generator: the engines give a seed for each mutation, and the same seed gives the same
// one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace onefold::fuzz {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // splitmix64.
  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  // Below `limit`; 0 for 0.
  uint64_t below(uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
  bool one_in(uint64_t n) { return below(n) == 0; }

  template <typename T, size_t Extent>
  T& pick(std::span<T, Extent> from) {
    return from[below(from.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace onefold::fuzz
