// mips (o32): 32-bit, either byte order, REL, TLS variant I (rdhwr $29: 0x7000 past the first
// block).
//
//   $4-$7     a0-a3: arguments; $2 $3 results; $f12 $f14 floating-point arguments
//   $25       t9: the callee's own address, from which it makes its gp
//   $28       gp: GOT + 0x7ff0; $16-$23 and $30 preserved by the callee
//   $24 $15   t8 and t7: PLT entries use them
//   $29 $31   sp (8-byte aligned), return address
//
// Most relocations are implicit: the GOT at DT_PLTGOT has DT_MIPS_LOCAL_GOTNO local words, each to
// be moved by the load bias (the first two are the loader's own), then a word for each dynamic
// symbol from DT_MIPS_GOTSYM to DT_MIPS_SYMTABNO, in the symbol table's order, each to hold that
// symbol's value. So the order of .dynsym and of the GOT belong together. PLTs exist in non-PIC
// programs only (R_MIPS_JUMP_SLOT).
//
// n32 (EF_MIPS_ABI2) and n64 are not here: an n64 r_info is a 32-bit symbol and then one byte each
// for a second symbol and three types, in this order for either byte order. Neither are files of
// the 2008 NaN encoding (EF_MIPS_NAN2008): ld.so never mixes the two, and names itself
// ld-linux-mipsn8.so.1 there.
//
// psABI: https://refspecs.linuxfoundation.org/elf/mipsabi.pdf

#include <elf.h>

