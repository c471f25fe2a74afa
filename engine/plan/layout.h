// Where each segment lies in the output's memory and file: DESIGN rule 11.
#pragma once

#include <vector>

#include "plan/copies.h"
#include "plan/part.h"

namespace onefold {

// A PT_LOAD of the output.
struct PlannedLoad {
  const Part* part = nullptr;       // null: a block of the fold's own
  const Segment* source = nullptr;  // the part's segment
  uint32_t flags = 0;               // PF_*
  uint64_t offset = 0;              // in the output
  ImageAddress vaddr;
  uint64_t filesz = 0;
  uint64_t memsz = 0;
  uint64_t align = 0;

  // Writable, but for so many bytes at its start, whole pages, that the kernel maps for reading
  // alone (plan/read_only_relro.h).
  uint64_t read_only = 0;

  bool unpacks = false;  // holds code that the kernel starts

  bool holds(ImageAddress at) const { return at >= vaddr && at - vaddr < memsz; }
};

// Where the program header table goes.
struct HeaderPlace {
  uint64_t offset = 0;
  ImageAddress vaddr;
  uint32_t capacity = 0;    // entries
  bool in_program = false;  // over dynamic tables of the program's own that the fold replaces
};

struct Layout {
  std::vector<PlannedLoad> loads;  // ascending by address
  // More loads than the kernel takes program headers: it gets runs of them as one each, without
  // rights but to read, and the fold itself sees to the rest (plan/enter_table.h). In a run, file
  // offsets and addresses go in step.
  bool packed = false;
  uint64_t packed_align = 1;  // largest p_align of what is in the runs
  HeaderPlace headers;
  uint64_t file_end = 0;
  ImageAddress memory_end;
  bool relro_in_step = false;
  uint64_t page = 0;  // bytes: largest page of the machine

  // Appends a block of `size` bytes behind all else; its address is `align`ed within its page.
  PlannedLoad& add_block(uint32_t flags, uint64_t size);
  const PlannedLoad* load_of(ImageAddress at) const;
  // Is the load part of such a run? The program's own are not, nor is the code that unpacks.
  bool is_packed(const PlannedLoad& load) const;
  // Does `load`, of the same part, follow `before`, which is read-only, in memory as in the file?
  bool in_step(const PlannedLoad& before, const PlannedLoad& load) const;
  // The PT_LOADs that the kernel gets.
  std::vector<PlannedLoad> kernel_loads() const;

 private:
  uint64_t offset_for(uint64_t vaddr, uint64_t align) const;
  uint64_t offset_in_step(const PlannedLoad& load) const;
  friend Result<void> append_part(Layout& layout, Part& part, const Machine& machine);
};

// Bytes of a program header.
uint64_t header_entry_size(Format format);

struct Placing {
  uint32_t header_count = 0;   // the most program headers that the output will have
  bool packed = false;         // Layout::packed
  bool relro_in_step = false;  // a library's writable segment that begins with its RELRO follows a
                               // read-only one as it does in memory (plan/read_only_relro.h)
  uint64_t data_begin = 0;     // what keeps its place in the program's file, beside segments
  uint64_t data_end = 0;       // (read/file_data.h)

  bool overlaps_data(uint64_t offset, uint64_t size) const {
    return offset < data_end && offset + size > data_begin;
  }
};

// Whether so many bytes from e_phoff on are the program's dead tables, and nothing else that it may
// read.
bool has_room_at_start(const Module& program, uint64_t size, const Placing& placing);

// Places the program at its own addresses and its libraries behind it, page by page without holes;
// fills in Part::bias. The program's segments keep their file offsets, except that one grows in the
// file to hold the initial bytes of `copies`; if it would grow into what the program
// reads there (Placing::data_begin) it goes behind that.
//
// The table of program headers stays at e_phoff if it fits there over the program's dead dynamic
// tables: strip and objcopy write it there whatever e_phoff says. Otherwise it gets a page behind
// the program, whose address and offset differ as those of the first PT_LOAD do, which is what
// kernels before 5.18 compute AT_PHDR from. Errors: addresses that run out.
Result<Layout> place_parts(Parts& parts, const std::vector<CopiedObject>& copies,
                           const Machine& machine, const Placing& placing);

// Places the segments of `part` behind all else, at their own distances, and fills in its bias. The
// layout borrows `part`. Errors: addresses that run out, a hole of over 1 GiB, segments that share
// a page.
Result<void> append_part(Layout& layout, Part& part, const Machine& machine);

}  // namespace onefold
