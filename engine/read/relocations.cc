#include "read/relocations.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "base/checked.h"
#include "read/implicit_got.h"

namespace onefold {
namespace {

struct TableTags {
  RelocTable kind;
  uint64_t address, size;
  std::string_view name;
};
constexpr TableTags kTables[] = {{RelocTable::kRelr, DT_RELR, DT_RELRSZ, "DT_RELR"},
                                 {RelocTable::kRel, DT_REL, DT_RELSZ, "DT_REL"},
                                 {RelocTable::kRela, DT_RELA, DT_RELASZ, "DT_RELA"},
                                 {RelocTable::kJmprel, DT_JMPREL, DT_PLTRELSZ, "DT_JMPREL"}};

std::string_view table_name(RelocTable kind) {
  for (const TableTags& tags : kTables) {
    if (tags.kind == kind) return tags.name;
  }
  return "";
}

uint64_t entry_size(Format format, const RelocationTable& table) {
  return with_format(format, [&]<typename E>() -> uint64_t {
    if (table.kind == RelocTable::kRelr) return sizeof(typename E::Addr);
    return table.rela ? sizeof(typename E::Rela) : sizeof(typename E::Rel);
  });
}

// r_info as the gABI's ELF32_R_* and ELF64_R_* macros want it. 64-bit mips (n64) stores a 32-bit
// symbol and the bytes r_ssym, r_type3, r_type2, r_type, which in big-endian files alone comes to
// the same.
template <typename E>
uint64_t info_of(const Module& module, uint64_t info) {
  if constexpr (E::k64 && E::kOrder == std::endian::little) {
    if (module.header.machine == EM_MIPS) {
      return info << 32 | byte_swapped(static_cast<uint32_t>(info >> 32));
    }
  }
  return info;
}
template <typename E>
uint32_t symbol_of(uint64_t info) {
  return static_cast<uint32_t>(E::k64 ? info >> 32 : info >> 8);
}
template <typename E>
uint32_t type_of(uint64_t info) {
  return static_cast<uint32_t>(E::k64 ? info & 0xffffffff : info & 0xff);
}

// Binutils lets DT_RELASZ cover .rela.plt on some machines; ld.so then cuts the overlap off
// (elf/dynamic-link.h, _ELF_DYNAMIC_DO_RELOC).
void cut_overlap(RelocationTable& relocs, const RelocationTable& jmprel) {
  uint64_t start = relocs.address.value;
  uint64_t end = start + relocs.bytes.size();
  uint64_t jmprel_end = jmprel.address.value + jmprel.bytes.size();
  if (jmprel.rela == relocs.rela && jmprel.address.value >= start && jmprel.address.value < end &&
      jmprel_end == end) {
    relocs.bytes = relocs.bytes.first(as_size(jmprel.address.value - start));
  }
}

Result<std::optional<RelocationTable>> read_table(const Module& module, const TableTags& tags) {
  const DynamicEntry* address = module.find_dynamic(tags.address);
  const DynamicEntry* size = module.find_dynamic(tags.size);
  if (address == nullptr || (size != nullptr && size->value == 0)) return std::nullopt;
  if (size == nullptr) {
    return fail(
        module.file.error(tags.name, address->at, "an entry with the table's size", "none"));
  }
  if (tags.kind == RelocTable::kJmprel && module.find_dynamic(DT_PLTREL) == nullptr) {
    // glibc leaves the table out then, musl takes it for REL.
    return fail(module.file.error("DT_PLTREL", address->at, "an entry beside DT_JMPREL", "none"));
  }
  RelocationTable table{.kind = tags.kind, .address = ModuleAddress(address->value)};
  table.rela = tags.kind == RelocTable::kRela ||
               (tags.kind == RelocTable::kJmprel && module.dynamic_value(DT_PLTREL) == DT_RELA);
  ONEFOLD_TRY(table.bytes,
              blame(address->at.value, module.bytes_at(table.address, size->value, tags.name)));
  uint64_t entry = entry_size(module.format(), table);
  if (table.bytes.size() % entry != 0) {
    return fail(
        module.file.error(tags.name, size->at,
                          fmt::format("a size that is a multiple of the entry's {} bytes", entry),
                          fmt::format("{}", size->value)));
  }
  return table;
}

// Reports the first entry that breaks a rule; the place of an entry's own bytes tells where.
class EntryChecks {
 public:
  EntryChecks(const Module& module, const RelocationTable& table, uint64_t symbol_count)
      : module_(module), table_(table), symbol_count_(symbol_count) {
    const ImplicitGot* got = module.machine == nullptr ? nullptr : module.machine->implicit_got;
    if (got == nullptr) return;
    word_type_ = got->word_type;
    first_in_got_ = module.dynamic_value(got->first_symbol_tag).value_or(0);
  }

