// Files as somebody may have made them, changed by the mutator: what is folded, if anything, is
// what fold_properties.h asserts.

#include "fold_properties.h"
#include "property.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold::fuzz;
  check_fold_of(parse_file_set(as_input(data, size)));
  return 0;
}
