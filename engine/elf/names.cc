#include "elf/names.h"

#include <elf.h>
#include <fmt/format.h>

#include <array>
#include <span>
#include <string_view>

namespace onefold {
namespace {

struct Named {
  uint64_t value;
  std::string_view name;
};
#define NAMED(constant) \
  Named { constant, #constant }

constexpr Named kDynamicTags[] = {
    NAMED(DT_NULL),          NAMED(DT_NEEDED),        NAMED(DT_PLTRELSZ),
    NAMED(DT_PLTGOT),        NAMED(DT_HASH),          NAMED(DT_STRTAB),
    NAMED(DT_SYMTAB),        NAMED(DT_RELA),          NAMED(DT_RELASZ),
    NAMED(DT_RELAENT),       NAMED(DT_STRSZ),         NAMED(DT_SYMENT),
    NAMED(DT_INIT),          NAMED(DT_FINI),          NAMED(DT_SONAME),
    NAMED(DT_RPATH),         NAMED(DT_SYMBOLIC),      NAMED(DT_REL),
    NAMED(DT_RELSZ),         NAMED(DT_RELENT),        NAMED(DT_PLTREL),
    NAMED(DT_DEBUG),         NAMED(DT_TEXTREL),       NAMED(DT_JMPREL),
    NAMED(DT_BIND_NOW),      NAMED(DT_INIT_ARRAY),    NAMED(DT_FINI_ARRAY),
    NAMED(DT_INIT_ARRAYSZ),  NAMED(DT_FINI_ARRAYSZ),  NAMED(DT_RUNPATH),
    NAMED(DT_FLAGS),         NAMED(DT_PREINIT_ARRAY), NAMED(DT_PREINIT_ARRAYSZ),
    NAMED(DT_SYMTAB_SHNDX),  NAMED(DT_RELRSZ),        NAMED(DT_RELR),
    NAMED(DT_RELRENT),       NAMED(DT_GNU_PRELINKED), NAMED(DT_GNU_CONFLICTSZ),
    NAMED(DT_GNU_LIBLISTSZ), NAMED(DT_CHECKSUM),      NAMED(DT_PLTPADSZ),
    NAMED(DT_MOVEENT),       NAMED(DT_MOVESZ),        NAMED(DT_FEATURE_1),
    NAMED(DT_POSFLAG_1),     NAMED(DT_SYMINSZ),       NAMED(DT_SYMINENT),
    NAMED(DT_GNU_HASH),      NAMED(DT_TLSDESC_PLT),   NAMED(DT_TLSDESC_GOT),
    NAMED(DT_GNU_CONFLICT),  NAMED(DT_GNU_LIBLIST),   NAMED(DT_CONFIG),
    NAMED(DT_DEPAUDIT),      NAMED(DT_AUDIT),         NAMED(DT_PLTPAD),
    NAMED(DT_MOVETAB),       NAMED(DT_SYMINFO),       NAMED(DT_VERSYM),
    NAMED(DT_RELACOUNT),     NAMED(DT_RELCOUNT),      NAMED(DT_FLAGS_1),
    NAMED(DT_VERDEF),        NAMED(DT_VERDEFNUM),     NAMED(DT_VERNEED),
    NAMED(DT_VERNEEDNUM),    NAMED(DT_AUXILIARY),     NAMED(DT_FILTER)};

// Tags of the processor range mean something else on each machine.
struct MachineNamed {
  uint16_t machine;
  uint64_t value;
  std::string_view name;
};
#define MACHINE(machine, constant) \
  MachineNamed { machine, constant, #constant }
// Not in glibc 2.36's elf.h: RISC-V ELF psABI, "Dynamic Section"; x86-64 psABI draft,
// "DT_X86_64_PLT".
constexpr uint64_t DT_RISCV_VARIANT_CC_ = 0x70000001;
constexpr MachineNamed kMachineTags[] = {
    MACHINE(EM_MIPS, DT_MIPS_RLD_VERSION),
    MACHINE(EM_MIPS, DT_MIPS_TIME_STAMP),
    MACHINE(EM_MIPS, DT_MIPS_ICHECKSUM),
    MACHINE(EM_MIPS, DT_MIPS_IVERSION),
    MACHINE(EM_MIPS, DT_MIPS_FLAGS),
    MACHINE(EM_MIPS, DT_MIPS_BASE_ADDRESS),
    MACHINE(EM_MIPS, DT_MIPS_CONFLICT),
    MACHINE(EM_MIPS, DT_MIPS_LIBLIST),
    MACHINE(EM_MIPS, DT_MIPS_LOCAL_GOTNO),
    MACHINE(EM_MIPS, DT_MIPS_CONFLICTNO),
    MACHINE(EM_MIPS, DT_MIPS_LIBLISTNO),
    MACHINE(EM_MIPS, DT_MIPS_SYMTABNO),
    MACHINE(EM_MIPS, DT_MIPS_UNREFEXTNO),
    MACHINE(EM_MIPS, DT_MIPS_GOTSYM),
    MACHINE(EM_MIPS, DT_MIPS_HIPAGENO),
    MACHINE(EM_MIPS, DT_MIPS_RLD_MAP),
    MACHINE(EM_MIPS, DT_MIPS_OPTIONS),
    MACHINE(EM_MIPS, DT_MIPS_PLTGOT),
    MACHINE(EM_MIPS, DT_MIPS_RWPLT),
    MACHINE(EM_MIPS, DT_MIPS_RLD_MAP_REL),
    MACHINE(EM_PPC, DT_PPC_GOT),
    MACHINE(EM_PPC, DT_PPC_OPT),
    MACHINE(EM_PPC64, DT_PPC64_GLINK),
    MACHINE(EM_PPC64, DT_PPC64_OPD),
    MACHINE(EM_PPC64, DT_PPC64_OPDSZ),
    MACHINE(EM_PPC64, DT_PPC64_OPT),
    MACHINE(EM_AARCH64, DT_AARCH64_BTI_PLT),
    MACHINE(EM_AARCH64, DT_AARCH64_PAC_PLT),
    MACHINE(EM_AARCH64, DT_AARCH64_VARIANT_PCS),
    MachineNamed{EM_RISCV, DT_RISCV_VARIANT_CC_, "DT_RISCV_VARIANT_CC"}};

constexpr Named kSegmentTypes[] = {NAMED(PT_NULL),      NAMED(PT_LOAD),      NAMED(PT_DYNAMIC),
                                   NAMED(PT_INTERP),    NAMED(PT_NOTE),      NAMED(PT_SHLIB),
                                   NAMED(PT_PHDR),      NAMED(PT_TLS),       NAMED(PT_GNU_EH_FRAME),
                                   NAMED(PT_GNU_STACK), NAMED(PT_GNU_RELRO), NAMED(PT_GNU_PROPERTY),
                                   NAMED(PT_SUNWBSS),   NAMED(PT_SUNWSTACK)};
// Not in glibc 2.36's elf.h: RISC-V ELF psABI, "Program Header Table".
constexpr uint64_t PT_RISCV_ATTRIBUTES_ = 0x70000003;
constexpr MachineNamed kMachineSegmentTypes[] = {
    MACHINE(EM_ARM, PT_ARM_EXIDX),
    MACHINE(EM_MIPS, PT_MIPS_REGINFO),
    MACHINE(EM_MIPS, PT_MIPS_RTPROC),
    MACHINE(EM_MIPS, PT_MIPS_OPTIONS),
    MACHINE(EM_MIPS, PT_MIPS_ABIFLAGS),
    MachineNamed{EM_RISCV, PT_RISCV_ATTRIBUTES_, "PT_RISCV_ATTRIBUTES"}};

constexpr Named kFileTypes[] = {NAMED(ET_NONE), NAMED(ET_REL), NAMED(ET_EXEC), NAMED(ET_DYN),
                                NAMED(ET_CORE)};
constexpr Named kOsAbis[] = {
    NAMED(ELFOSABI_SYSV),    NAMED(ELFOSABI_HPUX),      NAMED(ELFOSABI_NETBSD),
    NAMED(ELFOSABI_GNU),     NAMED(ELFOSABI_SOLARIS),   NAMED(ELFOSABI_AIX),
    NAMED(ELFOSABI_IRIX),    NAMED(ELFOSABI_FREEBSD),   NAMED(ELFOSABI_TRU64),
    NAMED(ELFOSABI_MODESTO), NAMED(ELFOSABI_OPENBSD),   NAMED(ELFOSABI_ARM_AEABI),
    NAMED(ELFOSABI_ARM),     NAMED(ELFOSABI_STANDALONE)};
#undef NAMED
#undef MACHINE

std::string name_or_number(std::span<const Named> table, uint64_t value, std::string_view prefix) {
  for (const Named& row : table) {
    if (row.value == value) return std::string(row.name);
  }
  return fmt::format("{}_{:#x}", prefix, value);
}

std::string machine_name_or(std::span<const MachineNamed> rows, uint16_t machine,
                            std::span<const Named> table, uint64_t value, std::string_view prefix) {
  for (const MachineNamed& row : rows) {
    if (row.machine == machine && row.value == value) return std::string(row.name);
  }
  return name_or_number(table, value, prefix);
}

}  // namespace

std::string dynamic_tag_name(uint64_t tag, uint16_t e_machine) {
  return machine_name_or(kMachineTags, e_machine, kDynamicTags, tag, "DT");
}

std::string segment_type_name(uint32_t p_type, uint16_t e_machine) {
  return machine_name_or(kMachineSegmentTypes, e_machine, kSegmentTypes, p_type, "PT");
}

std::string file_type_name(uint16_t e_type) { return name_or_number(kFileTypes, e_type, "ET"); }

std::string os_abi_name(uint8_t os_abi) { return name_or_number(kOsAbis, os_abi, "ELFOSABI"); }

std::string segment_flags_text(uint32_t p_flags) {
  std::string text = "   ";
  if ((p_flags & PF_R) != 0) text[0] = 'R';
  if ((p_flags & PF_W) != 0) text[1] = 'W';
  if ((p_flags & PF_X) != 0) text[2] = 'E';
  return text;
}

}  // namespace onefold
