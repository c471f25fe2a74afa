#include "verify/lookup.h"

#include <algorithm>
#include <iterator>

namespace onefold::verify {
namespace {

constexpr uint64_t kLooksPerSymbol = 64;
constexpr size_t kFew = 32;  // definitions of a name: few enough to walk over

bool stays_inside(const Symbol& symbol) {
  return symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL;
}

// ALLOWED_STT.
bool is_code_or_data(const Symbol& symbol) {
  return symbol.type == STT_NOTYPE || symbol.type == STT_OBJECT || symbol.type == STT_FUNC ||
         symbol.type == STT_COMMON || symbol.type == STT_TLS || symbol.type == STT_GNU_IFUNC;
}

bool has_value(const Symbol& symbol) {
  return symbol.value.value != 0 || symbol.section == SHN_ABS || symbol.type == STT_TLS;
}

enum class Fit : uint8_t { kNo, kYes, kIfAlone };

// check_match, for a candidate of the right name.
Fit fit(const Object& object, uint32_t index, const Query& query) {
  const Symbol& symbol = object.symbols[index];
  if (is_thread_local_import(symbol) && !query.imports) return Fit::kNo;
  if (!has_value(symbol)) return Fit::kNo;
  // ELF_MACHINE_SYM_NO_MATCH.
  const uint8_t flag = object.psabi->plt_flag;
  if (symbol.section == SHN_UNDEF && (symbol.other & flag) != flag) return Fit::kNo;
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

// gnu_lookup, sysv_lookup: symbols of hidden versions do not count; other versions are not looked
// at.
bool is_passed_over(const Object& object, uint32_t index) {
  return !object.versym.empty() && (object.versym[index] & 0x8000) != 0;
}

// find_sym, for the symbol that gnu_lookup or sysv_lookup found. IFUNCs are not known.
bool fits_musl(const Object& object, uint32_t index, const Query& query) {
  const Symbol& symbol = object.symbols[index];
  if (!symbol.is_defined() && (query.asks == Asks::kCall || symbol.type == STT_TLS)) return false;
  if (symbol.value.value == 0 && symbol.type != STT_TLS) return false;
  return is_code_or_data(symbol) && symbol.type != STT_GNU_IFUNC && !symbol.is_local();
}

// ELF_RTYPE_CLASS_EXTERN_PROTECTED_DATA, until glibc 2.36: a GLOB_DAT to protected data leads to
// the copy that the program has of it.
bool shares_protected_data(const Object& object) {
  return object.is_x86() && object.soname == "libc.so.6" &&
         std::ranges::find(object.versions, "GLIBC_2.36", &Version::name) == object.versions.end();
}

// Numbers of the names that COPY relocations of the program's have.
std::unordered_set<uint32_t> names_of_copies(const Object& program) {
  std::unordered_set<uint32_t> names;
  for (const RelocationTable& table : program.tables) {
    if (table.kind != RelocTable::kRel && table.kind != RelocTable::kRela) continue;
    const auto meet = [&](const Relocation& relocation) {
      if (relocation.symbol != 0 && program.psabi->find(relocation.type).meaning == Meaning::kCopy)
        names.insert(program.names[relocation.symbol]);
    };
    // Tables that cannot be read are reported where the sites are compared.
    if (!visit_relocations(*program.module, table, program.symbols.size(), meet)) continue;
  }
  return names;
}

}  // namespace

bool is_findable(const Symbol& symbol) {
  return !symbol.is_local() && !stays_inside(symbol) && is_code_or_data(symbol) &&
         has_value(symbol) && !is_thread_local_import(symbol) && !symbol.name.empty();
}

Scope::Scope(std::vector<const Object*> objects, const Names& names, Loader loader)
    : objects_(std::move(objects)), names_(names), loader_(loader) {
  first_.assign(size_t{names.count()} + 1, 0);
  size_t symbols = 0;
  for (const Object* object : objects_) {
    symbols += object->symbols.size();
    protected_data_shared_ = protected_data_shared_ || shares_protected_data(*object);
    for (uint32_t s : object->hashed) ++first_[object->names[s]];
  }
  uint32_t sum = 0;
  for (uint32_t& first : first_) sum += std::exchange(first, sum);
  if (protected_data_shared_) copied_ = names_of_copies(*objects_.front());
  program_.resize(objects_.size());
  if (!program_.empty()) program_.front() = true;
  definitions_.resize(sum);
  std::vector<uint32_t> next = first_;
  for (uint32_t o = 0; o < objects_.size(); ++o) {
    const Object& object = *objects_[o];
    for (uint32_t s : object.hashed) definitions_[next[object.names[s]]++] = {o, s};
  }
  budget_ = 1'000'000 + kLooksPerSymbol * symbols;
  for (size_t c = 0; c < kAsks; ++c) {
    bound_[c].resize(objects_.size());
    is_bound_[c].resize(objects_.size());
  }
  sort_crowds();
}

std::optional<Definition> Scope::find(const Query& query) const {
  return search(query, std::nullopt);
}

void Scope::sort_crowds() {
  if (loader_ == Loader::kMusl) return;
  for (uint32_t name = 0; name < names_.count(); ++name) {
    const auto candidates = called(name);
    if (candidates.size() <= kFew) continue;
    Crowd& crowd = crowds_[name];
    for (const Definition& d : candidates) {
      const Version* version = objects_[d.object]->version_of(d.symbol);
      (version != nullptr ? crowd.by_version[version->name] : crowd.unversioned).push_back(d);
    }
  }
}

// One object's candidates of the name: _dl_lookup_symbol_x's do_lookup_x, musl's find_sym.
std::optional<Definition> Scope::search_object(std::span<const Definition> candidates,
                                               const Query& query) const {
  std::optional<Definition> alone;
  int versioned = 0;
  for (const Definition& d : candidates) {
    if (!may_look()) return std::nullopt;
    const Object& object = *objects_[d.object];
    if (loader_ == Loader::kMusl) {
      // The first of the name that is not hidden; if it will not do, the next object is asked.
      if (is_passed_over(object, d.symbol)) continue;
      return fits_musl(object, d.symbol, query) ? std::optional(d) : std::nullopt;
    }
    const Fit fits = fit(object, d.symbol, query);
    if (fits == Fit::kYes) return d;
    if (fits == Fit::kIfAlone && versioned++ == 0) alone = d;
  }
  return versioned == 1 ? alone : std::nullopt;
}

std::optional<Definition> Scope::search(const Query& query, std::optional<uint32_t> only) const {
  if (gave_up()) return std::nullopt;
  auto candidates = called(query.name);
  std::vector<Definition> matching;
  if (query.version != nullptr && candidates.size() > kFew && loader_ != Loader::kMusl) {
    const auto& [by_version, unversioned] = crowds_.at(query.name);
    const auto versioned = by_version.find(query.version->name);
    std::ranges::merge(versioned != by_version.end() ? std::span(versioned->second)
                                                     : std::span<const Definition>(),
                       unversioned, std::back_inserter(matching), {}, &Definition::object,
                       &Definition::object);
    budget_ -= std::min<uint64_t>(budget_, matching.size());
    candidates = matching;
  }
  if (only) {
    auto own = std::ranges::equal_range(candidates, *only, {}, &Definition::object);
    candidates = std::span(own.begin(), own.end());
  }
  while (!candidates.empty()) {
    const uint32_t in = candidates.front().object;
    const auto end = std::ranges::upper_bound(candidates, in, {}, &Definition::object);
    const auto own = candidates.first(static_cast<size_t>(end - candidates.begin()));
    candidates = candidates.subspan(own.size());
    if (query.asks == Asks::kCopy && in == 0) continue;
    if (query.passed_over != nullptr && (*query.passed_over)[in]) continue;
    const auto found = search_object(own, query);
    if (!found) continue;
    if (loader_ == Loader::kMusl) return found;
    if (stays_inside(symbol(*found)) || symbol(*found).is_local()) continue;
    if (symbol(*found).binding == STB_GNU_UNIQUE && query.asks != Asks::kCopy) {
      auto used = unique_.find(query.name);
      if (used != unique_.end()) return used->second;
    }
    return found;
  }
  return std::nullopt;
}

std::optional<Definition> Scope::search_from(uint32_t object, const Query& query) const {
  if (objects_[object]->symbolic && loader_ == Loader::kGlibc) {
    if (auto own = search(query, object)) return own;
  }
  return search(query, std::nullopt);
}

std::optional<Definition> Scope::search_protected(uint32_t object, uint32_t symbol,
                                                  Asks asks) const {
  const Object& from = *objects_[object];
  const bool data =
      asks == Asks::kGot && protected_data_shared_ && from.symbols[symbol].type == STT_OBJECT;
  Query query{.name = from.names[symbol],
              .version = from.version_of(symbol),
              .asks = data ? Asks::kAddress : Asks::kCall};
  if (data && copied_.contains(query.name)) query.passed_over = &program_;
  return search_from(object, query);
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
  const bool glibc = loader_ == Loader::kGlibc;
  if (reference.is_local() || (glibc && stays_inside(reference))) {
    return bound = {Bound::Kind::kDefined, itself};
  }
  const Query query{.name = from.names[symbol], .version = from.version_of(symbol), .asks = asks};
  std::optional<Definition> found = search_from(object, query);
  if (!found) {
    // musl: a weak definition that no lookup finds is an error as well.
    const bool may_be_zero = reference.binding == STB_WEAK && (glibc || !reference.is_defined());
    bound.kind = may_be_zero ? Bound::Kind::kWeakZero : Bound::Kind::kUndefined;
    return bound;
  }
  // _dl_lookup_symbol_x, "It is very tricky": a protected symbol is its own definition, unless the
  // program has the function's canonical PLT entry, or what shares_protected_data says.
  if (glibc && reference.visibility == STV_PROTECTED && found->object != object) {
    const auto other = search_protected(object, symbol, asks);
    if (asks == Asks::kCall || (other && other->object != object)) found = itself;
  }
  return bound = {Bound::Kind::kDefined, *found};
}

}  // namespace onefold::verify
