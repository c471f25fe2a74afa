#include "plan/tls_pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace onefold {

Result<std::unordered_set<uint64_t>> written_second_words(const Linkable& linkable,
                                                          const Machine& machine) {
  const uint64_t word = machine.format.word_size();
  std::unordered_set<uint64_t> written;
  const auto pair =
      std::ranges::find(machine.relocations, RelocAction::kTlsModule, &RelocRow::action);
  if (pair == machine.relocations.end()) return written;
  std::vector<ModuleAddress> seconds;
  auto visit = [&](const RelocationFilter& filter, const RelocationVisitor& see) -> Result<void> {
    for (const RelocationTable& table : linkable.tables) {
      ONEFOLD_CHECK(
          visit_some_relocations(*linkable.module, table, linkable.symbols.size(), filter, see));
    }
    return {};
  };
  ONEFOLD_CHECK(visit({.type = pair->type}, [&](const Relocation& relocation) {
    if (relocation.table != RelocTable::kRelr) seconds.push_back(relocation.place + word);
  }));
  if (seconds.empty()) return written;
  std::ranges::sort(seconds);
  const auto several_at = [&](ModuleAddress second) {
    return fail(
        linkable.module->file.error("r_offset", "one relocation of each place",
                                    fmt::format("several at {:#x}", (second - word).value)));
  };
  auto twice = std::ranges::adjacent_find(seconds);
  if (twice != seconds.end()) return several_at(*twice);
  const RelocationFilter range{.begin = seconds.front() - word,
                               .size = seconds.back() + 2 * word - seconds.front()};
  ONEFOLD_CHECK(visit(range, [&](const Relocation& relocation) {
    if (relocation.type == 0 && relocation.table != RelocTable::kRelr) return;
    if (relocation.type != pair->type || relocation.table == RelocTable::kRelr) {
      const auto own = std::ranges::lower_bound(seconds, relocation.place + word);
      if (own != seconds.end() && *own == relocation.place + word) twice = own;
    }
    auto after = std::ranges::upper_bound(seconds, relocation.place);
    for (; after != seconds.begin() && relocation.place - *std::prev(after) < word; --after)
      written.insert(std::prev(after)->value);
  }));
  if (twice != seconds.end()) return several_at(*twice);
  return written;
}

}  // namespace onefold
