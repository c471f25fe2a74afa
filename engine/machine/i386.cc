// i386: 32-bit little-endian, REL, TLS variant II (gs:0 is the thread pointer, blocks lie below
// it).
//
//   stack        arguments; ___tls_get_addr (three underscores) takes its one in eax
//   eax edx      results
//   ebx          preserved by the callee; a position-independent PLT entry needs the GOT in it
//   ebp esi edi  preserved by the callee
//   ecx          scratch
//
// The addend of a TLS descriptor is its second word. Text relocations and unaligned places are
// common.
//
// psABI: https://gitlab.com/x86-psABIs/i386-ABI

#include <elf.h>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// Two signs of a TP offset: R_386_TLS_TPOFF is st_value - block offset, to be added to the thread
// pointer; R_386_TLS_TPOFF32 is block offset - st_value, to be subtracted from it.
constexpr RelocRow kRelocations[] = {
    {R_386_NONE, "R_386_NONE", kNone, 0},
    {R_386_32, "R_386_32", kAbsolute, 4},
    {R_386_PC32, "R_386_PC32", kPcRelative, 4},
    {R_386_GOT32, "R_386_GOT32", kStatic, 0},
    {R_386_PLT32, "R_386_PLT32", kStatic, 0},
    {R_386_COPY, "R_386_COPY", kCopy, 0},
    {R_386_GLOB_DAT, "R_386_GLOB_DAT", kGlobDat, 4, Addend::kIgnored},
    {R_386_JMP_SLOT, "R_386_JMP_SLOT", kJumpSlot, 4, Addend::kIgnored},
    {R_386_RELATIVE, "R_386_RELATIVE", kBaseRelative, 4},
    {R_386_GOTOFF, "R_386_GOTOFF", kStatic, 0},
    {R_386_GOTPC, "R_386_GOTPC", kStatic, 0},
    {R_386_32PLT, "R_386_32PLT", kStatic, 0},
    {R_386_TLS_TPOFF, "R_386_TLS_TPOFF", kTlsTpOffset, 4},
    {R_386_TLS_IE, "R_386_TLS_IE", kStatic, 0},
    {R_386_TLS_GOTIE, "R_386_TLS_GOTIE", kStatic, 0},
    {R_386_TLS_LE, "R_386_TLS_LE", kStatic, 0},
    {R_386_TLS_GD, "R_386_TLS_GD", kStatic, 0},
    {R_386_TLS_LDM, "R_386_TLS_LDM", kStatic, 0},
    {R_386_16, "R_386_16", kStatic, 0},
    {R_386_PC16, "R_386_PC16", kStatic, 0},
    {R_386_8, "R_386_8", kStatic, 0},
    {R_386_PC8, "R_386_PC8", kStatic, 0},
    {R_386_TLS_GD_32, "R_386_TLS_GD_32", kStatic, 0},
    {R_386_TLS_GD_PUSH, "R_386_TLS_GD_PUSH", kStatic, 0},
    {R_386_TLS_GD_CALL, "R_386_TLS_GD_CALL", kStatic, 0},
    {R_386_TLS_GD_POP, "R_386_TLS_GD_POP", kStatic, 0},
    {R_386_TLS_LDM_32, "R_386_TLS_LDM_32", kStatic, 0},
    {R_386_TLS_LDM_PUSH, "R_386_TLS_LDM_PUSH", kStatic, 0},
    {R_386_TLS_LDM_CALL, "R_386_TLS_LDM_CALL", kStatic, 0},
    {R_386_TLS_LDM_POP, "R_386_TLS_LDM_POP", kStatic, 0},
    {R_386_TLS_LDO_32, "R_386_TLS_LDO_32", kStatic, 0},
    {R_386_TLS_IE_32, "R_386_TLS_IE_32", kStatic, 0},
    {R_386_TLS_LE_32, "R_386_TLS_LE_32", kStatic, 0},
    {R_386_TLS_DTPMOD32, "R_386_TLS_DTPMOD32", kTlsModule, 4},
    {R_386_TLS_DTPOFF32, "R_386_TLS_DTPOFF32", kTlsDtpOffset, 4, Addend::kIgnored},
    {R_386_TLS_TPOFF32, "R_386_TLS_TPOFF32", kTlsTpOffsetNegated, 4},
    {R_386_SIZE32, "R_386_SIZE32", kSize, 4},
    {R_386_TLS_GOTDESC, "R_386_TLS_GOTDESC", kStatic, 0},
    {R_386_TLS_DESC_CALL, "R_386_TLS_DESC_CALL", kStatic, 0},
    {R_386_TLS_DESC, "R_386_TLS_DESC", kTlsDescriptor, 8},
    {R_386_IRELATIVE, "R_386_IRELATIVE", kIRelative, 4},
    {R_386_GOT32X, "R_386_GOT32X", kStatic, 0},
    {200, "R_386_USED_BY_INTEL_200", kStatic, 0},
    {250, "R_386_GNU_VTINHERIT", kStatic, 0},
    {251, "R_386_GNU_VTENTRY", kStatic, 0},
};

#include "machine/stubs/i386.inc"

namespace enter {
#include "machine/stubs/i386_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/i386_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// call .+5; pop %eax; add $message, %eax; jmp report
void write_thunk(std::span<std::byte> thunk, uint64_t address, uint64_t message, uint64_t report) {
  const uint64_t to_message = message - (address + 5);
  const uint64_t to_report = report - (address + 16);
  put_instructions(thunk, std::endian::little,
                   {0x000000e8, 0x00055800 | (to_message & 0xff) << 24,
                    (to_message >> 8 & 0xffffff) | uint64_t{0xe9} << 24, to_report & 0xffffffff});
}

constexpr StartStub kStub{.code = kCode,
                          .program_entry = kStart,
                          .init = kInit,
                          .fini = kFini,
                          .report = kReport,
                          .thunk_size = 16,
                          .write_thunk = &write_thunk};

}  // namespace

constinit const Machine kI386 = {
    .name = "i386",
    .e_machine = EM_386,
    .format = {Class::k32, std::endian::little},
    .relocations = kRelocations,
    .rela = false,
    .tls_variant = TlsVariant::kII,
    .min_page_size = 0x1000,
    .max_page_size = 0x1000,
    .default_stack_exec = true,
    .glibc_interpreter = "/lib/ld-linux.so.2",
    .triple = "i386-linux-gnu",
    .lib = "lib/i386-linux-gnu",
    .platform = "i686",
    .cache_flags = 0x0003,  // FLAG_ELF_LIBC6
    .musl_name = "i386",
    .start_stub = &kStub,
    .enter_code = enter::kCode,
    .next_code = &kNextCode,
};

}  // namespace onefold
