// The fold's own dlsym and dlvsym: machine/stubs/next.c, compiled; its data table follows the code.
#pragma once

#include <cstdint>
#include <span>

namespace onefold {

struct NextCode {
  std::span<const uint8_t> code;  // its size is where the table starts: a multiple of 16
  uint32_t dlsym;                 // offsets of the two functions in `code`
  uint32_t dlvsym;
};

}  // namespace onefold
