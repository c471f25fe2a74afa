// JSON, value by value: what has thousands of numbers is written without a tree of them first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace onefold {

// On one line, without spaces. Who calls it opens and closes in pairs, and gives an object's values
// keys.
class JsonWriter {
 public:
  void open_object() { open('{'); }
  void close_object() { close('}'); }
  void open_array() { open('['); }
  void close_array() { close(']'); }
  // Of printable ASCII without quotes and backslashes.
  void key(std::string_view name);
  void value(uint64_t number);
  // What is not UTF-8 is replaced by U+FFFD.
  void value(std::string_view text);

  template <typename T>
  void member(std::string_view name, const T& of) {
    key(name);
    value(of);
  }

  std::string take() { return std::move(text_); }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();

  std::string text_;
  bool is_first_ = true;  // in its object or array, or a key's value
};

}  // namespace onefold
