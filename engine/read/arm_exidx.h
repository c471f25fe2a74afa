// .ARM.exidx, which PT_ARM_EXIDX names: arm's own unwind table. Exception Handling ABI for the Arm
// Architecture (EHABI32), "The index table".
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "read/module.h"

namespace onefold {

constexpr uint32_t EXIDX_CANTUNWIND = 1;

enum class ExidxKind : uint8_t {
  kCantUnwind,  // EXIDX_CANTUNWIND
  kInline,      // the word itself holds the unwinding instructions
  kTable,       // prel31 offset of an entry in .ARM.extab
};

struct ExidxEntry {
  ModuleAddress at;        // of its first word; the second follows 4 bytes on
  ModuleAddress function;  // from here to the next entry's function
  ExidxKind kind = ExidxKind::kCantUnwind;
  uint32_t word = 0;    // the second word as stored
  ModuleAddress table;  // kTable: its entry in .ARM.extab
};

struct ExidxTable {
  ModuleAddress at;
  std::span<const std::byte> bytes;
  uint64_t count() const { return bytes.size() / 8; }
};

// The table that the last PT_ARM_EXIDX names, as ld.so takes it; nullopt without one or if the
// machine isn't EM_ARM. Errors: one outside the PT_LOADs' file-backed bytes, a size that is no
// multiple of 8.
Result<std::optional<ExidxTable>> find_exidx(const Module& module);

// Calls visit for each entry in order. Errors: bit 31 of a function's offset set, functions that
// descend or lie outside the PT_LOADs, a table entry outside file-backed bytes.
using ExidxVisitor = std::function<void(const ExidxEntry&)>;
Result<void> visit_exidx(const Module& module, const ExidxTable& table, const ExidxVisitor& visit);

Result<std::vector<ExidxEntry>> read_exidx(const Module& module, const ExidxTable& table);

}  // namespace onefold
