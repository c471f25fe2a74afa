// The final order of .dynsym.
#include <algorithm>
#include <numeric>

#include "base/sort.h"
#include "plan/bucket_order.h"
#include "plan/dynamic_symbols.h"

namespace onefold {

void DynamicSymbols::sort_by_bucket() {
  std::vector<std::string_view> names;
  names.reserve(exports_.size());
  for (const OutputSymbol& symbol : exports_) names.push_back(symbol.name);
  BucketOrder order = order_by_bucket(names, bucket_count_, names_at_start());
  std::vector<OutputSymbol> sorted(exports_.size());
  for (size_t i = 0; i < exports_.size(); ++i) sorted[order.places[i]] = exports_[i];
  exports_ = std::move(sorted);
  export_order_ = std::move(order.places);
  gnu_hashes_ = std::move(order.hashes);
}

// Those without a word of the GOT first.
void DynamicSymbols::sort_by_word() {
  std::vector<bool> import_has(imports_.size());
  std::vector<bool> export_has(exports_.size());
  for (SymbolId id : words_) (id.exported ? export_has : import_has)[id.number] = true;
  const auto has_word = [&](SymbolId id) {
    return (id.exported ? export_has : import_has)[id.number];
  };
  stable_sort_by(sequence_, has_word);
  got_symbols_ = static_cast<uint32_t>(std::ranges::count_if(sequence_, has_word));
}

void DynamicSymbols::freeze(SymbolOrder order) {
  order_ = order;
  const bool by_bucket = order == SymbolOrder::kGnuHash;
  const size_t hashed = exports_.size() + (by_bucket ? 0 : imports_.size());
  bucket_count_ = std::max<uint32_t>(1, static_cast<uint32_t>(hashed) / 2);
  if (by_bucket) {
    sort_by_bucket();
  } else {
    export_order_.resize(exports_.size());
    std::iota(export_order_.begin(), export_order_.end(), 0U);
  }
  sequence_.reserve(imports_.size() + exports_.size());
  for (uint32_t i = 0; i < imports_.size(); ++i) sequence_.push_back({.number = i});
  for (uint32_t i = 0; i < exports_.size(); ++i)
    sequence_.push_back({.number = i, .exported = true});
  if (!by_bucket) sort_by_word();
  import_sequence_.resize(imports_.size());
  export_sequence_.resize(exports_.size());
  for (uint32_t i = 0; i < sequence_.size(); ++i) {
    const SymbolId id = sequence_[i];
    (id.exported ? export_sequence_ : import_sequence_)[id.number] = i;
  }
}

std::vector<const OutputSymbol*> DynamicSymbols::in_order() const {
  std::vector<const OutputSymbol*> all;
  all.reserve(count());
  for (const OutputSymbol& symbol : locals_) all.push_back(&symbol);
  for (SymbolId id : sequence_) all.push_back(&symbol_of(id));
  return all;
}

uint32_t DynamicSymbols::index_of(SymbolId id) const {
  if (id.local) return id.number + 1;
  const uint32_t place =
      id.exported ? export_sequence_[export_order_[id.number]] : import_sequence_[id.number];
  return 1 + static_cast<uint32_t>(locals_.size()) + place;
}

}  // namespace onefold
