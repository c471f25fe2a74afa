// A stable sort by key. std::stable_sort of libstdc++ 12 does not compile without warnings under
// clang 19, whose deprecation of std::get_temporary_buffer reaches into it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

namespace onefold {

// Sorts `items` by key(item); equal keys keep their order. Linear if they are sorted already.
template <typename T, typename Key>
void stable_sort_by(std::vector<T>& items, Key key) {
  if (std::ranges::is_sorted(items, {}, key)) return;
  std::vector<uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {},
                    [&](uint32_t i) { return std::pair(std::invoke(key, items[i]), i); });
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (uint32_t i : order) sorted.push_back(std::move(items[i]));
  items = std::move(sorted);
}

}  // namespace onefold
