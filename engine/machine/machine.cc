#include "machine/machine.h"

#include <algorithm>

namespace onefold {

const RelocRow* Machine::find(uint32_t type) const {
  auto row = std::ranges::lower_bound(relocations, type, {}, &RelocRow::type);
  return row != relocations.end() && row->type == type ? &*row : nullptr;
}

const RelocRow& Machine::relative() const {
  if (implicit_got != nullptr) return *find(implicit_got->word_type);
  return *std::ranges::find(relocations, RelocAction::kBaseRelative, &RelocRow::action);
}

}  // namespace onefold
