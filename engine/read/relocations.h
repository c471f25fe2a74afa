// The relocation tables of a module (DT_REL, DT_RELA, DT_JMPREL, DT_RELR), decoded to one record.
// gABI chapter 4, "Relocation"; RELR: gABI, "Relative Relocation Table".
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "read/module.h"

namespace onefold {

// kGot: no table of relocations but the words of an implicit GOT (ImplicitGot), which are read as
// if each had an entry.
enum class RelocTable : uint8_t { kGot, kRelr, kRel, kRela, kJmprel };

struct Relocation {
  ModuleAddress place;
  int64_t addend = 0;   // explicit (RELA); 0 where the addend lies at the place (REL, RELR)
  uint32_t type = 0;    // R_*; 0 for RELR, which is always the machine's relative relocation
  uint32_t symbol = 0;  // index in .dynsym; 0 = none
  RelocTable table = RelocTable::kRela;
  bool addend_in_place = false;
  // Where the GOT is implicit: `symbol` has no word there, so that glibc takes this module's own
  // (musl looks it up).
  bool own_symbol = false;
};

// One table as DT_* entries state it.
struct RelocationTable {
  RelocTable kind = RelocTable::kRela;
  bool rela = true;  // entries carry addends (DT_JMPREL is of either kind: DT_PLTREL)
  ModuleAddress address;
  std::span<const std::byte> bytes;
};

// The tables in the order in which ld.so applies them: GOT, RELR, REL/RELA, JMPREL. A JMPREL that
// lies inside DT_RELA's range (as on s390 and old linkers) is taken out of it, so that no entry
// comes twice. Errors: a table outside the file's segments, or a size that is no multiple of its
// entry; those of read_got_shape.
Result<std::vector<RelocationTable>> read_relocation_tables(const Module& module);

// One more than the highest symbol index that a relocation uses; 0 without relocations.
uint64_t symbols_used_by_relocations(const Module& module,
                                     const std::vector<RelocationTable>& tables);

// How many entries they have, as far as these can be read: at most one a word of the file for
// DT_RELR; the words of an implicit GOT are not counted.
uint64_t relocation_count(const Module& module, const std::vector<RelocationTable>& tables);

// Calls visit(const Relocation&) for each entry of `table` in order. Errors: a place outside the
// PT_LOADs, a symbol index of `symbol_count` or more, or a RELR table that begins with a
// bitmap, runs out of its segment or names more places than the file has words.
using RelocationVisitor = std::function<void(const Relocation&)>;
Result<void> visit_relocations(const Module& module, const RelocationTable& table,
                               uint64_t symbol_count, const RelocationVisitor& visit);

// Which entries of a table somebody looks for.
struct RelocationFilter {
  ModuleAddress begin = {};           // places from here on
  std::optional<uint64_t> size = {};  // in that many bytes; none: all places
  std::optional<uint32_t> type = {};
  std::optional<uint32_t> other_than = {};  // all types but this one
  bool with_symbol = false;
  // that may lead before this address: by their place, or by an addend, which is less without a
  // symbol and negative with one, or stands at the place.
  std::optional<ModuleAddress> leading_before = {};

  bool passes(ModuleAddress place, uint32_t of_type, uint32_t symbol,
              std::optional<int64_t> addend) const {
    return (!size || place - begin < *size) && (!type || of_type == *type) &&
           (!other_than || of_type != *other_than) && (!with_symbol || symbol != 0) &&
           (!leading_before || may_lead(place, symbol, addend));
  }

 private:
  bool may_lead(ModuleAddress place, uint32_t symbol, std::optional<int64_t> addend) const {
    if (place < *leading_before || !addend) return true;
    return *addend < (symbol != 0 ? 0 : static_cast<int64_t>(leading_before->value));
  }
};

// Visits those alone, in less time; nor are the others checked.
Result<void> visit_some_relocations(const Module& module, const RelocationTable& table,
                                    uint64_t symbol_count, const RelocationFilter& filter,
                                    const RelocationVisitor& visit);

// All of them, as records.
Result<std::vector<Relocation>> read_relocations(const Module& module, uint64_t symbol_count);

}  // namespace onefold
