// Symbol lookup over a program and its libraries (file_set.h): the hash table of the whole scope,
// and the short cut for names that many define, against a walk over every symbol of every module.
// The files that the set has, in its order, are the scope.

#include <algorithm>
#include <optional>

#include "file_set.h"
#include "property.h"
#include "resolve/bindings.h"
#include "resolve/scope.h"

namespace onefold::fuzz {
namespace {

// Each reference costs a walk over all symbols.
constexpr size_t kMostSymbols = 2048;
constexpr size_t kMostReferences = 128;

struct Modules {
  std::vector<Module> modules;
  std::vector<Linkable> linkables;
  size_t symbols = 0;
};

Modules read_all(const FileSet& set) {
  Modules read;
  read.modules.reserve(set.files.size());
  for (const SetFile& file : set.files) {
    auto module = read_module(FileView(file.path, file.bytes));
    if (!module) continue;
    read.modules.push_back(*std::move(module));
    auto linkable = read_linkable(read.modules.back());
    if (!linkable) {
      require_whole(linkable.error());
      continue;
    }
    if (read.symbols + linkable->symbols.size() > kMostSymbols) continue;
    read.symbols += linkable->symbols.size();
    read.linkables.push_back(*std::move(linkable));
  }
  return read;
}

std::optional<Definition> linear_search(std::span<const Linkable> modules, Definition reference,
                                        const VersionName* version, LookupClass lookup_class,
                                        bool only_own) {
  const std::string_view name = modules[reference.module].symbols[reference.symbol].name;
  for (uint32_t m = 0; m < modules.size(); ++m) {
    if (only_own && m != reference.module) continue;
    std::optional<Definition> versioned_default;
    int defaults = 0;
    for (uint32_t i = 1; i < modules[m].symbols.size(); ++i) {
      const uint32_t s = modules[m].in_lookup_order(i);
      const Symbol& symbol = modules[m].symbols[s];
      if (symbol.name != name || !is_candidate(symbol)) continue;
      if (!is_in_class(m, symbol, lookup_class)) continue;
      const Match match = match_version(modules[m], s, version);
      if (match == Match::kYes) return Definition{m, s};
      if (match != Match::kVersionedDefault) continue;
      if (defaults++ == 0) versioned_default = Definition{m, s};
    }
    if (defaults == 1) return versioned_default;
  }
  return std::nullopt;
}

void check_reference(const Scope& scope, Definition reference) {
  const VersionName* own = scope.modules()[reference.module].version_of(reference.symbol);
  for (const VersionName* version : {own, static_cast<const VersionName*>(nullptr)}) {
    for (LookupClass c : {LookupClass::kOther, LookupClass::kPlt, LookupClass::kCopy}) {
      require(scope.find(reference, version, c) ==
              linear_search(scope.modules(), reference, version, c, false));
      require(scope.find_in_own(reference, version, c) ==
              linear_search(scope.modules(), reference, version, c, true));
    }
  }
  // visit_all: each definition of the name once, in scope order.
  std::vector<Definition> all;
  const std::string_view name = scope.symbol(reference).name;
  scope.visit_all(reference, [&](Definition found) { all.push_back(found); });
  require(std::ranges::is_sorted(all, {}, &Definition::module));
  std::ranges::sort(all);
  require(std::ranges::adjacent_find(all) == all.end());
  size_t count = 0;
  for (const Linkable& linkable : scope.modules()) {
    for (size_t s = 1; s < linkable.symbols.size(); ++s)
      count += linkable.symbols[s].name == name && is_candidate(linkable.symbols[s]) ? 1 : 0;
  }
  require(count == all.size());
}

void look_up_all(const FileSet& set) {
  const Modules read = read_all(set);
  const Scope scope(read.linkables);
  size_t references = 0;
  for (uint32_t m = 0; m < read.linkables.size(); ++m) {
    for (uint32_t s = 1; s < read.linkables[m].symbols.size(); ++s) {
      if (++references > kMostReferences) return;
      check_reference(scope, {m, s});
    }
  }
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold::fuzz;
  look_up_all(parse_file_set(as_input(data, size)));
  return 0;
}
