#include "base/name_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace onefold {

uint32_t name_hash(std::string_view name) {
  return static_cast<uint32_t>(XXH3_64bits(name.data(), name.size()));
}

}  // namespace onefold
