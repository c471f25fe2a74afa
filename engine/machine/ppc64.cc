// ppc64: 64-bit, RELA, TLS variant I (r13 is the thread pointer: 0x7000 past the first block).
//
//   r3-r10   arguments and results; f1-f13 floating-point arguments
//   r2       TOC: the caller saves it around a call into another module
//   r11 r12  scratch, ctr too: PLT call stubs use them; ELFv2: r12 is the callee's own address
//   r14-r31  preserved by the callee
//   r1       stack (16-byte aligned, back chain at 0); lr return address
//
// ELFv1 (big-endian): a function symbol names a descriptor in .opd {entry, TOC, environment}, and
// so do function pointers, DT_INIT, DT_FINI and e_entry. ELFv2: it names the code; bits 5-7 of
// st_other tell how far the local entry, which trusts r2, lies behind the global one, which sets r2
// from r12. e_flags & EF_PPC64_ABI says which; 0 (unspecified) means v1 on big-endian and v2 on
// little-endian.
//
// psABI: https://refspecs.linuxfoundation.org/ELF/ppc64/PPC-elf64abi.html and
// https://openpowerfoundation.org/specifications/64bitelfabi/

#include <elf.h>

#include <array>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// ELFv2's actions. kMachine: 16-bit parts of an address (those with _DS keep the low two bits),
// branch displacements. Two rules of ld.so that no row tells:
//
// R_PPC64_JMP_SLOT of an ELFv2 module to a function of the same module gets the local entry, unless
// DT_PPC64_OPT has PPC64_OPT_MULTI_TOC or the function is an IFUNC.
//
// DT_PPC64_OPT & PPC64_OPT_TLS: where the module has static TLS, a DTPMOD64/DTPREL64 pair becomes
// {0, TP offset} for __tls_get_addr_opt.
constexpr RelocRow kRelocations[] = {
    {R_PPC64_NONE, "R_PPC64_NONE", kNone, 0},
    {R_PPC64_ADDR32, "R_PPC64_ADDR32", kAbsolute, 4},
    {R_PPC64_ADDR24, "R_PPC64_ADDR24", kMachine, 4},
    {R_PPC64_ADDR16, "R_PPC64_ADDR16", kAbsolute, 2},
    {R_PPC64_ADDR16_LO, "R_PPC64_ADDR16_LO", kMachine, 2},
    {R_PPC64_ADDR16_HI, "R_PPC64_ADDR16_HI", kMachine, 2},
    {R_PPC64_ADDR16_HA, "R_PPC64_ADDR16_HA", kMachine, 2},
    {R_PPC64_ADDR14, "R_PPC64_ADDR14", kMachine, 4},
    {R_PPC64_ADDR14_BRTAKEN, "R_PPC64_ADDR14_BRTAKEN", kMachine, 4},
    {R_PPC64_ADDR14_BRNTAKEN, "R_PPC64_ADDR14_BRNTAKEN", kMachine, 4},
    {R_PPC64_REL24, "R_PPC64_REL24", kStatic, 0},
    {R_PPC64_REL14, "R_PPC64_REL14", kStatic, 0},
    {R_PPC64_REL14_BRTAKEN, "R_PPC64_REL14_BRTAKEN", kStatic, 0},
    {R_PPC64_REL14_BRNTAKEN, "R_PPC64_REL14_BRNTAKEN", kStatic, 0},
    {R_PPC64_GOT16, "R_PPC64_GOT16", kStatic, 0},
    {R_PPC64_GOT16_LO, "R_PPC64_GOT16_LO", kStatic, 0},
    {R_PPC64_GOT16_HI, "R_PPC64_GOT16_HI", kStatic, 0},
    {R_PPC64_GOT16_HA, "R_PPC64_GOT16_HA", kStatic, 0},
    {R_PPC64_COPY, "R_PPC64_COPY", kCopy, 0},
    {R_PPC64_GLOB_DAT, "R_PPC64_GLOB_DAT", kGlobDat, 8},
    {R_PPC64_JMP_SLOT, "R_PPC64_JMP_SLOT", kJumpSlot, 8},
    {R_PPC64_RELATIVE, "R_PPC64_RELATIVE", kBaseRelative, 8},
    {R_PPC64_UADDR32, "R_PPC64_UADDR32", kAbsolute, 4},
    {R_PPC64_UADDR16, "R_PPC64_UADDR16", kAbsolute, 2},
    {R_PPC64_REL32, "R_PPC64_REL32", kPcRelative, 4},
    {R_PPC64_PLT32, "R_PPC64_PLT32", kStatic, 0},
    {R_PPC64_PLTREL32, "R_PPC64_PLTREL32", kStatic, 0},
    {R_PPC64_PLT16_LO, "R_PPC64_PLT16_LO", kStatic, 0},
    {R_PPC64_PLT16_HI, "R_PPC64_PLT16_HI", kStatic, 0},
    {R_PPC64_PLT16_HA, "R_PPC64_PLT16_HA", kStatic, 0},
    {R_PPC64_SECTOFF, "R_PPC64_SECTOFF", kStatic, 0},
    {R_PPC64_SECTOFF_LO, "R_PPC64_SECTOFF_LO", kStatic, 0},
    {R_PPC64_SECTOFF_HI, "R_PPC64_SECTOFF_HI", kStatic, 0},
    {R_PPC64_SECTOFF_HA, "R_PPC64_SECTOFF_HA", kStatic, 0},
    {R_PPC64_ADDR30, "R_PPC64_ADDR30", kMachine, 4},
    {R_PPC64_ADDR64, "R_PPC64_ADDR64", kAbsolute, 8},
    {R_PPC64_ADDR16_HIGHER, "R_PPC64_ADDR16_HIGHER", kMachine, 2},
    {R_PPC64_ADDR16_HIGHERA, "R_PPC64_ADDR16_HIGHERA", kMachine, 2},
    {R_PPC64_ADDR16_HIGHEST, "R_PPC64_ADDR16_HIGHEST", kMachine, 2},
    {R_PPC64_ADDR16_HIGHESTA, "R_PPC64_ADDR16_HIGHESTA", kMachine, 2},
    {R_PPC64_UADDR64, "R_PPC64_UADDR64", kAbsolute, 8},
    {R_PPC64_REL64, "R_PPC64_REL64", kPcRelative, 8},
    {R_PPC64_PLT64, "R_PPC64_PLT64", kStatic, 0},
    {R_PPC64_PLTREL64, "R_PPC64_PLTREL64", kStatic, 0},
    {R_PPC64_TOC16, "R_PPC64_TOC16", kStatic, 0},
    {R_PPC64_TOC16_LO, "R_PPC64_TOC16_LO", kStatic, 0},
    {R_PPC64_TOC16_HI, "R_PPC64_TOC16_HI", kStatic, 0},
    {R_PPC64_TOC16_HA, "R_PPC64_TOC16_HA", kStatic, 0},
    {R_PPC64_TOC, "R_PPC64_TOC", kStatic, 0},
    {R_PPC64_PLTGOT16, "R_PPC64_PLTGOT16", kStatic, 0},
    {R_PPC64_PLTGOT16_LO, "R_PPC64_PLTGOT16_LO", kStatic, 0},
    {R_PPC64_PLTGOT16_HI, "R_PPC64_PLTGOT16_HI", kStatic, 0},
    {R_PPC64_PLTGOT16_HA, "R_PPC64_PLTGOT16_HA", kStatic, 0},
    {R_PPC64_ADDR16_DS, "R_PPC64_ADDR16_DS", kMachine, 2},
    {R_PPC64_ADDR16_LO_DS, "R_PPC64_ADDR16_LO_DS", kMachine, 2},
    {R_PPC64_GOT16_DS, "R_PPC64_GOT16_DS", kStatic, 0},
    {R_PPC64_GOT16_LO_DS, "R_PPC64_GOT16_LO_DS", kStatic, 0},
    {R_PPC64_PLT16_LO_DS, "R_PPC64_PLT16_LO_DS", kStatic, 0},
    {R_PPC64_SECTOFF_DS, "R_PPC64_SECTOFF_DS", kStatic, 0},
    {R_PPC64_SECTOFF_LO_DS, "R_PPC64_SECTOFF_LO_DS", kStatic, 0},
    {R_PPC64_TOC16_DS, "R_PPC64_TOC16_DS", kStatic, 0},
    {R_PPC64_TOC16_LO_DS, "R_PPC64_TOC16_LO_DS", kStatic, 0},
    {R_PPC64_PLTGOT16_DS, "R_PPC64_PLTGOT16_DS", kStatic, 0},
    {R_PPC64_PLTGOT16_LO_DS, "R_PPC64_PLTGOT16_LO_DS", kStatic, 0},
    {R_PPC64_TLS, "R_PPC64_TLS", kStatic, 0},
    {R_PPC64_DTPMOD64, "R_PPC64_DTPMOD64", kTlsModule, 8},
    {R_PPC64_TPREL16, "R_PPC64_TPREL16", kMachine, 2},
    {R_PPC64_TPREL16_LO, "R_PPC64_TPREL16_LO", kMachine, 2},
    {R_PPC64_TPREL16_HI, "R_PPC64_TPREL16_HI", kMachine, 2},
    {R_PPC64_TPREL16_HA, "R_PPC64_TPREL16_HA", kMachine, 2},
    {R_PPC64_TPREL64, "R_PPC64_TPREL64", kTlsTpOffset, 8},
    {R_PPC64_DTPREL16, "R_PPC64_DTPREL16", kStatic, 0},
    {R_PPC64_DTPREL16_LO, "R_PPC64_DTPREL16_LO", kStatic, 0},
    {R_PPC64_DTPREL16_HI, "R_PPC64_DTPREL16_HI", kStatic, 0},
    {R_PPC64_DTPREL16_HA, "R_PPC64_DTPREL16_HA", kStatic, 0},
    {R_PPC64_DTPREL64, "R_PPC64_DTPREL64", kTlsDtpOffset, 8},
    {R_PPC64_GOT_TLSGD16, "R_PPC64_GOT_TLSGD16", kStatic, 0},
    {R_PPC64_GOT_TLSGD16_LO, "R_PPC64_GOT_TLSGD16_LO", kStatic, 0},
    {R_PPC64_GOT_TLSGD16_HI, "R_PPC64_GOT_TLSGD16_HI", kStatic, 0},
    {R_PPC64_GOT_TLSGD16_HA, "R_PPC64_GOT_TLSGD16_HA", kStatic, 0},
    {R_PPC64_GOT_TLSLD16, "R_PPC64_GOT_TLSLD16", kStatic, 0},
    {R_PPC64_GOT_TLSLD16_LO, "R_PPC64_GOT_TLSLD16_LO", kStatic, 0},
    {R_PPC64_GOT_TLSLD16_HI, "R_PPC64_GOT_TLSLD16_HI", kStatic, 0},
    {R_PPC64_GOT_TLSLD16_HA, "R_PPC64_GOT_TLSLD16_HA", kStatic, 0},
    {R_PPC64_GOT_TPREL16_DS, "R_PPC64_GOT_TPREL16_DS", kStatic, 0},
    {R_PPC64_GOT_TPREL16_LO_DS, "R_PPC64_GOT_TPREL16_LO_DS", kStatic, 0},
    {R_PPC64_GOT_TPREL16_HI, "R_PPC64_GOT_TPREL16_HI", kStatic, 0},
    {R_PPC64_GOT_TPREL16_HA, "R_PPC64_GOT_TPREL16_HA", kStatic, 0},
    {R_PPC64_GOT_DTPREL16_DS, "R_PPC64_GOT_DTPREL16_DS", kStatic, 0},
    {R_PPC64_GOT_DTPREL16_LO_DS, "R_PPC64_GOT_DTPREL16_LO_DS", kStatic, 0},
    {R_PPC64_GOT_DTPREL16_HI, "R_PPC64_GOT_DTPREL16_HI", kStatic, 0},
    {R_PPC64_GOT_DTPREL16_HA, "R_PPC64_GOT_DTPREL16_HA", kStatic, 0},
    {R_PPC64_TPREL16_DS, "R_PPC64_TPREL16_DS", kMachine, 2},
    {R_PPC64_TPREL16_LO_DS, "R_PPC64_TPREL16_LO_DS", kMachine, 2},
    {R_PPC64_TPREL16_HIGHER, "R_PPC64_TPREL16_HIGHER", kMachine, 2},
    {R_PPC64_TPREL16_HIGHERA, "R_PPC64_TPREL16_HIGHERA", kMachine, 2},
    {R_PPC64_TPREL16_HIGHEST, "R_PPC64_TPREL16_HIGHEST", kMachine, 2},
    {R_PPC64_TPREL16_HIGHESTA, "R_PPC64_TPREL16_HIGHESTA", kMachine, 2},
    {R_PPC64_DTPREL16_DS, "R_PPC64_DTPREL16_DS", kStatic, 0},
    {R_PPC64_DTPREL16_LO_DS, "R_PPC64_DTPREL16_LO_DS", kStatic, 0},
    {R_PPC64_DTPREL16_HIGHER, "R_PPC64_DTPREL16_HIGHER", kStatic, 0},
    {R_PPC64_DTPREL16_HIGHERA, "R_PPC64_DTPREL16_HIGHERA", kStatic, 0},
    {R_PPC64_DTPREL16_HIGHEST, "R_PPC64_DTPREL16_HIGHEST", kStatic, 0},
    {R_PPC64_DTPREL16_HIGHESTA, "R_PPC64_DTPREL16_HIGHESTA", kStatic, 0},
    {R_PPC64_TLSGD, "R_PPC64_TLSGD", kStatic, 0},
    {R_PPC64_TLSLD, "R_PPC64_TLSLD", kStatic, 0},
    {R_PPC64_TOCSAVE, "R_PPC64_TOCSAVE", kStatic, 0},
    {R_PPC64_ADDR16_HIGH, "R_PPC64_ADDR16_HIGH", kMachine, 2},
    {R_PPC64_ADDR16_HIGHA, "R_PPC64_ADDR16_HIGHA", kMachine, 2},
    {R_PPC64_TPREL16_HIGH, "R_PPC64_TPREL16_HIGH", kMachine, 2},
    {R_PPC64_TPREL16_HIGHA, "R_PPC64_TPREL16_HIGHA", kMachine, 2},
    {R_PPC64_DTPREL16_HIGH, "R_PPC64_DTPREL16_HIGH", kStatic, 0},
    {R_PPC64_DTPREL16_HIGHA, "R_PPC64_DTPREL16_HIGHA", kStatic, 0},
    {116, "R_PPC64_REL24_NOTOC", kStatic, 0},
    {117, "R_PPC64_ADDR64_LOCAL", kStatic, 0},
    {118, "R_PPC64_ENTRY", kStatic, 0},
    {119, "R_PPC64_PLTSEQ", kStatic, 0},
    {120, "R_PPC64_PLTCALL", kStatic, 0},
    {121, "R_PPC64_PLTSEQ_NOTOC", kStatic, 0},
    {122, "R_PPC64_PLTCALL_NOTOC", kStatic, 0},
    {123, "R_PPC64_PCREL_OPT", kStatic, 0},
    {124, "R_PPC64_REL24_P9NOTOC", kStatic, 0},
    {128, "R_PPC64_D34", kStatic, 0},
    {129, "R_PPC64_D34_LO", kStatic, 0},
    {130, "R_PPC64_D34_HI30", kStatic, 0},
    {131, "R_PPC64_D34_HA30", kStatic, 0},
    {132, "R_PPC64_PCREL34", kStatic, 0},
    {133, "R_PPC64_GOT_PCREL34", kStatic, 0},
    {134, "R_PPC64_PLT_PCREL34", kStatic, 0},
    {135, "R_PPC64_PLT_PCREL34_NOTOC", kStatic, 0},
    {136, "R_PPC64_ADDR16_HIGHER34", kStatic, 0},
    {137, "R_PPC64_ADDR16_HIGHERA34", kStatic, 0},
    {138, "R_PPC64_ADDR16_HIGHEST34", kStatic, 0},
    {139, "R_PPC64_ADDR16_HIGHESTA34", kStatic, 0},
    {140, "R_PPC64_REL16_HIGHER34", kStatic, 0},
    {141, "R_PPC64_REL16_HIGHERA34", kStatic, 0},
    {142, "R_PPC64_REL16_HIGHEST34", kStatic, 0},
    {143, "R_PPC64_REL16_HIGHESTA34", kStatic, 0},
    {144, "R_PPC64_D28", kStatic, 0},
    {145, "R_PPC64_PCREL28", kStatic, 0},
    {146, "R_PPC64_TPREL34", kStatic, 0},
    {147, "R_PPC64_DTPREL34", kStatic, 0},
    {148, "R_PPC64_GOT_TLSGD_PCREL34", kStatic, 0},
    {149, "R_PPC64_GOT_TLSLD_PCREL34", kStatic, 0},
    {150, "R_PPC64_GOT_TPREL_PCREL34", kStatic, 0},
    {151, "R_PPC64_GOT_DTPREL_PCREL34", kStatic, 0},
    {240, "R_PPC64_REL16_HIGH", kStatic, 0},
    {241, "R_PPC64_REL16_HIGHA", kStatic, 0},
    {242, "R_PPC64_REL16_HIGHER", kStatic, 0},
    {243, "R_PPC64_REL16_HIGHERA", kStatic, 0},
    {244, "R_PPC64_REL16_HIGHEST", kStatic, 0},
    {245, "R_PPC64_REL16_HIGHESTA", kStatic, 0},
    {246, "R_PPC64_REL16DX_HA", kStatic, 0},
    {R_PPC64_JMP_IREL, "R_PPC64_JMP_IREL", kIRelative, 8},
    {R_PPC64_IRELATIVE, "R_PPC64_IRELATIVE", kIRelative, 8},
    {R_PPC64_REL16, "R_PPC64_REL16", kStatic, 0},
    {R_PPC64_REL16_LO, "R_PPC64_REL16_LO", kStatic, 0},
    {R_PPC64_REL16_HI, "R_PPC64_REL16_HI", kStatic, 0},
    {R_PPC64_REL16_HA, "R_PPC64_REL16_HA", kStatic, 0},
    {253, "R_PPC64_GNU_VTINHERIT", kStatic, 0},
    {254, "R_PPC64_GNU_VTENTRY", kStatic, 0},
};

