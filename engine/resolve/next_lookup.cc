#include "resolve/next_lookup.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace onefold {
namespace {

bool imports_dlsym(const Linkable& module) {
  return std::ranges::any_of(module.symbols, [](const Symbol& symbol) {
    return !symbol.is_defined() && (symbol.name == "dlsym" || symbol.name == "dlvsym");
  });
}

// Inline functions and template instances of C++ are in every module that uses them.
bool is_vague(const Symbol& symbol) {
  return symbol.binding != STB_GLOBAL && symbol.name.starts_with("_Z");
}

bool may_be_wrapper(const Symbol& symbol) {
  return symbol.is_defined() && !symbol.is_local() && !symbol.name.empty() &&
         (symbol.type == STT_FUNC || symbol.type == STT_GNU_IFUNC) && !is_vague(symbol);
}

// Linkers let strings share their ends, so a name may be the end of another string.
class Endings {
 public:
  void add(std::string_view name, const LostNext& lost) {
    names_.push_back({std::string(name.rbegin(), name.rend()), lost});
  }
  bool empty() const { return names_.empty(); }
  void sort() { std::ranges::sort(names_, {}, &Name::reversed); }

  // The shortest name that `text` ends with.
  const LostNext* find(std::string_view text) const {
    auto begin = names_.begin(), end = names_.end();
    for (size_t depth = 0; begin != end; ++depth) {
      if (begin->reversed.size() == depth) return &begin->lost;
      if (depth == text.size()) break;
      auto character = [&](const Name& name) { return name.reversed[depth]; };
      auto range =
          std::ranges::equal_range(begin, end, text[text.size() - 1 - depth], {}, character);
      begin = range.begin(), end = range.end();
    }
    return nullptr;
  }

 private:
  struct Name {
    std::string reversed;
    LostNext lost;
  };
  std::vector<Name> names_;
};

// What `wrappers` has for the first string with a final NUL in `bytes` that ends so.
const LostNext* find_string(const Endings& wrappers, std::span<const std::byte> bytes) {
  const char* at = reinterpret_cast<const char*>(bytes.data());  // NOLINT: bytes are characters
  const char* end = at + bytes.size();
  while (at != end) {
    const auto* nul = static_cast<const char*>(std::memchr(at, 0, static_cast<size_t>(end - at)));
    if (nul == nullptr) return nullptr;
    if (nul != at) {
      if (const LostNext* found = wrappers.find({at, nul})) return found;
    }
    at = nul + 1;
  }
  return nullptr;
}

// The loaded bytes but DT_STRTAB, where every defined name stands.
const LostNext* find_constant(const Endings& wrappers, const Module& module) {
  const uint64_t strings_begin = module.strings_at.value;
  const uint64_t strings_end = strings_begin + module.strings.size();
  for (const Segment& load : module.loads) {
    if (load.filesz == 0) continue;
    const uint64_t begin = load.offset.value;
    const uint64_t end = begin + load.filesz;
    auto bytes = module.file.all();
    auto part = [&](uint64_t from, uint64_t to) {
      return from < to ? bytes.subspan(from, to - from) : std::span<const std::byte>();
    };
    for (auto piece :
         {part(begin, std::min(end, strings_begin)), part(std::max(begin, strings_end), end)}) {
      if (const LostNext* found = find_string(wrappers, piece)) return found;
    }
  }
  return nullptr;
}

Endings wrappers_of(const Scope& scope, uint32_t asker, const std::vector<bool>& folded) {
  Endings wrappers;
  const auto& symbols = scope.modules()[asker].symbols;
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    if (!may_be_wrapper(symbols[i])) continue;
    std::optional<Definition> next;
    scope.visit_all(symbols[i].name, [&](Definition definition) {
      if (definition.module > asker && !next) next = definition;
    });
    if (next && folded[next->module]) wrappers.add(symbols[i].name, {{asker, i}, *next});
  }
  wrappers.sort();
  return wrappers;
}

}  // namespace

std::optional<LostNext> find_lost_next(const Scope& scope, const std::vector<bool>& folded) {
  for (uint32_t asker = 0; asker < scope.modules().size(); ++asker) {
    const Linkable& module = scope.modules()[asker];
    if (!folded[asker] || !imports_dlsym(module)) continue;
    const Endings wrappers = wrappers_of(scope, asker, folded);
    if (wrappers.empty()) continue;
    if (const LostNext* found = find_constant(wrappers, *module.module)) return *found;
  }
  return std::nullopt;
}

}  // namespace onefold
