// riscv64.
// https://github.com/riscv-non-isa/riscv-elf-psabi-doc, "Relocations";
// sysdeps/riscv/dl-machine.h; R_RISCV_TLSDESC (12): musl and glibc 2.40.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_RISCV_NONE, kNothing, 0},
    {R_RISCV_64, kWord, 8},
    {R_RISCV_RELATIVE, kBase, 8},
    {R_RISCV_COPY, kCopy, 0},
    {R_RISCV_JUMP_SLOT, kCall, 8},
    {R_RISCV_TLS_DTPMOD64, kModule, 8},
    {R_RISCV_TLS_DTPREL64, kBlockOffset, 8},
    {R_RISCV_TLS_TPREL64, kThreadOffset, 8},
    {12, kDescriptor, 16},
    {R_RISCV_IRELATIVE, kResolver, 8},
};

// auipc a0; addi a0, a0; auipc t1; jr t1
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto word = [&](size_t i) { return word_of(code.subspan(4 * i, 4), std::endian::little); };
  const bool is_one = (word(0) & 0xfff) == 0x517 && (word(1) & 0xfffff) == 0x50513 &&
                      (word(2) & 0xfff) == 0x317 && (word(3) & 0xfffff) == 0x30067;
  if (!is_one) return std::nullopt;
  auto distance = [&](size_t high, size_t low) {
    return sign_extended(word(high) & 0xfffff000, 32) + sign_extended(word(low) >> 20, 12);
  };
  return Thunk{at + distance(0, 1), at + 8 + distance(2, 3)};
}

// Some function's calling convention forbids lazy binding.
constexpr ProcessorEntry kEntries[] = {{DT_LOPROC + 1, "DT_RISCV_VARIANT_CC"}};

}  // namespace

constinit const PsAbi kRiscV64{
    .name = "riscv64",
    .machine = EM_RISCV,
    .format = {Class::k64, std::endian::little},
    .types = kTypes,
    .dtv_bias = 0x800,
    .runs_init_functions = false,
    .entries = kEntries,
    .stub = {.size = 0x3e0,
             .init = 0x74,
             .fini = 0x2e0,
             .report = 0x398,
             .xxh128 = "9c9fec562c49d8132f62145693c61f5d"},
    .entrance = {.size = 0x6c0, .xxh128 = "4009e0c761f6714323b152dd0c09be91"},
    .dlsym = {.code = {.size = 0x400, .xxh128 = "7ac505bdab959e45889b637cedf0f1e2"},
              .dlsym = 0x0,
              .dlvsym = 0x6c},
    .thunk_size = 16,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
