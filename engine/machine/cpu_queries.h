// What a loader asks the processor about itself, again and again: instructions that a hypervisor
// traps. A total fold asks each question once.
//
// x86's CPUID, for one, takes 4 to 9 us in a virtual machine, and ld.so executes it 43 times at
// every start (sysdeps/x86/cpu-features.c, dl-cacheinfo.h: on AMD 20 different questions). Only
// questions whose answer depends on nothing but the question are asked once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace onefold {

struct CpuQuery {
  uint64_t offset = 0;  // of the instructions that ask it
  uint32_t question = 0;
};

// Image addresses within 2 GiB of each other.
struct QueryThunk {
  uint64_t at = 0;       // of the thunk
  uint64_t answer = 0;   // what is known of the answer: zeros at first
  uint64_t goes_on = 0;  // where the answer is used
  uint32_t question = 0;
};

struct CpuQueries {
  // Those in `code` that may be asked once, ascending by offset.
  std::vector<CpuQuery> (*find)(std::span<const std::byte> code);
  // A jump to a thunk replaces the first `jump_size` bytes; what it replaced is not entered in the
  // middle. The thunk goes on behind `size` bytes.
  uint8_t jump_size;
  uint8_t size;
  uint32_t answer_size;
  uint32_t thunk_size;
  // The jump, as a number in the file's byte order.
  uint64_t (*jump)(uint64_t from, uint64_t to);
  void (*write_thunk)(std::span<std::byte> to, const QueryThunk& thunk);
};

}  // namespace onefold
