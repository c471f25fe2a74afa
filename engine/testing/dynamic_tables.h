// The tables of a built image that name symbols: order, DT_HASH, DT_GNU_HASH, DT_VERSYM, DT_VERDEF,
// DT_VERNEED.
#pragma once

#include <string>
#include <vector>

#include "testing/byte_writer.h"
#include "testing/elf_builder.h"

namespace onefold::testing {

// .dynsym in file order: the null symbol, local ones, and with DT_GNU_HASH undefined ones before
// the hashed.
struct SymbolOrder {
  std::vector<SymbolSpec> symbols;
  uint32_t first_hashed = 1;
  uint32_t gnu_buckets = 1;

  uint32_t index_of(const std::string& name) const;  // throws std::out_of_range; 0 for ""
};
SymbolOrder order_symbols(const ImageSpec& spec);

struct VersionTables {
  struct Need {
    std::string version;
    uint16_t index;
  };
  struct NeedOf {
    std::string library;
    std::vector<Need> versions;
  };
  std::vector<ImageSpec::VersionSpec>
      definitions;  // number i has index i + 1; the first is VER_FLG_BASE
  std::vector<NeedOf> needs;

  bool empty() const { return definitions.empty() && needs.empty(); }
  uint16_t index_of(const SymbolSpec& symbol) const;  // as DT_VERSYM stores it
};
VersionTables collect_versions(const ImageSpec& spec, const std::string& base_name);

template <typename E>
std::vector<std::byte> encode_sysv_hash(const SymbolOrder& order, uint64_t entry_size);
template <typename E>
std::vector<std::byte> encode_gnu_hash(const SymbolOrder& order);
template <typename E>
std::vector<std::byte> encode_verdef(const VersionTables& versions, StringPool& strings);
template <typename E>
std::vector<std::byte> encode_verneed(const VersionTables& versions, StringPool& strings);

}  // namespace onefold::testing
