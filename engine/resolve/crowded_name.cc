#include "resolve/crowded_name.h"

#include <algorithm>

namespace onefold {
namespace {

constexpr LookupClass kClasses[] = {LookupClass::kOther, LookupClass::kPlt, LookupClass::kCopy};

size_t index_of(LookupClass lookup_class) { return static_cast<size_t>(lookup_class); }

}  // namespace

CrowdedName::CrowdedName(std::span<const Linkable> modules, std::span<const Definition> definitions,
                         LoaderKind loader)
    : all_(answers(modules, definitions, loader)) {
  for (auto begin = definitions.begin(); begin != definitions.end();) {
    auto end = std::find_if(begin, definitions.end(),
                            [&](Definition d) { return d.module != begin->module; });
    of_module_.emplace(begin->module, answers(modules, std::span(begin, end), loader));
    begin = end;
  }
}

CrowdedName::Answers CrowdedName::answers(std::span<const Linkable> modules,
                                          std::span<const Definition> definitions,
                                          LoaderKind loader) {
  Answers result;
  std::array<FirstMatch, 3> unversioned;
  for (size_t met = 0; met < definitions.size(); ++met) {
    const Definition definition = definitions[met];
    const Linkable& module = modules[definition.module];
    const Symbol& symbol = module.symbols[definition.symbol];
    const VersionName* version = module.version_of(definition.symbol);
    // A definition that has none matches any, unless it is hidden; as match_version has it.
    static constexpr VersionName kNoOnes;
    const bool matches_any =
        match_version(module, definition.symbol, &kNoOnes, loader) == Match::kYes;
    ByClass* versioned = matches_any ? &result.any_version : nullptr;
    if (versioned == nullptr && version != nullptr)
      versioned = &result.by_version[{version->hash, version->name}];
    const Match match = match_version(module, definition.symbol, nullptr, loader);
    for (LookupClass lookup_class : kClasses) {
      if (!is_in_class(definition.module, symbol, lookup_class)) continue;
      const size_t i = index_of(lookup_class);
      if (versioned != nullptr && !(*versioned)[i]) (*versioned)[i] = {met, definition};
      if (!result.unversioned[i] && unversioned[i].meet(definition, match))
        result.unversioned[i] = unversioned[i].finish();
    }
  }
  for (size_t i = 0; i < unversioned.size(); ++i) result.unversioned[i] = unversioned[i].finish();
  return result;
}

std::optional<Definition> CrowdedName::find(const VersionName* version, LookupClass lookup_class,
                                            std::optional<uint32_t> module) const {
  const Answers* answers = &all_;
  if (module) {
    auto own = of_module_.find(*module);
    if (own == of_module_.end()) return std::nullopt;
    answers = &own->second;
  }
  const size_t i = index_of(lookup_class);
  if (version == nullptr) return answers->unversioned[i];
  auto same = answers->by_version.find({version->hash, version->name});
  std::optional<Met> first = answers->any_version[i];
  if (same != answers->by_version.end() && same->second[i])
    first = first ? std::min(*first, *same->second[i]) : same->second[i];
  if (!first) return std::nullopt;
  return first->second;
}

}  // namespace onefold
