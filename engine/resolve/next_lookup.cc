#include "resolve/next_lookup.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/checked.h"
#include "base/hash_index.h"
#include "base/sort.h"

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

// Names to be found at the ends of strings: linkers let one string be the end of another.
class Endings {
 public:
  void add(std::string_view name, const LostNext& lost) {
    names_.push_back({std::string(name.rbegin(), name.rend()), lost});
  }
  bool empty() const { return names_.empty(); }
  void sort() { std::ranges::sort(names_, {}, &Name::reversed); }

  // Marks the names that `text` ends with; of equal ones the first.
  void mark(std::string_view text) {
    auto begin = names_.begin(), end = names_.end();
    for (size_t depth = 0; begin != end; ++depth) {
      if (begin->reversed.size() == depth) {
        begin->found = true;
        begin = std::partition_point(
            begin, end, [&](const Name& name) { return name.reversed.size() == depth; });
      }
      if (depth == text.size()) break;
      auto character = [&](const Name& name) { return name.reversed[depth]; };
      auto range =
          std::ranges::equal_range(begin, end, text[text.size() - 1 - depth], {}, character);
      begin = range.begin(), end = range.end();
    }
  }
  void take_marked(std::vector<LostNext>& to) const {
    const Name* first = nullptr;  // of equal ones
    for (const Name& name : names_) {
      if (first == nullptr || first->reversed != name.reversed) first = &name;
      if (first->found) to.push_back(name.lost);
    }
  }

 private:
  struct Name {
    std::string reversed;
    LostNext lost;
    bool found = false;
  };
  std::vector<Name> names_;
};

// Marks what the strings with a final NUL in `bytes` end with.
void mark_strings(Endings& wrappers, std::span<const std::byte> bytes) {
  const char* at = reinterpret_cast<const char*>(bytes.data());  // NOLINT: bytes are characters
  const char* end = at + bytes.size();
  while (at != end) {
    const auto* nul = static_cast<const char*>(std::memchr(at, 0, static_cast<size_t>(end - at)));
    if (nul == nullptr) return;
    if (nul != at) wrappers.mark({at, nul});
    at = nul + 1;
  }
}

// The loaded bytes but DT_STRTAB, where every defined name stands.
void mark_constants(Endings& wrappers, const Module& module) {
  const uint64_t strings_begin = module.strings_at.value;
  const uint64_t strings_end = strings_begin + module.strings.size();
  auto bytes = module.file.all();
  auto mark = [&](uint64_t from, uint64_t to) {
    if (from < to) mark_strings(wrappers, bytes.subspan(as_size(from), as_size(to - from)));
  };
  for (const Segment& load : module.loads) {
    if (load.filesz == 0) continue;
    const uint64_t begin = load.offset.value;
    const uint64_t end = begin + load.filesz;
    mark(begin, std::min(end, strings_begin));
    mark(std::max(begin, strings_end), end);
  }
}

// The first definition of a name in each module. A hostile file may define one any number of times:
// all definitions of a name are visited once, whoever asks.
class FirstDefinitions {
 public:
  explicit FirstDefinitions(const Scope& scope) : scope_(scope) {}

  void reserve(size_t names) { index_.reserve(names); }

  // The next one of the symbol's name, behind its module.
  std::optional<Definition> behind(Definition symbol) {
    const auto firsts = of_name(symbol);
    const auto next = std::ranges::upper_bound(firsts, symbol.module, {}, &Definition::module);
    return next == firsts.end() ? std::nullopt : std::optional(*next);
  }

 private:
  std::span<const Definition> of_name(Definition symbol) {
    const std::string_view name = scope_.symbol(symbol).name;
    const auto number = static_cast<uint32_t>(names_.size());
    auto same = [&](uint32_t known) { return names_[known] == name; };
    const auto [at, is_new] = index_.emplace(scope_.hash(symbol), number, same);
    if (is_new) {
      names_.push_back(name);
      scope_.visit_all(symbol, [&](Definition definition) {
        if (firsts_.size() == begins_.back() || firsts_.back().module != definition.module)
          firsts_.push_back(definition);
      });
      begins_.push_back(firsts_.size());
    }
    return std::span(firsts_).subspan(begins_[at], begins_[at + 1] - begins_[at]);
  }

  const Scope& scope_;
  std::vector<std::string_view> names_;
  std::vector<Definition> firsts_;    // of one name after the other, each in scope order
  std::vector<size_t> begins_ = {0};  // among them, by number of the name; one more at the end
  HashIndex index_;                   // of names_
};

Endings wrappers_of(const Scope& scope, uint32_t asker, const std::vector<bool>& folded,
                    FirstDefinitions& definitions) {
  Endings wrappers;
  const auto& symbols = scope.modules()[asker].symbols;
  definitions.reserve(symbols.size());
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    if (!may_be_wrapper(symbols[i])) continue;
    const auto next = definitions.behind({asker, i});
    if (next && folded[next->module]) wrappers.add(symbols[i].name, {{asker, i}, *next, false});
  }
  wrappers.sort();
  return wrappers;
}

// The program may call its own function without a relocation; a library's own calls of what it
// exports have one, as a rule.
Result<void> find_references(const Scope& scope, std::vector<LostNext>& list) {
  std::map<std::string_view, bool> wanted;
  for (const LostNext& lost : list) wanted.emplace(scope.symbol(lost.wrapper).name, false);
  for (const Linkable& module : scope.modules()) {
    for (const Symbol& symbol : module.symbols) {
      if (symbol.is_defined()) continue;
      if (auto found = wanted.find(symbol.name); found != wanted.end()) found->second = true;
    }
  }
  std::unordered_map<uint32_t, std::unordered_set<uint32_t>> own;  // by module: symbols
  for (const LostNext& lost : list) own[lost.wrapper.module];
  for (auto& [index, symbols] : own) {
    const Linkable& module = scope.modules()[index];
    for (const RelocationTable& table : module.tables) {
      ONEFOLD_CHECK(visit_relocations(
          *module.module, table, module.symbols.size(),
          [&](const Relocation& relocation) { symbols.insert(relocation.symbol); }));
    }
  }
  for (LostNext& lost : list) {
    lost.referenced = lost.wrapper.module == 0 || wanted[scope.symbol(lost.wrapper).name] ||
                      own[lost.wrapper.module].contains(lost.wrapper.symbol);
  }
  return {};
}

}  // namespace

Result<std::vector<LostNext>> find_lost_next(const Scope& scope, const std::vector<bool>& folded) {
  std::vector<LostNext> list;
  FirstDefinitions definitions(scope);
  for (uint32_t asker = 0; asker < scope.modules().size(); ++asker) {
    const Linkable& module = scope.modules()[asker];
    if (!folded[asker] || !imports_dlsym(module)) continue;
    Endings wrappers = wrappers_of(scope, asker, folded, definitions);
    if (wrappers.empty()) continue;
    mark_constants(wrappers, *module.module);
    wrappers.take_marked(list);
  }
  if (list.empty()) return list;
  ONEFOLD_CHECK(find_references(scope, list));
  stable_sort_by(list, [](const LostNext& lost) { return !lost.referenced; });
  return list;
}

}  // namespace onefold
