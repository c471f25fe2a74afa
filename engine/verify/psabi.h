// What a dynamic relocation asks of a loader, machine by machine: verify's own table, written from
// the psABIs and glibc's sysdeps/PORT/dl-machine.h without a look at machine/ (a test compares).
// psabi/NAME.cc has one machine; psabi.cc lists them.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "read/header.h"

namespace onefold::verify {

// S value of the symbol, A addend, B load bias, P place.
enum class Meaning : uint8_t {
  kNothing,
  kWord,                 // S + A
  kCall,                 // S + A in a slot that only calls go through: JUMP_SLOT
  kDistance,             // S + A - P
  kBase,                 // B + A
  kResolver,             // what the function at B + A returns
  kCopy,                 // the symbol's bytes
  kModule,               // the number of the module with the symbol's TLS block
  kBlockOffset,          // offset in that block
  kThreadOffset,         // offset from the thread pointer
  kThreadOffsetNegated,  // its negative
  kDescriptor,           // TLS descriptor: two words
  kObjectSize,           // st_size + A
  kUnknown,              // none that this table has: every use of it is reported
};

struct RelocationType {
  uint32_t type = 0;
  Meaning meaning = Meaning::kUnknown;
  uint8_t size = 0;  // bytes written; kCopy: 0
  bool addend = true;
};

// The code that a fold starts with. Its bytes are told by their hash: machine/stubs/ explains them,
// and who changes them there has to come here.
struct StubListing {
  uint32_t size = 0;    // bytes; the start table follows
  uint32_t init = 0;    // offsets of the entries
  uint32_t fini = 0;    //
  uint32_t report = 0;  // what a thunk jumps to
  std::string_view xxh128;
};

// Other code of that kind: what the kernel starts of a fold without PT_INTERP, and a total fold's
// own dlsym.
struct CodeListing {
  uint32_t size = 0;  // bytes; its table follows. 0: none
  std::string_view xxh128;
};
struct DlsymListing {
  CodeListing code;
  uint32_t dlsym = 0;  // offsets of the two functions
  uint32_t dlvsym = 0;
};

// Of a total fold's loader: instructions that ask the processor something, which may be replaced by
// a jump to code that asks it once.
struct QueryThunk {
  uint32_t question = 0;
  uint64_t answer = 0;   // where it is kept
  uint64_t goes_on = 0;  // what the code jumps to
};
struct QueryListing {
  uint32_t size = 0;       // bytes of the instructions
  uint32_t jump_size = 0;  // how many of them the jump replaces
  uint32_t thunk_size = 0;
  uint32_t answer_size = 0;
  // Of `size` bytes: what they ask; nothing: not what may be asked once.
  std::optional<uint32_t> (*question)(std::span<const std::byte> code) = nullptr;
  std::optional<uint64_t> (*read_jump)(std::span<const std::byte> code, uint64_t at) = nullptr;
  // Of `thunk_size` bytes at `at`; nothing: they are another code.
  std::optional<QueryThunk> (*read_thunk)(std::span<const std::byte> code, uint64_t at) = nullptr;
};

// Of a total fold: code that calls `first`, then goes on to a function as if that had been called.
struct LateThunk {
  uint64_t first = 0;
  uint64_t goes_on = 0;
};

// What stands in for a function that the closure lacks: hands `message` to the stub's `report`.
struct Thunk {
  uint64_t message = 0;
  uint64_t report = 0;
};

// A level of the processor: what CPUID answers of subleaf 0, and XCR0.
struct LevelNeeds {
  uint32_t leaf = 0;
  uint32_t ebx = 0, ecx = 0, edx = 0;
  bool operator==(const LevelNeeds&) const = default;
};
struct Level {
  std::string_view name;
  uint64_t state = 0;
  std::span<const LevelNeeds> needs;
};

// A function that chooses an implementation by what ld.so knows of the processor.
struct ChoiceInput {
  const Level& level;
  unsigned release = 0;  // of glibc: 2.N
  // Of the module, by its own addresses: the bytes of code from there on; the distance of what the
  // word there leads to from where ld.so has what it knows.
  std::function<std::span<const std::byte>(uint64_t)> code;
  std::function<std::optional<uint64_t>(uint64_t)> knowledge;
};

// Of a fold for processors of one level: the kernel starts this code instead of the entrance.
struct LevelListing {
  CodeListing code;
  std::span<const Level> levels;
  std::string_view knowledge_function;  // ld.so's, which returns where it has what it knows
  std::optional<uint64_t> (*knowledge)(std::span<const std::byte> code, uint64_t at) = nullptr;
  // The addresses that the function may return on a processor of that level that has nothing else,
  // whatever that prefers.
  std::vector<uint64_t> (*choices)(const ChoiceInput& input, uint64_t function) = nullptr;
};

// An entry of the dynamic section that only this processor's loader reads.
struct ProcessorEntry {
  enum class Rule : uint8_t {
    kLikeProgram,   // says something of a PLT: the program's alone may be bound lazily
    kPltAddress,    // by which a PLT is bound: the program's where the fold has one that is lazy
    kSeveralParts,  // must have bits that say that the file is of several parts
    kDistance,      // from the entry itself to a place of the program's
    kOfFold,        // what every fold says, whatever files say
  };
  uint64_t tag = 0;
  std::string_view name;
  Rule rule = Rule::kLikeProgram;
  uint64_t bits = 0;  // kSeveralParts; the value of kOfFold
};

// Is the word at that address zero when initialisers run?
using IsZero = std::function<bool(uint64_t)>;

struct PsAbi {
  std::string_view name;
  uint16_t machine = 0;  // EM_*
  Format format;
  std::span<const RelocationType> types;
  bool blocks_below_tp = false;  // TLS variant II
  uint64_t tcb_size = 0;         // variant I: bytes between the thread pointer and the first block
  int64_t tp_bias = 0;           // subtracted from offsets from the thread pointer
  int64_t dtv_bias = 0;          // and from those in a block
  bool argument_first = false;   // of a TLS descriptor's two words
  // Against a STB_LOCAL symbol the addend has st_value in it already (powerpc).
  bool addend_has_local_value = false;
  // DT_INIT and DT_FINI are called (glibc's ELF_INITFINI).
  bool runs_init_functions = true;
  bool stack_is_executable = false;  // without a PT_GNU_STACK, under glibc
  uint64_t page = 0x1000;            // the largest
  uint8_t sysv_hash_entry = 4;       // bytes
  // Of st_other: what alone makes an undefined symbol one that a lookup finds. 0: its address does.
  uint8_t plt_flag = 0;
  // Words at DT_PLTGOT are relocated without entries (read/implicit_got.h), in the order of
  // .dynsym. A word against no symbol is B + A.
  bool implicit_got = false;
  std::span<const ProcessorEntry> entries = {};
  std::span<const uint32_t> headers = {};  // PT_* that say something of the whole program
  StubListing stub;
  CodeListing entrance;
  DlsymListing dlsym;
  const QueryListing* queries = nullptr;
  const LevelListing* levels = nullptr;
  // Does code at `at` perhaps address one of the bytes [begin, end)? null: nobody can tell.
  bool (*may_refer)(std::span<const std::byte> code, uint64_t at, uint64_t begin,
                    uint64_t end) = nullptr;
  // Does the function, in code that lies at `at`, do nothing? null: nobody can tell.
  bool (*does_nothing)(std::span<const std::byte> code, uint64_t at, uint64_t function,
                       const IsZero& is_zero) = nullptr;
  uint32_t late_size = 0;
  // Of `late_size` bytes at `at`; nothing: they are another code.
  std::optional<LateThunk> (*read_late)(std::span<const std::byte> code, uint64_t at) = nullptr;
  uint32_t thunk_size = 0;
  // Of `thunk_size` bytes at `at`; nothing: they are another code.
  std::optional<Thunk> (*read_thunk)(std::span<const std::byte> code, uint64_t at) = nullptr;

