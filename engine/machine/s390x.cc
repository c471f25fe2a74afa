// s390x: 64-bit big-endian, RELA, TLS variant II (access registers a0:a1, blocks lie below).
//
//   r2-r6    arguments; r2 result; f0 f2 f4 f6 floating-point arguments
//   r0 r1    scratch: a PLT entry uses both
//   r6-r13   preserved by the callee, f8-f15 too; r12 is the GOT in position-independent code
//   r14 r15  return address, stack (8-byte aligned, 160 bytes of register save area above it)
//
// DT_HASH has entries of 8 bytes. There are no TLS descriptors: general-dynamic code calls
// __tls_get_offset, which returns an offset from the thread pointer.
//
// psABI: https://github.com/IBM/s390x-abi

#include <elf.h>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// R_390_PC16DBL and R_390_PC32DBL store (S + A - P) >> 1: halfwords, as in the instructions.
constexpr RelocRow kRelocations[] = {
    {R_390_NONE, "R_390_NONE", kNone, 0},
    {R_390_8, "R_390_8", kAbsolute, 1},
    {R_390_12, "R_390_12", kStatic, 0},
    {R_390_16, "R_390_16", kAbsolute, 2},
    {R_390_32, "R_390_32", kAbsolute, 4},
    {R_390_PC32, "R_390_PC32", kPcRelative, 4},
    {R_390_GOT12, "R_390_GOT12", kStatic, 0},
    {R_390_GOT32, "R_390_GOT32", kStatic, 0},
    {R_390_PLT32, "R_390_PLT32", kStatic, 0},
    {R_390_COPY, "R_390_COPY", kCopy, 0},
    {R_390_GLOB_DAT, "R_390_GLOB_DAT", kGlobDat, 8},
    {R_390_JMP_SLOT, "R_390_JMP_SLOT", kJumpSlot, 8},
    {R_390_RELATIVE, "R_390_RELATIVE", kBaseRelative, 8},
    {R_390_GOTOFF32, "R_390_GOTOFF32", kStatic, 0},
    {R_390_GOTPC, "R_390_GOTPC", kStatic, 0},
    {R_390_GOT16, "R_390_GOT16", kStatic, 0},
    {R_390_PC16, "R_390_PC16", kPcRelative, 2},
    {R_390_PC16DBL, "R_390_PC16DBL", kMachine, 2},
    {R_390_PLT16DBL, "R_390_PLT16DBL", kStatic, 0},
    {R_390_PC32DBL, "R_390_PC32DBL", kMachine, 4},
    {R_390_PLT32DBL, "R_390_PLT32DBL", kStatic, 0},
    {R_390_GOTPCDBL, "R_390_GOTPCDBL", kStatic, 0},
    {R_390_64, "R_390_64", kAbsolute, 8},
    {R_390_PC64, "R_390_PC64", kPcRelative, 8},
    {R_390_GOT64, "R_390_GOT64", kStatic, 0},
    {R_390_PLT64, "R_390_PLT64", kStatic, 0},
    {R_390_GOTENT, "R_390_GOTENT", kStatic, 0},
    {R_390_GOTOFF16, "R_390_GOTOFF16", kStatic, 0},
    {R_390_GOTOFF64, "R_390_GOTOFF64", kStatic, 0},
    {R_390_GOTPLT12, "R_390_GOTPLT12", kStatic, 0},
    {R_390_GOTPLT16, "R_390_GOTPLT16", kStatic, 0},
    {R_390_GOTPLT32, "R_390_GOTPLT32", kStatic, 0},
    {R_390_GOTPLT64, "R_390_GOTPLT64", kStatic, 0},
    {R_390_GOTPLTENT, "R_390_GOTPLTENT", kStatic, 0},
    {R_390_PLTOFF16, "R_390_PLTOFF16", kStatic, 0},
    {R_390_PLTOFF32, "R_390_PLTOFF32", kStatic, 0},
    {R_390_PLTOFF64, "R_390_PLTOFF64", kStatic, 0},
    {R_390_TLS_LOAD, "R_390_TLS_LOAD", kStatic, 0},
    {R_390_TLS_GDCALL, "R_390_TLS_GDCALL", kStatic, 0},
    {R_390_TLS_LDCALL, "R_390_TLS_LDCALL", kStatic, 0},
    {R_390_TLS_GD32, "R_390_TLS_GD32", kStatic, 0},
    {R_390_TLS_GD64, "R_390_TLS_GD64", kStatic, 0},
    {R_390_TLS_GOTIE12, "R_390_TLS_GOTIE12", kStatic, 0},
    {R_390_TLS_GOTIE32, "R_390_TLS_GOTIE32", kStatic, 0},
    {R_390_TLS_GOTIE64, "R_390_TLS_GOTIE64", kStatic, 0},
    {R_390_TLS_LDM32, "R_390_TLS_LDM32", kStatic, 0},
    {R_390_TLS_LDM64, "R_390_TLS_LDM64", kStatic, 0},
    {R_390_TLS_IE32, "R_390_TLS_IE32", kStatic, 0},
    {R_390_TLS_IE64, "R_390_TLS_IE64", kStatic, 0},
    {R_390_TLS_IEENT, "R_390_TLS_IEENT", kStatic, 0},
    {R_390_TLS_LE32, "R_390_TLS_LE32", kStatic, 0},
    {R_390_TLS_LE64, "R_390_TLS_LE64", kStatic, 0},
    {R_390_TLS_LDO32, "R_390_TLS_LDO32", kStatic, 0},
    {R_390_TLS_LDO64, "R_390_TLS_LDO64", kStatic, 0},
    {R_390_TLS_DTPMOD, "R_390_TLS_DTPMOD", kTlsModule, 8},
    {R_390_TLS_DTPOFF, "R_390_TLS_DTPOFF", kTlsDtpOffset, 8},
    {R_390_TLS_TPOFF, "R_390_TLS_TPOFF", kTlsTpOffset, 8},
    {R_390_20, "R_390_20", kStatic, 0},
    {R_390_GOT20, "R_390_GOT20", kStatic, 0},
    {R_390_GOTPLT20, "R_390_GOTPLT20", kStatic, 0},
    {R_390_TLS_GOTIE20, "R_390_TLS_GOTIE20", kStatic, 0},
    {R_390_IRELATIVE, "R_390_IRELATIVE", kIRelative, 8},
    {62, "R_390_PC12DBL", kStatic, 0},
    {63, "R_390_PLT12DBL", kStatic, 0},
    {64, "R_390_PC24DBL", kStatic, 0},
    {65, "R_390_PLT24DBL", kStatic, 0},
    {250, "R_390_GNU_VTINHERIT", kStatic, 0},
    {251, "R_390_GNU_VTENTRY", kStatic, 0},
};

