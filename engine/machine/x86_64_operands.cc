// Operands of x86-64 code that count from the instruction's end: ModRM with mod 0 and r/m 5, a
// distance of 32 bits, and behind it what else the instruction has, an immediate of 0, 1, 2 or 4
// bytes (Intel SDM, vol. 2, 2.2.1.6, "RIP-Relative Addressing").
#include <algorithm>
#include <array>

#include "machine/machines.h"

namespace onefold {
namespace {

constexpr std::array<uint64_t, 4> kImmediates = {0, 1, 2, 4};
constexpr uint64_t kMostImmediate = 4;
constexpr size_t kOperand = 5;  // bytes: ModRM and distance
constexpr size_t kBlock = 256;

uint8_t byte_at(std::span<const std::byte> code, size_t at) {
  return std::to_integer<uint8_t>(code[at]);
}

bool is_modrm(uint8_t byte) { return (byte & 0xc7) == 5; }

// The values that a byte may have: `least` and `more` that follow it, modulo 256.
struct Bytes {
  uint8_t least = 0;
  uint8_t more = UINT8_MAX;
  bool have(uint8_t byte) const { return static_cast<uint8_t>(byte - least) <= more; }
};

// Of distances from `least` on that are at most `span` larger, the bits from `shift` on.
Bytes byte_of(uint32_t least, uint64_t span, unsigned shift) {
  const uint64_t steps = ((least & ((uint64_t{1} << shift) - 1)) + span) >> shift;
  return {static_cast<uint8_t>(least >> shift),
          static_cast<uint8_t>(std::min<uint64_t>(steps, UINT8_MAX))};
}

class Search {
 public:
  Search(std::span<const std::byte> code, uint64_t at, uint64_t begin, uint64_t end)
      : code_(code), at_(at), begin_(begin), size_(end - begin) {}

  bool run() const {
    if (code_.size() < kOperand) return false;
    const size_t places = code_.size() - (kOperand - 1);
    size_t place = 0;
    for (; place + kBlock <= places; place += kBlock) {
      if (!may_lead(place)) continue;
      if (any_leads(place, place + kBlock)) return true;
    }
    return any_leads(place, places);
  }

 private:
  // Could one of a block's operands, by the two highest bytes of its distance?
  bool may_lead(size_t place) const {
    const uint64_t last_end = at_ + place + (kBlock - 1) + kOperand + kMostImmediate;
    const auto least = static_cast<uint32_t>(begin_ - last_end);
    const uint64_t span = size_ + kBlock + kMostImmediate;
    const Bytes high = byte_of(least, span, 24);
    const Bytes next = byte_of(least, span, 16);
    const auto modrm = code_.subspan(place).first<kBlock>();
    const auto third = code_.subspan(place + 3).first<kBlock>();
    const auto fourth = code_.subspan(place + 4).first<kBlock>();
    uint8_t found = 0;
    for (size_t i = 0; i < kBlock; ++i) {
      const bool leads = static_cast<bool>(static_cast<unsigned>(is_modrm(byte_at(modrm, i))) &
                                           static_cast<unsigned>(high.have(byte_at(fourth, i))) &
                                           static_cast<unsigned>(next.have(byte_at(third, i))));
      found |= static_cast<uint8_t>(leads);
    }
    return found != 0;
  }

  bool any_leads(size_t place, size_t end) const {
    for (; place < end; ++place) {
      if (is_modrm(byte_at(code_, place)) && leads(place)) return true;
    }
    return false;
  }

  bool leads(size_t place) const {
    uint32_t distance = 0;
    for (size_t i = kOperand - 1; i > 0; --i) distance = distance << 8 | byte_at(code_, place + i);
    const auto far = static_cast<uint64_t>(int64_t{static_cast<int32_t>(distance)});
    return std::ranges::any_of(kImmediates, [&](uint64_t immediate) {
      return at_ + place + kOperand + immediate + far - begin_ < size_;
    });
  }

  std::span<const std::byte> code_;
  uint64_t at_;
  uint64_t begin_;
  uint64_t size_;
};

}  // namespace

bool may_address_x86_64(std::span<const std::byte> code, uint64_t at, uint64_t begin,
                        uint64_t end) {
  return begin < end && Search(code, at, begin, end).run();
}

}  // namespace onefold
