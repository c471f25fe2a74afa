// Lookup among very many definitions of one name in constant time: a walk over them for each
// reference would take the product of both.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "resolve/definition.h"

namespace onefold {

class CrowdedName {
 public:
  // Few enough to walk over.
  static constexpr size_t kFew = 32;

  // `definitions`: all candidates of the name, as lookups meet them; `modules` outlive it.
  CrowdedName(std::span<const Linkable> modules, std::span<const Definition> definitions,
              LoaderKind loader = LoaderKind::kGlibc);

  // As Scope::find and, with `module`, Scope::find_in_own.
  std::optional<Definition> find(const VersionName* version, LookupClass lookup_class,
                                 std::optional<uint32_t> module) const;

 private:
  // How many a lookup meets before it, and itself.
  using Met = std::pair<size_t, Definition>;
  using ByClass = std::array<std::optional<Met>, 3>;
  struct Answers {
    std::array<std::optional<Definition>, 3> unversioned;  // to an unversioned reference
    ByClass any_version;  // the first that matches whatever version is asked for
    std::map<std::pair<uint32_t, std::string_view>, ByClass> by_version;  // hash and name
  };
  static Answers answers(std::span<const Linkable> modules, std::span<const Definition> definitions,
                         LoaderKind loader);

  Answers all_;
  std::map<uint32_t, Answers> of_module_;
};

}  // namespace onefold
