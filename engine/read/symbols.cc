#include "read/symbols.h"

#include <fmt/format.h>

#include <cstring>
#include <iterator>
#include <map>

#include "base/checked.h"
#include "read/hash_tables.h"

namespace onefold {

Result<SymbolCount> count_symbols(const Module& module,
                                  const std::vector<RelocationTable>& relocations) {
  SymbolCount result;
  if (const DynamicEntry* entry = module.find_dynamic(DT_HASH)) {
    ONEFOLD_TRY(result.count, count_by_sysv_hash(module, *entry));
    result.source = SymbolCountSource::kHash;
  }
  if (const DynamicEntry* entry = module.find_dynamic(DT_GNU_HASH)) {
    ONEFOLD_TRY(auto hashed, count_by_gnu_hash(module, *entry));
    if (result.source == SymbolCountSource::kNone) {
      result.count = std::max(hashed, symbols_used_by_relocations(module, relocations));
      result.source = SymbolCountSource::kGnuHash;
    }
  }
  if (result.source == SymbolCountSource::kNone) {
    result.count = symbols_used_by_relocations(module, relocations);
  }
  const DynamicEntry* table = module.find_dynamic(DT_SYMTAB);
  if (table == nullptr) {
    if (result.count > 1) {
      return fail(module.file.error("DT_SYMTAB", "a symbol table for the relocations or hash table",
                                    "none"));
    }
    return SymbolCount{};
  }
  ONEFOLD_CHECK(with_format(module.format(), [&]<typename E>() -> Result<void> {
    ONEFOLD_CHECK(blame(
        table->at.value,
        module.table_at<typename E::Sym>(ModuleAddress(table->value), result.count, "DT_SYMTAB")));
    return {};
  }));
  return result;
}

namespace {

// Names of symbols. Any number of them may lie inside one long string, whose end is then looked for
// once: the time for all is in proportion to the table and their number.
class Names {
 public:
  explicit Names(const Module& module) : module_(module) {}

  Result<std::string_view> at(uint64_t offset) {
    auto next = long_.upper_bound(offset);
    if (next != long_.begin() && offset < std::prev(next)->second) {
      return text(offset, std::prev(next)->second);
    }
    // Up to the next long name: a string that reaches there ends with it.
    if (next != long_.end() &&
        std::memchr(module_.strings.data() + offset, 0, as_size(next->first - offset)) == nullptr) {
      return remember(offset, next->second);
    }
    ONEFOLD_TRY(auto name, module_.string(offset, "st_name"));
    return remember(offset, offset + name.size());
  }

 private:
  static constexpr uint64_t kLong = 4096;

  std::string_view text(uint64_t begin, uint64_t end) const {
    auto bytes = module_.strings.subspan(as_size(begin), as_size(end - begin));
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string_view remember(uint64_t begin, uint64_t end) {
    if (end - begin >= kLong) long_.emplace(begin, end);
    return text(begin, end);
  }

  const Module& module_;
  std::map<uint64_t, uint64_t> long_;  // first and one past the last byte of names of kLong or more
};

}  // namespace

Result<std::vector<Symbol>> read_symbols(const Module& module, uint64_t count) {
  if (count == 0) return std::vector<Symbol>{};
  const DynamicEntry* entry = module.find_dynamic(DT_SYMTAB);
  if (entry == nullptr) return fail(module.file.error("DT_SYMTAB", "a symbol table", "none"));
  return with_format(module.format(), [&]<typename E>() -> Result<std::vector<Symbol>> {
    ONEFOLD_TRY(auto table,
                blame(entry->at.value, module.table_at<typename E::Sym>(ModuleAddress(entry->value),
                                                                        count, "DT_SYMTAB")));
    FileOffset at = module.offset_in_file(std::as_bytes(table));
    std::vector<Symbol> symbols;
    Names names(module);
    const uint8_t plt_flag = module.machine == nullptr ? 0 : module.machine->canonical_plt_flag;
    symbols.reserve(table.size());
    for (const auto& raw : table) {
      ONEFOLD_TRY(auto name, blame(at.value, names.at(raw.st_name)));
      at = at + sizeof(raw);
      const bool has_value = raw.st_shndx != SHN_UNDEF || (raw.st_other & plt_flag) == plt_flag;
      symbols.push_back(
          {.name = name,
           .value = has_value ? ModuleAddress(raw.st_value) : ModuleAddress(),
           .size = raw.st_size,
           .type = static_cast<uint8_t>(ELF64_ST_TYPE(raw.st_info.get())),
           .binding = static_cast<uint8_t>(ELF64_ST_BIND(raw.st_info.get())),
           .visibility = static_cast<uint8_t>(ELF64_ST_VISIBILITY(raw.st_other.get())),
           .other = raw.st_other,
           .section = raw.st_shndx});
    }
    return symbols;
  });
}

}  // namespace onefold
