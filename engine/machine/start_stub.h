// The code that a fold adds: constant, position-independent, driven by a data table that follows
// it.
//
// machine/stubs/<name>.s is the listing, start.c there the table's layout; the bytes in the
// machine's file are the listing assembled (a test compares).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace onefold {

struct StartStub {
  std::span<const uint8_t> code;  // its size is where the table starts: a multiple of 16

  // Offsets in `code`.
  uint32_t program_entry;  // for e_entry
  uint32_t init;           // for a folded shared object's INIT_ARRAY
  uint32_t fini;           // for FINI_ARRAY
  uint32_t report;         // jumped to by a thunk: prints a message and exits with 127

  // A thunk stands in for a function that the closure lacks: it hands the message at `message` to
  // `report`. All are image addresses within 2 GiB of each other.
  uint32_t thunk_size;
  void (*write_thunk)(std::span<std::byte> thunk, uint64_t address, uint64_t message,
                      uint64_t report);
};

// For write_thunk: instructions of 4 bytes one after the other.
inline void put_instructions(std::span<std::byte> to, std::endian order,
                             std::initializer_list<uint64_t> words) {
  size_t at = 0;
  for (uint64_t word : words) {
    for (unsigned i = 0; i < 4; ++i) {
      const unsigned shift = 8 * (order == std::endian::little ? i : 3 - i);
      to[at++] = static_cast<std::byte>(word >> shift & 0xff);
    }
  }
}

}  // namespace onefold
