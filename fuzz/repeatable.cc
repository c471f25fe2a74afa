// An input takes the same way in each process: engines measure its coverage once.
#include "base/name_hash.h"

namespace {

[[maybe_unused]] const bool is_seeded = (onefold::set_name_hash_seed(0), true);

}  // namespace
