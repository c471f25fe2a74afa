// The dynamic symbol table, without section headers. gABI chapter 4, "Symbol Table"; chapter 5,
// "Hash Table".
#pragma once

#include <string_view>
#include <vector>

#include "read/module.h"
#include "read/relocations.h"

namespace onefold {

struct Symbol {
  std::string_view name;
  ModuleAddress value;  // st_value; 0 of an undefined one whose address is no canonical PLT entry's
  uint64_t size = 0;
  uint8_t type = 0;        // STT_*
  uint8_t binding = 0;     // STB_*
  uint8_t visibility = 0;  // STV_*
  uint8_t other = 0;       // st_other, whole (ppc64 local entry, VARIANT_PCS)
  uint16_t section = 0;    // st_shndx
  bool unhashed = false;   // undefined, and no lookup is led to it (read_linkable)

  bool is_defined() const { return section != SHN_UNDEF; }
  bool is_local() const { return binding == STB_LOCAL; }
};

enum class SymbolCountSource : uint8_t { kNone, kHash, kGnuHash };

struct SymbolCount {
  uint64_t count = 0;  // the null symbol included; 0 without DT_SYMTAB
  SymbolCountSource source = SymbolCountSource::kNone;
};

// DT_HASH states the number; DT_GNU_HASH tells the last hashed symbol, and relocations may use
// unhashed (undefined) ones beyond. Both tables are checked: sizes, bucket and chain indices in
// range, chains that end. Errors name nbucket, nchain, bucket, chain, bloom and so on.
Result<SymbolCount> count_symbols(const Module& module,
                                  const std::vector<RelocationTable>& relocations);

// All `count` symbols. Errors: the table outside its segment, a name outside DT_STRTAB.
Result<std::vector<Symbol>> read_symbols(const Module& module, uint64_t count);

}  // namespace onefold
