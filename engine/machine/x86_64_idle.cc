// x86-64: _init and _fini as crti.o and crtn.o make them (glibc, sysdeps/x86_64/crti.S), and the
// frame_dummy of crtbeginS.o (GCC, libgcc/crtstuff.c), each byte but for distances.
#include <algorithm>
#include <array>

#include "machine/machines.h"

namespace onefold {
namespace {

constexpr uint16_t kAny = 0x100;  // a byte of a distance

constexpr auto kEndbr = std::to_array<uint16_t>({0xf3, 0x0f, 0x1e, 0xfa});

// sub $8, %rsp; mov __gmon_start__@GOTPCREL(%rip), %rax; test %rax, %rax; je 1f; call *%rax;
// 1: add $8, %rsp; ret
constexpr auto kInit =
    std::to_array<uint16_t>({0x48, 0x83, 0xec, 0x08, 0x48, 0x8b, 0x05, kAny, kAny, kAny, kAny, 0x48,
                             0x85, 0xc0, 0x74, 0x02, 0xff, 0xd0, 0x48, 0x83, 0xc4, 0x08, 0xc3});
constexpr uint64_t kInitDistance = 7;

// sub $8, %rsp; add $8, %rsp; ret
constexpr auto kFini =
    std::to_array<uint16_t>({0x48, 0x83, 0xec, 0x08, 0x48, 0x83, 0xc4, 0x08, 0xc3});

// jmp register_tm_clones
constexpr auto kJump = std::to_array<uint16_t>({0xe9, kAny, kAny, kAny, kAny});

// lea begin(%rip), %rdi; lea end(%rip), %rsi; sub %rdi, %rsi; mov %rsi, %rax; shr $63, %rsi;
// sar $3, %rax; add %rax, %rsi; sar %rsi; je 1f; mov _ITM_registerTMCloneTable@GOTPCREL(%rip),
// %rax; test %rax, %rax; je 1f; jmp *%rax; nopw; 1: ret
constexpr auto kRegister = std::to_array<uint16_t>(
    {0x48, 0x8d, 0x3d, kAny, kAny, kAny, kAny, 0x48, 0x8d, 0x35, kAny, kAny, kAny, kAny, 0x48,
     0x29, 0xfe, 0x48, 0x89, 0xf0, 0x48, 0xc1, 0xee, 0x3f, 0x48, 0xc1, 0xf8, 0x03, 0x48, 0x01,
     0xc6, 0x48, 0xd1, 0xfe, 0x74, 0x14, 0x48, 0x8b, 0x05, kAny, kAny, kAny, kAny, 0x48, 0x85,
     0xc0, 0x74, 0x08, 0xff, 0xe0, 0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00, 0xc3});
constexpr uint64_t kBeginDistance = 3;
constexpr uint64_t kEndDistance = 10;

class Code {
 public:
  Code(std::span<const std::byte> bytes, uint64_t at) : bytes_(bytes), at_(at) {}

  bool holds(uint64_t address, std::span<const uint16_t> pattern) const {
    const uint64_t skip = address - at_;
    if (skip > bytes_.size() || bytes_.size() - skip < pattern.size()) return false;
    return std::ranges::equal(bytes_.subspan(static_cast<size_t>(skip), pattern.size()), pattern,
                              [](std::byte byte, uint16_t wanted) {
                                return wanted == kAny || std::to_integer<uint16_t>(byte) == wanted;
                              });
  }
  // Where the distance at `address` leads, which ends its instruction.
  uint64_t target(uint64_t address) const {
    uint32_t distance = 0;
    for (unsigned i = 4; i-- != 0;) {
      distance =
          distance << 8 | std::to_integer<uint32_t>(bytes_[static_cast<size_t>(address - at_ + i)]);
    }
    return address + 4 + static_cast<uint64_t>(static_cast<int32_t>(distance));
  }

 private:
  std::span<const std::byte> bytes_;
  uint64_t at_;
};

}  // namespace

std::optional<IdleFunction> idle_function_x86_64(std::span<const std::byte> bytes, uint64_t at,
                                                 uint64_t function) {
  const Code code(bytes, at);
  if (code.holds(function, kEndbr)) function += kEndbr.size();
  if (code.holds(function, kInit)) return IdleFunction{code.target(function + kInitDistance)};
  if (code.holds(function, kFini)) return IdleFunction{};
  if (!code.holds(function, kJump)) return std::nullopt;
  const uint64_t target = code.target(function + 1);
  if (!code.holds(target, kRegister)) return std::nullopt;
  const bool empty = code.target(target + kBeginDistance) == code.target(target + kEndDistance);
  return empty ? std::optional(IdleFunction{}) : std::nullopt;
}

}  // namespace onefold
