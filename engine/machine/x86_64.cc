// x86-64: 64-bit little-endian, RELA, TLS variant II (fs:0 is the thread pointer, blocks lie below
// it).
//
//   rdi rsi rdx rcx r8 r9   arguments; al the number of vector registers used by a variadic call
//   rax rdx                 results
//   rbx rbp r12-r15         preserved by the callee
//   r10 r11                 scratch; a PLT entry may use r11, r10 is the static chain
//   rsp                     16-byte aligned at a call; at e_entry it points at argc
//
// psABI: https://gitlab.com/x86-psABIs/x86-64-ABI

#include <elf.h>

#include "machine/machines.h"
#include "machine/next_code.h"

namespace onefold {
namespace {

using enum RelocAction;

// R_X86_64_32 and R_X86_64_PC32 report an overflow and R_X86_64_64 wraps, in ld.so too. Types 39
// and 40 were withdrawn with MPX.
constexpr RelocRow kRelocations[] = {
    {R_X86_64_NONE, "R_X86_64_NONE", kNone, 0},
    {R_X86_64_64, "R_X86_64_64", kAbsolute, 8},
    {R_X86_64_PC32, "R_X86_64_PC32", kPcRelative, 4},
    {R_X86_64_GOT32, "R_X86_64_GOT32", kStatic, 0},
    {R_X86_64_PLT32, "R_X86_64_PLT32", kStatic, 0},
    {R_X86_64_COPY, "R_X86_64_COPY", kCopy, 0},
    {R_X86_64_GLOB_DAT, "R_X86_64_GLOB_DAT", kGlobDat, 8, Addend::kIgnored},
    {R_X86_64_JUMP_SLOT, "R_X86_64_JUMP_SLOT", kJumpSlot, 8, Addend::kIgnored},
    {R_X86_64_RELATIVE, "R_X86_64_RELATIVE", kBaseRelative, 8},
    {R_X86_64_GOTPCREL, "R_X86_64_GOTPCREL", kStatic, 0},
    {R_X86_64_32, "R_X86_64_32", kAbsolute, 4},
    {R_X86_64_32S, "R_X86_64_32S", kStatic, 0},
    {R_X86_64_16, "R_X86_64_16", kStatic, 0},
    {R_X86_64_PC16, "R_X86_64_PC16", kStatic, 0},
    {R_X86_64_8, "R_X86_64_8", kStatic, 0},
    {R_X86_64_PC8, "R_X86_64_PC8", kStatic, 0},
    {R_X86_64_DTPMOD64, "R_X86_64_DTPMOD64", kTlsModule, 8},
    {R_X86_64_DTPOFF64, "R_X86_64_DTPOFF64", kTlsDtpOffset, 8},
    {R_X86_64_TPOFF64, "R_X86_64_TPOFF64", kTlsTpOffset, 8},
    {R_X86_64_TLSGD, "R_X86_64_TLSGD", kStatic, 0},
    {R_X86_64_TLSLD, "R_X86_64_TLSLD", kStatic, 0},
    {R_X86_64_DTPOFF32, "R_X86_64_DTPOFF32", kStatic, 0},
    {R_X86_64_GOTTPOFF, "R_X86_64_GOTTPOFF", kStatic, 0},
    {R_X86_64_TPOFF32, "R_X86_64_TPOFF32", kStatic, 0},
    {R_X86_64_PC64, "R_X86_64_PC64", kStatic, 0},
    {R_X86_64_GOTOFF64, "R_X86_64_GOTOFF64", kStatic, 0},
    {R_X86_64_GOTPC32, "R_X86_64_GOTPC32", kStatic, 0},
    {R_X86_64_GOT64, "R_X86_64_GOT64", kStatic, 0},
    {R_X86_64_GOTPCREL64, "R_X86_64_GOTPCREL64", kStatic, 0},
    {R_X86_64_GOTPC64, "R_X86_64_GOTPC64", kStatic, 0},
    {R_X86_64_GOTPLT64, "R_X86_64_GOTPLT64", kStatic, 0},
    {R_X86_64_PLTOFF64, "R_X86_64_PLTOFF64", kStatic, 0},
    {R_X86_64_SIZE32, "R_X86_64_SIZE32", kSize, 4},
    {R_X86_64_SIZE64, "R_X86_64_SIZE64", kSize, 8},
    {R_X86_64_GOTPC32_TLSDESC, "R_X86_64_GOTPC32_TLSDESC", kStatic, 0},
    {R_X86_64_TLSDESC_CALL, "R_X86_64_TLSDESC_CALL", kStatic, 0},
    {R_X86_64_TLSDESC, "R_X86_64_TLSDESC", kTlsDescriptor, 16},
    {R_X86_64_IRELATIVE, "R_X86_64_IRELATIVE", kIRelative, 8},
    {R_X86_64_RELATIVE64, "R_X86_64_RELATIVE64", kBaseRelative, 8},
    {39, "R_X86_64_PC32_BND", kStatic, 0},
    {40, "R_X86_64_PLT32_BND", kStatic, 0},
    {R_X86_64_GOTPCRELX, "R_X86_64_GOTPCRELX", kStatic, 0},
    {R_X86_64_REX_GOTPCRELX, "R_X86_64_REX_GOTPCRELX", kStatic, 0},
    {43, "R_X86_64_CODE_4_GOTPCRELX", kStatic, 0},
    {44, "R_X86_64_CODE_4_GOTTPOFF", kStatic, 0},
    {45, "R_X86_64_CODE_4_GOTPC32_TLSDESC", kStatic, 0},
    {46, "R_X86_64_CODE_5_GOTPCRELX", kStatic, 0},
    {47, "R_X86_64_CODE_5_GOTTPOFF", kStatic, 0},
    {48, "R_X86_64_CODE_5_GOTPC32_TLSDESC", kStatic, 0},
    {49, "R_X86_64_CODE_6_GOTPCRELX", kStatic, 0},
    {50, "R_X86_64_CODE_6_GOTTPOFF", kStatic, 0},
    {51, "R_X86_64_CODE_6_GOTPC32_TLSDESC", kStatic, 0},
    {250, "R_X86_64_GNU_VTINHERIT", kStatic, 0},
    {251, "R_X86_64_GNU_VTENTRY", kStatic, 0},
};

namespace enter {
#include "machine/stubs/x86_64_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/x86_64_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

}  // namespace

constinit const Machine kX86_64 = {
    .name = "x86-64",
    .e_machine = EM_X86_64,
    .format = {Class::k64,
               std::endian::little},  // x32, which is EM_X86_64 with ELFCLASS32, is not here
    .relocations = kRelocations,
    .rela = true,
    .tls_variant = TlsVariant::kII,
    .min_page_size = 0x1000,
    .max_page_size = 0x1000,
    .default_stack_exec = true,
    .glibc_interpreter = "/lib64/ld-linux-x86-64.so.2",
    .triple = "x86_64-linux-gnu",
    .lib = "lib/x86_64-linux-gnu",
    .platform = "x86_64",
    .cache_flags = 0x0303,  // FLAG_X8664_LIB64 | FLAG_ELF_LIBC6
    .musl_name = "x86_64",
    .start_stub = &kX86_64Stub,
    .enter_code = enter::kCode,
    .next_code = &kNextCode,
    .cpu_queries = &kX86_64Queries,
    .late_code = &kX86_64Late,
    .may_address = &may_address_x86_64,
    .idle_function = &idle_function_x86_64,
    .cpu_levels = &kX86_64Levels,
};

}  // namespace onefold
