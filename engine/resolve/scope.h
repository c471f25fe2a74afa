// Symbol lookup as ld.so does it over the start-up scope: the program, then its closure breadth
// first.
//
// glibc, elf/dl-lookup.c (do_lookup_x, check_match, _dl_lookup_symbol_x). One hash table over all
// definitions of the scope, so that a lookup does not walk the modules.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "resolve/linkable.h"

namespace onefold {

// A symbol of a module of the scope.
struct Definition {
  uint32_t module = 0;  // index in scope order
  uint32_t symbol = 0;  // index in its .dynsym
  auto operator<=>(const Definition&) const = default;
};

// ELF_RTYPE_CLASS_*: what kind of relocation asks.
enum class LookupClass : uint8_t {
  kOther,  // an undefined symbol with st_value != 0 in a program (canonical PLT entry) is a
           // definition
  kPlt,    // JUMP_SLOT and TLS relocations: it is not
  kCopy,   // R_*_COPY: the program's own symbol is not looked at
};

class Scope {
 public:
  // `modules` in scope order, the program (or folded shared object) first; they outlive the scope.
  explicit Scope(std::span<const Linkable> modules);

  // The definition that a reference to `name` finds. `version` null: an unversioned reference,
  // which takes the oldest definition (version index 2 at most) or else the only default one.
  std::optional<Definition> find(std::string_view name, const VersionName* version,
                                 LookupClass lookup_class) const;

  // The same, in one module only (DF_SYMBOLIC).
  std::optional<Definition> find_in(uint32_t module, std::string_view name,
                                    const VersionName* version, LookupClass lookup_class) const;

  // Every definition called `name`, in scope order.
  template <typename Visit>
  void visit_all(std::string_view name, Visit visit) const {
    uint32_t hash = hash_of(name);
    for (uint32_t at = heads_[hash & mask_]; at != kEnd; at = entries_[at].next) {
      const Entry& entry = entries_[at];
      if (entry.hash == hash && symbol(entry.definition).name == name) visit(entry.definition);
    }
  }

  const Symbol& symbol(Definition d) const { return modules_[d.module].symbols[d.symbol]; }
  std::span<const Linkable> modules() const { return modules_; }

 private:
  struct Entry {
    uint32_t hash;
    uint32_t next;
    Definition definition;
  };
  static constexpr uint32_t kEnd = UINT32_MAX;
  static uint32_t hash_of(std::string_view name);

  std::optional<Definition> search(std::string_view name, const VersionName* version,
                                   LookupClass lookup_class, std::optional<uint32_t> only) const;

  std::span<const Linkable> modules_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> heads_;
  uint32_t mask_ = 0;
};

}  // namespace onefold
