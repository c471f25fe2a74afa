#include "plan/tls_pairs.h"

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
  const auto [end, last] = std::ranges::unique(seconds);
  seconds.erase(end, last);
  const RelocationFilter range{.begin = seconds.front(),
                               .size = seconds.back() + word - seconds.front()};
  ONEFOLD_CHECK(visit(range, [&](const Relocation& relocation) {
    if (relocation.type == 0 && relocation.table != RelocTable::kRelr) return;
    auto after = std::ranges::upper_bound(seconds, relocation.place);
    for (; after != seconds.begin() && relocation.place - *std::prev(after) < word; --after)
      written.insert(std::prev(after)->value);
  }));
  return written;
}

}  // namespace onefold
