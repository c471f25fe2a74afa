// Reads the fields of one unwind record in order. Only for read/: it decodes bytes.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/checked.h"
#include "read/eh_pointer.h"
#include "read/module.h"

namespace onefold {

// What encoded pointers may be relative to, besides their own address.
struct EhBases {
  std::optional<ModuleAddress> data;      // DW_EH_PE_datarel
  std::optional<ModuleAddress> function;  // DW_EH_PE_funcrel
};

// The first field that can't be read stops the cursor: it and all later ones read as 0, and
// failure() tells what was wrong with it. So a record is decoded straight down and checked once at
// its end.
template <typename E>
class EhCursor {
 public:
  // `bytes` lie at address `at` and are a part of the module's file.
  EhCursor(const Module& module, std::span<const std::byte> bytes, ModuleAddress at)
      : module_(&module), rest_(bytes), at_(at) {}

  ModuleAddress at() const { return at_; }
  FileOffset offset() const { return module_->offset_in_file(rest_); }
  std::span<const std::byte> rest() const { return rest_; }
  bool failed() const { return failure_.has_value(); }

  // Call only after failed().
  tl::unexpected<Error> failure() { return tl::unexpected<Error>(*std::move(failure_)); }

  void refuse(std::string_view field, FileOffset where, std::string expected, std::string found) {
    if (failed()) return;
    failure_ = module_->file.error(field, where, std::move(expected), std::move(found));
    rest_ = rest_.first(0);
  }

  // Fails as `part` did, a cursor over a part of this one's bytes.
  void adopt_failure(const EhCursor& part) {
    if (failed() || !part.failed()) return;
    failure_ = part.failure_;
    rest_ = rest_.first(0);
  }

  std::span<const std::byte> take(uint64_t size, std::string_view field) {
    if (size > rest_.size()) {
      refuse_end(size, field);
      return {};
    }
    auto taken = rest_.first(as_size(size));
    rest_ = rest_.subspan(as_size(size));
    at_ = at_ + size;
    return taken;
  }

  template <std::integral T>
  T fixed(std::string_view field) {
    auto bytes = take(sizeof(T), field);
    return bytes.empty() ? T{} : FileView::as_table<Field<T, E::kOrder>>(bytes)[0].get();
  }
  uint8_t u8(std::string_view field) { return fixed<uint8_t>(field); }

  uint64_t uleb128(std::string_view field) {
    const bool one_byte = !rest_.empty() && (rest_.front() & std::byte{0x80}) == std::byte{0};
    return one_byte ? u8(field) : leb128(field, false);
  }
  int64_t sleb128(std::string_view field) { return static_cast<int64_t>(leb128(field, true)); }

  // Up to a NUL, which is taken too.
  std::string_view string(std::string_view field) {
    auto end = std::ranges::find(rest_, std::byte{0});
    if (end == rest_.end()) {
      refuse(field, offset(), "a string that ends in NUL",
             fmt::format("{} bytes without one", rest_.size()));
    }
    if (failed()) return {};
    auto bytes = take(static_cast<uint64_t>(end - rest_.begin()) + 1, field);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size() - 1};
  }

  // An encoding that is known, or DW_EH_PE_omit where that is allowed.
  uint8_t encoding(std::string_view field, bool may_omit) {
    FileOffset where = offset();
    uint8_t value = u8(field);
    if (!is_known_eh_encoding(value) && !(may_omit && value == DW_EH_PE_omit)) {
      refuse(field, where, "a known DW_EH_PE_* encoding", fmt::format("{:#04x}", value));
    }
    return value;
  }

  // `encoding` is a known one.
  EncodedPointer pointer(uint8_t encoding, const EhBases& bases, std::string_view field) {
    if ((encoding & kEhApplicationMask) == DW_EH_PE_aligned) {
      take(align_up(at_.value, sizeof(typename E::Addr)) - at_.value, field);
    }
    EncodedPointer pointer{.at = at_, .encoding = encoding};
    pointer.stored = value(encoding, field);
    pointer.size = static_cast<uint8_t>(at_ - pointer.at);
    if (failed() || pointer.stored == 0) return pointer;
    if (auto base = base_of(pointer, bases)) {
      pointer.target = ModuleAddress((base->value + pointer.stored) & E::kFormat.max_address());
    }
    return pointer;
  }

  // The value of a field stored as the encoding's low four bits say, sign-extended where they do.
  uint64_t value(uint8_t encoding, std::string_view field) {
    const bool most_are = (encoding & kEhFormMask) == DW_EH_PE_sdata4;
    return most_are ? static_cast<uint64_t>(int64_t{fixed<int32_t>(field)})
                    : other_value(encoding, field);
  }

 private:
  uint64_t other_value(uint8_t encoding, std::string_view field) {
    switch (encoding & kEhFormMask) {
      case DW_EH_PE_uleb128:
        return uleb128(field);
      case DW_EH_PE_udata2:
        return fixed<uint16_t>(field);
      case DW_EH_PE_udata4:
        return fixed<uint32_t>(field);
      case DW_EH_PE_sleb128:
        return static_cast<uint64_t>(sleb128(field));
      case DW_EH_PE_sdata2:
        return static_cast<uint64_t>(int64_t{fixed<int16_t>(field)});
      case DW_EH_PE_udata8:
      case DW_EH_PE_sdata8:
        return fixed<uint64_t>(field);
      default:
        return fixed<typename E::Native>(field);
    }
  }

  // Out of line, so that what is read a hundred thousand times can stand in line.
  [[gnu::noinline]] void refuse_end(uint64_t size, std::string_view field) {
    refuse(field, offset(), fmt::format("{} bytes before the end", size),
           fmt::format("{} bytes", rest_.size()));
  }

  // Ten bytes hold 64 bits; more may only be padding, which binutils never writes.
  uint64_t leb128(std::string_view field, bool is_signed) {
    FileOffset where = offset();
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
      uint8_t byte = u8(field);
      value |= uint64_t{byte & 0x7fU} << shift;
      if ((byte & 0x80) != 0) continue;
      // Of the tenth byte only one bit has room; the others must repeat it, or be 0.
      if (shift == 63 && byte > 1 && !(is_signed && byte == 0x7f)) break;
      if (is_signed && (byte & 0x40) != 0 && shift < 57) value |= ~uint64_t{0} << (shift + 7);
      return value;
    }
    refuse(field, where, "a LEB128 number of at most 64 bits", "a longer one");
    return 0;
  }

  std::optional<ModuleAddress> base_of(const EncodedPointer& pointer, const EhBases& bases) const {
    switch (pointer.application()) {
      case DW_EH_PE_pcrel:
        return pointer.at;
      case DW_EH_PE_datarel:
        return bases.data;
      case DW_EH_PE_funcrel:
        return bases.function;
      case DW_EH_PE_textrel:
        return std::nullopt;
      default:
        return ModuleAddress(0);
    }
  }

  const Module* module_;
  std::span<const std::byte> rest_;  // nothing after a failure
  ModuleAddress at_;
  std::optional<Error> failure_;
};

}  // namespace onefold
