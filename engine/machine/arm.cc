// arm (EABI): 32-bit, either byte order, REL, TLS variant I (TPIDRURO, then a TCB of 8 bytes, then
// blocks).
//
//   r0-r3    arguments and results; s0-s15 / d0-d7 too where the float ABI is hard
//   r4-r11   preserved by the callee
//   r12      ip: a PLT entry or veneer may change it
//   r13-r15  sp (8-byte aligned at a call), lr, pc
//
// Bit 0 of a function's st_value says Thumb; it stays part of S. Unwind tables are .ARM.exidx, not
// .eh_frame. e_flags tell the float ABI; a file that names none (old linkers, Go's own) passes for
// either in ld.so and counts as hard-float here, as Debian's newer port does. Big-endian code is
// little-endian in a BE8 file: only its data follow EI_DATA.
//
// psABI: https://github.com/ARM-software/abi-aa/blob/main/aaelf32/aaelf32.rst

#include <elf.h>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// R_ARM_TLS_DESC: the pair's first word is the argument. It holds the addend, which ld.so reads for
// symbol 0 only. R_ARM_PC24 patches a branch and makes a far target reachable through a page of its
// own.
constexpr RelocRow kRelocations[] = {
    {R_ARM_NONE, "R_ARM_NONE", kNone, 0},
    {R_ARM_PC24, "R_ARM_PC24", kMachine, 4},
    {R_ARM_ABS32, "R_ARM_ABS32", kAbsolute, 4},
    {R_ARM_REL32, "R_ARM_REL32", kStatic, 0},
    {4, "R_ARM_LDR_PC_G0", kStatic, 0},
    {R_ARM_ABS16, "R_ARM_ABS16", kStatic, 0},
    {R_ARM_ABS12, "R_ARM_ABS12", kStatic, 0},
    {R_ARM_THM_ABS5, "R_ARM_THM_ABS5", kStatic, 0},
    {R_ARM_ABS8, "R_ARM_ABS8", kStatic, 0},
    {R_ARM_SBREL32, "R_ARM_SBREL32", kStatic, 0},
    {10, "R_ARM_THM_CALL", kStatic, 0},
    {R_ARM_THM_PC8, "R_ARM_THM_PC8", kStatic, 0},
    {12, "R_ARM_BREL_ADJ", kStatic, 0},
    {R_ARM_TLS_DESC, "R_ARM_TLS_DESC", kTlsDescriptor, 8},
    {R_ARM_THM_SWI8, "R_ARM_THM_SWI8", kStatic, 0},
    {R_ARM_XPC25, "R_ARM_XPC25", kStatic, 0},
    {R_ARM_THM_XPC22, "R_ARM_THM_XPC22", kStatic, 0},
    {R_ARM_TLS_DTPMOD32, "R_ARM_TLS_DTPMOD32", kTlsModule, 4},
    {R_ARM_TLS_DTPOFF32, "R_ARM_TLS_DTPOFF32", kTlsDtpOffset, 4},
    {R_ARM_TLS_TPOFF32, "R_ARM_TLS_TPOFF32", kTlsTpOffset, 4},
    {R_ARM_COPY, "R_ARM_COPY", kCopy, 0},
    {R_ARM_GLOB_DAT, "R_ARM_GLOB_DAT", kGlobDat, 4, Addend::kIgnored},
    {R_ARM_JUMP_SLOT, "R_ARM_JUMP_SLOT", kJumpSlot, 4, Addend::kIgnored},
    {R_ARM_RELATIVE, "R_ARM_RELATIVE", kBaseRelative, 4},
    {24, "R_ARM_GOTOFF32", kStatic, 0},
    {25, "R_ARM_BASE_PREL", kStatic, 0},
    {26, "R_ARM_GOT_BREL", kStatic, 0},
    {R_ARM_PLT32, "R_ARM_PLT32", kStatic, 0},
    {R_ARM_CALL, "R_ARM_CALL", kStatic, 0},
    {R_ARM_JUMP24, "R_ARM_JUMP24", kStatic, 0},
    {R_ARM_THM_JUMP24, "R_ARM_THM_JUMP24", kStatic, 0},
    {R_ARM_BASE_ABS, "R_ARM_BASE_ABS", kStatic, 0},
    {R_ARM_ALU_PCREL_7_0, "R_ARM_ALU_PCREL_7_0", kStatic, 0},
    {R_ARM_ALU_PCREL_15_8, "R_ARM_ALU_PCREL_15_8", kStatic, 0},
    {R_ARM_ALU_PCREL_23_15, "R_ARM_ALU_PCREL_23_15", kStatic, 0},
    {35, "R_ARM_LDR_SBREL_11_0_NC", kStatic, 0},
    {36, "R_ARM_ALU_SBREL_19_12_NC", kStatic, 0},
    {37, "R_ARM_ALU_SBREL_27_20_CK", kStatic, 0},
    {R_ARM_TARGET1, "R_ARM_TARGET1", kStatic, 0},
    {R_ARM_SBREL31, "R_ARM_SBREL31", kStatic, 0},
    {R_ARM_V4BX, "R_ARM_V4BX", kStatic, 0},
    {R_ARM_TARGET2, "R_ARM_TARGET2", kStatic, 0},
    {R_ARM_PREL31, "R_ARM_PREL31", kStatic, 0},
    {R_ARM_MOVW_ABS_NC, "R_ARM_MOVW_ABS_NC", kStatic, 0},
    {R_ARM_MOVT_ABS, "R_ARM_MOVT_ABS", kStatic, 0},
    {R_ARM_MOVW_PREL_NC, "R_ARM_MOVW_PREL_NC", kStatic, 0},
    {R_ARM_MOVT_PREL, "R_ARM_MOVT_PREL", kStatic, 0},
    {R_ARM_THM_MOVW_ABS_NC, "R_ARM_THM_MOVW_ABS_NC", kStatic, 0},
    {R_ARM_THM_MOVT_ABS, "R_ARM_THM_MOVT_ABS", kStatic, 0},
    {R_ARM_THM_MOVW_PREL_NC, "R_ARM_THM_MOVW_PREL_NC", kStatic, 0},
    {R_ARM_THM_MOVT_PREL, "R_ARM_THM_MOVT_PREL", kStatic, 0},
    {R_ARM_THM_JUMP19, "R_ARM_THM_JUMP19", kStatic, 0},
    {R_ARM_THM_JUMP6, "R_ARM_THM_JUMP6", kStatic, 0},
    {R_ARM_THM_ALU_PREL_11_0, "R_ARM_THM_ALU_PREL_11_0", kStatic, 0},
    {R_ARM_THM_PC12, "R_ARM_THM_PC12", kStatic, 0},
    {R_ARM_ABS32_NOI, "R_ARM_ABS32_NOI", kStatic, 0},
    {R_ARM_REL32_NOI, "R_ARM_REL32_NOI", kStatic, 0},
    {R_ARM_ALU_PC_G0_NC, "R_ARM_ALU_PC_G0_NC", kStatic, 0},
    {R_ARM_ALU_PC_G0, "R_ARM_ALU_PC_G0", kStatic, 0},
    {R_ARM_ALU_PC_G1_NC, "R_ARM_ALU_PC_G1_NC", kStatic, 0},
    {R_ARM_ALU_PC_G1, "R_ARM_ALU_PC_G1", kStatic, 0},
    {R_ARM_ALU_PC_G2, "R_ARM_ALU_PC_G2", kStatic, 0},
    {R_ARM_LDR_PC_G1, "R_ARM_LDR_PC_G1", kStatic, 0},
    {R_ARM_LDR_PC_G2, "R_ARM_LDR_PC_G2", kStatic, 0},
    {R_ARM_LDRS_PC_G0, "R_ARM_LDRS_PC_G0", kStatic, 0},
    {R_ARM_LDRS_PC_G1, "R_ARM_LDRS_PC_G1", kStatic, 0},
    {R_ARM_LDRS_PC_G2, "R_ARM_LDRS_PC_G2", kStatic, 0},
    {R_ARM_LDC_PC_G0, "R_ARM_LDC_PC_G0", kStatic, 0},
    {R_ARM_LDC_PC_G1, "R_ARM_LDC_PC_G1", kStatic, 0},
    {R_ARM_LDC_PC_G2, "R_ARM_LDC_PC_G2", kStatic, 0},
    {R_ARM_ALU_SB_G0_NC, "R_ARM_ALU_SB_G0_NC", kStatic, 0},
    {R_ARM_ALU_SB_G0, "R_ARM_ALU_SB_G0", kStatic, 0},
    {R_ARM_ALU_SB_G1_NC, "R_ARM_ALU_SB_G1_NC", kStatic, 0},
    {R_ARM_ALU_SB_G1, "R_ARM_ALU_SB_G1", kStatic, 0},
    {R_ARM_ALU_SB_G2, "R_ARM_ALU_SB_G2", kStatic, 0},
    {R_ARM_LDR_SB_G0, "R_ARM_LDR_SB_G0", kStatic, 0},
    {R_ARM_LDR_SB_G1, "R_ARM_LDR_SB_G1", kStatic, 0},
    {R_ARM_LDR_SB_G2, "R_ARM_LDR_SB_G2", kStatic, 0},
    {R_ARM_LDRS_SB_G0, "R_ARM_LDRS_SB_G0", kStatic, 0},
    {R_ARM_LDRS_SB_G1, "R_ARM_LDRS_SB_G1", kStatic, 0},
    {R_ARM_LDRS_SB_G2, "R_ARM_LDRS_SB_G2", kStatic, 0},
    {R_ARM_LDC_SB_G0, "R_ARM_LDC_SB_G0", kStatic, 0},
    {R_ARM_LDC_SB_G1, "R_ARM_LDC_SB_G1", kStatic, 0},
    {R_ARM_LDC_SB_G2, "R_ARM_LDC_SB_G2", kStatic, 0},
    {R_ARM_MOVW_BREL_NC, "R_ARM_MOVW_BREL_NC", kStatic, 0},
    {R_ARM_MOVT_BREL, "R_ARM_MOVT_BREL", kStatic, 0},
    {R_ARM_MOVW_BREL, "R_ARM_MOVW_BREL", kStatic, 0},
    {R_ARM_THM_MOVW_BREL_NC, "R_ARM_THM_MOVW_BREL_NC", kStatic, 0},
    {R_ARM_THM_MOVT_BREL, "R_ARM_THM_MOVT_BREL", kStatic, 0},
    {R_ARM_THM_MOVW_BREL, "R_ARM_THM_MOVW_BREL", kStatic, 0},
    {R_ARM_TLS_GOTDESC, "R_ARM_TLS_GOTDESC", kStatic, 0},
    {R_ARM_TLS_CALL, "R_ARM_TLS_CALL", kStatic, 0},
    {R_ARM_TLS_DESCSEQ, "R_ARM_TLS_DESCSEQ", kStatic, 0},
    {R_ARM_THM_TLS_CALL, "R_ARM_THM_TLS_CALL", kStatic, 0},
    {R_ARM_PLT32_ABS, "R_ARM_PLT32_ABS", kStatic, 0},
    {R_ARM_GOT_ABS, "R_ARM_GOT_ABS", kStatic, 0},
    {R_ARM_GOT_PREL, "R_ARM_GOT_PREL", kStatic, 0},
    {R_ARM_GOT_BREL12, "R_ARM_GOT_BREL12", kStatic, 0},
    {R_ARM_GOTOFF12, "R_ARM_GOTOFF12", kStatic, 0},
    {R_ARM_GOTRELAX, "R_ARM_GOTRELAX", kStatic, 0},
    {R_ARM_GNU_VTENTRY, "R_ARM_GNU_VTENTRY", kStatic, 0},
    {R_ARM_GNU_VTINHERIT, "R_ARM_GNU_VTINHERIT", kStatic, 0},
    {102, "R_ARM_THM_JUMP11", kStatic, 0},
    {103, "R_ARM_THM_JUMP8", kStatic, 0},
    {R_ARM_TLS_GD32, "R_ARM_TLS_GD32", kStatic, 0},
    {R_ARM_TLS_LDM32, "R_ARM_TLS_LDM32", kStatic, 0},
    {R_ARM_TLS_LDO32, "R_ARM_TLS_LDO32", kStatic, 0},
    {R_ARM_TLS_IE32, "R_ARM_TLS_IE32", kStatic, 0},
    {R_ARM_TLS_LE32, "R_ARM_TLS_LE32", kStatic, 0},
    {R_ARM_TLS_LDO12, "R_ARM_TLS_LDO12", kStatic, 0},
    {R_ARM_TLS_LE12, "R_ARM_TLS_LE12", kStatic, 0},
    {R_ARM_TLS_IE12GP, "R_ARM_TLS_IE12GP", kStatic, 0},
    {112, "R_ARM_PRIVATE_0", kStatic, 0},
    {113, "R_ARM_PRIVATE_1", kStatic, 0},
    {114, "R_ARM_PRIVATE_2", kStatic, 0},
    {115, "R_ARM_PRIVATE_3", kStatic, 0},
    {116, "R_ARM_PRIVATE_4", kStatic, 0},
    {117, "R_ARM_PRIVATE_5", kStatic, 0},
    {118, "R_ARM_PRIVATE_6", kStatic, 0},
    {119, "R_ARM_PRIVATE_7", kStatic, 0},
    {120, "R_ARM_PRIVATE_8", kStatic, 0},
    {121, "R_ARM_PRIVATE_9", kStatic, 0},
    {122, "R_ARM_PRIVATE_10", kStatic, 0},
    {123, "R_ARM_PRIVATE_11", kStatic, 0},
    {124, "R_ARM_PRIVATE_12", kStatic, 0},
    {125, "R_ARM_PRIVATE_13", kStatic, 0},
    {126, "R_ARM_PRIVATE_14", kStatic, 0},
    {127, "R_ARM_PRIVATE_15", kStatic, 0},
    {R_ARM_ME_TOO, "R_ARM_ME_TOO", kStatic, 0},
    {R_ARM_THM_TLS_DESCSEQ16, "R_ARM_THM_TLS_DESCSEQ16", kStatic, 0},
    {R_ARM_THM_TLS_DESCSEQ32, "R_ARM_THM_TLS_DESCSEQ32", kStatic, 0},
    {R_ARM_THM_GOT_BREL12, "R_ARM_THM_GOT_BREL12", kStatic, 0},
    {132, "R_ARM_THM_ALU_ABS_G0_NC", kStatic, 0},
    {133, "R_ARM_THM_ALU_ABS_G1_NC", kStatic, 0},
    {134, "R_ARM_THM_ALU_ABS_G2_NC", kStatic, 0},
    {135, "R_ARM_THM_ALU_ABS_G3", kStatic, 0},
    {136, "R_ARM_THM_BF16", kStatic, 0},
    {137, "R_ARM_THM_BF12", kStatic, 0},
    {138, "R_ARM_THM_BF18", kStatic, 0},
    {R_ARM_IRELATIVE, "R_ARM_IRELATIVE", kIRelative, 4},
    {161, "R_ARM_GOTFUNCDESC", kStatic, 0},
    {162, "R_ARM_GOTOFFFUNCDESC", kStatic, 0},
    {163, "R_ARM_FUNCDESC", kStatic, 0},
    {164, "R_ARM_FUNCDESC_VALUE", kStatic, 0},
    {165, "R_ARM_TLS_GD32_FDPIC", kStatic, 0},
    {166, "R_ARM_TLS_LDM32_FDPIC", kStatic, 0},
    {167, "R_ARM_TLS_IE32_FDPIC", kStatic, 0},
    {R_ARM_RXPC25, "R_ARM_RXPC25", kStatic, 0},
    {R_ARM_RSBREL32, "R_ARM_RSBREL32", kStatic, 0},
    {R_ARM_THM_RPC22, "R_ARM_THM_RPC22", kStatic, 0},
    {R_ARM_RREL32, "R_ARM_RREL32", kStatic, 0},
    {253, "R_ARM_RABS32", kStatic, 0},
    {R_ARM_RPC24, "R_ARM_RPC24", kStatic, 0},
    {R_ARM_RBASE, "R_ARM_RBASE", kStatic, 0},
};

