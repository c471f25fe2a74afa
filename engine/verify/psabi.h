// What a dynamic relocation asks of a loader, machine by machine: verify's own table, written from
// the psABIs and glibc's sysdeps/PORT/dl-machine.h without a look at machine/ (a test compares).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

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

// The code that a fold starts with: verify's own listing.
struct StubListing {
  std::span<const uint8_t> code;
  uint32_t init = 0;    // offsets in `code`
  uint32_t fini = 0;    //
  uint32_t report = 0;  // what a thunk jumps to
};

struct PsAbi {
  std::string_view name;
  uint16_t machine = 0;  // EM_*
  Format format;
  std::span<const RelocationType> types;
  bool blocks_below_tp = false;  // TLS variant II
  uint64_t tcb_size = 0;         // variant I: bytes between the thread pointer and the first block
  int64_t tp_bias = 0;           // subtracted from offsets from the thread pointer
  int64_t dtv_bias = 0;          // and from those in a block
  bool stack_is_executable = false;   // without a PT_GNU_STACK, under glibc
  uint64_t page = 0x1000;             // the largest
  uint8_t sysv_hash_entry = 4;        // bytes
  const StubListing* stub = nullptr;  // null: no folds of this machine yet

  RelocationType find(uint32_t type) const;
};

// Null: a machine without a table.
const PsAbi* find_psabi(const Header& header);
std::span<const PsAbi* const> all_psabis();

extern const StubListing kX86_64Listing;

}  // namespace onefold::verify
