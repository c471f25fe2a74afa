// Unwind records written by hand, field by field, for tests of how each is read.
#pragma once

#include <initializer_list>
#include <string_view>

#include "testing/byte_writer.h"
#include "testing/elf_builder.h"

namespace onefold::testing {

// Writes from `address` on.
template <typename E>
class FrameWriter {
 public:
  explicit FrameWriter(uint64_t address) : address_(address) {}

  uint64_t at() const { return address_ + out_.size(); }
  uint64_t size() const { return out_.size(); }

  FrameWriter& bytes(std::initializer_list<uint8_t> values) {
    out_.append(values);
    return *this;
  }
  FrameWriter& half(uint64_t v) { return put(typename E::Half(static_cast<uint16_t>(v))); }
  FrameWriter& word(uint64_t v) { return put(typename E::Word(static_cast<uint32_t>(v))); }
  FrameWriter& xword(uint64_t v) { return put(typename E::Xword(v)); }
  FrameWriter& native(uint64_t v) {
    return put(typename E::Addr(static_cast<typename E::Native>(v)));
  }
  FrameWriter& text(std::string_view text) {  // and its NUL
    out_.append_text(text);
    return bytes({0});
  }
  FrameWriter& align(uint64_t alignment) {
    while (at() % alignment != 0) bytes({0});
    return *this;
  }
  // `target`, seen from here, in 4 bytes: sdata4 with pcrel.
  FrameWriter& pcrel(uint64_t target) { return word(target - at()); }
  // The CIE pointer of an FDE.
  FrameWriter& back_to(uint64_t cie) { return word(at() - cie); }

  // A record's length, filled in by end(), which pads it to a multiple of 4.
  FrameWriter& begin() {
    length_at_ = out_.size();
    return word(0);
  }
  FrameWriter& end() {
    align(4);
    out_.put_record(length_at_,
                    typename E::Word(static_cast<uint32_t>(out_.size() - length_at_ - 4)));
    return *this;
  }

  ByteString take() {
    ByteString taken;
    for (std::byte b : out_.take()) taken.push_back(static_cast<uint8_t>(b));
    return taken;
  }

 private:
  template <WireType T>
  FrameWriter& put(const T& record) {
    out_.append_record(record);
    return *this;
  }

  uint64_t address_;
  uint64_t length_at_ = 0;
  ByteWriter out_;
};

}  // namespace onefold::testing
