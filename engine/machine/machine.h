// What differs from one machine (e_machine, class, byte order) to the next, as a table.
//
// One file machine/<name>.cc holds a processor's Machines (one for each byte order and ABI that its
// files come in), and machine/registry.cc lists them all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "elf/layout.h"

namespace onefold {

// What a relocation type asks a dynamic loader to store, as glibc's ld.so does it when eager
// (sysdeps/PORT/dl-machine.h). S symbol value, A addend, B load bias, P place.
enum class RelocAction : uint8_t {
  kNone,          // nothing
  kAbsolute,      // S + A, a word of `size` bytes
  kPcRelative,    // S + A - P
  kGlobDat,       // S + A
  kJumpSlot,      // S + A; may be bound lazily
  kBaseRelative,  // B + A
  kCopy,          // st_size bytes of the definition
  kIRelative,     // the result of calling B + A
  kTlsModule,     // module ID (DTPMOD)
  kTlsDtpOffset,  // offset in the module's TLS block (DTPOFF, DTPREL), less the machine's DTV bias
  kTlsTpOffset,   // offset from the thread pointer (TPOFF, TPREL), less the machine's TP bias
  kTlsTpOffsetNegated,  // its negative, plus A (i386's R_386_TLS_TPOFF32)
  kTlsDescriptor,       // two words: resolver and argument
  kSize,                // st_size + A
  kMachine,             // needs a machine's hook: code patches, descriptors; its file says more
  kStatic,              // for the static linker alone: no loader accepts it in a dynamic table
};
constexpr bool is_tls(RelocAction action) {
  return action >= RelocAction::kTlsModule && action <= RelocAction::kTlsDescriptor;
}

// Some types have no use for the addend: ld.so leaves it out of the sum. Not always zero in files:
// x86-64 slots hold the PLT entry's address there (-z mark-plt), REL ones the lazy stub's.
enum class Addend : uint8_t { kUsed, kIgnored };

struct RelocRow {
  uint32_t type;
  std::string_view name;  // psABI spelling; elf.h's where the psABI leaves it open
  RelocAction action;
  uint8_t size;  // bytes stored at the place; 0 for kNone, kCopy and kStatic
  Addend addend = Addend::kUsed;
};

struct StartStub;     // machine/start_stub.h
struct NextCode;      // machine/next_code.h
struct CpuQueries;    // machine/cpu_queries.h
struct LateCode;      // machine/late_code.h
struct IdleFunction;  // machine/idle_function.h
struct CpuLevels;     // machine/cpu_levels.h

// An entry of the processor's own (DT_LOPROC and up) that a fold's dynamic section has as well: a
// flag, which speaks of a PLT, if the program has it; an address of the first file that has one;
// the distance of a place of the program's from the entry itself.
struct ProcessorEntry {
  uint64_t tag;
  bool is_address = false;
  bool is_distance = false;
  // A file with DT_JMPREL and without the entry has a PLT of another kind, which cannot be folded.
  bool required_by_plt = false;
  // Where files say this or that: what every fold says, whether a file has the entry or not.
  std::optional<uint64_t> value = std::nullopt;
};

// A program header of the processor's own that a fold has as the program has it, and the section
// that it covers.
struct ProcessorHeader {
  uint32_t type;  // PT_*
  std::string_view section;
  uint32_t section_type;  // SHT_*
};

// Where most relocations are implicit: the words at DT_PLTGOT are relocated without an entry of a
// table. First those that move by the load bias alone, then one for each dynamic symbol from some
// index on, in the order of .dynsym, whose order therefore is not free. A relocation against a
// symbol below that index takes this module's own; against another, what its word holds.
struct ImplicitGot {
  uint64_t local_count_tag;   // DT_*: how many words come first
  uint64_t first_symbol_tag;  // DT_*: the symbol of the first of the others
  uint64_t symbol_count_tag;  // DT_*: one more than that of the last
  // The first word is the loader's own. So is the second, if it has these bits.
  uint64_t second_word_bits;
  // What relocates such a word, as if there were an entry for it.
  uint32_t word_type;  // B + A against symbol 0, which no other type says; else S + A
  uint32_t call_type;  // what only calls go through: holds a stub that looks it up when called
};

enum class TlsVariant : uint8_t { kNone, kI, kII };

struct Machine {
  std::string_view name;  // unique: "x86-64", "armhf", "ppc64le"
  uint16_t e_machine;
  Format format;
  // Is a file with these e_flags of this ABI? null: e_machine and format say it all.
  bool (*has_flags)(uint32_t e_flags) = nullptr;

