// x86-64.
// https://gitlab.com/x86-psABIs/x86-64-ABI, table "Relocation Types"; sysdeps/x86_64/dl-machine.h.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_X86_64_NONE, kNothing, 0},         {R_X86_64_64, kWord, 8},
    {R_X86_64_PC32, kDistance, 4},        {R_X86_64_COPY, kCopy, 0},
    {R_X86_64_GLOB_DAT, kWord, 8, false}, {R_X86_64_JUMP_SLOT, kCall, 8, false},
    {R_X86_64_RELATIVE, kBase, 8},        {R_X86_64_32, kWord, 4},
    {R_X86_64_DTPMOD64, kModule, 8},      {R_X86_64_DTPOFF64, kBlockOffset, 8},
    {R_X86_64_TPOFF64, kThreadOffset, 8}, {R_X86_64_SIZE32, kObjectSize, 4},
    {R_X86_64_SIZE64, kObjectSize, 8},    {R_X86_64_TLSDESC, kDescriptor, 16},
    {R_X86_64_IRELATIVE, kResolver, 8},   {R_X86_64_RELATIVE64, kBase, 8},
};

// lea message(%rip), %rdi; jmp report
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto number = [&](size_t from, size_t size) {
    return word_of(code.subspan(from, size), std::endian::little);
  };
  if (number(0, 3) != 0x3d8d48 || number(7, 1) != 0xe9) return std::nullopt;
  return Thunk{at + 7 + sign_extended(number(3, 4), 32), at + 12 + sign_extended(number(8, 4), 32)};
}

}  // namespace

constinit const PsAbi kX86_64{
    .name = "x86-64",
    .machine = EM_X86_64,
    .format = {Class::k64, std::endian::little},
    .types = kTypes,
    .blocks_below_tp = true,
    .stack_is_executable = true,
    .stub = {.size = 0x2c0,
             .init = 0x60,
             .fini = 0x239,
             .report = 0x293,
             .xxh128 = "d01f07c2fc369fdc7b1a7bd4662a1283"},
    .entrance = {.size = 0x510, .xxh128 = "9d7778d4ca3050e18595b1c392a36c80"},
    .dlsym = {.code = {.size = 0x240, .xxh128 = "a313dc5e160e6f72f3f7160905d20acc"},
              .dlsym = 0x0,
              .dlvsym = 0x34},
    .thunk_size = 16,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
