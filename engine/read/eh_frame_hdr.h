// .eh_frame_hdr, which PT_GNU_EH_FRAME names: where .eh_frame is, and a table sorted by code
// address for the unwinder's binary search. Linux Standard Base 5.0 Core, "The .eh_frame_hdr
// section".
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "read/eh_pointer.h"
#include "read/module.h"

namespace onefold {

struct EhFrameHeader {
  ModuleAddress at;   // of its version byte: what DW_EH_PE_datarel is relative to
  uint64_t size = 0;  // PT_GNU_EH_FRAME's p_filesz
  std::optional<EncodedPointer> eh_frame;  // eh_frame_ptr; nothing where it is omitted
  // The search table; nothing where its encoding or the count is omitted: unwinders then walk
  // .eh_frame.
  std::optional<uint64_t> fde_count;
  uint8_t table_encoding = DW_EH_PE_omit;
  ModuleAddress table_at;
  std::span<const std::byte>
      table;  // from there to the header's end: may be longer than fde_count entries
};

// The header that the last PT_GNU_EH_FRAME names, as libgcc takes it, or nullopt. Errors: one
// outside the PT_LOADs' file-backed bytes or cut off; a version other than 1; an unknown encoding;
// a table too short for fde_count.
Result<std::optional<EhFrameHeader>> read_eh_frame_header(const Module& module);

struct EhFrameTableEntry {
  ModuleAddress initial_location;  // first code address
  ModuleAddress fde;               // of the FDE's length field
  ModuleAddress at;                // where this entry lies
};

// Calls visit for each entry in order. Errors: initial locations that descend, or a pointer that is
// null or has no known base.
using EhFrameTableVisitor = std::function<void(const EhFrameTableEntry&)>;
Result<void> visit_eh_frame_table(const Module& module, const EhFrameHeader& header,
                                  const EhFrameTableVisitor& visit);

Result<std::vector<EhFrameTableEntry>> read_eh_frame_table(const Module& module,
                                                           const EhFrameHeader& header);

}  // namespace onefold
