#include "verify/psabi.h"

#include <elf.h>

namespace onefold::verify {
namespace {

using enum Meaning;

// https://gitlab.com/x86-psABIs/x86-64-ABI, table "Relocation Types"; sysdeps/x86_64/dl-machine.h.
constexpr RelocationType kX86_64Types[] = {
    {R_X86_64_NONE, kNothing, 0},         {R_X86_64_64, kWord, 8},
    {R_X86_64_PC32, kDistance, 4},        {R_X86_64_COPY, kCopy, 0},
    {R_X86_64_GLOB_DAT, kWord, 8, false}, {R_X86_64_JUMP_SLOT, kCall, 8, false},
    {R_X86_64_RELATIVE, kBase, 8},        {R_X86_64_32, kWord, 4},
    {R_X86_64_DTPMOD64, kModule, 8},      {R_X86_64_DTPOFF64, kBlockOffset, 8},
    {R_X86_64_TPOFF64, kThreadOffset, 8}, {R_X86_64_SIZE32, kObjectSize, 4},
    {R_X86_64_SIZE64, kObjectSize, 8},    {R_X86_64_TLSDESC, kDescriptor, 16},
    {R_X86_64_IRELATIVE, kResolver, 8},   {R_X86_64_RELATIVE64, kBase, 8},
};

constexpr PsAbi kX86_64{
    .name = "x86-64",
    .machine = EM_X86_64,
    .format = {Class::k64, std::endian::little},
    .types = kX86_64Types,
    .blocks_below_tp = true,
    .stack_is_executable = true,
    .stub = &kX86_64Listing,
};

constexpr const PsAbi* kAll[] = {&kX86_64};

}  // namespace

RelocationType PsAbi::find(uint32_t type) const {
  for (const RelocationType& known : types) {
    if (known.type == type) return known;
  }
  return {.type = type};
}

std::span<const PsAbi* const> all_psabis() { return kAll; }

const PsAbi* find_psabi(const Header& header) {
  for (const PsAbi* psabi : kAll) {
    if (psabi->machine == header.machine && psabi->format == header.format) return psabi;
  }
  return nullptr;
}

}  // namespace onefold::verify
