#include "mutator/aflplusplus.h"

#include <memory>
#include <vector>

#include "mutator/elf_mutator.h"
#include "mutator/random.h"
#include "property.h"

namespace {

struct State {
  onefold::fuzz::Random random;
  std::vector<std::byte> made;
};

}  // namespace

extern "C" void* afl_custom_init(void* /*afl*/, unsigned int seed) {
  return std::make_unique<State>(State{onefold::fuzz::Random(seed), {}}).release();
}

extern "C" void afl_custom_deinit(void* state) { delete static_cast<State*>(state); }

extern "C" size_t afl_custom_fuzz(void* opaque, uint8_t* data, size_t size, uint8_t** out,
                                  uint8_t* other, size_t other_size, size_t most) {
  using namespace onefold::fuzz;
  auto* state = static_cast<State*>(opaque);
  const uint64_t seed = state->random.next();
  const bool has_other = other != nullptr && other_size > 0;
  if (has_other && state->random.one_in(8)) {
    state->made = cross_over(as_input(data, size), as_input(other, other_size), most, seed);
  } else if (has_other && !state->random.one_in(4)) {
    // AFL++ stays with one input for as long as it leads to new ones, which from such seeds is for
    // longer than a short campaign; another comes with each call.
    state->made = mutate(as_input(other, other_size), most, seed, {});
  } else {
    state->made = mutate(as_input(data, size), most, seed, {});
  }
  *out = state->made.empty() ? data : reinterpret_cast<uint8_t*>(state->made.data());
  return state->made.size();
}
