// A hash table of numbers; what they number, and its hash, lies with the caller.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace onefold {

class HashIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  void reserve(size_t numbers) {
    if (numbers * 2 > slots_.size()) resize(std::bit_ceil(std::max<size_t>(numbers * 2, 16)));
  }

  // The number under `hash` for which is_same(number) holds, or kNone.
  template <typename IsSame>
  uint32_t find(uint32_t hash, IsSame is_same) const {
    if (slots_.empty()) return kNone;
    return slots_[place_of(hash, is_same)].number;
  }

  // The same, but puts `number`, not kNone, there if there is none; and whether it did.
  template <typename IsSame>
  std::pair<uint32_t, bool> emplace(uint32_t hash, uint32_t number, IsSame is_same) {
    reserve(used_ + 1);
    Slot& slot = slots_[place_of(hash, is_same)];
    if (slot.number != kNone) return {slot.number, false};
    slot = {hash, number};
    ++used_;
    return {number, true};
  }

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = kNone;
  };

  // Of the slot that holds what is asked for, or of the free one where it would go.
  template <typename IsSame>
  size_t place_of(uint32_t hash, IsSame is_same) const {
    const size_t mask = slots_.size() - 1;
    size_t at = hash & mask;
    while (slots_[at].number != kNone && (slots_[at].hash != hash || !is_same(slots_[at].number))) {
      at = (at + 1) & mask;
    }
    return at;
  }

  void resize(size_t size) {
    std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(size));
    for (const Slot& slot : old) {
      if (slot.number == kNone) continue;
      slots_[place_of(slot.hash, [](uint32_t) { return false; })] = slot;
    }
  }

  std::vector<Slot> slots_;  // a power of two, at most half of them used
  size_t used_ = 0;
};

}  // namespace onefold