#include "machine/stubs/s390x.inc"

namespace enter {
#include "machine/stubs/s390x_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/s390x_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// larl %r2, message; la %r2, 1(%r2) if its address is odd, else 0(%r2); jg report
void write_thunk(std::span<std::byte> thunk, uint64_t address, uint64_t message, uint64_t report) {
  const uint64_t to_message = ((message & ~uint64_t{1}) - address) >> 1 & 0xffffffff;
  const uint64_t to_report = (report - (address + 10)) >> 1 & 0xffffffff;
  put_instructions(thunk, std::endian::big,
                   {0xc0200000 | to_message >> 16, (to_message & 0xffff) << 16 | 0x4120,
                    (0x2000 | (message & 1)) << 16 | 0xc0f4, to_report});
}

constexpr StartStub kStub{.code = kCode,
                          .program_entry = kStart,
                          .init = kInit,
                          .fini = kFini,
                          .report = kReport,
                          .thunk_size = 16,
                          .write_thunk = &write_thunk};

}  // namespace

constinit const Machine kS390x = {
    .name = "s390x",
    .e_machine = EM_S390,
    .format = {Class::k64, std::endian::big},  // the 31-bit s390 is EM_S390 with ELFCLASS32
    .relocations = kRelocations,
    .rela = true,
    .tls_variant = TlsVariant::kII,
    .min_page_size = 0x1000,
    .max_page_size = 0x1000,
    .default_stack_exec = true,
    .glibc_interpreter = "/lib/ld64.so.1",
    .triple = "s390x-linux-gnu",
    .lib = "lib/s390x-linux-gnu",
    .cache_flags = 0x0403,  // FLAG_S390_LIB64 | FLAG_ELF_LIBC6
    .musl_name = "s390x",
    .sysv_hash_entry_size = 8,
    .start_stub = &kStub,
    .enter_code = enter::kCode,
    .next_code = &kNextCode,
};

}  // namespace onefold
