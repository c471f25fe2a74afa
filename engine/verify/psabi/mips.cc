// mips, o32, of either byte order: addends lie in place, most relocations are the GOT's words.
// https://refspecs.linuxfoundation.org/elf/mipsabi.pdf, "Relocation Types" and "Global Offset
// Table"; sysdeps/mips/dl-machine.h.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_MIPS_NONE, kNothing, 0},
    {R_MIPS_REL32, kWord, 4},
    {R_MIPS_TLS_DTPMOD32, kModule, 4},
    {R_MIPS_TLS_DTPREL32, kBlockOffset, 4},
    {R_MIPS_TLS_TPREL32, kThreadOffset, 4},
    {R_MIPS_COPY, kCopy, 0},
    {R_MIPS_JUMP_SLOT, kCall, 4, false},
};

constexpr ProcessorEntry kEntries[] = {
    {DT_MIPS_RLD_VERSION, "DT_MIPS_RLD_VERSION", ProcessorEntry::Rule::kOfFold, 1},
    {DT_MIPS_FLAGS, "DT_MIPS_FLAGS", ProcessorEntry::Rule::kOfFold, RHF_NOTPOT},
    {DT_MIPS_BASE_ADDRESS, "DT_MIPS_BASE_ADDRESS"},
    {DT_MIPS_RLD_MAP, "DT_MIPS_RLD_MAP"},
    {DT_MIPS_RLD_MAP_REL, "DT_MIPS_RLD_MAP_REL", ProcessorEntry::Rule::kDistance}};

// The kernel takes the floating-point mode from the first.
constexpr uint32_t kHeaders[] = {PT_MIPS_ABIFLAGS, PT_MIPS_REGINFO};

// bal .+8; lui $4; addiu $4, $4; lui $25; addiu $25, $25: distances from the address behind the
// second; addu $25, $25, $31; jr $25; addu $4, $4, $31
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at, std::endian order) {
  auto word = [&](size_t i) { return word_of(code.subspan(4 * i, 4), order); };
  const bool is_one = word(0) == 0x04110001 && word(1) >> 16 == 0x3c04 && word(2) >> 16 == 0x2484 &&
                      word(3) >> 16 == 0x3c19 && word(4) >> 16 == 0x2739 && word(5) == 0x033fc821 &&
                      word(6) == 0x03200008 && word(7) == 0x009f2021;
  if (!is_one) return std::nullopt;
  auto place = [&](size_t i) {
    return at + 8 + (sign_extended(word(i), 16) << 16) + sign_extended(word(i + 1), 16);
  };
  return Thunk{place(1), place(3)};
}

template <std::endian Order>
std::optional<Thunk> read_thunk_of(std::span<const std::byte> code, uint64_t at) {
  return read_thunk(code, at, Order);
}

constexpr PsAbi mips(std::endian order) {
  return {
      .name = "mips",
      .machine = EM_MIPS,
      .format = {Class::k32, order},
      .types = kTypes,
      .tp_bias = 0x7000,
      .dtv_bias = 0x8000,
      .stack_is_executable = true,
      .page = 0x10000,
      .plt_flag = STO_MIPS_PLT,
      .implicit_got = true,
      .entries = kEntries,
      .headers = kHeaders,
      .stub = {.size = 0x450,
               .init = 0x5c,
               .fini = 0x340,
               .report = 0x404,
               .xxh128 = "f64f8c896ca7b6df5cbdaadd00fc5a1b"},
      .entrance = {.size = 0x7d0, .xxh128 = "ca733355bf3f9d7da1d1b83e7ae75f15"},
      .dlsym = {.code = {.size = 0x3c0, .xxh128 = "4760290ab415345d63d14b26a11be26a"},
                .dlsym = 0x0,
                .dlvsym = 0x84},
      .thunk_size = 32,
      .read_thunk = &read_thunk_of<std::endian::big>,
  };
}

constexpr PsAbi mipsel() {
  PsAbi psabi = mips(std::endian::little);
  psabi.name = "mipsel";
  psabi.stub.xxh128 = "f87105a99ab15c07daa23372fa3cca9f";
  psabi.entrance.xxh128 = "a1543ef245f575332f5da110b0eb78e2";
  psabi.dlsym.code.xxh128 = "f27a0c6412d4c6604ed9497013a7bd22";
  psabi.read_thunk = &read_thunk_of<std::endian::little>;
  return psabi;
}

}  // namespace

constinit const PsAbi kMips = mips(std::endian::big);
constinit const PsAbi kMipsLe = mipsel();

}  // namespace onefold::verify
