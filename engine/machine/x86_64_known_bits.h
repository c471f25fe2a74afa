// Numbers of which some bits are known, and what instructions make of them: for the code that
// follows resolvers.
#pragma once

#include <cstdint>
#include <optional>

namespace onefold {

constexpr uint64_t mask_of(unsigned size) {
  return size == 8 ? UINT64_MAX : (uint64_t{1} << (8 * size)) - 1;
}

// What a register holds.
struct Value {
  enum class Kind : uint8_t {
    kBits,   // a number, of which the bits in `known` are
    kPlace,  // the address `bits` of the module
    kKnown,  // where ld.so has what it knows of the processor, `bits` bytes further
  };
  Kind kind = Kind::kBits;
  uint64_t bits = 0;
  uint64_t known = 0;

  static Value number(uint64_t bits) { return {Kind::kBits, bits, UINT64_MAX}; }
  bool is_number() const { return kind == Kind::kBits; }
};

using Truth = std::optional<bool>;  // nullopt: not known

struct Flags {
  Truth zero, sign, carry, overflow;
};

// Of x86's sixteen conditions, by the low four bits of the opcode (Intel SDM, vol. 2, appendix B,
// "Condition Test Field"). Parity is nobody's choice.
inline Truth holds(const Flags& flags, unsigned condition) {
  auto either = [](Truth a, Truth b) -> Truth {
    if ((a && *a) || (b && *b)) return true;
    return a && b ? Truth(false) : std::nullopt;
  };
  auto differ = [](Truth a, Truth b) { return a && b ? Truth(*a != *b) : std::nullopt; };
  Truth truth;
  switch (condition >> 1) {
    case 0:
      truth = flags.overflow;
      break;
    case 1:
      truth = flags.carry;
      break;
    case 2:
      truth = flags.zero;
      break;
    case 3:
      truth = either(flags.carry, flags.zero);
      break;
    case 4:
      truth = flags.sign;
      break;
    case 6:
      truth = differ(flags.sign, flags.overflow);
      break;
    case 7:
      truth = either(flags.zero, differ(flags.sign, flags.overflow));
      break;
    default:
      return std::nullopt;
  }
  if (!truth) return truth;
  return *truth != ((condition & 1) != 0);
}

inline Flags flags_of(const Value& value, unsigned size) {
  const uint64_t mask = mask_of(size);
  const uint64_t sign = mask & ~(mask >> 1);
  Flags flags{.zero = {}, .sign = {}, .carry = false, .overflow = false};
  if ((value.bits & value.known & mask) != 0) flags.zero = false;
  if ((value.known & mask) == mask) flags.zero = (value.bits & mask) == 0;
  if ((value.known & sign) != 0) flags.sign = (value.bits & sign) != 0;
  return flags;
}

inline Flags flags_of_difference(const Value& a, const Value& b, unsigned size) {
  const uint64_t mask = mask_of(size);
  const uint64_t sign = mask & ~(mask >> 1);
  Flags flags;
  if (((a.bits ^ b.bits) & a.known & b.known & mask) != 0) flags.zero = false;
  if ((a.known & b.known & mask) != mask) return flags;
  const uint64_t x = a.bits & mask, y = b.bits & mask, difference = (x - y) & mask;
  return {.zero = difference == 0,
          .sign = (difference & sign) != 0,
          .carry = x < y,
          .overflow = ((x ^ y) & (x ^ difference) & sign) != 0};
}

// Operations by the number that their opcodes have (Intel SDM, vol. 2, table A-6, "Group 1").
enum Operation : uint8_t { kOr = 1, kAnd = 4, kXor = 6, kCompare = 7 };
constexpr bool is_known_operation(unsigned operation) {
  return operation == kOr || operation == kAnd || operation == kXor || operation == kCompare;
}

inline Value combine(unsigned operation, const Value& a, const Value& b) {
  const uint64_t both = a.known & b.known;
  switch (operation) {
    case kOr:
      return {Value::Kind::kBits, a.bits | b.bits, both | (a.known & a.bits) | (b.known & b.bits)};
    case kAnd:
      return {Value::Kind::kBits, a.bits & b.bits,
              both | (a.known & ~a.bits) | (b.known & ~b.bits)};
    default:
      return {Value::Kind::kBits, a.bits ^ b.bits, both};
  }
}

}  // namespace onefold
