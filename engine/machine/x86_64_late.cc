// x86-64's dlopen and dlmopen of a fold whose libgcc_s is initialised late.
#include "machine/late_code.h"
#include "machine/machines.h"

namespace onefold {
namespace {

// The stack is as at a call: 8 short of 16. At most three arguments: handle, name, flags.
void write_thunk(std::span<std::byte> to, const LateThunk& thunk) {
  size_t size = 0;
  auto put = [&](std::initializer_list<unsigned> bytes) {
    for (unsigned byte : bytes) to[size++] = static_cast<std::byte>(byte);
  };
  auto put_distance = [&](uint64_t target) {
    const uint64_t distance = target - (thunk.at + size + 4);
    for (size_t i = 0; i < 4; ++i) to[size++] = static_cast<std::byte>(distance >> (8 * i));
  };
  put({0x57, 0x56, 0x52});  // push %rdi, %rsi, %rdx
  put({0xe8});              // call first
  put_distance(thunk.first);
  put({0x5a, 0x5e, 0x5f});  // pop %rdx, %rsi, %rdi
  put({0xe9});              // jmp goes_on
  put_distance(thunk.goes_on);
}

}  // namespace

constinit const LateCode kX86_64Late{.thunk_size = 16, .write_thunk = &write_thunk};

}  // namespace onefold
