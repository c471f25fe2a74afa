#include "base/file_view.h"

#include <fmt/format.h>

#include <cstring>

#include "base/checked.h"

namespace onefold {

Result<std::span<const std::byte>> FileView::bytes(FileOffset at, uint64_t size,
                                                   std::string_view field) const {
  if (!range_within(at.value, size, bytes_.size())) {
    return fail(error(field, at, fmt::format("a range inside the file's {} bytes", bytes_.size()),
                      fmt::format("{} bytes at offset {:#x}", size, at.value)));
  }
  return bytes_.subspan(as_size(at.value), as_size(size));
}

Result<std::span<const std::byte>> FileView::scaled(FileOffset at, uint64_t count,
                                                    uint64_t entry_size,
                                                    std::string_view field) const {
  auto size = checked_mul(count, entry_size);
  if (!size) {
    return fail(error(field, at, fmt::format("a range inside the file's {} bytes", bytes_.size()),
                      fmt::format("{} entries of {} bytes", count, entry_size)));
  }
  return bytes(at, *size, field);
}

Result<std::string_view> string_at(const FileView& file, std::span<const std::byte> table,
                                   FileOffset table_at, uint64_t offset, std::string_view field) {
  if (offset >= table.size()) {
    return fail(file.error(
        field, table_at, fmt::format("an offset inside the string table's {} bytes", table.size()),
        fmt::format("{:#x}", offset)));
  }
  auto rest = table.subspan(as_size(offset));
  const void* end = std::memchr(rest.data(), 0, rest.size());
  if (end == nullptr) {
    return fail(file.error(field, table_at + offset, "a string that ends in NUL inside its table",
                           fmt::format("{} bytes without one", rest.size())));
  }
  const auto* begin = reinterpret_cast<const char*>(rest.data());
  return std::string_view(begin, static_cast<const char*>(end));
}

}  // namespace onefold
