// An integer exactly as a file stores it: any alignment, stated byte order.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace onefold {

template <std::integral T>
constexpr T byte_swapped(T value) {
  if constexpr (sizeof(T) == 1) {
    return value;
  } else if constexpr (sizeof(T) == 2) {
    return static_cast<T>(__builtin_bswap16(static_cast<uint16_t>(value)));
  } else if constexpr (sizeof(T) == 4) {
    return static_cast<T>(__builtin_bswap32(static_cast<uint32_t>(value)));
  } else {
    return static_cast<T>(__builtin_bswap64(static_cast<uint64_t>(value)));
  }
}

template <std::integral T, std::endian Order>
class Field {
 public:
  constexpr Field() = default;
  constexpr Field(T value)
      : bytes_(std::bit_cast<Bytes>(in_order(value))) {}  // NOLINT: an integer is one

  constexpr T get() const { return in_order(std::bit_cast<T>(bytes_)); }
  constexpr operator T() const { return get(); }  // NOLINT: reads as the integer it is

 private:
  using Bytes = std::array<std::byte, sizeof(T)>;
  static constexpr T in_order(T value) {
    return Order == std::endian::native ? value : byte_swapped(value);
  }
  Bytes bytes_{};
};

}  // namespace onefold
