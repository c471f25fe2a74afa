#include "machine/abi_flags.h"

namespace onefold {
namespace {

// glibc: sysdeps/generic/ldconfig.h.
constexpr uint32_t kFlagElf = 0x0001;
constexpr uint32_t kFlagElfLibc6 = 0x0003;

constexpr uint32_t kMipsFp64 = 0x200;     // EF_MIPS_FP64
constexpr uint32_t kMipsNan2008 = 0x400;  // EF_MIPS_NAN2008
constexpr uint32_t kMipsAbi2 = 0x20;      // EF_MIPS_ABI2: n32

AbiFlags compare_arm(uint32_t loader, uint32_t library) {
  if (EF_ARM_EABI_VERSION(library) != EF_ARM_EABI_VER5) return AbiFlags::kSame;
  uint32_t refused = 0;
  if ((loader & EF_ARM_ABI_FLOAT_HARD) != 0) refused = EF_ARM_ABI_FLOAT_SOFT;
  if ((loader & EF_ARM_ABI_FLOAT_SOFT) != 0) refused = EF_ARM_ABI_FLOAT_HARD;
  return (library & refused) != 0 ? AbiFlags::kError : AbiFlags::kSame;
}

}  // namespace

AbiFlags compare_abi_flags(uint16_t e_machine, uint32_t loader_flags, uint32_t library_flags) {
  uint32_t differing = loader_flags ^ library_flags;
  switch (e_machine) {
    case EM_ARM:
      return compare_arm(loader_flags, library_flags);
    case EM_MIPS:
      if ((library_flags & kMipsFp64) != 0) return AbiFlags::kPassOver;
      return (differing & (kMipsAbi2 | kMipsNan2008)) != 0 ? AbiFlags::kPassOver : AbiFlags::kSame;
    case EM_PPC64:
      // A library that states no version goes with either.
      if ((library_flags & EF_PPC64_ABI) == 0) return AbiFlags::kSame;
      return (differing & EF_PPC64_ABI) != 0 ? AbiFlags::kPassOver : AbiFlags::kSame;
    case EM_RISCV:
      return (differing & EF_RISCV_FLOAT_ABI) != 0 ? AbiFlags::kPassOver : AbiFlags::kSame;
    default:
      return AbiFlags::kSame;
  }
}

bool goes_with_program(uint16_t e_machine, uint32_t p_type, std::span<const std::byte> program,
                       std::span<const std::byte> library) {
  if (e_machine != EM_MIPS || p_type != PT_MIPS_ABIFLAGS) return true;
  constexpr size_t kFpAbi = 7;  // offset of fp_abi in Elf_MIPS_ABIFlags_v0
  if (program.size() <= kFpAbi || library.size() <= kFpAbi) return false;
  const auto has = std::to_integer<uint8_t>(program[kFpAbi]);
  const auto wants = std::to_integer<uint8_t>(library[kFpAbi]);
  // -mfpxx goes with registers of either size.
  const bool sized = has == Val_GNU_MIPS_ABI_FP_DOUBLE || has == Val_GNU_MIPS_ABI_FP_64 ||
                     has == Val_GNU_MIPS_ABI_FP_64A;
  return wants == has || wants == Val_GNU_MIPS_ABI_FP_ANY ||
         (wants == Val_GNU_MIPS_ABI_FP_XX && sized);
}

CacheMatch match_cache_flags(const Machine& machine, uint32_t entry_flags) {
  // arm keeps the generic default ID, so that an unmarked library is as good as one of its float
  // ABI.
  if (machine.e_machine == EM_ARM) {
    if (entry_flags == kFlagElfLibc6) return CacheMatch::kBest;
    return entry_flags == machine.cache_flags ? CacheMatch::kUsable : CacheMatch::kNo;
  }
  if (entry_flags == machine.cache_flags) return CacheMatch::kBest;
  // Machines without a flag of their own also take libraries from before glibc 2.
  bool generic = machine.cache_flags == kFlagElfLibc6;
  return generic && entry_flags == kFlagElf ? CacheMatch::kUsable : CacheMatch::kNo;
}

}  // namespace onefold
