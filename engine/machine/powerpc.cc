// powerpc: 32-bit big-endian, RELA, TLS variant I (r2 is the thread pointer: 0x7000 past the first
// block).
//
//   r3-r10   arguments; r3 r4 results; f1-f8 floating-point arguments
//   r0 r11 r12  scratch, ctr too: PLT call stubs use r11 and ctr
//   r14-r31  preserved by the callee; r30 is the GOT in position-independent code
//   r1       stack (16-byte aligned, back chain at 0); lr return address
//
// DT_PPC_GOT present: secure PLT, whose slots hold addresses. Absent: the old PLT, which ld.so
// fills with branch instructions; R_PPC_JMP_SLOT then is code, not a word. DT_PPC_OPT &
// PPC_OPT_TLS: where the module has static TLS, ld.so makes a DTPMOD32/DTPREL32 pair {0, TP offset}
// for __tls_get_addr_opt.
//
// psABI: https://refspecs.linuxfoundation.org/elf/elfspec_ppc.pdf; TLS:
// https://www.akkadia.org/drepper/tls.pdf

#include <elf.h>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// kMachine: halves of an address (LO, HI, and HA that rounds for a signed LO) and branch
// displacements. Types 101 to 185 are of the embedded ABI, 216 to 233 of VLE.
constexpr RelocRow kRelocations[] = {
    {R_PPC_NONE, "R_PPC_NONE", kNone, 0},
    {R_PPC_ADDR32, "R_PPC_ADDR32", kAbsolute, 4},
    {R_PPC_ADDR24, "R_PPC_ADDR24", kMachine, 4},
    {R_PPC_ADDR16, "R_PPC_ADDR16", kAbsolute, 2},
    {R_PPC_ADDR16_LO, "R_PPC_ADDR16_LO", kMachine, 2},
    {R_PPC_ADDR16_HI, "R_PPC_ADDR16_HI", kMachine, 2},
    {R_PPC_ADDR16_HA, "R_PPC_ADDR16_HA", kMachine, 2},
    {R_PPC_ADDR14, "R_PPC_ADDR14", kMachine, 4},
    {R_PPC_ADDR14_BRTAKEN, "R_PPC_ADDR14_BRTAKEN", kMachine, 4},
    {R_PPC_ADDR14_BRNTAKEN, "R_PPC_ADDR14_BRNTAKEN", kMachine, 4},
    {R_PPC_REL24, "R_PPC_REL24", kMachine, 4},
    {R_PPC_REL14, "R_PPC_REL14", kStatic, 0},
    {R_PPC_REL14_BRTAKEN, "R_PPC_REL14_BRTAKEN", kStatic, 0},
    {R_PPC_REL14_BRNTAKEN, "R_PPC_REL14_BRNTAKEN", kStatic, 0},
    {R_PPC_GOT16, "R_PPC_GOT16", kStatic, 0},
    {R_PPC_GOT16_LO, "R_PPC_GOT16_LO", kStatic, 0},
    {R_PPC_GOT16_HI, "R_PPC_GOT16_HI", kStatic, 0},
    {R_PPC_GOT16_HA, "R_PPC_GOT16_HA", kStatic, 0},
    {R_PPC_PLTREL24, "R_PPC_PLTREL24", kStatic, 0},
    {R_PPC_COPY, "R_PPC_COPY", kCopy, 0},
    {R_PPC_GLOB_DAT, "R_PPC_GLOB_DAT", kGlobDat, 4},
    {R_PPC_JMP_SLOT, "R_PPC_JMP_SLOT", kJumpSlot, 4},
    {R_PPC_RELATIVE, "R_PPC_RELATIVE", kBaseRelative, 4},
    {R_PPC_LOCAL24PC, "R_PPC_LOCAL24PC", kStatic, 0},
    {R_PPC_UADDR32, "R_PPC_UADDR32", kAbsolute, 4},
    {R_PPC_UADDR16, "R_PPC_UADDR16", kAbsolute, 2},
    {R_PPC_REL32, "R_PPC_REL32", kPcRelative, 4},
    {R_PPC_PLT32, "R_PPC_PLT32", kStatic, 0},
    {R_PPC_PLTREL32, "R_PPC_PLTREL32", kStatic, 0},
    {R_PPC_PLT16_LO, "R_PPC_PLT16_LO", kStatic, 0},
    {R_PPC_PLT16_HI, "R_PPC_PLT16_HI", kStatic, 0},
    {R_PPC_PLT16_HA, "R_PPC_PLT16_HA", kStatic, 0},
    {R_PPC_SDAREL16, "R_PPC_SDAREL16", kStatic, 0},
    {R_PPC_SECTOFF, "R_PPC_SECTOFF", kStatic, 0},
    {R_PPC_SECTOFF_LO, "R_PPC_SECTOFF_LO", kStatic, 0},
    {R_PPC_SECTOFF_HI, "R_PPC_SECTOFF_HI", kStatic, 0},
    {R_PPC_SECTOFF_HA, "R_PPC_SECTOFF_HA", kStatic, 0},
    {37, "R_PPC_ADDR30", kStatic, 0},
    {R_PPC_TLS, "R_PPC_TLS", kStatic, 0},
    {R_PPC_DTPMOD32, "R_PPC_DTPMOD32", kTlsModule, 4},
    {R_PPC_TPREL16, "R_PPC_TPREL16", kMachine, 2},
    {R_PPC_TPREL16_LO, "R_PPC_TPREL16_LO", kMachine, 2},
    {R_PPC_TPREL16_HI, "R_PPC_TPREL16_HI", kMachine, 2},
    {R_PPC_TPREL16_HA, "R_PPC_TPREL16_HA", kMachine, 2},
    {R_PPC_TPREL32, "R_PPC_TPREL32", kTlsTpOffset, 4},
    {R_PPC_DTPREL16, "R_PPC_DTPREL16", kMachine, 2},
    {R_PPC_DTPREL16_LO, "R_PPC_DTPREL16_LO", kMachine, 2},
    {R_PPC_DTPREL16_HI, "R_PPC_DTPREL16_HI", kMachine, 2},
    {R_PPC_DTPREL16_HA, "R_PPC_DTPREL16_HA", kMachine, 2},
    {R_PPC_DTPREL32, "R_PPC_DTPREL32", kTlsDtpOffset, 4},
    {R_PPC_GOT_TLSGD16, "R_PPC_GOT_TLSGD16", kStatic, 0},
    {R_PPC_GOT_TLSGD16_LO, "R_PPC_GOT_TLSGD16_LO", kStatic, 0},
    {R_PPC_GOT_TLSGD16_HI, "R_PPC_GOT_TLSGD16_HI", kStatic, 0},
    {R_PPC_GOT_TLSGD16_HA, "R_PPC_GOT_TLSGD16_HA", kStatic, 0},
    {R_PPC_GOT_TLSLD16, "R_PPC_GOT_TLSLD16", kStatic, 0},
    {R_PPC_GOT_TLSLD16_LO, "R_PPC_GOT_TLSLD16_LO", kStatic, 0},
    {R_PPC_GOT_TLSLD16_HI, "R_PPC_GOT_TLSLD16_HI", kStatic, 0},
    {R_PPC_GOT_TLSLD16_HA, "R_PPC_GOT_TLSLD16_HA", kStatic, 0},
    {R_PPC_GOT_TPREL16, "R_PPC_GOT_TPREL16", kStatic, 0},
    {R_PPC_GOT_TPREL16_LO, "R_PPC_GOT_TPREL16_LO", kStatic, 0},
    {R_PPC_GOT_TPREL16_HI, "R_PPC_GOT_TPREL16_HI", kStatic, 0},
    {R_PPC_GOT_TPREL16_HA, "R_PPC_GOT_TPREL16_HA", kStatic, 0},
    {R_PPC_GOT_DTPREL16, "R_PPC_GOT_DTPREL16", kStatic, 0},
    {R_PPC_GOT_DTPREL16_LO, "R_PPC_GOT_DTPREL16_LO", kStatic, 0},
    {R_PPC_GOT_DTPREL16_HI, "R_PPC_GOT_DTPREL16_HI", kStatic, 0},
    {R_PPC_GOT_DTPREL16_HA, "R_PPC_GOT_DTPREL16_HA", kStatic, 0},
    {R_PPC_TLSGD, "R_PPC_TLSGD", kStatic, 0},
    {R_PPC_TLSLD, "R_PPC_TLSLD", kStatic, 0},
    {R_PPC_EMB_NADDR32, "R_PPC_EMB_NADDR32", kStatic, 0},
    {R_PPC_EMB_NADDR16, "R_PPC_EMB_NADDR16", kStatic, 0},
    {R_PPC_EMB_NADDR16_LO, "R_PPC_EMB_NADDR16_LO", kStatic, 0},
    {R_PPC_EMB_NADDR16_HI, "R_PPC_EMB_NADDR16_HI", kStatic, 0},
    {R_PPC_EMB_NADDR16_HA, "R_PPC_EMB_NADDR16_HA", kStatic, 0},
    {R_PPC_EMB_SDAI16, "R_PPC_EMB_SDAI16", kStatic, 0},
    {R_PPC_EMB_SDA2I16, "R_PPC_EMB_SDA2I16", kStatic, 0},
    {R_PPC_EMB_SDA2REL, "R_PPC_EMB_SDA2REL", kStatic, 0},
    {R_PPC_EMB_SDA21, "R_PPC_EMB_SDA21", kStatic, 0},
    {R_PPC_EMB_MRKREF, "R_PPC_EMB_MRKREF", kStatic, 0},
    {R_PPC_EMB_RELSEC16, "R_PPC_EMB_RELSEC16", kStatic, 0},
    {R_PPC_EMB_RELST_LO, "R_PPC_EMB_RELST_LO", kStatic, 0},
    {R_PPC_EMB_RELST_HI, "R_PPC_EMB_RELST_HI", kStatic, 0},
    {R_PPC_EMB_RELST_HA, "R_PPC_EMB_RELST_HA", kStatic, 0},
    {R_PPC_EMB_BIT_FLD, "R_PPC_EMB_BIT_FLD", kStatic, 0},
    {R_PPC_EMB_RELSDA, "R_PPC_EMB_RELSDA", kStatic, 0},
    {119, "R_PPC_PLTSEQ", kStatic, 0},
    {120, "R_PPC_PLTCALL", kStatic, 0},
    {R_PPC_DIAB_SDA21_LO, "R_PPC_DIAB_SDA21_LO", kStatic, 0},
    {R_PPC_DIAB_SDA21_HI, "R_PPC_DIAB_SDA21_HI", kStatic, 0},
    {R_PPC_DIAB_SDA21_HA, "R_PPC_DIAB_SDA21_HA", kStatic, 0},
    {R_PPC_DIAB_RELSDA_LO, "R_PPC_DIAB_RELSDA_LO", kStatic, 0},
    {R_PPC_DIAB_RELSDA_HI, "R_PPC_DIAB_RELSDA_HI", kStatic, 0},
    {R_PPC_DIAB_RELSDA_HA, "R_PPC_DIAB_RELSDA_HA", kStatic, 0},
    {216, "R_PPC_VLE_REL8", kStatic, 0},
    {217, "R_PPC_VLE_REL15", kStatic, 0},
    {218, "R_PPC_VLE_REL24", kStatic, 0},
    {219, "R_PPC_VLE_LO16A", kStatic, 0},
    {220, "R_PPC_VLE_LO16D", kStatic, 0},
    {221, "R_PPC_VLE_HI16A", kStatic, 0},
    {222, "R_PPC_VLE_HI16D", kStatic, 0},
    {223, "R_PPC_VLE_HA16A", kStatic, 0},
    {224, "R_PPC_VLE_HA16D", kStatic, 0},
    {225, "R_PPC_VLE_SDA21", kStatic, 0},
    {226, "R_PPC_VLE_SDA21_LO", kStatic, 0},
    {227, "R_PPC_VLE_SDAREL_LO16A", kStatic, 0},
    {228, "R_PPC_VLE_SDAREL_LO16D", kStatic, 0},
    {229, "R_PPC_VLE_SDAREL_HI16A", kStatic, 0},
    {230, "R_PPC_VLE_SDAREL_HI16D", kStatic, 0},
    {231, "R_PPC_VLE_SDAREL_HA16A", kStatic, 0},
    {232, "R_PPC_VLE_SDAREL_HA16D", kStatic, 0},
    {233, "R_PPC_VLE_ADDR20", kStatic, 0},
    {246, "R_PPC_REL16DX_HA", kStatic, 0},
    {R_PPC_IRELATIVE, "R_PPC_IRELATIVE", kIRelative, 4},
    {R_PPC_REL16, "R_PPC_REL16", kStatic, 0},
    {R_PPC_REL16_LO, "R_PPC_REL16_LO", kStatic, 0},
    {R_PPC_REL16_HI, "R_PPC_REL16_HI", kStatic, 0},
    {R_PPC_REL16_HA, "R_PPC_REL16_HA", kStatic, 0},
    {253, "R_PPC_GNU_VTINHERIT", kStatic, 0},
    {254, "R_PPC_GNU_VTENTRY", kStatic, 0},
    {R_PPC_TOC16, "R_PPC_TOC16", kStatic, 0},
};

