// Section headers: no loader reads them, so broken ones count as none. gABI chapter 4, "Sections".
#pragma once

#include <string_view>
#include <vector>

#include "read/module.h"

namespace onefold {

struct Section {
  std::string_view name;
  uint32_t type = 0;   // SHT_*
  uint64_t flags = 0;  // SHF_*
  ModuleAddress address;
  FileOffset offset;
  uint64_t size = 0;
  uint32_t link = 0;
  uint32_t info = 0;
  uint64_t align = 0;
  uint64_t entry_size = 0;

  bool is_allocated() const { return (flags & SHF_ALLOC) != 0; }
};

// All of them, section 0 included; empty if there are none, or if the table, the name table or a
// section's bytes lie outside the file.
std::vector<Section> read_sections(const Module& module);

}  // namespace onefold
