// Which definition each symbol reference of the folded modules receives.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "resolve/scope.h"
#include "resolve/unique_symbols.h"

namespace onefold {

enum class BindingKind : uint8_t {
  kDefined,          // `definition`
  kUndefinedWeak,    // nothing found; the reference is weak: 0
  kUndefinedStrong,  // nothing found: an error, when a lazily bound function is called or at start
};

struct Binding {
  BindingKind kind = BindingKind::kUndefinedStrong;
  Definition definition;
};

class Bindings {
 public:
  explicit Bindings(const Scope& scope);

  // What a relocation of class `lookup_class` in `module` against its symbol `symbol` (not 0)
  // receives. `through_got`: a GLOB_DAT.
  Binding bind(uint32_t module, uint32_t symbol, LookupClass lookup_class,
               bool through_got = false) const;

  // Settles unique symbols by the order in which ld.so relocates the modules (all of them), before
  // the first bind(). glibc alone: to musl a unique symbol is one like others.
  void settle_unique_symbols(std::span<const uint32_t> relocation_order);
  // Error: as of UniqueSymbols::check_kept.
  Result<void> check_kept_unique(const std::vector<bool>& folded,
                                 std::span<const uint32_t> kept_order) const {
    return unique_.check_kept(scope_, folded, kept_order);
  }
  // The definition that stands for all of a unique symbol's name.
  Definition in_place_of(Definition definition) const { return unique_.in_place_of(definition); }

  // What the second lookup of a GLOB_DAT of protected data finds where it passes over the program,
  // which has copied an object of the name: in a fold it passes over all that is folded.
  std::optional<Definition> found_past_copies(Definition reference) const;

  const Scope& scope() const { return scope_; }

 private:
  bool passes_over_copies(Definition reference) const;
  std::optional<Definition> look_up_protected(uint32_t module, uint32_t symbol,
                                              bool through_got) const;
  std::optional<Definition> look_up(uint32_t module, uint32_t symbol,
                                    LookupClass lookup_class) const;
  bool is_its_own(uint32_t module, uint32_t symbol, LookupClass lookup_class,
                  bool through_got) const;

  const Scope& scope_;
  UniqueSymbols unique_;
  std::vector<bool> is_symbolic_;  // by module: DT_SYMBOLIC or DF_SYMBOLIC
  bool protected_data_shared_ = false;
  std::set<std::string_view> copied_;  // by the program; only where that is so
};

}  // namespace onefold
