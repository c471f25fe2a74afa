#include "read/hashed_symbols.h"

#include <utility>

#include "base/checked.h"
#include "elf/hash.h"

namespace onefold {
namespace {

// A chain's entries are the hash values of consecutive symbols; bit 0 ends it.
template <typename E>
Result<HashedSymbols> by_gnu_hash(const Module& module, ModuleAddress at,
                                  std::span<const Symbol> symbols) {
  constexpr uint32_t kBits = 8 * sizeof(typename E::Addr);
  ONEFOLD_TRY(auto head, module.table_at<typename E::Word>(at, 4, "DT_GNU_HASH"));
  const uint32_t nbuckets = head[0], symoffset = head[1], bloom_size = head[2], shift = head[3];
  std::vector<bool> hashed(symbols.size());
  if (nbuckets == 0 || bloom_size == 0) return HashedSymbols{hashed, {}};
  ONEFOLD_TRY(auto bloom, module.table_at<typename E::Addr>(at + 16, bloom_size, "DT_GNU_HASH"));
  const ModuleAddress buckets_at = at + 16 + uint64_t{bloom_size} * sizeof(typename E::Addr);
  ONEFOLD_TRY(auto buckets, module.table_at<typename E::Word>(buckets_at, nbuckets, "DT_GNU_HASH"));
  ONEFOLD_TRY(auto rest, module.bytes_from(buckets_at + uint64_t{nbuckets} * 4, "DT_GNU_HASH"));
  const auto chains = FileView::as_table<typename E::Word>(rest);
  uint64_t chain_start = symoffset;
  for (size_t s = symoffset; s < symbols.size() && s - symoffset < chains.size(); ++s) {
    const uint32_t stored = chains[s - symoffset];
    const uint32_t hash = gnu_hash(symbols[s].name);
    const uint64_t word = bloom[hash / kBits & (bloom_size - 1)];
    const bool passes =
        (word >> hash % kBits & word >> (shift < 32 ? hash >> shift : 0) % kBits & 1) != 0;
    const uint32_t bucket = buckets[hash % nbuckets];
    hashed[s] =
        passes && bucket != 0 && bucket >= chain_start && bucket <= s && (stored | 1) == (hash | 1);
    if ((stored & 1) != 0) chain_start = s + 1;
  }
  return HashedSymbols{std::move(hashed), {}};
}

template <typename Entry>
Result<HashedSymbols> by_sysv_hash(const Module& module, ModuleAddress at,
                                   std::span<const Symbol> symbols) {
  ONEFOLD_TRY(auto head, module.table_at<Entry>(at, 2, "DT_HASH"));
  ONEFOLD_TRY(auto table, module.table_at<Entry>(at + 2 * sizeof(Entry),
                                                 uint64_t{head[0]} + head[1], "DT_HASH"));
  const size_t nbucket = as_size(head[0]), nchain = as_size(head[1]);
  HashedSymbols hashed{.reached = std::vector<bool>(symbols.size()), .order = {}};
  for (size_t bucket = 0; bucket < nbucket; ++bucket) {
    // No symbol is in two chains, so this ends.
    for (uint64_t i = table[bucket]; i != STN_UNDEF && i < nchain;
         i = table[nbucket + as_size(i)]) {
      const size_t s = as_size(i);
      if (s >= symbols.size() || sysv_hash(symbols[s].name) % nbucket != bucket) continue;
      hashed.reached[s] = true;
      hashed.order.push_back(static_cast<uint32_t>(s));
    }
  }
  for (uint32_t s = 1; s < symbols.size(); ++s) {
    if (!hashed.reached[s]) hashed.order.push_back(s);
  }
  return hashed;
}

}  // namespace

Result<HashedSymbols> find_hashed_symbols(const Module& module, std::span<const Symbol> symbols) {
  const auto gnu = module.dynamic_value(DT_GNU_HASH);
  const auto sysv = module.dynamic_value(DT_HASH);
  if (!gnu && !sysv) return HashedSymbols{std::vector<bool>(symbols.size()), {}};
  const bool wide = module.machine != nullptr && module.machine->sysv_hash_entry_size == 8;
  return with_format(module.format(), [&]<typename E>() -> Result<HashedSymbols> {
    if (gnu) return by_gnu_hash<E>(module, ModuleAddress(*gnu), symbols);
    if (wide) return by_sysv_hash<typename E::Xword>(module, ModuleAddress(*sysv), symbols);
    return by_sysv_hash<typename E::Word>(module, ModuleAddress(*sysv), symbols);
  });
}

}  // namespace onefold
