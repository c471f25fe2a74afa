#include "testing/dynamic_tables.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "elf/hash.h"

namespace onefold::testing {
namespace {

constexpr uint16_t kHiddenVersion = 0x8000;  // LSB, "Symbol Version Table"

bool is_hashed(const SymbolSpec& symbol) {
  // Linkers hash canonical PLT entries too.
  return (symbol.section != SHN_UNDEF || symbol.value != 0) && symbol.binding != STB_LOCAL;
}

template <typename T>
uint16_t half(T value) {
  return static_cast<uint16_t>(value);
}

template <typename E, typename Entry>
std::vector<std::byte> encode_sysv_hash_of(const SymbolOrder& order) {
  const size_t nbucket = std::max<size_t>(1, order.symbols.size() / 2);
  std::vector<uint32_t> buckets(nbucket), chains(order.symbols.size());
  for (uint32_t i = 1; i < order.symbols.size(); ++i) {
    uint32_t& bucket = buckets[sysv_hash(order.symbols[i].name) % nbucket];
    chains[i] = bucket;
    bucket = i;
  }
  ByteWriter out;
  out.append_record(Entry(static_cast<uint32_t>(nbucket)));
  out.append_record(Entry(static_cast<uint32_t>(chains.size())));
  for (uint32_t bucket : buckets) out.append_record(Entry(bucket));
  for (uint32_t chain : chains) out.append_record(Entry(chain));
  return out.take();
}

}  // namespace

uint32_t SymbolOrder::index_of(const std::string& name) const {
  auto found = std::ranges::find(symbols, name, &SymbolSpec::name);
  if (found == symbols.end()) throw std::out_of_range("no such symbol: " + name);
  return static_cast<uint32_t>(found - symbols.begin());
}

SymbolOrder order_symbols(const ImageSpec& spec) {
  SymbolOrder order;
  auto hashed = std::ranges::count_if(spec.symbols, is_hashed);
  order.gnu_buckets = std::max(1U, static_cast<uint32_t>(hashed + 1) / 2);
  // gABI: local symbols come first. DT_GNU_HASH: its symbols come last, bucket by bucket.
  std::multimap<uint64_t, SymbolSpec> by_rank;
  by_rank.insert({0, {.type = STT_NOTYPE, .binding = STB_LOCAL, .section = SHN_UNDEF}});
  for (const SymbolSpec& symbol : spec.symbols) {
    uint64_t rank = 1;
    if (symbol.binding == STB_LOCAL) {
      rank = 0;
    } else if (spec.gnu_hash && is_hashed(symbol)) {
      rank = 2 + gnu_hash(symbol.name) % order.gnu_buckets;
    }
    by_rank.insert({rank, symbol});
  }
  for (const auto& [rank, symbol] : by_rank) {
    order.symbols.push_back(symbol);
    if (rank < 2) order.first_hashed = static_cast<uint32_t>(order.symbols.size());
  }
  return order;
}

uint16_t VersionTables::index_of(const SymbolSpec& symbol) const {
  auto mark = symbol.hidden_version ? kHiddenVersion : uint16_t{0};
  if (symbol.version.empty())
    return half((symbol.binding == STB_LOCAL ? VER_NDX_LOCAL : VER_NDX_GLOBAL) | mark);
  for (const NeedOf& need : needs) {
    if (need.library != symbol.version_of) continue;
    for (const Need& version : need.versions) {
      if (version.version == symbol.version) return half(version.index | mark);
    }
  }
  for (size_t i = 1; i < definitions.size(); ++i) {
    if (definitions[i].name == symbol.version) return half((i + 1) | mark);
  }
  throw std::out_of_range("no such version: " + symbol.version);
}

VersionTables collect_versions(const ImageSpec& spec, const std::string& base_name) {
  VersionTables tables;
  auto define = [&](const ImageSpec::VersionSpec& version) {
    if (tables.definitions.empty()) tables.definitions.push_back({base_name, {}, VER_FLG_BASE});
    tables.definitions.push_back(version);
  };
  for (const auto& version : spec.versions) define(version);
  for (const SymbolSpec& symbol : spec.symbols) {
    if (symbol.version.empty() || !symbol.version_of.empty()) continue;
    if (std::ranges::find(tables.definitions, symbol.version, &ImageSpec::VersionSpec::name) ==
        tables.definitions.end()) {
      define({symbol.version, {}, 0});
    }
  }
  size_t index = std::max<size_t>(tables.definitions.size(), VER_NDX_GLOBAL) + 1;
  for (const SymbolSpec& symbol : spec.symbols) {
    if (symbol.version_of.empty()) continue;
    auto need = std::ranges::find(tables.needs, symbol.version_of, &VersionTables::NeedOf::library);
    if (need == tables.needs.end()) {
      need = tables.needs.insert(need, {symbol.version_of, {}});
    }
    if (std::ranges::find(need->versions, symbol.version, &VersionTables::Need::version) ==
        need->versions.end()) {
      need->versions.push_back({symbol.version, half(index++)});
    }
  }
  return tables;
}

template <typename E>
std::vector<std::byte> encode_sysv_hash(const SymbolOrder& order, uint64_t entry_size) {
  return entry_size == 8 ? encode_sysv_hash_of<E, typename E::Xword>(order)
                         : encode_sysv_hash_of<E, typename E::Word>(order);
}

template <typename E>
std::vector<std::byte> encode_gnu_hash(const SymbolOrder& order) {
  using Word = typename E::Word;
  constexpr uint32_t kBits = sizeof(typename E::Addr) * 8;
  constexpr uint32_t kShift = 6;
  std::vector<uint32_t> buckets(order.gnu_buckets);
  std::vector<uint32_t> hashes;
  typename E::Native bloom = 0;
  for (uint32_t i = order.first_hashed; i < order.symbols.size(); ++i) {
    uint32_t hash = gnu_hash(order.symbols[i].name);
    hashes.push_back(hash);
    bloom |= typename E::Native{1} << (hash % kBits);
    bloom |= typename E::Native{1} << ((hash >> kShift) % kBits);
    uint32_t& bucket = buckets[hash % order.gnu_buckets];
    if (bucket == 0) bucket = i;
  }
  ByteWriter out;
  for (uint32_t word : {order.gnu_buckets, order.first_hashed, 1U, kShift})
    out.append_record(Word(word));
  out.append_record(typename E::Addr(bloom));
  for (uint32_t bucket : buckets) out.append_record(Word(bucket));
  for (size_t i = 0; i < hashes.size(); ++i) {
    // Bit 0 ends the chain of a bucket.
    bool last = i + 1 == hashes.size() ||
                hashes[i] % order.gnu_buckets != hashes[i + 1] % order.gnu_buckets;
    out.append_record(Word((hashes[i] & ~1U) | (last ? 1U : 0U)));
  }
  return out.take();
}

template <typename E>
std::vector<std::byte> encode_verdef(const VersionTables& versions, StringPool& strings) {
  using Verdef = typename E::Verdef;
  using Verdaux = typename E::Verdaux;
  ByteWriter out;
  for (size_t i = 0; i < versions.definitions.size(); ++i) {
    const auto& version = versions.definitions[i];
    size_t names = 1 + version.parents.size();
    bool last = i + 1 == versions.definitions.size();
    out.append_record(Verdef{
        .vd_version = 1,
        .vd_flags = version.flags,
        .vd_ndx = half(i + 1),
        .vd_cnt = half(names),
        .vd_hash = sysv_hash(version.name),
        .vd_aux = sizeof(Verdef),
        .vd_next = last ? 0 : static_cast<uint32_t>(sizeof(Verdef) + names * sizeof(Verdaux))});
    for (size_t n = 0; n < names; ++n) {
      const std::string& name = n == 0 ? version.name : version.parents[n - 1];
      out.append_record(Verdaux{.vda_name = strings.offset_of(name),
                                .vda_next = n + 1 == names ? 0 : uint32_t{sizeof(Verdaux)}});
    }
  }
  return out.take();
}

template <typename E>
std::vector<std::byte> encode_verneed(const VersionTables& versions, StringPool& strings) {
  using Verneed = typename E::Verneed;
  using Vernaux = typename E::Vernaux;
  ByteWriter out;
  for (const auto& need : versions.needs) {
    bool last = &need == &versions.needs.back();
    size_t size = sizeof(Verneed) + need.versions.size() * sizeof(Vernaux);
    out.append_record(Verneed{.vn_version = 1,
                              .vn_cnt = half(need.versions.size()),
                              .vn_file = strings.offset_of(need.library),
                              .vn_aux = sizeof(Verneed),
                              .vn_next = last ? 0 : static_cast<uint32_t>(size)});
    for (const auto& version : need.versions) {
      bool end = &version == &need.versions.back();
      out.append_record(Vernaux{.vna_hash = sysv_hash(version.version),
                                .vna_flags = uint16_t{0},
                                .vna_other = version.index,
                                .vna_name = strings.offset_of(version.version),
                                .vna_next = end ? 0 : uint32_t{sizeof(Vernaux)}});
    }
  }
  return out.take();
}

#define INSTANTIATE(E)                                                                 \
  template std::vector<std::byte> encode_sysv_hash<E>(const SymbolOrder&, uint64_t);   \
  template std::vector<std::byte> encode_gnu_hash<E>(const SymbolOrder&);              \
  template std::vector<std::byte> encode_verdef<E>(const VersionTables&, StringPool&); \
  template std::vector<std::byte> encode_verneed<E>(const VersionTables&, StringPool&);
INSTANTIATE(Elf32Le)
INSTANTIATE(Elf32Be)
INSTANTIATE(Elf64Le)
INSTANTIATE(Elf64Be)
#undef INSTANTIATE

}  // namespace onefold::testing
