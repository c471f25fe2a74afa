// Which symbols a lookup may find, and in whose place: glibc's check_match.
#pragma once

#include <cstdint>
#include <optional>

#include "resolve/closure.h"
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

// Can this symbol be found at all? do_lookup_x: ALLOWED_STT, and visibilities that bind locally.
bool is_candidate(const Symbol& symbol);
// ALLOWED_STT alone.
bool has_known_type(const Symbol& symbol);
// The same of a symbol whose name does not matter.
bool is_matchable(const Symbol& symbol);

// May a lookup of this class find the candidate `symbol` of `module` (in scope order)?
inline bool is_in_class(uint32_t module, const Symbol& symbol, LookupClass lookup_class) {
  if (lookup_class == LookupClass::kCopy) return module != 0;
  return lookup_class != LookupClass::kPlt || symbol.is_defined();
}

enum class Match : uint8_t { kNo, kYes, kVersionedDefault };

// check_match's version rules, for one candidate. `wanted` null: an unversioned reference.
// musl reads no version names, passes hidden versions over, and knows no IFUNC (ldso/dynlink.c:
// find_sym2, gnu_lookup).
Match match_version(const Linkable& module, uint32_t symbol, const VersionName* wanted,
                    LoaderKind loader = LoaderKind::kGlibc);

// The answer among definitions of one name, which come as lookups meet them: the first that
// matches, or the only versioned default of a module that comes before it.
class FirstMatch {
 public:
  // Whether the answer is known: no later definition changes it.
  bool meet(Definition definition, Match match) {
    if (definition.module != module_) {
      if (finish()) return true;
      default_.reset();
      several_defaults_ = false;
      module_ = definition.module;
    }
    if (match == Match::kYes) answer_ = definition;
    if (match == Match::kVersionedDefault) {
      several_defaults_ = default_.has_value();
      if (!default_) default_ = definition;
    }
    return answer_.has_value();
  }
  // Behind the last definition.
  std::optional<Definition> finish() {
    if (!answer_ && default_ && !several_defaults_) answer_ = default_;
    return answer_;
  }

 private:
  std::optional<Definition> answer_;
  std::optional<Definition> default_;  // of the module that is being looked through
  bool several_defaults_ = false;
  uint32_t module_ = UINT32_MAX;
};

}  // namespace onefold
