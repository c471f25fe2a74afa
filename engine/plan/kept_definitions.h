// What kept libraries define, for the exports of parts behind them in scope order.
#pragma once

#include <optional>
#include <vector>

#include "base/hash_index.h"
#include "plan/part.h"
#include "resolve/scope.h"

namespace onefold {

class KeptDefinitions {
 public:
  // `scope` outlives it.
  KeptDefinitions(const Parts& parts, const Scope& scope);

  // Does a kept library that comes before `own`'s module define its name, so that references to
  // `own`'s version, or those without one if it has none, end there?
  bool precede(Definition own) const;
  // Does such a library define the name
  // in whatever version, so that dlsym ends there?
  bool default_precedes(Definition own) const;
  // in whatever version, so that an unversioned reference ends there?
  bool unversioned_ends_before(Definition own) const;
  // without a version, so that each reference ends there?
  bool all_end_before(Definition own) const;
  // The second default version of its name in such a library, none of which dlsym finds there.
  std::optional<Definition> second_default(Definition own) const;
  // at all?
  bool have(Definition own) const { return find(own) != nullptr; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  // The first modules in scope order that define a name: in any version, in none, as a default, or
  // as the oldest (version index 2 at most).
  struct Name {
    Definition first;
    uint32_t unversioned = kNone;
    uint32_t by_default = kNone;
    uint32_t oldest = kNone;
    uint32_t counted = kNone;  // the last module that has a default version
    std::optional<Definition> second_default;
  };

  void add(Definition definition);
  const Name* find(Definition own) const;
  std::string_view version_of(Definition of) const;
  uint32_t versioned_hash(Definition of) const;
  bool same_name(Definition a, Definition b) const {
    return scope_.symbol(a).name == scope_.symbol(b).name;
  }

  const Scope& scope_;
  uint32_t first_kept_ = kNone;  // module
  std::vector<Name> names_;
  HashIndex name_index_;               // of names_
  std::vector<Definition> versioned_;  // the first of each name and version
  HashIndex version_index_;            // of versioned_
};

}  // namespace onefold
