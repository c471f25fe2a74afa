// powerpc, 32-bit big-endian. The addend against a local symbol has st_value in it.
// https://refspecs.linuxfoundation.org/elf/elfspec_ppc.pdf, "Relocation Types";
// sysdeps/powerpc/powerpc32/dl-machine.h (elf_machine_rela: STB_LOCAL).
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_PPC_NONE, kNothing, 0},         {R_PPC_ADDR32, kWord, 4},
    {R_PPC_ADDR16, kWord, 2},          {R_PPC_COPY, kCopy, 0},
    {R_PPC_GLOB_DAT, kWord, 4},        {R_PPC_JMP_SLOT, kCall, 4},
    {R_PPC_RELATIVE, kBase, 4},        {R_PPC_UADDR32, kWord, 4},
    {R_PPC_UADDR16, kWord, 2},         {R_PPC_REL32, kDistance, 4},
    {R_PPC_DTPMOD32, kModule, 4},      {R_PPC_TPREL32, kThreadOffset, 4},
    {R_PPC_DTPREL32, kBlockOffset, 4}, {R_PPC_IRELATIVE, kResolver, 4},
};

// bcl 20, 31, .+4; mflr r3; addis r3, r3, message@ha; addi r3, r3, message@l; b report; traps
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto word = [&](size_t i) { return word_of(code.subspan(4 * i, 4), std::endian::big); };
  const bool is_one = word(0) == 0x429f0005 && word(1) == 0x7c6802a6 && word(2) >> 16 == 0x3c63 &&
                      word(3) >> 16 == 0x3863 && (word(4) & 0xfc000003) == 0x48000000;
  if (!is_one) return std::nullopt;
  return Thunk{at + 4 + (sign_extended(word(2), 16) << 16) + sign_extended(word(3), 16),
               at + 16 + sign_extended(word(4), 26)};
}

constexpr ProcessorEntry kEntries[] = {
    {DT_PPC_GOT, "DT_PPC_GOT", ProcessorEntry::Rule::kPltAddress}};

}  // namespace

constinit const PsAbi kPowerPc{
    .name = "powerpc",
    .machine = EM_PPC,
    .format = {Class::k32, std::endian::big},
    .types = kTypes,
    .tp_bias = 0x7000,
    .dtv_bias = 0x8000,
    .addend_has_local_value = true,
    .stack_is_executable = true,
    .page = 0x10000,
    .entries = kEntries,
    .stub = {.size = 0x590,
             .init = 0xa0,
             .fini = 0x410,
             .report = 0x530,
             .xxh128 = "581e8784234a916184c2bba847aa3abc"},
    .entrance = {.size = 0x9d0, .xxh128 = "42eaed2ada104315ff3b9943b8716a46"},
    .dlsym = {.code = {.size = 0x780, .xxh128 = "35690c5391e71a8998e7ac783d258475"},
              .dlsym = 0x0,
              .dlvsym = 0x90},
    .thunk_size = 32,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
