// Sorting and searching by key for what comes mostly sorted, as tables of an ELF file do.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace onefold {

// Sorts `items` by key(item), by a merge sort over the runs that already ascend; equal keys keep
// their order. Linear if they are sorted already, and if a few sorted runs that hardly overlap
// stand one behind the other; n log n otherwise. Memory: half of the items at most, those that a
// merge moves.
template <typename T, typename Key>
void stable_sort_by(std::vector<T>& items, Key key) {
  using Iterator = typename std::vector<T>::iterator;
  constexpr std::ptrdiff_t kShortRun = 16;  // shorter ones are made that long by insertion
  std::vector<Iterator> runs;               // where each begins, and the end
  for (Iterator begin = items.begin(); begin != items.end();) {
    runs.push_back(begin);
    Iterator end = std::ranges::is_sorted_until(begin, items.end(), {}, key);
    const Iterator least = begin + std::min(kShortRun, items.end() - begin);
    for (; end < least; ++end) {
      const Iterator place = std::ranges::upper_bound(begin, end, std::invoke(key, *end), {}, key);
      std::rotate(place, end, end + 1);
    }
    begin = end;
  }
  runs.push_back(items.end());

  std::vector<T> moved;
  auto merge = [&](Iterator begin, Iterator middle, Iterator end) {
    // What stands right already stays: the head of the left run and the tail of the right one.
    begin = std::ranges::upper_bound(begin, middle, std::invoke(key, *middle), {}, key);
    if (begin == middle) return;
    end = std::ranges::lower_bound(middle, end, std::invoke(key, *std::prev(middle)), {}, key);
    if (middle - begin <= end - middle) {
      moved.assign(std::move_iterator(begin), std::move_iterator(middle));
      auto left = moved.begin();
      for (Iterator to = begin; left != moved.end(); ++to) {
        const bool take_right =
            middle != end && std::invoke(key, *middle) < std::invoke(key, *left);
        *to = std::move(take_right ? *middle++ : *left++);
      }
    } else {
      moved.assign(std::move_iterator(middle), std::move_iterator(end));
      auto right = moved.end();
      for (Iterator to = end; right != moved.begin();) {
        const bool take_left = middle != begin && std::invoke(key, *std::prev(right)) <
                                                      std::invoke(key, *std::prev(middle));
        *--to = std::move(take_left ? *--middle : *--right);
      }
    }
  };
  while (runs.size() > 2) {
    size_t kept = 0;
    for (size_t i = 0; i + 1 < runs.size(); i += 2) {
      if (i + 2 < runs.size()) merge(runs[i], runs[i + 1], runs[i + 2]);
      runs[kept++] = runs[i];
    }
    runs[kept++] = items.end();
    runs.resize(kept);
  }
}

// Searches in what is sorted by a member, for keys that mostly ascend themselves: looks first
// behind what it found last.
class AscendingSearch {
 public:
  // The first of `sorted` with this key; its end: none.
  template <typename T, typename Key>
  auto find(std::vector<T>& sorted, const Key& key, Key T::* member) {
    const auto begin = sorted.begin();
    const bool next = next_ < sorted.size() && !(sorted[next_].*member < key) &&
                      (next_ == 0 || sorted[next_ - 1].*member < key);
    const auto at = next ? begin + static_cast<std::ptrdiff_t>(next_)
                         : std::ranges::lower_bound(sorted, key, {}, member);
    if (at == sorted.end() || (*at).*member != key) return sorted.end();
    next_ = static_cast<size_t>(at - begin) + 1;
    return at;
  }

 private:
  size_t next_ = 0;
};

}  // namespace onefold