#include "machine/stubs/powerpc.inc"

namespace enter {
#include "machine/stubs/powerpc_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/powerpc_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// bcl 20, 31, .+4; mflr r3; addis r3, r3, message@ha; addi r3, r3, message@l; b report; traps
void write_thunk(std::span<std::byte> thunk, uint64_t address, uint64_t message, uint64_t report) {
  const uint64_t to_message = message - (address + 4);
  const uint64_t to_report = report - (address + 16);
  put_instructions(thunk, std::endian::big,
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

// Without it ld.so takes the PLT's slots for code, and writes branches into them.
constexpr ProcessorEntry kProcessorEntries[] = {
    {.tag = DT_PPC_GOT, .is_address = true, .required_by_plt = true}};

}  // namespace

constinit const Machine kPowerPc = {
    .name = "powerpc",
    .e_machine = EM_PPC,
    .format = {Class::k32, std::endian::big},
    .relocations = kRelocations,
    .rela = true,
    .local_value_in_addend = true,
    .tls_variant = TlsVariant::kI,
    .tls_tp_bias = 0x7000,
    .tls_dtv_bias = 0x8000,
    .min_page_size = 0x1000,
    .max_page_size = 0x10000,
    .default_stack_exec = true,
    .glibc_interpreter = "/lib/ld.so.1",
    .triple = "powerpc-linux-gnu",
    .lib = "lib/powerpc-linux-gnu",
    .cache_flags = 0x0003,  // FLAG_ELF_LIBC6
    .musl_name = "powerpc",
    .processor_entries = kProcessorEntries,
    .start_stub = &kStub,
    .enter_code = enter::kCode,
    .next_code = &kNextCode,
};

}  // namespace onefold
