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
  // Does such a library define the name in whatever version, so that dlsym (the default one) or an
  // unversioned reference (the oldest, or the only default one) ends there?
  bool default_precedes(Definition own) const;
  bool oldest_precedes(Definition own) const;

 private:
  enum class Kind : uint8_t { kAny, kUnversioned, kVersioned, kDefault, kOldest };
  // The first in scope order that defines a name: in any version, in none, in one, as a default, or
  // for unversioned references.
  struct First {
    Definition definition;
    Kind kind;
  };
  uint32_t hash(Definition of, Kind kind) const;
  bool is_same(const First& first, Definition of, Kind kind) const;
  bool precedes(Definition own, Kind kind) const;

  const Scope& scope_;
  std::vector<First> firsts_;
  HashIndex index_;  // by name and kind, for one version by that too
};

}  // namespace onefold
