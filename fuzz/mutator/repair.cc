#include "mutator/repair.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "elf/hash.h"

namespace onefold::fuzz {
namespace {

std::string_view name_of(std::span<const std::byte> file, const ElfMap& map, const Table& symbols,
                         uint64_t index) {
  const Table* strings = map.find(TableKind::kStrings);
  if (strings == nullptr) return {};
  const uint64_t at = strings->at + map.get(symbols.at + index * symbols.entry, 4);
  if (at >= file.size()) return {};
  const std::string_view rest(reinterpret_cast<const char*>(file.data()) + at, file.size() - at);
  return rest.substr(0, rest.find('\0'));
}

void repair_sysv(std::span<std::byte> file, const ElfMap& map, const Table& hash,
                 const Table& symbols) {
  const uint64_t buckets = map.get(hash.at, hash.entry);
  const uint64_t chains = map.get(hash.at + hash.entry, hash.entry);
  if (buckets == 0 || buckets > hash.count || chains > hash.count ||
      2 + buckets + chains > hash.count || chains > symbols.count)
    return;
  auto word = [&](uint64_t index, uint64_t value) {
    put(file, map.format(), hash.at + index * hash.entry, hash.entry, value);
  };
  for (uint64_t i = 0; i < buckets + chains; ++i) word(2 + i, 0);
  for (uint64_t symbol = chains; symbol-- > 1;) {
    const uint64_t bucket = 2 + sysv_hash(name_of(file, map, symbols, symbol)) % buckets;
    word(2 + buckets + symbol, map.get(hash.at + bucket * hash.entry, hash.entry));
    word(bucket, symbol);
  }
}

// Where the chains say that symbols end.
uint64_t hashed_end(const ElfMap& map, const Table& hash, uint64_t buckets_at, uint64_t buckets,
                    uint64_t first) {
  auto word = [&](uint64_t index) {
    return index < hash.count ? map.get(hash.at + index * hash.entry, 4) : 1;
  };
  uint64_t last = 0;
  for (uint64_t i = 0; i < buckets; ++i) last = std::max(last, word(buckets_at + i));
  if (last < first) return first;
  while ((word(buckets_at + buckets + (last - first)) & 1) == 0) ++last;
  return last + 1;
}

// One bucket, in which every order is right, and a filter that lets everything pass.
void repair_gnu(std::span<std::byte> file, const ElfMap& map, const Table& hash,
                const Table& symbols) {
  const uint64_t buckets = map.get(hash.at, 4), first = map.get(hash.at + 4, 4);
  const uint64_t bloom = map.get(hash.at + 8, 4);
  if (buckets > hash.count || bloom > hash.count || first > symbols.count) return;
  const uint64_t buckets_at = 4 + bloom * map.word() / 4;
  if (buckets == 0 || buckets_at + 1 >= hash.count) return;
  const uint64_t end = std::min({hashed_end(map, hash, buckets_at, buckets, first), symbols.count,
                                 first + hash.count - buckets_at - 1});
  auto put_word = [&](uint64_t index, uint64_t value) {
    put(file, map.format(), hash.at + index * hash.entry, 4, value);
  };
  put_word(0, 1);
  for (uint64_t i = 4; i < buckets_at; ++i) put_word(i, UINT32_MAX);
  put_word(buckets_at, first < end ? first : 0);
  for (uint64_t symbol = first; symbol < end; ++symbol) {
    const uint32_t value = gnu_hash(name_of(file, map, symbols, symbol));
    put_word(buckets_at + 1 + (symbol - first), (value & ~1U) | (symbol + 1 == end ? 1U : 0U));
  }
}

}  // namespace

void repair_hashes(std::span<std::byte> file, const ElfMap& map) {
  const Table* symbols = map.find(TableKind::kSymbols);
  if (symbols == nullptr) return;
  if (const Table* hash = map.find(TableKind::kSysvHash)) repair_sysv(file, map, *hash, *symbols);
  if (const Table* hash = map.find(TableKind::kGnuHash)) repair_gnu(file, map, *hash, *symbols);
}

}  // namespace onefold::fuzz
