// Where the fields of an ELF file lie, for somebody who wants to break them: follows program
// headers and DT_* pointers as a loader does, but checks nothing except that a field is inside the
// file. Knows nothing of the engine's reader, which refuses what a mutator must go on with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "elf/layout.h"

namespace onefold::fuzz {

// What a field's value means, which says what may be put there.
enum class Kind : uint8_t {
  kValue,
  kOffset,   // in the file
  kAddress,  // in the module
  kSize,     // bytes or a count
  kAlign,
  kType,  // p_type, sh_type, st_info, a relocation's r_info
  kTag,   // d_tag
  kFlags,
  kName,   // offset in DT_STRTAB
  kIndex,  // of a symbol, section or version
  kHash,
};

struct FieldOf {
  size_t at;  // in its record
  size_t width;
  Kind kind;
};

enum class TableKind : uint8_t {
  kHeader,
  kProgramHeaders,
  kSectionHeaders,
  kDynamic,
  kSymbols,
  kRelocations,
  kPltRelocations,
  kRelr,
  kSysvHash,
  kGnuHash,
  kVersym,
  kVerdef,
  kVerneed,
  kArrays,
  kNotes,
  kFrameIndex,
  kFrames,
  kExidx,
  kStrings,
};

// Records of one kind, one behind the other.
struct Table {
  TableKind kind;
  uint64_t at;     // file offset
  uint64_t entry;  // bytes a record
  uint64_t count;
  std::span<const FieldOf> fields;
  uint64_t end() const { return at + entry * count; }
};

class ElfMap {
 public:
  // `file` outlives the map. Of what is no ELF file there are no tables.
  explicit ElfMap(std::span<const std::byte> file);

  const std::vector<Table>& tables() const { return tables_; }
  const Table* find(TableKind kind) const;  // null: none
  Format format() const { return format_; }
  uint64_t word() const { return format_.word_size(); }

  struct Load {
    uint64_t offset, address, filesz, memsz;
  };
  const std::vector<Load>& loads() const { return loads_; }
  std::optional<uint64_t> offset_of(uint64_t address) const;

  uint64_t get(uint64_t at, size_t width) const;
  // Where the value of the last dynamic entry of `tag` lies.
  std::optional<uint64_t> dynamic_value_at(uint64_t tag) const;
  std::optional<uint64_t> dynamic_value(uint64_t tag) const;

 private:
  template <typename E>
  void walk();
  template <typename E>
  void walk_dynamic();
  template <typename E>
  void walk_hashes();
  template <typename E>
  void walk_chain(TableKind kind, uint64_t table_tag);
  void add(TableKind kind, uint64_t at, uint64_t entry, uint64_t count,
           std::span<const FieldOf> fields);
  // The table that `tag` points at, `size_tag` bytes of it.
  void add_at(TableKind kind, uint64_t tag, uint64_t size, uint64_t entry,
              std::span<const FieldOf> fields);

  std::span<const std::byte> file_;
  Format format_;
  std::vector<Load> loads_;
  std::vector<Table> tables_;
};

void put(std::span<std::byte> file, Format format, uint64_t at, size_t width, uint64_t value);

}  // namespace onefold::fuzz
