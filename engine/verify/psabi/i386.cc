// i386: addends lie in place, that of a descriptor in its second word.
// https://gitlab.com/x86-psABIs/i386-ABI, table "Relocation Types"; sysdeps/i386/dl-machine.h.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_386_NONE, kNothing, 0},
    {R_386_32, kWord, 4},
    {R_386_PC32, kDistance, 4},
    {R_386_COPY, kCopy, 0},
    {R_386_GLOB_DAT, kWord, 4, false},
    {R_386_JMP_SLOT, kCall, 4, false},
    {R_386_RELATIVE, kBase, 4},
    {R_386_TLS_TPOFF, kThreadOffset, 4},
    {R_386_TLS_DTPMOD32, kModule, 4},
    {R_386_TLS_DTPOFF32, kBlockOffset, 4, false},
    {R_386_TLS_TPOFF32, kThreadOffsetNegated, 4},
    {R_386_SIZE32, kObjectSize, 4},
    {R_386_TLS_DESC, kDescriptor, 8},
    {R_386_IRELATIVE, kResolver, 4},
};

// call .+5; pop %eax; add $message, %eax; jmp report
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto number = [&](size_t from, size_t size) {
    return word_of(code.subspan(from, size), std::endian::little);
  };
  if (number(0, 7) != 0x055800000000e8 || number(11, 1) != 0xe9) return std::nullopt;
  return Thunk{at + 5 + sign_extended(number(7, 4), 32),
               at + 16 + sign_extended(number(12, 4), 32)};
}

}  // namespace

constinit const PsAbi kI386{
    .name = "i386",
    .machine = EM_386,
    .format = {Class::k32, std::endian::little},
    .types = kTypes,
    .blocks_below_tp = true,
    .stack_is_executable = true,
    .stub = {.size = 0x280,
             .init = 0x31,
             .fini = 0x1ef,
             .report = 0x246,
             .xxh128 = "899fb48a066138a79daa99dbf826ffc1"},
    .entrance = {.size = 0x600, .xxh128 = "6ceb0cd3ae1c7dea0acb17cc9ec2f887"},
    .dlsym = {.code = {.size = 0x290, .xxh128 = "ab49f645931e31669a2764fc9f099fe8"},
              .dlsym = 0x0,
              .dlvsym = 0x3c},
    .thunk_size = 16,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
