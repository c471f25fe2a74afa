// Program headers, and the memory image that a loader makes of them. gABI chapter 5, "Program
// Header".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "read/header.h"

namespace onefold {

struct Segment {
  uint32_t type = 0;   // PT_*
  uint32_t flags = 0;  // PF_*
  FileOffset offset;
  ModuleAddress vaddr;
  ModuleAddress paddr;
  uint64_t filesz = 0;
  uint64_t memsz = 0;
  uint64_t align = 0;
  FileOffset header_at;  // where this program header lies

  ModuleAddress end() const { return vaddr + memsz; }
  bool holds(ModuleAddress at, uint64_t size) const {  // in memory
    return at >= vaddr && at - vaddr <= memsz && size <= memsz - (at - vaddr);
  }
};

// All program headers in file order, as they stand: only the table itself is inside the file.
Result<std::vector<Segment>> read_program_headers(const FileView& file, const Header& header);

// The same, and for ET_EXEC and ET_DYN checked as a loader needs them: each
// PT_LOAD's bytes in the file, p_filesz <= p_memsz, p_align a power of two and p_offset congruent
// to p_vaddr, PT_LOADs ascending and disjoint; PT_TLS, PT_INTERP and PT_GNU_RELRO inside the file
// or address space.
Result<std::vector<Segment>> read_segments(const FileView& file, const Header& header);

// The last segment of `type`, which loaders keep of several (Linux: but for PT_INTERP), or null.
// glibc, elf/dl-load.c (_dl_map_object_from_fd): an empty PT_TLS is none.
const Segment* find_segment(const std::vector<Segment>& segments, uint32_t type);

}  // namespace onefold
