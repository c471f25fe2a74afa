// A function of the fold's own in the place of one of the C library's.
#pragma once

#include <optional>

#include "base/address.h"

namespace onefold {

struct StandIn {
  ImageAddress original;  // is used nowhere but by the own one
  ImageAddress own;
  std::optional<uint64_t> size;  // st_size of the own one, bytes; none: as the original's
};

}  // namespace onefold
