// One input ELF file as a loader sees it: header, segments, dynamic section. All else (symbols,
// versions, relocations, notes, unwind tables) is read on demand by this folder's other headers
// from a Module.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.h"
#include "base/file_view.h"
#include "machine/machine.h"
#include "read/header.h"
#include "read/segments.h"

namespace onefold {

struct DynamicEntry {
  uint64_t tag = 0;  // DT_*
  uint64_t value = 0;
  FileOffset at;  // where this entry lies
};

// Immutable once read. Borrows the file's bytes: its MappedFile must outlive it.
struct Module {
  FileView file;
  Header header;
  const Machine* machine = nullptr;  // null: unknown; everything machine-independent still works
  std::vector<Segment> segments;
  std::vector<Segment> loads;  // the PT_LOADs of an ET_EXEC or ET_DYN: ascending and disjoint
  std::vector<DynamicEntry> dynamic;   // up to, and without, DT_NULL
  std::span<const std::byte> strings;  // DT_STRTAB, DT_STRSZ bytes
  FileOffset strings_at;

  Format format() const { return header.format; }
  bool has_dynamic() const { return !dynamic.empty(); }

  // The last entry of `tag`, as ld.so keeps it; null if there is none.
  const DynamicEntry* find_dynamic(uint64_t tag) const;
  std::optional<uint64_t> dynamic_value(uint64_t tag) const;
  // DT_FLAGS and DT_FLAGS_1, 0 if absent.
  uint64_t flags() const { return dynamic_value(DT_FLAGS).value_or(0); }
  uint64_t flags_1() const { return dynamic_value(DT_FLAGS_1).value_or(0); }

  // A string of DT_STRTAB; `field` names who refers to it.
  Result<std::string_view> string(uint64_t offset, std::string_view field) const;
  // One of at most PATH_MAX bytes, for names of files and versions: any number of them takes time
  // and memory in proportion to that number, though all may name one long string.
  Result<std::string_view> short_string(uint64_t offset, std::string_view field) const;
  // The string that the last entry of `tag` names, or nullopt without such an entry.
  Result<std::optional<std::string_view>> dynamic_string(uint64_t tag) const;
  Result<std::vector<std::string_view>> needed() const;  // DT_NEEDED, in order

  // PT_INTERP's path.
  Result<std::optional<std::string_view>> interpreter() const;

  // The PT_LOAD whose memory holds [at, at + size), or null.
  const Segment* load_at(ModuleAddress at, uint64_t size = 1) const;
  // Does `at` lie between the first PT_LOAD's begin and the last one's end?
  bool spans(ModuleAddress at) const {
    return !loads.empty() && loads.front().vaddr <= at && at < loads.back().end();
  }
  // The file offset of `size` file-backed bytes at address `at`; the error names `field`.
  Result<FileOffset> offset_of(ModuleAddress at, uint64_t size, std::string_view field) const;
  Result<std::span<const std::byte>> bytes_at(ModuleAddress at, uint64_t size,
                                              std::string_view field) const;
  // From `at` to the end of its segment's file-backed bytes: for tables that do not state their
  // size.
  Result<std::span<const std::byte>> bytes_from(ModuleAddress at, std::string_view field) const;

  template <WireType T>
  Result<std::span<const T>> table_at(ModuleAddress at, uint64_t count,
                                      std::string_view field) const {
    ONEFOLD_TRY(auto from, bytes_from(at, field));
    if (count > from.size() / sizeof(T))
      return fail(short_table(at, from, count, sizeof(T), field));
    return FileView::as_table<T>(from.first(as_size(count * sizeof(T))));
  }

  // Where `bytes`, a part of the file's, begins in the file.
  FileOffset offset_in_file(std::span<const std::byte> bytes) const {
    return FileOffset(static_cast<uint64_t>(bytes.data() - file.all().data()));
  }

 private:
  Error short_table(ModuleAddress at, std::span<const std::byte> from, uint64_t count,
                    uint64_t entry_size, std::string_view field) const;
};

// Reads and checks what every loader looks at first. The errors of read_header and read_segments,
// and: PT_DYNAMIC outside the PT_LOADs or without DT_NULL, DT_STRTAB/DT_STRSZ outside, DT_SYMENT,
// DT_RELENT, DT_RELAENT, DT_RELRENT or DT_PLTREL of another size or value than the class has.
Result<Module> read_module(const FileView& file);

}  // namespace onefold
