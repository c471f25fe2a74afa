// The final order of .dynsym, and of its names.
#include <algorithm>
#include <numeric>
#include <ranges>

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
  for (uint32_t& place : export_order_) place = order.places[place];
  gnu_hashes_ = std::move(order.hashes);
}

// Those without a word of the GOT first.
void DynamicSymbols::sort_by_word() {
  std::vector<bool> import_has(imports_.size());
  std::vector<bool> export_has(exports_.size());
  for (SymbolId id : words_) {
    if (id.exported) {
      export_has[export_order_[id.number]] = true;
    } else {
      import_has[id.number] = true;
    }
  }
  const auto has_word = [&](SymbolId id) {
    return (id.exported ? export_has : import_has)[id.number];
  };
  stable_sort_by(sequence_, has_word);
  got_symbols_ = static_cast<uint32_t>(std::ranges::count_if(sequence_, has_word));
}

// Of a name's exports a lookup takes the first that will do: what unversioned references found, but
// behind a canonical PLT entry that has no version either.
void DynamicSymbols::put_copies_first() {
  std::vector<uint32_t> order = export_order_;
  stable_sort_by(order, [&](uint32_t number) {
    const OutputSymbol& symbol = exports_[number];
    if (!symbol.defined && symbol.version == 1) return 0U;
    return (symbol.version & ~kVersymHidden) == OutputVersions::kOldest ? 1U : 2U;
  });
  std::vector<OutputSymbol> ordered;
  ordered.reserve(exports_.size());
  for (uint32_t number : order) {
    export_order_[number] = static_cast<uint32_t>(ordered.size());
    ordered.push_back(exports_[number]);
  }
  exports_ = std::move(ordered);
}

void DynamicSymbols::freeze(SymbolOrder order) {
  order_ = order;
  const bool by_bucket = order == SymbolOrder::kGnuHash;
  const size_t hashed = exports_.size() + (by_bucket ? 0 : imports_.size());
  bucket_count_ = std::max<uint32_t>(1, static_cast<uint32_t>(hashed) / 2);
  export_order_.resize(exports_.size());
  std::iota(export_order_.begin(), export_order_.end(), 0U);
  if (has_copies_) put_copies_first();
  if (by_bucket) sort_by_bucket();
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

void DynamicSymbols::intern(StringTable& strings) {
  size_t bytes = 0;
  for (const auto* list : {&locals_, &imports_, &exports_}) {
    for (const OutputSymbol& symbol : *list) bytes += symbol.name.size() + 1;
  }
  strings.reserve(locals_.size() + imports_.size() + exports_.size(), bytes);
  const auto add = [&](OutputSymbol& symbol) {
    symbol.name_offset = strings.add(symbol.name, symbol.hash);
  };
  std::ranges::for_each(locals_, add);
  std::ranges::for_each(imports_, add);
  std::ranges::for_each(exports_ | std::views::reverse, add);
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
  if (id.exported) return index_of_export(export_order_[id.number]);
  return 1 + static_cast<uint32_t>(locals_.size()) + import_sequence_[id.number];
}

uint32_t DynamicSymbols::index_of_export(uint32_t place) const {
  return 1 + static_cast<uint32_t>(locals_.size()) + export_sequence_[place];
}

}  // namespace onefold
