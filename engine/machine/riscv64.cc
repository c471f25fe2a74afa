// riscv64: 64-bit little-endian, RELA, TLS variant I (tp points at the first block; the TCB lies
// below).
//
//   a0-a7    arguments; a0 a1 results; fa0-fa7 too in the double-float ABI
//   t0-t6    scratch: PLT entries use t0-t3
//   s0-s11   preserved by the callee
//   gp       set once, from the program's __global_pointer$
//   ra sp    return address, stack (16-byte aligned)
//
// ld.so refuses to mix float ABIs (e_flags & EF_RISCV_FLOAT_ABI); glibc has double and soft.
//
// psABI: https://github.com/riscv-non-isa/riscv-elf-psabi-doc

#include <elf.h>

#include "machine/machines.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

using enum RelocAction;

// There is no GLOB_DAT: a GOT word has R_RISCV_64. musl takes R_RISCV_TLSDESC (12), glibc does not.
constexpr RelocRow kRelocations[] = {
    {R_RISCV_NONE, "R_RISCV_NONE", kNone, 0},
    {R_RISCV_32, "R_RISCV_32", kStatic, 0},
    {R_RISCV_64, "R_RISCV_64", kAbsolute, 8},
    {R_RISCV_RELATIVE, "R_RISCV_RELATIVE", kBaseRelative, 8},
    {R_RISCV_COPY, "R_RISCV_COPY", kCopy, 0},
    {R_RISCV_JUMP_SLOT, "R_RISCV_JUMP_SLOT", kJumpSlot, 8},
    {R_RISCV_TLS_DTPMOD32, "R_RISCV_TLS_DTPMOD32", kStatic, 0},
    {R_RISCV_TLS_DTPMOD64, "R_RISCV_TLS_DTPMOD64", kTlsModule, 8},
    {R_RISCV_TLS_DTPREL32, "R_RISCV_TLS_DTPREL32", kStatic, 0},
    {R_RISCV_TLS_DTPREL64, "R_RISCV_TLS_DTPREL64", kTlsDtpOffset, 8},
    {R_RISCV_TLS_TPREL32, "R_RISCV_TLS_TPREL32", kStatic, 0},
    {R_RISCV_TLS_TPREL64, "R_RISCV_TLS_TPREL64", kTlsTpOffset, 8},
    {12, "R_RISCV_TLSDESC", kTlsDescriptor, 16},
    {R_RISCV_BRANCH, "R_RISCV_BRANCH", kStatic, 0},
    {R_RISCV_JAL, "R_RISCV_JAL", kStatic, 0},
    {R_RISCV_CALL, "R_RISCV_CALL", kStatic, 0},
    {R_RISCV_CALL_PLT, "R_RISCV_CALL_PLT", kStatic, 0},
    {R_RISCV_GOT_HI20, "R_RISCV_GOT_HI20", kStatic, 0},
    {R_RISCV_TLS_GOT_HI20, "R_RISCV_TLS_GOT_HI20", kStatic, 0},
    {R_RISCV_TLS_GD_HI20, "R_RISCV_TLS_GD_HI20", kStatic, 0},
    {R_RISCV_PCREL_HI20, "R_RISCV_PCREL_HI20", kStatic, 0},
    {R_RISCV_PCREL_LO12_I, "R_RISCV_PCREL_LO12_I", kStatic, 0},
    {R_RISCV_PCREL_LO12_S, "R_RISCV_PCREL_LO12_S", kStatic, 0},
    {R_RISCV_HI20, "R_RISCV_HI20", kStatic, 0},
    {R_RISCV_LO12_I, "R_RISCV_LO12_I", kStatic, 0},
    {R_RISCV_LO12_S, "R_RISCV_LO12_S", kStatic, 0},
    {R_RISCV_TPREL_HI20, "R_RISCV_TPREL_HI20", kStatic, 0},
    {R_RISCV_TPREL_LO12_I, "R_RISCV_TPREL_LO12_I", kStatic, 0},
    {R_RISCV_TPREL_LO12_S, "R_RISCV_TPREL_LO12_S", kStatic, 0},
    {R_RISCV_TPREL_ADD, "R_RISCV_TPREL_ADD", kStatic, 0},
    {R_RISCV_ADD8, "R_RISCV_ADD8", kStatic, 0},
    {R_RISCV_ADD16, "R_RISCV_ADD16", kStatic, 0},
    {R_RISCV_ADD32, "R_RISCV_ADD32", kStatic, 0},
    {R_RISCV_ADD64, "R_RISCV_ADD64", kStatic, 0},
    {R_RISCV_SUB8, "R_RISCV_SUB8", kStatic, 0},
    {R_RISCV_SUB16, "R_RISCV_SUB16", kStatic, 0},
    {R_RISCV_SUB32, "R_RISCV_SUB32", kStatic, 0},
    {R_RISCV_SUB64, "R_RISCV_SUB64", kStatic, 0},
    {41, "R_RISCV_GOT32_PCREL", kStatic, 0},
    {R_RISCV_ALIGN, "R_RISCV_ALIGN", kStatic, 0},
    {R_RISCV_RVC_BRANCH, "R_RISCV_RVC_BRANCH", kStatic, 0},
    {R_RISCV_RVC_JUMP, "R_RISCV_RVC_JUMP", kStatic, 0},
    {46, "R_RISCV_RVC_LUI", kStatic, 0},
    {47, "R_RISCV_GPREL_I", kStatic, 0},
    {48, "R_RISCV_GPREL_S", kStatic, 0},
    {49, "R_RISCV_TPREL_I", kStatic, 0},
    {50, "R_RISCV_TPREL_S", kStatic, 0},
    {R_RISCV_RELAX, "R_RISCV_RELAX", kStatic, 0},
    {R_RISCV_SUB6, "R_RISCV_SUB6", kStatic, 0},
    {R_RISCV_SET6, "R_RISCV_SET6", kStatic, 0},
    {R_RISCV_SET8, "R_RISCV_SET8", kStatic, 0},
    {R_RISCV_SET16, "R_RISCV_SET16", kStatic, 0},
    {R_RISCV_SET32, "R_RISCV_SET32", kStatic, 0},
    {R_RISCV_32_PCREL, "R_RISCV_32_PCREL", kStatic, 0},
    {R_RISCV_IRELATIVE, "R_RISCV_IRELATIVE", kIRelative, 8},
    {59, "R_RISCV_PLT32", kStatic, 0},
    {60, "R_RISCV_SET_ULEB128", kStatic, 0},
    {61, "R_RISCV_SUB_ULEB128", kStatic, 0},
    {62, "R_RISCV_TLSDESC_HI20", kStatic, 0},
    {63, "R_RISCV_TLSDESC_LOAD_LO12", kStatic, 0},
    {64, "R_RISCV_TLSDESC_ADD_LO12", kStatic, 0},
    {65, "R_RISCV_TLSDESC_CALL", kStatic, 0},
};

