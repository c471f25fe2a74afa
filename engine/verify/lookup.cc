#include "verify/lookup.h"

namespace onefold::verify {
namespace {

constexpr uint64_t kLooksPerSymbol = 64;

bool stays_inside(const Symbol& symbol) {
  return symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL;
}

// ALLOWED_STT.
bool is_code_or_data(const Symbol& symbol) {
  return symbol.type == STT_NOTYPE || symbol.type == STT_OBJECT || symbol.type == STT_FUNC ||
         symbol.type == STT_COMMON || symbol.type == STT_TLS || symbol.type == STT_GNU_IFUNC;
}

enum class Fit : uint8_t { kNo, kYes, kIfAlone };

// check_match, for a candidate of the right name.
Fit fit(const Object& object, uint32_t index, const Query& query) {
  const Symbol& symbol = object.symbols[index];
  if (symbol.value.value == 0 && symbol.section != SHN_ABS && symbol.type != STT_TLS)
    return Fit::kNo;
  if (query.asks == Asks::kCall && symbol.section == SHN_UNDEF) return Fit::kNo;
  if (!is_code_or_data(symbol)) return Fit::kNo;
  if (object.versym.empty()) return Fit::kYes;
  const uint16_t versym = object.versym[index];
  const bool hidden = (versym & 0x8000) != 0;
  if (query.version != nullptr) {
    const Version* own = object.version_of(index);
    if (own == nullptr) return query.exact || hidden ? Fit::kNo : Fit::kYes;
    return own->hash == query.version->hash && own->name == query.version->name ? Fit::kYes
                                                                                : Fit::kNo;
  }
  if ((versym & 0x7fff) < (query.newest ? 2 : 3)) return Fit::kYes;
  return hidden ? Fit::kNo : Fit::kIfAlone;
}

// find_sym: versions do not count, hidden ones are passed over.
Fit fit_musl(const Object& object, uint32_t index, const Query& query) {
  const Symbol& symbol = object.symbols[index];
  if (!object.versym.empty() && (object.versym[index] & 0x8000) != 0) return Fit::kNo;
  if (symbol.section == SHN_UNDEF && (query.asks != Asks::kAddress || symbol.type == STT_TLS))
    return Fit::kNo;
  if (symbol.value.value == 0 && symbol.type != STT_TLS) return Fit::kNo;
  return is_code_or_data(symbol) && symbol.type != STT_GNU_IFUNC && !symbol.is_local() ? Fit::kYes
                                                                                       : Fit::kNo;
}

}  // namespace

Scope::Scope(std::vector<const Object*> objects, const Names& names, Loader loader)
    : objects_(std::move(objects)), names_(names), loader_(loader) {
  first_.assign(size_t{names.count()} + 1, 0);
  size_t symbols = 0;
  for (const Object* object : objects_) {
    symbols += object->symbols.size();
    for (uint32_t s : object->hashed) ++first_[object->names[s]];
  }
  uint32_t sum = 0;
  for (uint32_t& first : first_) sum += std::exchange(first, sum);
  definitions_.resize(sum);
  std::vector<uint32_t> next = first_;
  for (uint32_t o = 0; o < objects_.size(); ++o) {
    const Object& object = *objects_[o];
    for (uint32_t s : object.hashed) definitions_[next[object.names[s]]++] = {o, s};
  }
  budget_ = 1'000'000 + kLooksPerSymbol * symbols;
  for (size_t c = 0; c < 3; ++c) {
    bound_[c].resize(objects_.size());
    is_bound_[c].resize(objects_.size());
  }
}

std::optional<Definition> Scope::find(const Query& query) const {
  return search(query, std::nullopt);
}

std::optional<Definition> Scope::search(const Query& query, std::optional<uint32_t> only) const {
  auto candidates = called(query.name);
  for (size_t i = 0; i < candidates.size();) {
    const uint32_t in = candidates[i].object;
    const bool searched = (!only || in == *only) && !(query.asks == Asks::kCopy && in == 0);
    std::optional<Definition> found;
    std::optional<Definition> alone;
    int versioned = 0;
    for (; i < candidates.size() && candidates[i].object == in; ++i) {
      if (!searched || found) continue;
      if (budget_ == 0) return std::nullopt;
      --budget_;
      const Definition d = candidates[i];
      const Fit fits = loader_ == Loader::kMusl ? fit_musl(*objects_[in], d.symbol, query)
                                                : fit(*objects_[in], d.symbol, query);
      if (fits == Fit::kYes) found = d;
      if (fits == Fit::kIfAlone && versioned++ == 0) alone = d;
    }
    if (!found && versioned == 1) found = alone;
    if (!found || stays_inside(symbol(*found)) || symbol(*found).is_local()) continue;
    if (symbol(*found).binding == STB_GNU_UNIQUE && query.asks != Asks::kCopy) {
      auto used = unique_.find(query.name);
      if (used != unique_.end()) return used->second;
    }
    return found;
  }
  return std::nullopt;
}

Bound Scope::bind(uint32_t object, uint32_t symbol, Asks asks) const {
  const auto c = static_cast<size_t>(asks);
  auto& memo = bound_[c][object];
  auto& known = is_bound_[c][object];
  const Object& from = *objects_[object];
  if (memo.empty()) {
    memo.resize(from.symbols.size());
    known.resize(from.symbols.size());
  }
  if (known[symbol]) return memo[symbol];
  known[symbol] = true;
  Bound& bound = memo[symbol];
  const Symbol& reference = from.symbols[symbol];
  const Definition itself{object, symbol};
  if (reference.is_local() || stays_inside(reference)) {
    return bound = {Bound::Kind::kDefined, itself};
  }
  Query query{.name = from.names[symbol], .version = from.version_of(symbol), .asks = asks};
  std::optional<Definition> found;
  if (from.symbolic && loader_ == Loader::kGlibc) found = search(query, object);
  if (!found) found = search(query, std::nullopt);
  if (!found) {
    bound.kind = reference.binding == STB_WEAK ? Bound::Kind::kWeakZero : Bound::Kind::kUndefined;
    return bound;
  }
  // _dl_lookup_symbol_x, "It is very tricky": a protected symbol is its own definition, unless the
  // program has the function's canonical PLT entry.
  if (reference.visibility == STV_PROTECTED && found->object != object) {
    query.asks = Asks::kCall;
    auto other = search(query, std::nullopt);
    if (asks == Asks::kCall || (other && other->object != object)) found = itself;
  }
  return bound = {Bound::Kind::kDefined, *found};
}

}  // namespace onefold::verify
