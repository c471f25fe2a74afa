// Functions that a loader calls before and after main: DT_INIT, DT_FINI and the arrays. gABI
// chapter 5, "Initialization and Termination Functions".
//
// An array is data with relocations on it: with RELA its words in the file are 0, so what a slot
// will hold is read from the slot's relocation.
#pragma once

#include <optional>
#include <vector>

#include "read/module.h"
#include "read/relocations.h"

namespace onefold {

struct InitSlot {
  ModuleAddress at;
  uint64_t word = 0;  // as the file has it
  std::optional<Relocation>
      relocation;  // whose place is `at`; of several the one that is applied last
};

struct InitFunctions {
  std::optional<ModuleAddress> init;    // DT_INIT as stated
  std::optional<ModuleAddress> fini;    // DT_FINI
  std::vector<InitSlot> preinit_array;  // in the array's order: preinit and init run forwards,
  std::vector<InitSlot> init_array;
  std::vector<InitSlot> fini_array;  // fini backwards
};

// The arrays without their relocations, for which SlotRelocations is. Errors: an array without its
// size or outside the file-backed bytes, a size that is no multiple of a word.
Result<InitFunctions> read_init_arrays(const Module& module);

// Gives slots their relocations, during a walk over all of a module's: in the order in which they
// are applied. Borrows both arguments; `functions` keeps its arrays' sizes meanwhile.
class SlotRelocations {
 public:
  SlotRelocations(const Module& module, InitFunctions& functions);

  void meet(const Relocation& relocation) {
    if (relocation.place - begin_ < size_) assign(relocation);
  }

  // Those that it has a use for.
  RelocationFilter filter() const { return {.begin = begin_, .size = size_}; }

  // Error: a relocation that straddles slots.
  Result<void> finish() const;

 private:
  struct Array {
    std::vector<InitSlot>* slots;
    std::string_view name;
  };

  void assign(const Relocation& relocation);

  const Module& module_;
  std::vector<Array> arrays_;
  ModuleAddress begin_;  // from here on lie all arrays,
  uint64_t size_ = 0;    // in that many bytes
  std::optional<ModuleAddress> straddling_;
  std::string_view straddled_;  // the array's tag
};

// Arrays and relocations at once. `tables` and `symbol_count` as for visit_relocations. Errors:
// those of read_init_arrays, SlotRelocations and visit_relocations.
Result<InitFunctions> read_init_functions(const Module& module,
                                          const std::vector<RelocationTable>& tables,
                                          uint64_t symbol_count);

enum class SlotKind : uint8_t {
  kEmpty,     // 0, and no relocation will change it
  kStatic,    // `address` as the file has it, without a relocation: right at load bias 0 only
  kRelative,  // load bias + address
  kSymbolic,  // value of `symbol` + addend
  kOther,     // a relocation whose meaning needs a machine's hook, or is unknown: `type`, `symbol`,
              // `addend`
};

struct SlotTarget {
  SlotKind kind = SlotKind::kEmpty;
  ModuleAddress address;
  uint32_t type = 0;
  uint32_t symbol = 0;  // index in .dynsym
  int64_t addend = 0;   // from the table or the place, whichever the relocation uses
};

// What `slot` will hold, after the machine's table of relocation types.
SlotTarget slot_target(const Module& module, const InitSlot& slot);

}  // namespace onefold
