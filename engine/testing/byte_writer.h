// Appends wire records to a growing byte string.
#pragma once

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/checked.h"
#include "base/file_view.h"

namespace onefold::testing {

class ByteWriter {
 public:
  uint64_t size() const { return bytes_.size(); }
  const std::vector<std::byte>& bytes() const { return bytes_; }
  std::vector<std::byte> take() { return std::move(bytes_); }

  void pad_to(uint64_t offset) { bytes_.resize(as_size(offset)); }
  void align(uint64_t alignment) { pad_to(align_up(size(), alignment)); }

  void append(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void append(std::span<const uint8_t> bytes) { append(std::as_bytes(bytes)); }
  void append(std::initializer_list<uint8_t> bytes) {
    append(std::span(bytes.begin(), bytes.size()));
  }
  void append_text(std::string_view text) { append(std::as_bytes(std::span(text))); }
  template <WireType T>
  void append_record(const T& record) {
    append(std::as_bytes(std::span(&record, 1)));
  }
  template <WireType T>
  void put_record(uint64_t offset, const T& record) {
    std::memcpy(bytes_.data() + offset, &record, sizeof(record));
  }

 private:
  std::vector<std::byte> bytes_;
};

// A string table: offset 0 is the empty string, equal strings share one place.
class StringPool {
 public:
  uint32_t offset_of(std::string_view text) {
    std::string key(text);
    key += '\0';
    if (text.empty()) return 0;
    auto found = text_.find('\0' + key);
    if (found != std::string::npos) return static_cast<uint32_t>(found + 1);
    text_ += key;
    return static_cast<uint32_t>(text_.size() - key.size());
  }
  std::string_view text() const { return text_; }

 private:
  std::string text_ = std::string(1, '\0');
};

}  // namespace onefold::testing
