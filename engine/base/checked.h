// Sums and products of input values, which must not wrap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <utility>

namespace onefold {

inline std::optional<uint64_t> checked_add(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

inline std::optional<uint64_t> checked_mul(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// Is [start, start + size) inside [0, limit)?
inline bool range_within(uint64_t start, uint64_t size, uint64_t limit) {
  return start <= limit && size <= limit - start;
}

// `value` rounded up or down to a multiple of `alignment`, a power of two. Rounding up may wrap to
// 0 within one alignment of 2^64.
constexpr uint64_t align_down(uint64_t value, uint64_t alignment) {
  return value & ~(alignment - 1);
}
constexpr uint64_t align_up(uint64_t value, uint64_t alignment) {
  return align_down(value + alignment - 1, alignment);
}

// `value`, a size or a place of things in memory. Files, addresses and the sums of both have 64
// bits on every host: what a 32-bit one cannot hold is out of memory there, and never cut to its
// low half.
constexpr size_t as_size(uint64_t value) {
  if (!std::in_range<size_t>(value)) throw std::bad_alloc();
  return static_cast<size_t>(value);
}

}  // namespace onefold