  // Do all bytes of the place lie in one PT_LOAD?
  bool holds(ModuleAddress at, uint64_t size) const {
    if (load_ == nullptr || !load_->holds(at, size)) load_ = module_.load_at(at, size);
    return load_ != nullptr;
  }
  tl::unexpected<Error> wrong_place(ModuleAddress at, const void* entry, uint64_t size) const {
    const std::string expected = module_.load_at(at) != nullptr
                                     ? fmt::format("{} bytes inside a PT_LOAD", size)
                                     : "an address inside a PT_LOAD";
    return wrong(entry, "r_offset", expected, fmt::format("{:#x}", at.value));
  }
  // Bytes stored at a place under `type`, at least 1; a table has few types, in long runs.
  uint64_t stored_size(uint32_t type) const {
    if (size_ == 0 || type != type_) {
      const RelocRow* row = module_.machine == nullptr ? nullptr : module_.machine->find(type);
      type_ = type;
      size_ = row == nullptr ? 1 : std::max<uint64_t>(row->size, 1);
    }
    return size_;
  }
  bool is_own_symbol(uint32_t type, uint32_t symbol) const {
    return symbol != 0 && symbol < first_in_got_ && type == word_type_;
  }
  uint64_t file_size() const { return module_.file.all().size(); }
  bool has_symbol(uint32_t index) const { return index < symbol_count_ || index == 0; }
  tl::unexpected<Error> wrong_symbol(uint32_t index, const void* entry) const {
    return wrong(entry, "r_sym", fmt::format("a symbol index below {}", symbol_count_),
                 fmt::format("{}", index));
  }
  tl::unexpected<Error> wrong(const void* entry, std::string_view field, std::string expected,
                              std::string found) const {
    auto at = static_cast<const std::byte*>(entry) - module_.file.all().data();
    return fail(module_.file.error(fmt::format("{} {}", table_name(table_.kind), field),
                                   FileOffset(static_cast<uint64_t>(at)), std::move(expected),
                                   std::move(found)));
  }

