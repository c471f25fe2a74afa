// The mutator as libFuzzer wants it.

#include <algorithm>
#include <cstdint>

#include "mutator/elf_mutator.h"
#include "property.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most);

namespace {

size_t give(const std::vector<std::byte>& made, uint8_t* data, size_t most) {
  const size_t size = std::min(made.size(), most);
  std::copy_n(reinterpret_cast<const uint8_t*>(made.data()), size, data);
  return size;
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most,
                                          unsigned int seed) {
  using namespace onefold::fuzz;
  return give(mutate(as_input(data, size), most, seed, &LLVMFuzzerMutate), data, most);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* first, size_t first_size,
                                            const uint8_t* second, size_t second_size, uint8_t* out,
                                            size_t most, unsigned int seed) {
  using namespace onefold::fuzz;
  return give(cross_over(as_input(first, first_size), as_input(second, second_size), most, seed),
              out, most);
}