#include <array>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// R_MIPS_REL32: symbol 0: B + A. Symbol below DT_MIPS_GOTSYM: its value in this module + A, never
// looked up by name. Else: its GOT word + A. R_MIPS_GLOB_DAT: its GOT word, where it has one; no
// linker makes it.
constexpr RelocRow kRelocations[] = {
    {R_MIPS_NONE, "R_MIPS_NONE", kNone, 0},
    {R_MIPS_16, "R_MIPS_16", kStatic, 0},
    {R_MIPS_32, "R_MIPS_32", kStatic, 0},
    {R_MIPS_REL32, "R_MIPS_REL32", kAbsolute, 4},
    {R_MIPS_26, "R_MIPS_26", kStatic, 0},
    {R_MIPS_HI16, "R_MIPS_HI16", kStatic, 0},
    {R_MIPS_LO16, "R_MIPS_LO16", kStatic, 0},
    {R_MIPS_GPREL16, "R_MIPS_GPREL16", kStatic, 0},
    {R_MIPS_LITERAL, "R_MIPS_LITERAL", kStatic, 0},
    {R_MIPS_GOT16, "R_MIPS_GOT16", kStatic, 0},
    {R_MIPS_PC16, "R_MIPS_PC16", kStatic, 0},
    {R_MIPS_CALL16, "R_MIPS_CALL16", kStatic, 0},
    {R_MIPS_GPREL32, "R_MIPS_GPREL32", kStatic, 0},
    {13, "R_MIPS_UNUSED1", kStatic, 0},
    {14, "R_MIPS_UNUSED2", kStatic, 0},
    {15, "R_MIPS_UNUSED3", kStatic, 0},
    {R_MIPS_SHIFT5, "R_MIPS_SHIFT5", kStatic, 0},
    {R_MIPS_SHIFT6, "R_MIPS_SHIFT6", kStatic, 0},
    {R_MIPS_64, "R_MIPS_64", kStatic, 0},
    {R_MIPS_GOT_DISP, "R_MIPS_GOT_DISP", kStatic, 0},
    {R_MIPS_GOT_PAGE, "R_MIPS_GOT_PAGE", kStatic, 0},
    {R_MIPS_GOT_OFST, "R_MIPS_GOT_OFST", kStatic, 0},
    {R_MIPS_GOT_HI16, "R_MIPS_GOT_HI16", kStatic, 0},
    {R_MIPS_GOT_LO16, "R_MIPS_GOT_LO16", kStatic, 0},
    {R_MIPS_SUB, "R_MIPS_SUB", kStatic, 0},
    {R_MIPS_INSERT_A, "R_MIPS_INSERT_A", kStatic, 0},
    {R_MIPS_INSERT_B, "R_MIPS_INSERT_B", kStatic, 0},
    {R_MIPS_DELETE, "R_MIPS_DELETE", kStatic, 0},
    {R_MIPS_HIGHER, "R_MIPS_HIGHER", kStatic, 0},
    {R_MIPS_HIGHEST, "R_MIPS_HIGHEST", kStatic, 0},
    {R_MIPS_CALL_HI16, "R_MIPS_CALL_HI16", kStatic, 0},
    {R_MIPS_CALL_LO16, "R_MIPS_CALL_LO16", kStatic, 0},
    {R_MIPS_SCN_DISP, "R_MIPS_SCN_DISP", kStatic, 0},
    {R_MIPS_REL16, "R_MIPS_REL16", kStatic, 0},
    {R_MIPS_ADD_IMMEDIATE, "R_MIPS_ADD_IMMEDIATE", kStatic, 0},
    {R_MIPS_PJUMP, "R_MIPS_PJUMP", kStatic, 0},
    {R_MIPS_RELGOT, "R_MIPS_RELGOT", kStatic, 0},
    {R_MIPS_JALR, "R_MIPS_JALR", kStatic, 0},
    {R_MIPS_TLS_DTPMOD32, "R_MIPS_TLS_DTPMOD32", kTlsModule, 4},
    {R_MIPS_TLS_DTPREL32, "R_MIPS_TLS_DTPREL32", kTlsDtpOffset, 4},
    {R_MIPS_TLS_DTPMOD64, "R_MIPS_TLS_DTPMOD64", kStatic, 0},
    {R_MIPS_TLS_DTPREL64, "R_MIPS_TLS_DTPREL64", kStatic, 0},
    {R_MIPS_TLS_GD, "R_MIPS_TLS_GD", kStatic, 0},
    {R_MIPS_TLS_LDM, "R_MIPS_TLS_LDM", kStatic, 0},
    {R_MIPS_TLS_DTPREL_HI16, "R_MIPS_TLS_DTPREL_HI16", kStatic, 0},
    {R_MIPS_TLS_DTPREL_LO16, "R_MIPS_TLS_DTPREL_LO16", kStatic, 0},
    {R_MIPS_TLS_GOTTPREL, "R_MIPS_TLS_GOTTPREL", kStatic, 0},
    {R_MIPS_TLS_TPREL32, "R_MIPS_TLS_TPREL32", kTlsTpOffset, 4},
    {R_MIPS_TLS_TPREL64, "R_MIPS_TLS_TPREL64", kStatic, 0},
    {R_MIPS_TLS_TPREL_HI16, "R_MIPS_TLS_TPREL_HI16", kStatic, 0},
    {R_MIPS_TLS_TPREL_LO16, "R_MIPS_TLS_TPREL_LO16", kStatic, 0},
    {R_MIPS_GLOB_DAT, "R_MIPS_GLOB_DAT", kMachine, 4},
    {60, "R_MIPS_PC21_S2", kStatic, 0},
    {61, "R_MIPS_PC26_S2", kStatic, 0},
    {62, "R_MIPS_PC18_S3", kStatic, 0},
    {63, "R_MIPS_PC19_S2", kStatic, 0},
    {64, "R_MIPS_PCHI16", kStatic, 0},
    {65, "R_MIPS_PCLO16", kStatic, 0},
    {100, "R_MIPS16_26", kStatic, 0},
    {101, "R_MIPS16_GPREL", kStatic, 0},
    {102, "R_MIPS16_GOT16", kStatic, 0},
    {103, "R_MIPS16_CALL16", kStatic, 0},
    {104, "R_MIPS16_HI16", kStatic, 0},
    {105, "R_MIPS16_LO16", kStatic, 0},
    {106, "R_MIPS16_TLS_GD", kStatic, 0},
    {107, "R_MIPS16_TLS_LDM", kStatic, 0},
    {108, "R_MIPS16_TLS_DTPREL_HI16", kStatic, 0},
    {109, "R_MIPS16_TLS_DTPREL_LO16", kStatic, 0},
    {110, "R_MIPS16_TLS_GOTTPREL", kStatic, 0},
    {111, "R_MIPS16_TLS_TPREL_HI16", kStatic, 0},
    {112, "R_MIPS16_TLS_TPREL_LO16", kStatic, 0},
    {113, "R_MIPS16_PC16_S1", kStatic, 0},
    {R_MIPS_COPY, "R_MIPS_COPY", kCopy, 0},
    {R_MIPS_JUMP_SLOT, "R_MIPS_JUMP_SLOT", kJumpSlot, 4, Addend::kIgnored},
    {128, "R_MIPS_RELATIVE", kStatic, 0},
    {133, "R_MICROMIPS_26_S1", kStatic, 0},
    {134, "R_MICROMIPS_HI16", kStatic, 0},
    {135, "R_MICROMIPS_LO16", kStatic, 0},
    {136, "R_MICROMIPS_GPREL16", kStatic, 0},
    {137, "R_MICROMIPS_LITERAL", kStatic, 0},
    {138, "R_MICROMIPS_GOT16", kStatic, 0},
    {139, "R_MICROMIPS_PC7_S1", kStatic, 0},
    {140, "R_MICROMIPS_PC10_S1", kStatic, 0},
    {141, "R_MICROMIPS_PC16_S1", kStatic, 0},
    {142, "R_MICROMIPS_CALL16", kStatic, 0},
    {145, "R_MICROMIPS_GOT_DISP", kStatic, 0},
    {146, "R_MICROMIPS_GOT_PAGE", kStatic, 0},
    {147, "R_MICROMIPS_GOT_OFST", kStatic, 0},
    {148, "R_MICROMIPS_GOT_HI16", kStatic, 0},
    {149, "R_MICROMIPS_GOT_LO16", kStatic, 0},
    {150, "R_MICROMIPS_SUB", kStatic, 0},
    {151, "R_MICROMIPS_HIGHER", kStatic, 0},
    {152, "R_MICROMIPS_HIGHEST", kStatic, 0},
    {153, "R_MICROMIPS_CALL_HI16", kStatic, 0},
    {154, "R_MICROMIPS_CALL_LO16", kStatic, 0},
    {155, "R_MICROMIPS_SCN_DISP", kStatic, 0},
    {156, "R_MICROMIPS_JALR", kStatic, 0},
    {157, "R_MICROMIPS_HI0_LO16", kStatic, 0},
    {162, "R_MICROMIPS_TLS_GD", kStatic, 0},
    {163, "R_MICROMIPS_TLS_LDM", kStatic, 0},
    {164, "R_MICROMIPS_TLS_DTPREL_HI16", kStatic, 0},
    {165, "R_MICROMIPS_TLS_DTPREL_LO16", kStatic, 0},
    {166, "R_MICROMIPS_TLS_GOTTPREL", kStatic, 0},
    {169, "R_MICROMIPS_TLS_TPREL_HI16", kStatic, 0},
    {170, "R_MICROMIPS_TLS_TPREL_LO16", kStatic, 0},
    {172, "R_MICROMIPS_GPREL7_S2", kStatic, 0},
    {173, "R_MICROMIPS_PC23_S2", kStatic, 0},
    {174, "R_MICROMIPS_PC21_S1", kStatic, 0},
    {175, "R_MICROMIPS_PC26_S1", kStatic, 0},
    {176, "R_MICROMIPS_PC18_S3", kStatic, 0},
    {177, "R_MICROMIPS_PC19_S2", kStatic, 0},
    {248, "R_MIPS_PC32", kStatic, 0},
    {249, "R_MIPS_EH", kStatic, 0},
    {250, "R_MIPS_GNU_REL16_S2", kStatic, 0},
    {253, "R_MIPS_GNU_VTINHERIT", kStatic, 0},
    {254, "R_MIPS_GNU_VTENTRY", kStatic, 0},
};

