// The list of machines, and the names of those that are not in it.

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>

#include "machine/machines.h"

namespace onefold {
namespace {

constexpr const Machine* kMachines[] = {
    &kX86_64,         &kI386,           &kAArch64, &kAArch64Be,  &kArmHardFloat,     &kArmSoftFloat,
    &kArmHardFloatBe, &kArmSoftFloatBe, &kS390x,   &kPpc64ElfV1, &kPpc64ElfV2,       &kPpc64ElfV2Le,
    &kPowerPc,        &kMips,           &kMipsLe,  &kRiscV64,    &kRiscV64SoftFloat,
};

struct Named {
  uint16_t e_machine;
  std::string_view name;
};
#define NAMED(constant) \
  Named { constant, #constant }

// Sorted by number.
constexpr Named kNames[] = {
    NAMED(EM_NONE),         NAMED(EM_M32),         NAMED(EM_SPARC),       NAMED(EM_386),
    NAMED(EM_68K),          NAMED(EM_88K),         NAMED(EM_IAMCU),       NAMED(EM_860),
    NAMED(EM_MIPS),         NAMED(EM_S370),        NAMED(EM_MIPS_RS3_LE), NAMED(EM_PARISC),
    NAMED(EM_VPP500),       NAMED(EM_SPARC32PLUS), NAMED(EM_960),         NAMED(EM_PPC),
    NAMED(EM_PPC64),        NAMED(EM_S390),        NAMED(EM_SPU),         NAMED(EM_V800),
    NAMED(EM_FR20),         NAMED(EM_RH32),        NAMED(EM_RCE),         NAMED(EM_ARM),
    NAMED(EM_FAKE_ALPHA),   NAMED(EM_SH),          NAMED(EM_SPARCV9),     NAMED(EM_TRICORE),
    NAMED(EM_ARC),          NAMED(EM_H8_300),      NAMED(EM_H8_300H),     NAMED(EM_H8S),
    NAMED(EM_H8_500),       NAMED(EM_IA_64),       NAMED(EM_MIPS_X),      NAMED(EM_COLDFIRE),
    NAMED(EM_68HC12),       NAMED(EM_MMA),         NAMED(EM_PCP),         NAMED(EM_NCPU),
    NAMED(EM_NDR1),         NAMED(EM_STARCORE),    NAMED(EM_ME16),        NAMED(EM_ST100),
    NAMED(EM_TINYJ),        NAMED(EM_X86_64),      NAMED(EM_PDSP),        NAMED(EM_PDP10),
    NAMED(EM_PDP11),        NAMED(EM_FX66),        NAMED(EM_ST9PLUS),     NAMED(EM_ST7),
    NAMED(EM_68HC16),       NAMED(EM_68HC11),      NAMED(EM_68HC08),      NAMED(EM_68HC05),
    NAMED(EM_SVX),          NAMED(EM_ST19),        NAMED(EM_VAX),         NAMED(EM_CRIS),
    NAMED(EM_JAVELIN),      NAMED(EM_FIREPATH),    NAMED(EM_ZSP),         NAMED(EM_MMIX),
    NAMED(EM_HUANY),        NAMED(EM_PRISM),       NAMED(EM_AVR),         NAMED(EM_FR30),
    NAMED(EM_D10V),         NAMED(EM_D30V),        NAMED(EM_V850),        NAMED(EM_M32R),
    NAMED(EM_MN10300),      NAMED(EM_MN10200),     NAMED(EM_PJ),          NAMED(EM_OPENRISC),
    NAMED(EM_ARC_COMPACT),  NAMED(EM_XTENSA),      NAMED(EM_VIDEOCORE),   NAMED(EM_TMM_GPP),
    NAMED(EM_NS32K),        NAMED(EM_TPC),         NAMED(EM_SNP1K),       NAMED(EM_ST200),
    NAMED(EM_IP2K),         NAMED(EM_MAX),         NAMED(EM_CR),          NAMED(EM_F2MC16),
    NAMED(EM_MSP430),       NAMED(EM_BLACKFIN),    NAMED(EM_SE_C33),      NAMED(EM_SEP),
    NAMED(EM_ARCA),         NAMED(EM_UNICORE),     NAMED(EM_EXCESS),      NAMED(EM_DXP),
    NAMED(EM_ALTERA_NIOS2), NAMED(EM_CRX),         NAMED(EM_XGATE),       NAMED(EM_C166),
    NAMED(EM_M16C),         NAMED(EM_DSPIC30F),    NAMED(EM_CE),          NAMED(EM_M32C),
    NAMED(EM_TSK3000),      NAMED(EM_RS08),        NAMED(EM_SHARC),       NAMED(EM_ECOG2),
    NAMED(EM_SCORE7),       NAMED(EM_DSP24),       NAMED(EM_VIDEOCORE3),  NAMED(EM_LATTICEMICO32),
    NAMED(EM_SE_C17),       NAMED(EM_TI_C6000),    NAMED(EM_TI_C2000),    NAMED(EM_TI_C5500),
    NAMED(EM_TI_ARP32),     NAMED(EM_TI_PRU),      NAMED(EM_MMDSP_PLUS),  NAMED(EM_CYPRESS_M8C),
    NAMED(EM_R32C),         NAMED(EM_TRIMEDIA),    NAMED(EM_QDSP6),       NAMED(EM_8051),
    NAMED(EM_STXP7X),       NAMED(EM_NDS32),       NAMED(EM_ECOG1X),      NAMED(EM_MAXQ30),
    NAMED(EM_XIMO16),       NAMED(EM_MANIK),       NAMED(EM_CRAYNV2),     NAMED(EM_RX),
    NAMED(EM_METAG),        NAMED(EM_MCST_ELBRUS), NAMED(EM_ECOG16),      NAMED(EM_CR16),
    NAMED(EM_ETPU),         NAMED(EM_SLE9X),       NAMED(EM_L10M),        NAMED(EM_K10M),
    NAMED(EM_AARCH64),      NAMED(EM_AVR32),       NAMED(EM_STM8),        NAMED(EM_TILE64),
    NAMED(EM_TILEPRO),      NAMED(EM_MICROBLAZE),  NAMED(EM_CUDA),        NAMED(EM_TILEGX),
    NAMED(EM_CLOUDSHIELD),  NAMED(EM_COREA_1ST),   NAMED(EM_COREA_2ND),   NAMED(EM_ARCV2),
    NAMED(EM_OPEN8),        NAMED(EM_RL78),        NAMED(EM_VIDEOCORE5),  NAMED(EM_78KOR),
    NAMED(EM_56800EX),      NAMED(EM_BA1),         NAMED(EM_BA2),         NAMED(EM_XCORE),
    NAMED(EM_MCHP_PIC),     NAMED(EM_INTELGT),     NAMED(EM_KM32),        NAMED(EM_KMX32),
    NAMED(EM_EMX16),        NAMED(EM_EMX8),        NAMED(EM_KVARC),       NAMED(EM_CDP),
    NAMED(EM_COGE),         NAMED(EM_COOL),        NAMED(EM_NORC),        NAMED(EM_CSR_KALIMBA),
    NAMED(EM_Z80),          NAMED(EM_VISIUM),      NAMED(EM_FT32),        NAMED(EM_MOXIE),
    NAMED(EM_AMDGPU),       NAMED(EM_RISCV),       NAMED(EM_BPF),         NAMED(EM_CSKY),
    NAMED(EM_LOONGARCH),    NAMED(EM_ALPHA)};
#undef NAMED
static_assert(std::ranges::is_sorted(kNames, {}, &Named::e_machine));

}  // namespace

const Machine* find_machine(uint16_t e_machine, Format format, uint32_t e_flags) {
  for (const Machine* machine : kMachines) {
    if (machine->e_machine != e_machine || machine->format != format) continue;
    if (machine->has_flags == nullptr || machine->has_flags(e_flags)) return machine;
  }
  return nullptr;
}

std::span<const Machine* const> all_machines() { return kMachines; }

std::string machine_constant_name(uint16_t e_machine) {
  const auto* named = std::ranges::lower_bound(kNames, e_machine, {}, &Named::e_machine);
  if (named != std::end(kNames) && named->e_machine == e_machine) return std::string(named->name);
  return fmt::format("EM_{}", e_machine);
}

}  // namespace onefold
