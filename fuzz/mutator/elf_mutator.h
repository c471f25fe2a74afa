// Mutations that know what an ELF file is: a field gets a value that means something there, tables
// are grown, moved, swapped and cut, files of a set change places, and now and then what belongs
// together (a symbol's name and its hash, an address and an offset) is put right again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace onefold::fuzz {

// The engine's own mutation of plain bytes, in place: (bytes, their number, room) -> their number.
using MutateBytes = std::function<size_t(uint8_t*, size_t, size_t)>;

// Another input near `input` (a file or a set of files, file_set.h) of at most `most` bytes. The
// same for the same seed, if `bytes` is; it may be empty.
std::vector<std::byte> mutate(std::span<const std::byte> input, size_t most, uint64_t seed,
                              const MutateBytes& bytes);

// One of parts of both.
std::vector<std::byte> cross_over(std::span<const std::byte> first,
                                  std::span<const std::byte> second, size_t most, uint64_t seed);

}  // namespace onefold::fuzz
