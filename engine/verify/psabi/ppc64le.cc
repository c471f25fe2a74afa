// ppc64le: 64-bit little-endian, ELFv2.
// https://openpowerfoundation.org/specifications/64bitelfabi/, "Relocation Types";
// sysdeps/powerpc/powerpc64/dl-machine.h. A slot for a function of the same file gets its local
// entry point, unless DT_PPC64_OPT says that the file has several TOCs: a fold has.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_PPC64_NONE, kNothing, 0},         {R_PPC64_ADDR32, kWord, 4},
    {R_PPC64_ADDR16, kWord, 2},          {R_PPC64_COPY, kCopy, 0},
    {R_PPC64_GLOB_DAT, kWord, 8},        {R_PPC64_JMP_SLOT, kCall, 8},
    {R_PPC64_RELATIVE, kBase, 8},        {R_PPC64_UADDR32, kWord, 4},
    {R_PPC64_UADDR16, kWord, 2},         {R_PPC64_REL32, kDistance, 4},
    {R_PPC64_ADDR64, kWord, 8},          {R_PPC64_UADDR64, kWord, 8},
    {R_PPC64_REL64, kDistance, 8},       {R_PPC64_DTPMOD64, kModule, 8},
    {R_PPC64_TPREL64, kThreadOffset, 8}, {R_PPC64_DTPREL64, kBlockOffset, 8},
    {R_PPC64_JMP_IREL, kResolver, 8},    {R_PPC64_IRELATIVE, kResolver, 8},
};

// bcl 20, 31, .+4; mflr r3; addis r3, r3, message@ha; addi r3, r3, message@l; b report; traps
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto word = [&](size_t i) { return word_of(code.subspan(4 * i, 4), std::endian::little); };
  const bool is_one = word(0) == 0x429f0005 && word(1) == 0x7c6802a6 && word(2) >> 16 == 0x3c63 &&
                      word(3) >> 16 == 0x3863 && (word(4) & 0xfc000003) == 0x48000000;
  if (!is_one) return std::nullopt;
  return Thunk{at + 4 + (sign_extended(word(2), 16) << 16) + sign_extended(word(3), 16),
               at + 16 + sign_extended(word(4), 26)};
}

constexpr ProcessorEntry kEntries[] = {
    {DT_PPC64_GLINK, "DT_PPC64_GLINK", ProcessorEntry::Rule::kPltAddress},
    {DT_PPC64_OPT, "DT_PPC64_OPT", ProcessorEntry::Rule::kSeveralParts, PPC64_OPT_MULTI_TOC}};

}  // namespace

constinit const PsAbi kPpc64Le{
    .name = "ppc64le",
    .machine = EM_PPC64,
    .format = {Class::k64, std::endian::little},
    .types = kTypes,
    .tp_bias = 0x7000,
    .dtv_bias = 0x8000,
    .page = 0x10000,
    .entries = kEntries,
    .stub = {.size = 0x5d0,
             .init = 0xa0,
             .fini = 0x430,
             .report = 0x570,
             .xxh128 = "e00e1f7dfb3271c123677446d5dc8df6"},
    .entrance = {.size = 0xa30, .xxh128 = "6d7b5656008e9acd26ec7d3d13a2e49f"},
    .dlsym = {.code = {.size = 0x830, .xxh128 = "8bcc091eefce185d2c395fffd10c6f2d"},
              .dlsym = 0x0,
              .dlvsym = 0x90},
    .thunk_size = 32,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