constexpr bool is_soft_float(uint32_t e_flags) {
  return (e_flags & EF_ARM_ABI_FLOAT_SOFT) != 0 && (e_flags & EF_ARM_ABI_FLOAT_HARD) == 0;
}

#include "machine/stubs/arm.inc"

namespace enter {
#include "machine/stubs/arm_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/arm_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// ldr r0, [pc, #4]; add r0, pc, r0; b report; .word: the message's distance
void write_thunk(std::span<std::byte> thunk, uint64_t address, uint64_t message, uint64_t report) {
  put_instructions(
      thunk, std::endian::little,
      {0xe59f0004, 0xe08f0000, 0xea000000 | ((report - (address + 16)) >> 2 & 0xffffff),
       (message - (address + 12)) & 0xffffffff});
}

constexpr StartStub kStub{.code = kCode,
                          .program_entry = kStart,
                          .init = kInit,
                          .fini = kFini,
                          .report = kReport,
                          .thunk_size = 16,
                          .write_thunk = &write_thunk};

constexpr Machine hard_float(std::endian order) {
  return {
      .name = "armhf",
      .e_machine = EM_ARM,
      .format = {Class::k32, order},
      .has_flags = [](uint32_t e_flags) { return !is_soft_float(e_flags); },
      .relocations = kRelocations,
      .rela = false,
      .tls_variant = TlsVariant::kI,
      .tls_tcb_size = 8,
      .tls_descriptor_argument_first = true,
      .min_page_size = 0x1000,
      .max_page_size = 0x10000,
      .default_stack_exec = true,
      .glibc_interpreter = "/lib/ld-linux-armhf.so.3",
      .triple = "arm-linux-gnueabihf",
      .lib = "lib/arm-linux-gnueabihf",
      .platform = "v7l",
      .cache_flags =
          0x0903,  // FLAG_ARM_LIBHF | FLAG_ELF_LIBC6; unmarked files have FLAG_ELF_LIBC6 alone
      .musl_name = "armhf",
      .start_stub = order == std::endian::little ? &kStub : nullptr,
      .enter_code = order == std::endian::little ? std::span<const uint8_t>(enter::kCode)
                                                 : std::span<const uint8_t>(),
      .next_code = order == std::endian::little ? &kNextCode : nullptr,
  };
}

constexpr Machine soft_float(std::endian order) {
  Machine machine = hard_float(order);
  machine.name = "armel";
  machine.has_flags = is_soft_float;
  machine.glibc_interpreter = "/lib/ld-linux.so.3";
  machine.triple = "arm-linux-gnueabi";
  machine.lib = "lib/arm-linux-gnueabi";
  machine.cache_flags = 0x0b03;  // FLAG_ARM_LIBSF | FLAG_ELF_LIBC6
  machine.musl_name = "arm";
  return machine;
}

constexpr Machine hard_float_be() {
  Machine machine = hard_float(std::endian::big);
  machine.name = "armebhf";
  machine.triple = "armeb-linux-gnueabihf";
  machine.lib = "lib/armeb-linux-gnueabihf";
  machine.platform = "v7b";
  machine.musl_name = "armebhf";
  return machine;
}

constexpr Machine soft_float_be() {
  Machine machine = soft_float(std::endian::big);
  machine.name = "armeb";
  machine.triple = "armeb-linux-gnueabi";
  machine.lib = "lib/armeb-linux-gnueabi";
  machine.platform = "v7b";
  machine.musl_name = "armeb";
  return machine;
}

}  // namespace

constinit const Machine kArmHardFloat = hard_float(std::endian::little);
constinit const Machine kArmSoftFloat = soft_float(std::endian::little);
constinit const Machine kArmHardFloatBe = hard_float_be();
constinit const Machine kArmSoftFloatBe = soft_float_be();

}  // namespace onefold
