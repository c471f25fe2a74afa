// A string table under construction: each string once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash_index.h"
#include "base/name_hash.h"

namespace onefold {

class StringTable {
 public:
  void reserve(size_t strings, size_t bytes) {
    index_.reserve(strings);
    bytes_.reserve(bytes);
  }

  // The offset of `text`, which gets a place if it has none. `hash` is its name_hash.
  uint32_t add(std::string_view text, uint32_t hash) {
    if (text.empty()) return 0;
    auto [offset, is_new] = index_.emplace(hash, static_cast<uint32_t>(bytes_.size()),
                                           [&](uint32_t known) { return stands_at(known, text); });
    if (is_new) {
      bytes_ += text;
      bytes_ += '\0';
    }
    return offset;
  }
  uint32_t add(std::string_view text) { return add(text, name_hash(text)); }

  // Of a string that was added; 0, the empty string's, for any other.
  uint32_t offset_of(std::string_view text) const {
    const uint32_t offset =
        index_.find(name_hash(text), [&](uint32_t known) { return stands_at(known, text); });
    return offset == HashIndex::kNone ? 0 : offset;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  // The table ends in a NUL, which no name has inside.
  bool stands_at(uint32_t offset, std::string_view text) const {
    return bytes_.compare(offset, text.size(), text) == 0 && bytes_[offset + text.size()] == '\0';
  }

  std::string bytes_ = std::string(1, '\0');
  HashIndex index_;  // by hash of the string: its offset
};

}  // namespace onefold
