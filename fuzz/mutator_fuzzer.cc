// The mutator itself, on any bytes. Properties: a seed makes one thing of an input, never longer
// than it may be; a set that was packed is the same set again.

#include "file_set.h"
#include "mutator/elf_mutator.h"
#include "property.h"

namespace onefold::fuzz {
namespace {

void mutate_all(std::span<const std::byte> input) {
  const FileSet set = parse_file_set(input);
  const auto packed = pack_file_set(set);
  require(packed.size() <= input.size() || !set.bare);
  require(parse_file_set(packed) == set);
  Digest digest;
  for (std::byte b : input) digest.add(std::to_integer<uint64_t>(b));
  for (uint64_t round = 0; round < 4; ++round) {
    const uint64_t seed = digest.value() + round;
    const size_t most = round == 0 ? input.size() : 2 * input.size() + 64;
    const auto made = mutate(input, most, seed, {});
    require(made.size() <= most && mutate(input, most, seed, {}) == made);
    const auto crossed = cross_over(input, made, most, seed);
    require(crossed.size() <= most && cross_over(input, made, most, seed) == crossed);
  }
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  onefold::fuzz::mutate_all(onefold::fuzz::as_input(data, size));
  return 0;
}
