// aarch64: 64-bit, either byte order, RELA, TLS variant I (TPIDR_EL0, then a TCB of 16 bytes, then
// blocks).
//
//   x0-x7     arguments and results; x8 address of a large result
//   x16 x17   IP0 and IP1: a PLT entry or veneer may change them
//   x19-x28   preserved by the callee; x29 frame, x30 return address
//   sp        16-byte aligned whenever it is used
//
// Thread-local variables go through TLS descriptors by default; a resolver changes x0 and nothing
// else. Pages are 4, 16 or 64 KiB. A function with STO_AARCH64_VARIANT_PCS is never bound lazily.
//
// psABI: https://github.com/ARM-software/abi-aa/blob/main/aaelf64/aaelf64.rst

#include <elf.h>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// The psABI leaves open which of types 1028 and 1029 is the module; Linux has it as elf.h does.
// glibc's ld.so stores R_AARCH64_ABS32 as a whole word of 8 bytes. Types 1 to 255 belong to
// ELFCLASS32 (ILP32).
constexpr RelocRow kRelocations[] = {
    {R_AARCH64_NONE, "R_AARCH64_NONE", kNone, 0},
    {256, "R_AARCH64_NULL", kStatic, 0},
    {R_AARCH64_ABS64, "R_AARCH64_ABS64", kAbsolute, 8},
    {R_AARCH64_ABS32, "R_AARCH64_ABS32", kAbsolute, 8},
    {R_AARCH64_ABS16, "R_AARCH64_ABS16", kStatic, 0},
    {R_AARCH64_PREL64, "R_AARCH64_PREL64", kStatic, 0},
    {R_AARCH64_PREL32, "R_AARCH64_PREL32", kStatic, 0},
    {R_AARCH64_PREL16, "R_AARCH64_PREL16", kStatic, 0},
    {R_AARCH64_MOVW_UABS_G0, "R_AARCH64_MOVW_UABS_G0", kStatic, 0},
    {R_AARCH64_MOVW_UABS_G0_NC, "R_AARCH64_MOVW_UABS_G0_NC", kStatic, 0},
    {R_AARCH64_MOVW_UABS_G1, "R_AARCH64_MOVW_UABS_G1", kStatic, 0},
    {R_AARCH64_MOVW_UABS_G1_NC, "R_AARCH64_MOVW_UABS_G1_NC", kStatic, 0},
    {R_AARCH64_MOVW_UABS_G2, "R_AARCH64_MOVW_UABS_G2", kStatic, 0},
    {R_AARCH64_MOVW_UABS_G2_NC, "R_AARCH64_MOVW_UABS_G2_NC", kStatic, 0},
    {R_AARCH64_MOVW_UABS_G3, "R_AARCH64_MOVW_UABS_G3", kStatic, 0},
    {R_AARCH64_MOVW_SABS_G0, "R_AARCH64_MOVW_SABS_G0", kStatic, 0},
    {R_AARCH64_MOVW_SABS_G1, "R_AARCH64_MOVW_SABS_G1", kStatic, 0},
    {R_AARCH64_MOVW_SABS_G2, "R_AARCH64_MOVW_SABS_G2", kStatic, 0},
    {R_AARCH64_LD_PREL_LO19, "R_AARCH64_LD_PREL_LO19", kStatic, 0},
    {R_AARCH64_ADR_PREL_LO21, "R_AARCH64_ADR_PREL_LO21", kStatic, 0},
    {R_AARCH64_ADR_PREL_PG_HI21, "R_AARCH64_ADR_PREL_PG_HI21", kStatic, 0},
    {R_AARCH64_ADR_PREL_PG_HI21_NC, "R_AARCH64_ADR_PREL_PG_HI21_NC", kStatic, 0},
    {R_AARCH64_ADD_ABS_LO12_NC, "R_AARCH64_ADD_ABS_LO12_NC", kStatic, 0},
    {R_AARCH64_LDST8_ABS_LO12_NC, "R_AARCH64_LDST8_ABS_LO12_NC", kStatic, 0},
    {R_AARCH64_TSTBR14, "R_AARCH64_TSTBR14", kStatic, 0},
    {R_AARCH64_CONDBR19, "R_AARCH64_CONDBR19", kStatic, 0},
    {R_AARCH64_JUMP26, "R_AARCH64_JUMP26", kStatic, 0},
    {R_AARCH64_CALL26, "R_AARCH64_CALL26", kStatic, 0},
    {R_AARCH64_LDST16_ABS_LO12_NC, "R_AARCH64_LDST16_ABS_LO12_NC", kStatic, 0},
    {R_AARCH64_LDST32_ABS_LO12_NC, "R_AARCH64_LDST32_ABS_LO12_NC", kStatic, 0},
    {R_AARCH64_LDST64_ABS_LO12_NC, "R_AARCH64_LDST64_ABS_LO12_NC", kStatic, 0},
    {R_AARCH64_MOVW_PREL_G0, "R_AARCH64_MOVW_PREL_G0", kStatic, 0},
    {R_AARCH64_MOVW_PREL_G0_NC, "R_AARCH64_MOVW_PREL_G0_NC", kStatic, 0},
    {R_AARCH64_MOVW_PREL_G1, "R_AARCH64_MOVW_PREL_G1", kStatic, 0},
    {R_AARCH64_MOVW_PREL_G1_NC, "R_AARCH64_MOVW_PREL_G1_NC", kStatic, 0},
    {R_AARCH64_MOVW_PREL_G2, "R_AARCH64_MOVW_PREL_G2", kStatic, 0},
    {R_AARCH64_MOVW_PREL_G2_NC, "R_AARCH64_MOVW_PREL_G2_NC", kStatic, 0},
    {R_AARCH64_MOVW_PREL_G3, "R_AARCH64_MOVW_PREL_G3", kStatic, 0},
    {R_AARCH64_LDST128_ABS_LO12_NC, "R_AARCH64_LDST128_ABS_LO12_NC", kStatic, 0},
    {R_AARCH64_MOVW_GOTOFF_G0, "R_AARCH64_MOVW_GOTOFF_G0", kStatic, 0},
    {R_AARCH64_MOVW_GOTOFF_G0_NC, "R_AARCH64_MOVW_GOTOFF_G0_NC", kStatic, 0},
    {R_AARCH64_MOVW_GOTOFF_G1, "R_AARCH64_MOVW_GOTOFF_G1", kStatic, 0},
    {R_AARCH64_MOVW_GOTOFF_G1_NC, "R_AARCH64_MOVW_GOTOFF_G1_NC", kStatic, 0},
    {R_AARCH64_MOVW_GOTOFF_G2, "R_AARCH64_MOVW_GOTOFF_G2", kStatic, 0},
    {R_AARCH64_MOVW_GOTOFF_G2_NC, "R_AARCH64_MOVW_GOTOFF_G2_NC", kStatic, 0},
    {R_AARCH64_MOVW_GOTOFF_G3, "R_AARCH64_MOVW_GOTOFF_G3", kStatic, 0},
    {R_AARCH64_GOTREL64, "R_AARCH64_GOTREL64", kStatic, 0},
    {R_AARCH64_GOTREL32, "R_AARCH64_GOTREL32", kStatic, 0},
    {R_AARCH64_GOT_LD_PREL19, "R_AARCH64_GOT_LD_PREL19", kStatic, 0},
    {R_AARCH64_LD64_GOTOFF_LO15, "R_AARCH64_LD64_GOTOFF_LO15", kStatic, 0},
    {R_AARCH64_ADR_GOT_PAGE, "R_AARCH64_ADR_GOT_PAGE", kStatic, 0},
    {R_AARCH64_LD64_GOT_LO12_NC, "R_AARCH64_LD64_GOT_LO12_NC", kStatic, 0},
    {R_AARCH64_LD64_GOTPAGE_LO15, "R_AARCH64_LD64_GOTPAGE_LO15", kStatic, 0},
    {314, "R_AARCH64_PLT32", kStatic, 0},
    {315, "R_AARCH64_GOTPCREL32", kStatic, 0},
    {R_AARCH64_TLSGD_ADR_PREL21, "R_AARCH64_TLSGD_ADR_PREL21", kStatic, 0},
    {R_AARCH64_TLSGD_ADR_PAGE21, "R_AARCH64_TLSGD_ADR_PAGE21", kStatic, 0},
    {R_AARCH64_TLSGD_ADD_LO12_NC, "R_AARCH64_TLSGD_ADD_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSGD_MOVW_G1, "R_AARCH64_TLSGD_MOVW_G1", kStatic, 0},
    {R_AARCH64_TLSGD_MOVW_G0_NC, "R_AARCH64_TLSGD_MOVW_G0_NC", kStatic, 0},
    {R_AARCH64_TLSLD_ADR_PREL21, "R_AARCH64_TLSLD_ADR_PREL21", kStatic, 0},
    {R_AARCH64_TLSLD_ADR_PAGE21, "R_AARCH64_TLSLD_ADR_PAGE21", kStatic, 0},
    {R_AARCH64_TLSLD_ADD_LO12_NC, "R_AARCH64_TLSLD_ADD_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLD_MOVW_G1, "R_AARCH64_TLSLD_MOVW_G1", kStatic, 0},
    {R_AARCH64_TLSLD_MOVW_G0_NC, "R_AARCH64_TLSLD_MOVW_G0_NC", kStatic, 0},
    {R_AARCH64_TLSLD_LD_PREL19, "R_AARCH64_TLSLD_LD_PREL19", kStatic, 0},
    {R_AARCH64_TLSLD_MOVW_DTPREL_G2, "R_AARCH64_TLSLD_MOVW_DTPREL_G2", kStatic, 0},
    {R_AARCH64_TLSLD_MOVW_DTPREL_G1, "R_AARCH64_TLSLD_MOVW_DTPREL_G1", kStatic, 0},
    {R_AARCH64_TLSLD_MOVW_DTPREL_G1_NC, "R_AARCH64_TLSLD_MOVW_DTPREL_G1_NC", kStatic, 0},
    {R_AARCH64_TLSLD_MOVW_DTPREL_G0, "R_AARCH64_TLSLD_MOVW_DTPREL_G0", kStatic, 0},
    {R_AARCH64_TLSLD_MOVW_DTPREL_G0_NC, "R_AARCH64_TLSLD_MOVW_DTPREL_G0_NC", kStatic, 0},
    {R_AARCH64_TLSLD_ADD_DTPREL_HI12, "R_AARCH64_TLSLD_ADD_DTPREL_HI12", kStatic, 0},
    {R_AARCH64_TLSLD_ADD_DTPREL_LO12, "R_AARCH64_TLSLD_ADD_DTPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLD_ADD_DTPREL_LO12_NC, "R_AARCH64_TLSLD_ADD_DTPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLD_LDST8_DTPREL_LO12, "R_AARCH64_TLSLD_LDST8_DTPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLD_LDST8_DTPREL_LO12_NC, "R_AARCH64_TLSLD_LDST8_DTPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLD_LDST16_DTPREL_LO12, "R_AARCH64_TLSLD_LDST16_DTPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLD_LDST16_DTPREL_LO12_NC, "R_AARCH64_TLSLD_LDST16_DTPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLD_LDST32_DTPREL_LO12, "R_AARCH64_TLSLD_LDST32_DTPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLD_LDST32_DTPREL_LO12_NC, "R_AARCH64_TLSLD_LDST32_DTPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLD_LDST64_DTPREL_LO12, "R_AARCH64_TLSLD_LDST64_DTPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLD_LDST64_DTPREL_LO12_NC, "R_AARCH64_TLSLD_LDST64_DTPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSIE_MOVW_GOTTPREL_G1, "R_AARCH64_TLSIE_MOVW_GOTTPREL_G1", kStatic, 0},
    {R_AARCH64_TLSIE_MOVW_GOTTPREL_G0_NC, "R_AARCH64_TLSIE_MOVW_GOTTPREL_G0_NC", kStatic, 0},
    {R_AARCH64_TLSIE_ADR_GOTTPREL_PAGE21, "R_AARCH64_TLSIE_ADR_GOTTPREL_PAGE21", kStatic, 0},
    {R_AARCH64_TLSIE_LD64_GOTTPREL_LO12_NC, "R_AARCH64_TLSIE_LD64_GOTTPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSIE_LD_GOTTPREL_PREL19, "R_AARCH64_TLSIE_LD_GOTTPREL_PREL19", kStatic, 0},
    {R_AARCH64_TLSLE_MOVW_TPREL_G2, "R_AARCH64_TLSLE_MOVW_TPREL_G2", kStatic, 0},
    {R_AARCH64_TLSLE_MOVW_TPREL_G1, "R_AARCH64_TLSLE_MOVW_TPREL_G1", kStatic, 0},
    {R_AARCH64_TLSLE_MOVW_TPREL_G1_NC, "R_AARCH64_TLSLE_MOVW_TPREL_G1_NC", kStatic, 0},
    {R_AARCH64_TLSLE_MOVW_TPREL_G0, "R_AARCH64_TLSLE_MOVW_TPREL_G0", kStatic, 0},
    {R_AARCH64_TLSLE_MOVW_TPREL_G0_NC, "R_AARCH64_TLSLE_MOVW_TPREL_G0_NC", kStatic, 0},
    {R_AARCH64_TLSLE_ADD_TPREL_HI12, "R_AARCH64_TLSLE_ADD_TPREL_HI12", kStatic, 0},
    {R_AARCH64_TLSLE_ADD_TPREL_LO12, "R_AARCH64_TLSLE_ADD_TPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLE_ADD_TPREL_LO12_NC, "R_AARCH64_TLSLE_ADD_TPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLE_LDST8_TPREL_LO12, "R_AARCH64_TLSLE_LDST8_TPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLE_LDST8_TPREL_LO12_NC, "R_AARCH64_TLSLE_LDST8_TPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLE_LDST16_TPREL_LO12, "R_AARCH64_TLSLE_LDST16_TPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLE_LDST16_TPREL_LO12_NC, "R_AARCH64_TLSLE_LDST16_TPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLE_LDST32_TPREL_LO12, "R_AARCH64_TLSLE_LDST32_TPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLE_LDST32_TPREL_LO12_NC, "R_AARCH64_TLSLE_LDST32_TPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLE_LDST64_TPREL_LO12, "R_AARCH64_TLSLE_LDST64_TPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLE_LDST64_TPREL_LO12_NC, "R_AARCH64_TLSLE_LDST64_TPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSDESC_LD_PREL19, "R_AARCH64_TLSDESC_LD_PREL19", kStatic, 0},
    {R_AARCH64_TLSDESC_ADR_PREL21, "R_AARCH64_TLSDESC_ADR_PREL21", kStatic, 0},
    {R_AARCH64_TLSDESC_ADR_PAGE21, "R_AARCH64_TLSDESC_ADR_PAGE21", kStatic, 0},
    {R_AARCH64_TLSDESC_LD64_LO12, "R_AARCH64_TLSDESC_LD64_LO12", kStatic, 0},
    {R_AARCH64_TLSDESC_ADD_LO12, "R_AARCH64_TLSDESC_ADD_LO12", kStatic, 0},
    {R_AARCH64_TLSDESC_OFF_G1, "R_AARCH64_TLSDESC_OFF_G1", kStatic, 0},
    {R_AARCH64_TLSDESC_OFF_G0_NC, "R_AARCH64_TLSDESC_OFF_G0_NC", kStatic, 0},
    {R_AARCH64_TLSDESC_LDR, "R_AARCH64_TLSDESC_LDR", kStatic, 0},
    {R_AARCH64_TLSDESC_ADD, "R_AARCH64_TLSDESC_ADD", kStatic, 0},
    {R_AARCH64_TLSDESC_CALL, "R_AARCH64_TLSDESC_CALL", kStatic, 0},
    {R_AARCH64_TLSLE_LDST128_TPREL_LO12, "R_AARCH64_TLSLE_LDST128_TPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLE_LDST128_TPREL_LO12_NC, "R_AARCH64_TLSLE_LDST128_TPREL_LO12_NC", kStatic, 0},
    {R_AARCH64_TLSLD_LDST128_DTPREL_LO12, "R_AARCH64_TLSLD_LDST128_DTPREL_LO12", kStatic, 0},
    {R_AARCH64_TLSLD_LDST128_DTPREL_LO12_NC, "R_AARCH64_TLSLD_LDST128_DTPREL_LO12_NC", kStatic, 0},
    {580, "R_AARCH64_AUTH_ABS64", kStatic, 0},
    {R_AARCH64_COPY, "R_AARCH64_COPY", kCopy, 0},
    {R_AARCH64_GLOB_DAT, "R_AARCH64_GLOB_DAT", kGlobDat, 8},
    {R_AARCH64_JUMP_SLOT, "R_AARCH64_JUMP_SLOT", kJumpSlot, 8},
    {R_AARCH64_RELATIVE, "R_AARCH64_RELATIVE", kBaseRelative, 8},
    {R_AARCH64_TLS_DTPMOD, "R_AARCH64_TLS_DTPMOD", kTlsModule, 8},
    {R_AARCH64_TLS_DTPREL, "R_AARCH64_TLS_DTPREL", kTlsDtpOffset, 8},
    {R_AARCH64_TLS_TPREL, "R_AARCH64_TLS_TPREL", kTlsTpOffset, 8},
    {R_AARCH64_TLSDESC, "R_AARCH64_TLSDESC", kTlsDescriptor, 16},
    {R_AARCH64_IRELATIVE, "R_AARCH64_IRELATIVE", kIRelative, 8},
    {1041, "R_AARCH64_AUTH_RELATIVE", kStatic, 0},
};

#include "machine/stubs/aarch64.inc"

namespace enter {
#include "machine/stubs/aarch64_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/aarch64_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// bti c; adrp x0, message; add x0, x0, :lo12:message; b report
void write_thunk(std::span<std::byte> thunk, uint64_t address, uint64_t message, uint64_t report) {
  const uint64_t pages = (message >> 12) - ((address + 4) >> 12);
  put_instructions(thunk, std::endian::little,
                   {0xd503245f, 0x90000000 | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5,
                    0x91000000 | (message & 0xfff) << 10,
                    0x14000000 | ((report - (address + 12)) >> 2 & 0x3ffffff)});
}

constexpr StartStub kStub{.code = kCode,
                          .program_entry = kStart,
                          .init = kInit,
                          .fini = kFini,
                          .report = kReport,
                          .thunk_size = 16,
                          .write_thunk = &write_thunk};

// What the PLT is made of, and that some function's calling convention forbids lazy binding.
constexpr ProcessorEntry kProcessorEntries[] = {
    {.tag = DT_AARCH64_BTI_PLT}, {.tag = DT_AARCH64_PAC_PLT}, {.tag = DT_AARCH64_VARIANT_PCS}};

constexpr Machine aarch64(std::endian order) {
  return {
      .name = "aarch64",
      .e_machine = EM_AARCH64,
      .format = {Class::k64, order},
      .relocations = kRelocations,
      .rela = true,
      .tls_variant = TlsVariant::kI,
      .tls_tcb_size = 16,
      .min_page_size = 0x1000,
      .max_page_size = 0x10000,
      .default_stack_exec = false,
      .glibc_interpreter = "/lib/ld-linux-aarch64.so.1",
      .triple = "aarch64-linux-gnu",
      .lib = "lib/aarch64-linux-gnu",
      .platform = "aarch64",
      .cache_flags = 0x0a03,  // FLAG_AARCH64_LIB64 | FLAG_ELF_LIBC6
      .musl_name = "aarch64",
      .processor_entries = kProcessorEntries,
      .start_stub = order == std::endian::little ? &kStub : nullptr,
      .enter_code = order == std::endian::little ? std::span<const uint8_t>(enter::kCode)
                                                 : std::span<const uint8_t>(),
      .next_code = order == std::endian::little ? &kNextCode : nullptr,
  };
}

constexpr Machine aarch64_be() {
  Machine machine = aarch64(std::endian::big);
  machine.name = "aarch64_be";
  machine.glibc_interpreter = "/lib/ld-linux-aarch64_be.so.1";
  machine.triple = "aarch64_be-linux-gnu";
  machine.lib = "lib/aarch64_be-linux-gnu";
  machine.platform = "aarch64_be";
  machine.musl_name = "aarch64_be";
  return machine;
}

}  // namespace

constinit const Machine kAArch64 = aarch64(std::endian::little);
constinit const Machine kAArch64Be = aarch64_be();

}  // namespace onefold
