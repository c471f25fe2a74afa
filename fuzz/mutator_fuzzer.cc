// The mutator itself, on any bytes, and what was made of them again, as a campaign does.
// Properties: a seed makes one thing of an input, never longer than it may be; AFL++ gets an answer
// to every call; a set that was packed is the same set again.

#include <algorithm>

#include "file_set.h"
#include "mutator/aflplusplus.h"
#include "mutator/elf_mutator.h"
#include "property.h"

namespace onefold::fuzz {
namespace {

using Bytes = std::vector<std::byte>;

// What an engine does with plain bytes: here it shortens, lengthens and inverts.
size_t mutate_plain(uint8_t* bytes, size_t size, size_t room) {
  require(size <= room);
  std::fill(bytes + size, bytes + room, uint8_t{0});  // ASan knows whether there is that room
  if (size > 0) bytes[size / 2] = static_cast<uint8_t>(~bytes[size / 2]);
  return size % 3 == 0 ? size / 2 : size % 3 == 1 ? room : size;
}

void check_packing(std::span<const std::byte> input) {
  const FileSet set = parse_file_set(input);
  const auto packed = pack_file_set(set);
  require(packed.size() <= input.size() || !set.bare);
  require(parse_file_set(packed) == set);
}

// AFL++ keeps no input without bytes, and ends when it is given null.
Bytes mutate_for_afl(void* state, Bytes input, Bytes other, size_t most) {
  if (input.empty()) return input;
  uint8_t* out = nullptr;
  const size_t size =
      afl_custom_fuzz(state, reinterpret_cast<uint8_t*>(input.data()), input.size(), &out,
                      reinterpret_cast<uint8_t*>(other.data()), other.size(), most);
  require(out != nullptr && size <= most);
  const auto made = as_input(out, size);
  return {made.begin(), made.end()};
}

void mutate_all(std::span<const std::byte> input) {
  check_packing(input);
  Digest digest;
  for (std::byte b : input) digest.add(std::to_integer<uint64_t>(b));
  const Bytes hollow = pack_file_set({0, false, {{kProgramPath, false, {}}}});
  const Bytes none;
  void* afl = afl_custom_init(nullptr, static_cast<unsigned int>(digest.value()));
  Bytes current(input.begin(), input.end());
  for (uint64_t round = 0; round < 16; ++round) {
    const uint64_t seed = digest.value() + round;
    const size_t most = round % 4 == 0 ? current.size() : 2 * input.size() + 64;
    const MutateBytes plain = round % 2 == 0 ? MutateBytes() : mutate_plain;
    const auto made = mutate(current, most, seed, plain);
    require(made.size() <= most && mutate(current, most, seed, plain) == made);
    const auto crossed = cross_over(current, made, most, seed);
    require(crossed.size() <= most && cross_over(current, made, most, seed) == crossed);
    const Bytes& other = round % 3 == 0 ? none : round % 3 == 1 ? hollow : made;
    const auto next = mutate_for_afl(afl, crossed, other, most);
    current = round % 3 == 2 ? next : made;
  }
  afl_custom_deinit(afl);
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  onefold::fuzz::mutate_all(onefold::fuzz::as_input(data, size));
  return 0;
}