// EF_MIPS_ABI of newer elf.h: 0 or 0x1000 (o32); o64 and the EABIs have other numbers.
constexpr uint32_t kAbiMask = 0xf000;
constexpr uint32_t kAbiO32 = 0x1000;

constexpr bool is_o32(uint32_t e_flags) {
  const uint32_t abi = e_flags & kAbiMask;
  return (e_flags & (EF_MIPS_ABI2 | EF_MIPS_NAN2008)) == 0 && (abi == 0 || abi == kAbiO32);
}

// glibc: sysdeps/mips/dl-machine.h (elf_machine_got_rel).
constexpr ImplicitGot kImplicitGot{.local_count_tag = DT_MIPS_LOCAL_GOTNO,
                                   .first_symbol_tag = DT_MIPS_GOTSYM,
                                   .symbol_count_tag = DT_MIPS_SYMTABNO,
                                   .second_word_bits = 0x80000000,
                                   .word_type = R_MIPS_REL32,
                                   .call_type = R_MIPS_JUMP_SLOT};

#include "machine/stubs/mips.inc"

namespace enter {
#include "machine/stubs/mips_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/mips_next.inc"
}  // namespace next

// Instructions are words.
template <size_t kSize>
constexpr std::array<uint8_t, kSize> swap_words(const uint8_t (&code)[kSize]) {
  std::array<uint8_t, kSize> swapped{};
  for (size_t i = 0; i < kSize; ++i) swapped[i] = code[i ^ 3];
  return swapped;
}
constexpr auto kCodeLe = swap_words(kCode);
constexpr auto kEnterCodeLe = swap_words(enter::kCode);
constexpr auto kNextCodeBytesLe = swap_words(next::kCode);
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};
constexpr NextCode kNextCodeLe{
    .code = kNextCodeBytesLe, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// bal .+8; lui $4, message; addiu $4, $4, message; lui $25, report; addiu $25, $25, report;
// addu $25, $25, $31; jr $25; addu $4, $4, $31
void write_thunk(std::span<std::byte> thunk, std::endian order, uint64_t address, uint64_t message,
                 uint64_t report) {
  const uint64_t from = address + 8;
  const auto high = [&](uint64_t to) { return (to - from + 0x8000) >> 16 & 0xffff; };
  const auto low = [&](uint64_t to) { return (to - from) & 0xffff; };
  put_instructions(
      thunk, order,
      {0x04110001, 0x3c040000 | high(message), 0x24840000 | low(message), 0x3c190000 | high(report),
       0x27390000 | low(report), 0x033fc821, 0x03200008, 0x009f2021});
}

template <std::endian Order>
constexpr StartStub start_stub(std::span<const uint8_t> code) {
  return {
      .code = code,
      .program_entry = kStart,
      .init = kInit,
      .fini = kFini,
      .report = kReport,
      .thunk_size = 32,
      .write_thunk = [](std::span<std::byte> thunk, uint64_t address, uint64_t message,
                        uint64_t report) { write_thunk(thunk, Order, address, message, report); }};
}
constexpr StartStub kStub = start_stub<std::endian::big>(kCode);
constexpr StartStub kStubLe = start_stub<std::endian::little>(kCodeLe);

// DT_MIPS_RLD_MAP and DT_MIPS_RLD_MAP_REL lead to the program's word that stands in for DT_DEBUG;
// ld.so adds no load bias to the former.
constexpr ProcessorEntry kProcessorEntries[] = {{.tag = DT_MIPS_RLD_VERSION, .value = 1},
                                                {.tag = DT_MIPS_FLAGS, .value = RHF_NOTPOT},
                                                {.tag = DT_MIPS_BASE_ADDRESS},
                                                {.tag = DT_MIPS_RLD_MAP},
                                                {.tag = DT_MIPS_RLD_MAP_REL, .is_distance = true}};

// The kernel takes the floating-point mode from the first.
constexpr uint32_t kShtAbiFlags = 0x7000002a;  // SHT_MIPS_ABIFLAGS of binutils
constexpr ProcessorHeader kProcessorHeaders[] = {{PT_MIPS_ABIFLAGS, ".MIPS.abiflags", kShtAbiFlags},
                                                 {PT_MIPS_REGINFO, ".reginfo", SHT_MIPS_REGINFO}};

constexpr Machine mips(std::endian order) {
  return {
      .name = "mips",
      .e_machine = EM_MIPS,
      .format = {Class::k32, order},
      .has_flags = is_o32,
      .relocations = kRelocations,
      .rela = false,
      .implicit_got = &kImplicitGot,
      .canonical_plt_flag = STO_MIPS_PLT,
      .tls_variant = TlsVariant::kI,
      .tls_tp_bias = 0x7000,
      .tls_dtv_bias = 0x8000,
      .min_page_size = 0x1000,
      .max_page_size = 0x10000,
      .default_stack_exec = true,
      .glibc_interpreter = "/lib/ld.so.1",
      .triple = "mips-linux-gnu",
      .lib = "lib/mips-linux-gnu",
      .cache_flags = 0x0003,  // FLAG_ELF_LIBC6
      .musl_name = "mips",
      .processor_entries = kProcessorEntries,
      .processor_headers = kProcessorHeaders,
      .start_stub = &kStub,
      .enter_code = enter::kCode,
      .next_code = &kNextCode,
  };
}

constexpr Machine mipsel() {
  Machine machine = mips(std::endian::little);
  machine.name = "mipsel";
  machine.triple = "mipsel-linux-gnu";
  machine.lib = "lib/mipsel-linux-gnu";
  machine.musl_name = "mipsel";
  machine.start_stub = &kStubLe;
  machine.enter_code = kEnterCodeLe;
  machine.next_code = &kNextCodeLe;
  return machine;
}

}  // namespace

constinit const Machine kMips = mips(std::endian::big);
constinit const Machine kMipsLe = mipsel();

}  // namespace onefold