// An ELFv1 PLT slot is a copy of the callee's descriptor (of the result's one for
// R_PPC64_JMP_IREL).
constexpr std::array kElfV1Relocations = [] {
  std::array rows = std::to_array(kRelocations);
  for (RelocRow& row : rows) {
    if (row.type != R_PPC64_JMP_SLOT && row.type != R_PPC64_JMP_IREL) continue;
    row.action = kMachine;
    row.size = 24;
  }
  return rows;
}();

constexpr uint32_t abi(uint32_t e_flags) { return e_flags & EF_PPC64_ABI; }

constexpr Machine elf_v1() {
  return {
      .name = "ppc64-elfv1",
      .e_machine = EM_PPC64,
      .format = {Class::k64, std::endian::big},
      .has_flags = [](uint32_t e_flags) { return abi(e_flags) <= 1; },
      .relocations = kElfV1Relocations,
      .rela = true,
      .tls_variant = TlsVariant::kI,
      .tls_tp_bias = 0x7000,
      .tls_dtv_bias = 0x8000,
      .min_page_size = 0x1000,
      .max_page_size = 0x10000,
      .default_stack_exec = false,
      .glibc_interpreter = "/lib64/ld64.so.1",
      .triple = "powerpc64-linux-gnu",
      .lib = "lib/powerpc64-linux-gnu",
      .cache_flags = 0x0503,  // FLAG_POWERPC_LIB64 | FLAG_ELF_LIBC6
  };
}