  RelocationType find(uint32_t type) const;
  // What is left of a sum in the loader's arithmetic, which wraps around.
  uint64_t in_word(uint64_t sum) const { return sum & format.max_address(); }
};

// Null: a machine without a table.
const PsAbi* find_psabi(const Header& header);
std::span<const PsAbi* const> all_psabis();

// An integer of at most 8 bytes as the file stores it.
uint64_t word_of(std::span<const std::byte> bytes, std::endian order);
// The lowest `bits` of `number`, as a two's complement number.
constexpr uint64_t sign_extended(uint64_t number, unsigned bits) {
  const uint64_t sign = uint64_t{1} << (bits - 1);
  return ((number & (2 * sign - 1)) ^ sign) - sign;
}

bool does_nothing_x86_64(std::span<const std::byte> code, uint64_t at, uint64_t function,
                         const IsZero& is_zero);

extern const LevelListing kX86_64Levels;

extern const PsAbi kAArch64;
extern const PsAbi kArm;
extern const PsAbi kI386;
extern const PsAbi kMips;
extern const PsAbi kMipsLe;
extern const PsAbi kPowerPc;
extern const PsAbi kPpc64Le;
extern const PsAbi kRiscV64;
extern const PsAbi kS390x;
extern const PsAbi kX86_64;

}  // namespace onefold::verify
