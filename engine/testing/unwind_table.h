// .eh_frame_hdr and .eh_frame of a built image. LSB, "Exception Frames".
#pragma once

#include <vector>

#include "testing/elf_builder.h"

namespace onefold::testing {

struct UnwindTable {
  std::vector<std::byte> header;  // .eh_frame_hdr, with its binary search table
  std::vector<std::byte> frames;  // .eh_frame: one CIE, an FDE a function, the terminator
};

// For .eh_frame_hdr at address `header_at` and .eh_frame right behind it.
template <typename E>
UnwindTable encode_unwind(std::vector<ImageSpec::FunctionRange> functions, uint64_t header_at);

}  // namespace onefold::testing