 private:
  const Module& module_;
  const RelocationTable& table_;
  uint64_t symbol_count_;
  uint32_t word_type_ = 0;     // of an implicit GOT
  uint64_t first_in_got_ = 0;  // symbol
  mutable uint32_t type_ = 0;  // of the last entry, and what it stores
  mutable uint64_t size_ = 0;
  mutable const Segment* load_ =
      nullptr;  // where the last place was: the next is most often there too
};

// For all of them.
struct NoFilter {
  static constexpr bool passes(ModuleAddress, uint32_t, uint32_t, std::optional<int64_t>) {
    return true;
  }
};

template <typename E, typename Record, typename Filter>
Result<void> visit_records(const Module& module, const RelocationTable& table,
                           const EntryChecks& checks, const Filter& filter,
                           const RelocationVisitor& visit) {
  for (const Record& raw : FileView::as_table<Record>(table.bytes)) {
    const uint64_t info = info_of<E>(module, raw.r_info);
    std::optional<int64_t> addend;
    if constexpr (requires { raw.r_addend; }) addend = raw.r_addend;
    if (!filter.passes(ModuleAddress(raw.r_offset), type_of<E>(info), symbol_of<E>(info), addend))
      continue;
    Relocation relocation{.place = ModuleAddress(raw.r_offset),
                          .addend = addend.value_or(0),
                          .type = type_of<E>(info),
                          .symbol = symbol_of<E>(info),
                          .table = table.kind,
                          .addend_in_place = !table.rela};
    // Type 0 is R_*_NONE on every machine: its place means nothing.
    const uint64_t size = relocation.type == 0 ? 0 : checks.stored_size(relocation.type);
    if (size != 0 && !checks.holds(relocation.place, size)) {
      return checks.wrong_place(relocation.place, &raw, size);
    }
    if (!checks.has_symbol(relocation.symbol)) return checks.wrong_symbol(relocation.symbol, &raw);
    relocation.own_symbol = checks.is_own_symbol(relocation.type, relocation.symbol);
    visit(relocation);
  }
  return {};
}

// An address is one place, a bitmap one for each bit above the lowest.
template <typename E>
uint64_t places_of_relr(typename E::Native entry) {
  return (entry & 1) == 0 ? 1 : static_cast<uint64_t>(std::popcount(entry)) - 1;
}

template <typename E>
Result<void> visit_relr(const RelocationTable& table, const EntryChecks& checks,
                        const RelocationVisitor& visit) {
  constexpr uint64_t kWord = sizeof(typename E::Addr);
  Relocation relocation{.table = RelocTable::kRelr, .addend_in_place = true};
  std::optional<uint64_t> next;  // address that bit 1 of a bitmap stands for
  // Each has its addend in place: in a word of the file. A bit takes less room than all else here.
  const uint64_t most = checks.file_size() / kWord;
  uint64_t count = 0;
  for (const auto& raw : FileView::as_table<typename E::Addr>(table.bytes)) {
    typename E::Native word = raw;
    count += places_of_relr<E>(word);
    if (count > most) {
      return checks.wrong(&raw, "entry", fmt::format("at most {} places in the file", most),
                          "more");
    }
    if ((word & 1) == 0) {
      relocation.place = ModuleAddress(word);
      if (!checks.holds(relocation.place, kWord)) {
        return checks.wrong_place(relocation.place, &raw, kWord);
      }
      visit(relocation);
      next = word + kWord;
      continue;
    }
    if (!next) {
      return checks.wrong(&raw, "entry", "an address before the first bitmap",
                          fmt::format("{:#x}", word));
    }
    uint64_t at = *next;
    for (uint64_t bits = word >> 1; bits != 0; bits >>= 1, at += kWord) {
      if ((bits & 1) == 0) continue;
      relocation.place = ModuleAddress(at);
      if (!checks.holds(relocation.place, kWord)) {
        return checks.wrong_place(relocation.place, &raw, kWord);
      }
      visit(relocation);
    }
    next = *next + (kWord * 8 - 1) * kWord;
  }
  return {};
}

template <typename Record, typename E>
uint32_t highest_symbol(const Module& module, std::span<const std::byte> bytes) {
  uint32_t highest = 0;
  for (const Record& raw : FileView::as_table<Record>(bytes)) {
    highest = std::max(highest, symbol_of<E>(info_of<E>(module, raw.r_info)));
  }
  return highest;
}

}  // namespace

Result<std::vector<RelocationTable>> read_relocation_tables(const Module& module) {
  std::vector<RelocationTable> tables;
  ONEFOLD_TRY(auto got, read_got_table(module));
  if (got) tables.push_back(*got);
  for (const TableTags& tags : kTables) {
    ONEFOLD_TRY(auto table, read_table(module, tags));
    if (table) tables.push_back(*table);
  }
  if (!tables.empty() && tables.back().kind == RelocTable::kJmprel) {
    for (RelocationTable& table : tables) {
      if (table.kind == RelocTable::kRel || table.kind == RelocTable::kRela) {
        cut_overlap(table, tables.back());
      }
    }
  }
  return tables;
}

uint64_t symbols_used_by_relocations(const Module& module,
                                     const std::vector<RelocationTable>& tables) {
  return with_format(module.format(), [&]<typename E>() {
    uint64_t used = 0;
    for (const RelocationTable& table : tables) {
      if (table.kind == RelocTable::kGot) {
        auto shape = read_got_shape(module);
        if (shape && *shape) used = std::max(used, (*shape)->symbol_count);
        continue;
      }
      if (table.kind == RelocTable::kRelr || table.bytes.empty()) continue;
      uint64_t highest = table.rela ? highest_symbol<typename E::Rela, E>(module, table.bytes)
                                    : highest_symbol<typename E::Rel, E>(module, table.bytes);
      used = std::max(used, highest + 1);
    }
    return used;
  });
}

uint64_t relocation_count(const Module& module, const std::vector<RelocationTable>& tables) {
  return with_format(module.format(), [&]<typename E>() {
    uint64_t count = 0;
    for (const RelocationTable& table : tables) {
      if (table.kind == RelocTable::kGot) continue;
      if (table.kind != RelocTable::kRelr) {
        count += table.bytes.size() / entry_size(module.format(), table);
        continue;
      }
      uint64_t places = 0;
      for (const auto& word : FileView::as_table<typename E::Addr>(table.bytes))
        places += places_of_relr<E>(word);
      count += std::min(places, module.file.all().size() / sizeof(typename E::Addr));
    }
    return count;
  });
}

namespace {

template <typename Filter>
Result<void> visit_table(const Module& module, const RelocationTable& table, uint64_t symbol_count,
                         const Filter& filter, const RelocationVisitor& visit) {
  EntryChecks checks(module, table, symbol_count);
  return with_format(module.format(), [&]<typename E>() -> Result<void> {
    if (table.rela) return visit_records<E, typename E::Rela>(module, table, checks, filter, visit);
    return visit_records<E, typename E::Rel>(module, table, checks, filter, visit);
  });
}

}  // namespace

Result<void> visit_relocations(const Module& module, const RelocationTable& table,
                               uint64_t symbol_count, const RelocationVisitor& visit) {
  if (table.kind == RelocTable::kGot) return visit_got(module, table, symbol_count, visit);
  if (table.kind != RelocTable::kRelr)
    return visit_table(module, table, symbol_count, NoFilter{}, visit);
  EntryChecks checks(module, table, symbol_count);
  return with_format(module.format(),
                     [&]<typename E>() { return visit_relr<E>(table, checks, visit); });
}

Result<void> visit_some_relocations(const Module& module, const RelocationTable& table,
                                    uint64_t symbol_count, const RelocationFilter& filter,
                                    const RelocationVisitor& visit) {
  if (table.kind != RelocTable::kGot && table.kind != RelocTable::kRelr)
    return visit_table(module, table, symbol_count, filter, visit);
  return visit_relocations(module, table, symbol_count, [&](const Relocation& relocation) {
    // Either kind has its addends in place, or none.
    if (filter.passes(relocation.place, relocation.type, relocation.symbol, std::nullopt))
      visit(relocation);
  });
}

Result<std::vector<Relocation>> read_relocations(const Module& module, uint64_t symbol_count) {
  ONEFOLD_TRY(auto tables, read_relocation_tables(module));
  std::vector<Relocation> all;
  for (const RelocationTable& table : tables) {
    ONEFOLD_CHECK(visit_relocations(module, table, symbol_count,
                                    [&](const Relocation& r) { all.push_back(r); }));
  }
  return all;
}

}  // namespace onefold
