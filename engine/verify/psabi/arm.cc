// arm, little-endian, of either float ABI: addends lie in place, that of a descriptor in its first
// word. https://github.com/ARM-software/abi-aa/blob/main/aaelf32/aaelf32.rst, "Dynamic
// relocations"; sysdeps/arm/dl-machine.h.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_ARM_NONE, kNothing, 0},
    {R_ARM_ABS32, kWord, 4},
    {R_ARM_TLS_DESC, kDescriptor, 8},
    {R_ARM_TLS_DTPMOD32, kModule, 4},
    {R_ARM_TLS_DTPOFF32, kBlockOffset, 4},
    {R_ARM_TLS_TPOFF32, kThreadOffset, 4},
    {R_ARM_COPY, kCopy, 0},
    {R_ARM_GLOB_DAT, kWord, 4, false},
    {R_ARM_JUMP_SLOT, kCall, 4, false},
    {R_ARM_RELATIVE, kBase, 4},
    {R_ARM_IRELATIVE, kResolver, 4},
};

// ldr r0, [pc, #4]; add r0, pc, r0; b report; .word: the message's distance
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto word = [&](size_t i) { return word_of(code.subspan(4 * i, 4), std::endian::little); };
  if (word(0) != 0xe59f0004 || word(1) != 0xe08f0000 || word(2) >> 24 != 0xea) return std::nullopt;
  return Thunk{at + 12 + sign_extended(word(3), 32), at + 16 + (sign_extended(word(2), 24) << 2)};
}

}  // namespace

constinit const PsAbi kArm{
    .name = "armhf",
    .machine = EM_ARM,
    .format = {Class::k32, std::endian::little},
    .types = kTypes,
    .tcb_size = 8,
    .argument_first = true,
    .stack_is_executable = true,
    .page = 0x10000,
    .stub = {.size = 0x340,
             .init = 0x40,
             .fini = 0x294,
             .report = 0x2fc,
             .xxh128 = "c0204af93d3f38e411599400a5d0f129"},
    .entrance = {.size = 0x680, .xxh128 = "4a71d2a060af27e0716a7834ef7c3395"},
    .dlsym = {.code = {.size = 0x340, .xxh128 = "68400ba12323de14539f76c7ea2f2cd8"},
              .dlsym = 0x0,
              .dlvsym = 0x58},
    .thunk_size = 16,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
