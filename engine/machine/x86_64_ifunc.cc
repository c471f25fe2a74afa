// x86-64's way to an IFUNC: a PLT entry as ld makes them (psABI, "Procedure Linkage Table").
#include <algorithm>
#include <array>

#include "machine/ifunc_code.h"
#include "machine/machines.h"

namespace onefold {
namespace {

// endbr64; jmp *slot(%rip); nopw 0(%rax, %rax)
void write_thunk(std::span<std::byte> to, uint64_t at, uint64_t slot) {
  constexpr size_t kEnd = 10;  // of the jump
  constexpr auto kBytes = std::to_array<uint8_t>(
      {0xf3, 0x0f, 0x1e, 0xfa, 0xff, 0x25, 0, 0, 0, 0, 0x66, 0x0f, 0x1f, 0x44, 0, 0});
  std::ranges::copy(std::as_bytes(std::span(kBytes)), to.begin());
  const uint64_t distance = slot - (at + kEnd);
  for (size_t i = 0; i < 4; ++i) to[kEnd - 4 + i] = static_cast<std::byte>(distance >> (8 * i));
}

constexpr IfuncCode kCode{.thunk_size = 16, .write_thunk = &write_thunk};

}  // namespace

const IfuncCode* find_ifunc_code(const Machine& machine) {
  return machine.e_machine == EM_X86_64 ? &kCode : nullptr;
}

}  // namespace onefold
