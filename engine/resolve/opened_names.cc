#include "resolve/opened_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace onefold {
namespace {

constexpr std::string_view kGlibc[] = {"libc.so.6", "libm.so.6", "libgcc_s.so.1"};
// Made by linkers and crti.o in every library.
constexpr std::string_view kEverywhere[] = {"_init", "_fini", "_end", "_edata", "__bss_start"};

// What the program needs at start, by entry.
std::vector<bool> loaded_at_start(const Closure& closure) {
  std::vector<bool> loaded(closure.entries.size());
  std::vector<size_t> next{closure.program};
  while (!next.empty()) {
    const size_t entry = next.back();
    next.pop_back();
    if (loaded[entry]) continue;
    loaded[entry] = true;
    const auto& needs = closure.entries[entry].needs;
    next.insert(next.end(), needs.begin(), needs.end());
  }
  return loaded;
}

// C++'s inline functions and templates, which are weak, are the same wherever they are.
bool is_own_name(const Symbol& symbol) {
  return symbol.is_defined() && symbol.binding == STB_GLOBAL && !symbol.name.empty() &&
         symbol.section != SHN_ABS &&
         std::ranges::find(kEverywhere, symbol.name) == std::end(kEverywhere);
}

}  // namespace

Result<void> check_opened_names(const Closure& closure, const Scope& scope) {
  const std::vector<bool> loaded = loaded_at_start(closure);
  for (uint32_t module = 0; module < loaded.size(); ++module) {
    const Linkable& opened = scope.modules()[module];
    if (loaded[module] || std::ranges::find(kGlibc, opened.soname) != std::end(kGlibc)) continue;
    for (uint32_t s = 0; s < opened.symbols.size(); ++s) {
      const Symbol& symbol = opened.symbols[s];
      if (!is_own_name(symbol)) continue;
      const auto first = scope.first({module, s});
      if (!first || first->module >= module) continue;
      return fail(
          Error{closure.entries[module].path, "--with", std::nullopt,
                "a library whose names no other part defines, since dlsym would find the other's",
                fmt::format("{}, which {} defines too", printable(symbol.name),
                            closure.entries[first->module].name)});
    }
  }
  return {};
}

}  // namespace onefold
