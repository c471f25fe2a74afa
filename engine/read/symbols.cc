#include "read/symbols.h"

#include <fmt/format.h>

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
    symbols.reserve(table.size());
    for (const auto& raw : table) {
      ONEFOLD_TRY(auto name, blame(at.value, module.string(raw.st_name, "st_name")));
      at = at + sizeof(raw);
      symbols.push_back(
          {.name = name,
           .value = ModuleAddress(raw.st_value),
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
