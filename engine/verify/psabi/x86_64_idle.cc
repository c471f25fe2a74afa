// Follows a function from its start to its end, through the few instructions that those of crti.o
// and crtbeginS.o are made of. It does nothing if it comes to its end: none of them stores.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

constexpr size_t kMostSteps = 32;

class Walk {
 public:
  Walk(std::span<const std::byte> code, uint64_t at, const IsZero& is_zero)
      : code_(code), at_(at), is_zero_(is_zero) {}

  bool returns(uint64_t function) {
    next_ = function;
    for (size_t i = 0; i < kMostSteps; ++i) {
      if (takes(1, 0xc3)) return depth_ == 0;  // ret
      if (!step()) return false;
    }
    return false;
  }

 private:
  using Number = std::optional<uint64_t>;  // nothing: not known

  // Is the next instruction, or its start, these bytes? Then goes behind them.
  bool takes(size_t size, uint64_t bytes) {
    if (read(size) != bytes) return false;
    next_ += size;
    return true;
  }
  Number read(size_t size) const {
    const uint64_t skip = next_ - at_;
    if (skip > code_.size() || code_.size() - skip < size) return std::nullopt;
    return word_of(code_.subspan(static_cast<size_t>(skip), size), std::endian::little);
  }
  uint64_t take_number(size_t size) {
    const uint64_t number = sign_extended(read(size).value_or(0), static_cast<unsigned>(8 * size));
    next_ += size;
    return number;
  }
  uint64_t take_place() {
    const uint64_t distance = take_number(4);
    return next_ + distance;
  }

  bool step() {
    if (takes(4, 0xfa1e0ff3)) return true;  // endbr64
    if (takes(3, 0xec8348)) {               // sub $n, %rsp
      depth_ += take_number(1);
    } else if (takes(3, 0xc48348)) {  // add $n, %rsp
      depth_ -= take_number(1);
    } else if (takes(1, 0xe9)) {  // jmp
      next_ = take_place();
    } else if (takes(1, 0x74)) {  // je
      const uint64_t distance = take_number(1);
      if (!zero_) return false;
      if (*zero_) next_ += distance;
    } else if (takes(3, 0x058b48)) {  // mov word(%rip), %rax
      rax_ = is_zero_(take_place()) ? Number(0) : std::nullopt;
    } else if (takes(3, 0xc08548)) {  // test %rax, %rax
      zero_ = rax_ ? std::optional(*rax_ == 0) : std::nullopt;
    } else {
      return step_over_list();
    }
    return true;
  }

  // The length of the list between two places, in pairs of words.
  bool step_over_list() {
    if (takes(3, 0x3d8d48)) {  // lea place(%rip), %rdi
      rdi_ = take_place();
    } else if (takes(3, 0x358d48)) {  // lea place(%rip), %rsi
      rsi_ = take_place();
    } else if (takes(3, 0xfe2948)) {  // sub %rdi, %rsi
      rsi_ -= rdi_;
    } else if (takes(3, 0xf08948)) {  // mov %rsi, %rax
      rax_ = rsi_;
    } else if (takes(4, 0x3feec148)) {  // shr $63, %rsi
      rsi_ >>= 63;
    } else if (takes(4, 0x03f8c148) && rax_) {  // sar $3, %rax
      rax_ = sign_extended(*rax_ >> 3, 61);
    } else if (takes(3, 0xc60148) && rax_) {  // add %rax, %rsi
      rsi_ += *rax_;
    } else if (takes(3, 0xfed148)) {  // sar %rsi
      rsi_ = sign_extended(rsi_ >> 1, 63);
      zero_ = rsi_ == 0;
    } else {
      return false;
    }
    return true;
  }

  std::span<const std::byte> code_;
  uint64_t at_;
  const IsZero& is_zero_;
  uint64_t next_ = 0;
  uint64_t depth_ = 0;  // bytes of stack
  Number rax_;
  uint64_t rdi_ = 0;  // of interest once they are set
  uint64_t rsi_ = 0;
  std::optional<bool> zero_;  // the flag
};

}  // namespace

bool does_nothing_x86_64(std::span<const std::byte> code, uint64_t at, uint64_t function,
                         const IsZero& is_zero) {
  return Walk(code, at, is_zero).returns(function);
}

}  // namespace onefold::verify
