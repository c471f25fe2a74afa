// A string table under construction: each string once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace onefold {

class StringTable {
 public:
  void reserve(size_t strings) { offsets_.reserve(offsets_.size() + strings); }

  // The offset of `text`, which must outlive the table.
  uint32_t add(std::string_view text) {
    if (text.empty()) return 0;
    auto [known, is_new] = offsets_.emplace(text, static_cast<uint32_t>(bytes_.size()));
    if (is_new) {
      bytes_ += text;
      bytes_ += '\0';
    }
    return known->second;
  }
  // Of a string that was added; 0, the empty string's, for any other.
  uint32_t offset_of(std::string_view text) const {
    auto known = offsets_.find(text);
    return known == offsets_.end() ? 0 : known->second;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_ = std::string(1, '\0');
  std::unordered_map<std::string_view, uint32_t> offsets_;
};

}  // namespace onefold
