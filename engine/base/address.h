// The three kinds of address, as three types: mixing them does not compile.
#pragma once

#include <compare>
#include <cstdint>

namespace onefold {

template <typename Tag>
struct Address {
  uint64_t value = 0;

  constexpr Address() = default;
  constexpr explicit Address(uint64_t v) : value(v) {}
  constexpr auto operator<=>(const Address&) const = default;

  // Wraps modulo 2^64 as address arithmetic in a loader does; check sums of input values with
  // base/checked.h before they bound a read.
  constexpr Address operator+(uint64_t distance) const { return Address(value + distance); }
  constexpr Address operator-(uint64_t distance) const { return Address(value - distance); }
  constexpr uint64_t operator-(Address other) const { return value - other.value; }
};

using FileOffset = Address<struct FileOffsetTag>;        // bytes from the start of a file
using ModuleAddress = Address<struct ModuleAddressTag>;  // p_vaddr space of one input file
using ImageAddress = Address<struct ImageAddressTag>;    // p_vaddr space of the output

}  // namespace onefold
