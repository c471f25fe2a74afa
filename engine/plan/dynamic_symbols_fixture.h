// For tests of the fold's exports: definitions of one name, and what the fold has of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/dynamic_symbols.h"
#include "plan/plan_fixture.h"

namespace onefold::testing {

class DynamicSymbolsTest : public FoldTest {
 protected:
  static SymbolSpec versioned(uint64_t value, const char* version, bool hidden = false) {
    return {.name = "f", .value = value, .version = version, .hidden_version = hidden};
  }
  // A canonical PLT entry.
  static SymbolSpec entry(const char* version) {
    const char* file = *version == '\0' ? "" : "lib1.so";
    return {.name = "f",
            .value = 0x410000,
            .section = SHN_UNDEF,
            .version = version,
            .version_of = file};
  }
  // All exports of `name` in their order: "VERSION", "VERSION hidden", "-" without a version; those
  // that are entries "undefined".
  std::string exports(std::string_view name) {
    parts_ = parts();
    DynamicSymbols symbols(parts_, *bindings_);
    std::vector<std::string_view> kept;
    kept.reserve(folded_.size());
    for (size_t i = 0; i < folded_.size(); ++i)
      kept.push_back(folded_[i] ? std::string_view() : std::string_view(closure_.entries[i].name));
    if (auto planned = symbols.plan(kept); !planned) return to_string(planned.error());
    std::string text;
    symbols.freeze(SymbolOrder::kGot);
    for (const OutputSymbol& symbol : symbols.exports()) {
      if (symbol.name != name) continue;
      std::string version = "-";
      for (const auto& definition : symbols.definitions()) {
        if (definition.index == (symbol.version & 0x7fff)) version = definition.name;
      }
      text += (text.empty() ? "" : ", ") + version + ((symbol.version & 0x8000) ? " hidden" : "") +
              (symbol.defined ? "" : " undefined");
    }
    return text;
  }
  onefold::Parts parts_;
};

}  // namespace onefold::testing