  std::span<const RelocRow> relocations;  // sorted by type, unique
  bool rela;  // addends live in the table (RELA), not at the place (REL)
  const ImplicitGot* implicit_got = nullptr;
  // An undefined symbol of a program that has an address is a canonical PLT entry only with this
  // bit of st_other; 0: always.
  uint8_t canonical_plt_flag = 0;
  // powerpc: against a STB_LOCAL symbol S is the load bias, for its st_value is part of A already.
  bool local_value_in_addend = false;

  TlsVariant tls_variant;
  uint64_t tls_tcb_size = 0;  // variant I: bytes between the thread pointer and the first block
  int64_t tls_tp_bias = 0;    // what the psABI subtracts from a TP offset (0x7000 on ppc and mips)
  int64_t tls_dtv_bias = 0;   // and from a DTP offset (0x8000 on ppc and mips, 0x800 on riscv)
  bool tls_descriptor_argument_first = false;  // arm: the pair is {argument, resolver}

  // Do the loaders call DT_INIT and DT_FINI? Not where their port came after the arrays
  // (ELF_INITFINI of glibc's elf-initfini.h, NO_LEGACY_INITFINI of musl's arch/ARCH/reloc.h).
  bool calls_init_functions = true;

  uint64_t min_page_size;  // smallest page a kernel of this machine uses
  uint64_t max_page_size;  // largest one that its linkers align PT_LOADs for
  // Is the stack executable under glibc when PT_GNU_STACK is missing? Its stackinfo.h says so.
  bool default_stack_exec;

  // ld.so as PT_INTERP names it; empty if glibc has no such port.
  std::string_view glibc_interpreter;
  // Multiarch tuple, "x86_64-linux-gnu"; empty if there is none.
  std::string_view triple;
  // $LIB of a Debian build: "lib/x86_64-linux-gnu".
  std::string_view lib;
  // $PLATFORM: the kernel's AT_PLATFORM, "x86_64" (glibc says "haswell" or "xeon_phi" on some Intel
  // ones). Empty where it is absent or names the processor's model (s390x "z14", ppc64 "power9").
  std::string_view platform = "";
  // Of this machine's libraries in ld.so.cache: FLAG_* of glibc's sysdeps/generic/ldconfig.h.
  uint32_t cache_flags;
  // ARCH in /lib/ld-musl-ARCH.so.1; empty if musl has no such port.
  std::string_view musl_name = "";

  // Bytes of a DT_HASH entry: 8 on s390x (and alpha), its psABI's slip.
  uint8_t sysv_hash_entry_size = 4;

  std::span<const ProcessorEntry> processor_entries = {};
  // At most two.
  std::span<const ProcessorHeader> processor_headers = {};

  // What a fold runs at start; null: programs of this machine cannot be folded yet.
  const StartStub* start_stub = nullptr;
  // What the kernel starts of a total fold (machine/stubs/enter.c): position-independent, entered
  // at its first byte, its table behind the last. Empty: no total folds of this machine yet.
  std::span<const uint8_t> enter_code = {};
  // dlsym and dlvsym of a total fold; null: what asks for RTLD_NEXT is refused.
  const NextCode* next_code = nullptr;
  // What the loader of a total fold asks once rather than again and again; null: nothing.
  const CpuQueries* cpu_queries = nullptr;
  // For an initialiser that waits for dlopen; null: none does.
  const LateCode* late_code = nullptr;
  // May code that lies at `at` address, by its distance, one of the bytes [begin, end) before it?
  // Wrong at most where it says yes. null: it is not known how to tell.
  bool (*may_address)(std::span<const std::byte> code, uint64_t at, uint64_t begin,
                      uint64_t end) = nullptr;
  // Of the function at address `function`, in code that lies at `at`; none: it may do something.
  // null: no function is known.
  std::optional<IdleFunction> (*idle_function)(std::span<const std::byte> code, uint64_t at,
                                               uint64_t function) = nullptr;

  // For folds for one level of the processor; null: the machine has none.
  const CpuLevels* cpu_levels = nullptr;

  // The row of `type`, or null.
  const RelocRow* find(uint32_t type) const;
  // The row of the type that is B + A against symbol 0.
  const RelocRow& relative() const;
};

// The machine of a file with these header fields, or null if it is unknown. `e_flags` tells apart
// what e_machine and format do not (ppc64 ELFv1 from ELFv2, arm's and riscv's float ABIs).
const Machine* find_machine(uint16_t e_machine, Format format, uint32_t e_flags);

// All of them, for reports and tests.
std::span<const Machine* const> all_machines();

// "EM_X86_64" for known e_machine values, else "EM_<number>".
std::string machine_constant_name(uint16_t e_machine);

}  // namespace onefold