#include "machine/stubs/riscv64.inc"

namespace enter {
#include "machine/stubs/riscv64_enter.inc"
static_assert(kStart == 0);
}  // namespace enter
namespace next {
#include "machine/stubs/riscv64_next.inc"
}  // namespace next
constexpr NextCode kNextCode{.code = next::kCode, .dlsym = next::kDlsym, .dlvsym = next::kDlvsym};

// auipc a0; addi a0, a0; auipc t1; jr t1
void write_thunk(std::span<std::byte> thunk, uint64_t address, uint64_t message, uint64_t report) {
  const uint64_t to_message = message - address;
  const uint64_t to_report = report - (address + 8);
  auto high = [](uint64_t distance) { return (distance + 0x800) & 0xfffff000; };
  put_instructions(thunk, std::endian::little,
                   {0x00000517 | high(to_message), 0x00050513 | (to_message & 0xfff) << 20,
                    0x00000317 | high(to_report), 0x00030067 | (to_report & 0xfff) << 20});
}

constexpr StartStub kStub{.code = kCode,
                          .program_entry = kStart,
                          .init = kInit,
                          .fini = kFini,
                          .report = kReport,
                          .thunk_size = 16,
                          .write_thunk = &write_thunk};

// Some function's calling convention forbids lazy binding.
constexpr uint64_t kVariantCc = DT_LOPROC + 1;  // DT_RISCV_VARIANT_CC
constexpr ProcessorEntry kProcessorEntries[] = {{.tag = kVariantCc}};

constexpr Machine double_float() {
  return {
      .name = "riscv64",
      .e_machine = EM_RISCV,
      .format = {Class::k64, std::endian::little},
      .has_flags = [](uint32_t f) { return (f & EF_RISCV_FLOAT_ABI) == EF_RISCV_FLOAT_ABI_DOUBLE; },
      .relocations = kRelocations,
      .rela = true,
      .tls_variant = TlsVariant::kI,
      .tls_dtv_bias = 0x800,
      .calls_init_functions = false,  // sysdeps/riscv/elf-initfini.h
      .min_page_size = 0x1000,
      .max_page_size = 0x1000,
      .default_stack_exec = false,
      .glibc_interpreter = "/lib/ld-linux-riscv64-lp64d.so.1",
      .triple = "riscv64-linux-gnu",
      .lib = "lib/riscv64-linux-gnu",
      .cache_flags = 0x1003,  // FLAG_RISCV_FLOAT_ABI_DOUBLE | FLAG_ELF_LIBC6
      .musl_name = "riscv64",
      .processor_entries = kProcessorEntries,
      .start_stub = &kStub,
      .enter_code = enter::kCode,
      .next_code = &kNextCode,
  };
}

constexpr Machine soft_float() {
  Machine machine = double_float();
  machine.name = "riscv64-sf";
  machine.has_flags = [](uint32_t f) {
    return (f & EF_RISCV_FLOAT_ABI) == EF_RISCV_FLOAT_ABI_SOFT;
  };
  machine.glibc_interpreter = "/lib/ld-linux-riscv64-lp64.so.1";
  machine.triple = "";
  machine.lib = "lib64/lp64";
  machine.cache_flags = 0x0f03;  // FLAG_RISCV_FLOAT_ABI_SOFT | FLAG_ELF_LIBC6
  machine.musl_name = "riscv64-sf";
  return machine;
}

}  // namespace

constinit const Machine kRiscV64 = double_float();
constinit const Machine kRiscV64SoftFloat = soft_float();

}  // namespace onefold