#include "machine/stubs/ppc64le.inc"

namespace enter {
#include "machine/stubs/ppc64le_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/ppc64le_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// bcl 20, 31, .+4; mflr r3; addis r3, r3, message@ha; addi r3, r3, message@l; b report; traps
void write_thunk(std::span<std::byte> thunk, uint64_t address, uint64_t message, uint64_t report) {
  const uint64_t to_message = message - (address + 4);
  const uint64_t to_report = report - (address + 16);
  put_instructions(thunk, std::endian::little,
                   {0x429f0005, 0x7c6802a6, 0x3c630000 | ((to_message + 0x8000) >> 16 & 0xffff),
                    0x38630000 | (to_message & 0xffff), 0x48000000 | (to_report & 0x3fffffc),
                    0x7fe00008, 0x7fe00008, 0x7fe00008});
}

constexpr StartStub kStub{.code = kCode,
                          .program_entry = kStart,
                          .init = kInit,
                          .fini = kFini,
                          .report = kReport,
                          .thunk_size = 32,
                          .write_thunk = &write_thunk};

// A fold has several TOCs, so that a call from one of its files to another must not skip the global
// entry point: ld.so does that within one link map unless told otherwise. Whether __tls_get_addr is
// the optimised one (PPC64_OPT_TLS) is left out: all code works without it.
constexpr uint64_t kMultiToc = 2;  // PPC64_OPT_MULTI_TOC
constexpr ProcessorEntry kProcessorEntries[] = {
    {.tag = DT_PPC64_GLINK, .is_address = true},
    {.tag = DT_PPC64_OPT, .value = kMultiToc},
};

constexpr Machine elf_v2_le() {
  Machine machine = elf_v1();
  machine.name = "ppc64le";
  machine.format.order = std::endian::little;
  machine.has_flags = [](uint32_t e_flags) { return abi(e_flags) == 0 || abi(e_flags) == 2; };
  machine.relocations = kRelocations;
  machine.glibc_interpreter = "/lib64/ld64.so.2";
  machine.triple = "powerpc64le-linux-gnu";
  machine.lib = "lib/powerpc64le-linux-gnu";
  machine.musl_name = "powerpc64le";
  machine.processor_entries = kProcessorEntries;
  machine.start_stub = &kStub;
  machine.enter_code = enter::kCode;
  machine.next_code = &kNextCode;
  return machine;
}

// musl's big-endian port; no distribution has a glibc of it.
constexpr Machine elf_v2() {
  Machine machine = elf_v2_le();
  machine.name = "ppc64-elfv2";
  machine.format.order = std::endian::big;
  machine.has_flags = [](uint32_t e_flags) { return abi(e_flags) == 2; };
  machine.triple = "";
  machine.lib = "";
  machine.musl_name = "powerpc64";
  machine.start_stub = nullptr;
  machine.enter_code = {};
  machine.next_code = nullptr;
  return machine;
}

}  // namespace

constinit const Machine kPpc64ElfV1 = elf_v1();
constinit const Machine kPpc64ElfV2 = elf_v2();
constinit const Machine kPpc64ElfV2Le = elf_v2_le();

}  // namespace onefold
