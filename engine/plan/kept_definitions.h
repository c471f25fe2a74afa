// What kept libraries define, for the exports of parts behind them in scope order.
#pragma once

#include <vector>

#include "base/hash_index.h"
#include "plan/part.h"
#include "resolve/scope.h"

namespace onefold {

class KeptDefinitions {
 public:
  // `scope` outlives it.
  KeptDefinitions(const Parts& parts, const Scope& scope);

  // Does a kept library that comes before `own`'s module define its name, in a version that a
  // lookup of `own` would take?
  bool precede(Definition own) const;
  // Does such a library define the name in whatever version, so that dlsym ends there?
  bool default_precedes(Definition own) const;

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  // The first modules in scope order that define a name: in any version, in none, or as a default.
  struct Name {
    Definition first;
    uint32_t unversioned = kNone;
    uint32_t by_default = kNone;
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
