// The one door to untrusted bytes: a bounds-checked view of a file.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/address.h"
#include "base/error.h"

namespace onefold {

// A type that may lie over file bytes at any address: no alignment, no padding, any bytes are a
// value.
template <typename T>
concept WireType = std::is_trivially_copyable_v<T> && alignof(T) == 1;

// Borrows the bytes and the name; both outlive the view (MappedFile owns them).
class FileView {
 public:
  FileView() = default;
  FileView(std::string_view name, std::span<const std::byte> bytes) : name_(name), bytes_(bytes) {}

  std::string_view name() const { return name_; }
  uint64_t size() const { return bytes_.size(); }
  std::span<const std::byte> all() const { return bytes_; }

  // `size` bytes from `at`; the error names `field`, the range and the file's size.
  Result<std::span<const std::byte>> bytes(FileOffset at, uint64_t size,
                                           std::string_view field) const;

  // `count` records of type T from `at`: cannot overflow, overrun or misalign.
  template <WireType T>
  Result<std::span<const T>> table(FileOffset at, uint64_t count, std::string_view field) const {
    auto raw = scaled(at, count, sizeof(T), field);
    if (!raw) return tl::unexpected<Error>(std::move(raw).error());
    return as_table<T>(*raw);
  }

  template <WireType T>
  Result<T> record(FileOffset at, std::string_view field) const {
    auto one = table<T>(at, 1, field);
    if (!one) return tl::unexpected<Error>(std::move(one).error());
    return (*one)[0];
  }

  // An error about this file. What is found may be a name, and that empty.
  Error error(std::string_view field, FileOffset at, std::string expected,
              std::string found) const {
    return Error{std::string(name_), std::string(field), at.value, std::move(expected),
                 shown(std::move(found))};
  }
  Error error(std::string_view field, std::string expected, std::string found) const {
    return Error{std::string(name_), std::string(field), std::nullopt, std::move(expected),
                 shown(std::move(found))};
  }

  // `raw` seen as records of T; a rest smaller than one record is left out. `raw` is already
  // checked.
  template <WireType T>
  static std::span<const T> as_table(std::span<const std::byte> raw) {
    return {reinterpret_cast<const T*>(raw.data()), raw.size() / sizeof(T)};
  }

 private:
  static std::string shown(std::string found) {
    return found.empty() ? "an empty one" : std::move(found);
  }
  Result<std::span<const std::byte>> scaled(FileOffset at, uint64_t count, uint64_t entry_size,
                                            std::string_view field) const;

  std::string_view name_;
  std::span<const std::byte> bytes_;
};

// The string that starts at `offset` of string table `table`, or the reason why there is none.
// `table_at` is the table's place in the file, for the error.
Result<std::string_view> string_at(const FileView& file, std::span<const std::byte> table,
                                   FileOffset table_at, uint64_t offset, std::string_view field);

}  // namespace onefold
