// aarch64, little-endian.
// https://github.com/ARM-software/abi-aa/blob/main/aaelf64/aaelf64.rst, "Dynamic relocations";
// sysdeps/aarch64/dl-machine.h, which stores R_AARCH64_ABS32 as 8 bytes.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_AARCH64_NONE, kNothing, 0},
    {R_AARCH64_ABS64, kWord, 8},
    {R_AARCH64_ABS32, kWord, 8},
    {R_AARCH64_COPY, kCopy, 0},
    {R_AARCH64_GLOB_DAT, kWord, 8},
    {R_AARCH64_JUMP_SLOT, kCall, 8},
    {R_AARCH64_RELATIVE, kBase, 8},
    {R_AARCH64_TLS_DTPMOD, kModule, 8},
    {R_AARCH64_TLS_DTPREL, kBlockOffset, 8},
    {R_AARCH64_TLS_TPREL, kThreadOffset, 8},
    {R_AARCH64_TLSDESC, kDescriptor, 16},
    {R_AARCH64_IRELATIVE, kResolver, 8},
};

// bti c; adrp x0, message; add x0, x0, :lo12:message; b report
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto word = [&](size_t i) { return word_of(code.subspan(4 * i, 4), std::endian::little); };
  const bool is_one = word(0) == 0xd503245f && (word(1) & 0x9f00001f) == 0x90000000 &&
                      (word(2) & 0xffc003ff) == 0x91000000 && word(3) >> 26 == 0x14000000U >> 26;
  if (!is_one) return std::nullopt;
  const uint64_t pages = sign_extended((word(1) >> 5 & 0x7ffff) << 2 | (word(1) >> 29 & 3), 21);
  return Thunk{((at + 4) & ~uint64_t{0xfff}) + (pages << 12) + (word(2) >> 10 & 0xfff),
               at + 12 + (sign_extended(word(3), 26) << 2)};
}

constexpr ProcessorEntry kEntries[] = {{DT_AARCH64_BTI_PLT, "DT_AARCH64_BTI_PLT"},
                                       {DT_AARCH64_PAC_PLT, "DT_AARCH64_PAC_PLT"},
                                       {DT_AARCH64_VARIANT_PCS, "DT_AARCH64_VARIANT_PCS"}};

}  // namespace

constinit const PsAbi kAArch64{
    .name = "aarch64",
    .machine = EM_AARCH64,
    .format = {Class::k64, std::endian::little},
    .types = kTypes,
    .tcb_size = 16,
    .page = 0x10000,
    .entries = kEntries,
    .stub = {.size = 0x360,
             .init = 0x48,
             .fini = 0x288,
             .report = 0x2fc,
             .xxh128 = "655abe982f6a13cb1b2847dce710568b"},
    .entrance = {.size = 0x610, .xxh128 = "b060548c7e8a1f603338dec6dd517adf"},
    .dlsym = {.code = {.size = 0x380, .xxh128 = "72d71968dd9607b701aa3b26d2250b96"},
              .dlsym = 0x0,
              .dlvsym = 0x50},
    .thunk_size = 16,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
