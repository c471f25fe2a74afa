// Symbol lookup over the start-up scope: glibc, elf/dl-lookup.c (2.30 and later: a version may be
// found in another file than the one it was linked against), and musl's, ldso/dynlink.c (find_sym).
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "verify/object.h"

namespace onefold::verify {

enum class Loader : uint8_t { kGlibc, kMusl };

// ELF_RTYPE_CLASS_*.
enum class Asks : uint8_t {
  kAddress,  // an undefined symbol with a value in the program (canonical PLT entry) will do
  kCall,     // JUMP_SLOT and TLS: it will not
  kCopy,     // the program itself is not searched
  kGot,      // GLOB_DAT: as kAddress, and see shares_protected_data
};
inline constexpr size_t kAsks = 4;

struct Query {
  uint32_t name = Names::kNone;
  const Version* version = nullptr;  // null: unversioned
  Asks asks = Asks::kAddress;
  bool newest = false;   // dlsym: the default version, not the oldest
  bool exact = false;    // dlvsym: no definition without a version will do
  bool imports = false;  // as dlsym and dlvsym do: see is_thread_local_import
  const std::vector<bool>* passed_over = nullptr;  // objects that are not asked; null: all are
};

struct Definition {
  uint32_t object = 0;  // place in the scope
  uint32_t symbol = 0;
  bool operator==(const Definition&) const = default;
};

// A thread-local variable of another object's. Where DT_HASH leads to it glibc's dlsym takes it for
// one of its own object's and answers with the start of that object's block, nobody's variable, or
// counts it among that object's default definitions. (Who else asks for one asks as a call does.)
inline bool is_thread_local_import(const Symbol& symbol) {
  return symbol.type == STT_TLS && !symbol.is_defined();
}

// Could a lookup of glibc's find it, or go on from it? do_lookup_x, check_match.
bool is_findable(const Symbol& symbol);

struct Bound {
  enum class Kind : uint8_t { kDefined, kWeakZero, kUndefined };
  Kind kind = Kind::kUndefined;
  Definition definition;
};

class Scope {
 public:
  // Objects in load order, the program (or folded shared object) first.
  Scope(std::vector<const Object*> objects, const Names& names, Loader loader);

  std::optional<Definition> find(const Query& query) const;
  // What a relocation of `object` against its own `symbol` (not 0) gets.
  Bound bind(uint32_t object, uint32_t symbol, Asks asks) const;

  const Object& object(uint32_t index) const { return *objects_[index]; }
  const Symbol& symbol(Definition d) const { return objects_[d.object]->symbols[d.symbol]; }
  uint32_t size() const { return static_cast<uint32_t>(objects_.size()); }
  const Names& names() const { return names_; }
  Loader loader() const { return loader_; }
  // Whether its value is a number wherever the object is loaded (sysdeps/generic/ldsodefs.h,
  // SYMBOL_ADDRESS). musl adds the load bias to absolute symbols too (ldso/dynlink.c, laddr).
  bool is_absolute(const Symbol& symbol) const {
    return symbol.section == SHN_ABS && loader_ == Loader::kGlibc;
  }

  // Every symbol of this name that a hash table leads to, in scope order.
  std::span<const Definition> called(uint32_t name) const {
    if (name >= first_.size() - 1) return {};
    return std::span(definitions_).subspan(first_[name], first_[name + 1] - first_[name]);
  }

  // Unique symbols (STB_GNU_UNIQUE; glibc, do_lookup_unique): the first definition that a
  // relocation has found serves for all of that name, whatever version is asked for. ld.so
  // relocates in `order`, which has every object. Before the first lookup.
  void settle_unique(const std::vector<uint32_t>& order);

  // Hostile files can make every lookup long: then lookups stop finding anything, and this is true.
  bool gave_up() const { return budget_ == 0; }
  // Counts one candidate more, looked at here or by who walks over called().
  bool may_look() const {
    if (budget_ == 0) return false;
    --budget_;
    return true;
  }

 private:
  // Of a name with very many definitions: by version, so that a lookup need not walk over all.
  struct Crowd {
    std::map<std::string_view, std::vector<Definition>> by_version;
    std::vector<Definition> unversioned;
  };

  void sort_crowds();
  std::optional<Definition> search(const Query& query, std::optional<uint32_t> only) const;
  // With a reference's own object first where that is symbolic.
  std::optional<Definition> search_from(uint32_t object, const Query& query) const;
  // Once more, for a protected symbol that another object's definition was found for.
  std::optional<Definition> search_protected(uint32_t object, uint32_t symbol, Asks asks) const;
  std::optional<Definition> search_object(std::span<const Definition> candidates,
                                          const Query& query) const;

  std::vector<const Object*> objects_;
  const Names& names_;
  Loader loader_;
  std::vector<uint32_t> first_;  // by name; one more at the end
  std::vector<Definition> definitions_;
  std::unordered_map<uint32_t, Crowd> crowds_;       // by name
  std::unordered_map<uint32_t, Definition> unique_;  // by name, where lookups could disagree
  bool protected_data_shared_ = false;
  std::unordered_set<uint32_t> copied_;  // names of the program's copies; only where that is so
  std::vector<bool> program_;            // by object
  mutable uint64_t budget_ = 0;          // candidates that may still be looked at
  mutable std::vector<std::vector<Bound>> bound_[kAsks];  // by class, object, symbol
  mutable std::vector<std::vector<bool>> is_bound_[kAsks];
};

}  // namespace onefold::verify
