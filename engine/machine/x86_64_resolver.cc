#include "machine/x86_64_resolver.h"

#include <array>

#include "machine/x86_64_known_bits.h"

namespace onefold {
namespace {

// Instructions of one resolver; glibc's longest ways have 40.
constexpr int kMostSteps = 500;

// The operand of a ModRM byte.
struct Operand {
  bool is_register = false;
  unsigned number = 0;
  Value address;  // in memory
};

class Resolver {
 public:
  Resolver(const ResolverModule& module, const ResolverData& data, uint64_t address)
      : module_(module), data_(data), at_(address) {}

  std::optional<uint64_t> run() {
    for (int i = 0; i < kMostSteps && !returned_; ++i) {
      if (!step()) return std::nullopt;
    }
    const Value& result = registers_[0];
    if (!returned_ || result.kind != Value::Kind::kPlace) return std::nullopt;
    return result.bits;
  }

 private:
  bool step();
  bool step_two_bytes();
  bool operate(unsigned operation, unsigned size, const Operand& to, const Value& with);
  bool immediate_group(unsigned opcode);
  bool unary_group(unsigned size);
  bool test(unsigned size, const Operand& a, const Value& b);
  bool register_form(unsigned opcode);

  // Bytes of the instruction, one after the other; behind the module's they are nothing that it
  // knows.
  uint8_t next() {
    const uint8_t byte = code_.empty() ? 0x06 : std::to_integer<uint8_t>(code_[0]);
    if (!code_.empty()) code_ = code_.subspan(1);
    ++at_;
    return byte;
  }
  uint64_t next_number(unsigned size) {
    uint64_t number = 0;
    for (unsigned i = 0; i < size; ++i) number |= uint64_t{next()} << (8 * i);
    return number;
  }
  // With its sign.
  uint64_t next_signed(unsigned size) {
    const uint64_t sign = uint64_t{1} << (8 * size - 1);
    return (next_number(size) ^ sign) - sign;
  }
  // `immediate`: bytes of the instruction that follow the operand.
  std::optional<Operand> next_operand(unsigned immediate);

  unsigned size_of(unsigned opcode) const { return (opcode & 1) == 0 ? 1 : wide_ ? 8 : 4; }
  unsigned reg() const { return ((modrm_ >> 3) & 7) | (rex_ & 4U) << 1; }
  bool is_high_byte(unsigned number, unsigned size) const {
    return size == 1 && rex_ == 0 && number >= 4;
  }
  Value get(unsigned number, unsigned size) const;
  std::optional<Value> load(const Value& address, unsigned size) const;
  std::optional<Value> get(const Operand& operand, unsigned size) const {
    return operand.is_register ? get(operand.number, size) : load(operand.address, size);
  }
  bool set(unsigned number, unsigned size, const Value& value);
  bool set(const Operand& operand, unsigned size, const Value& value) {
    return operand.is_register && set(operand.number, size, value);
  }
  void jump(uint64_t distance) { at_ += distance; }

  const ResolverModule& module_;
  const ResolverData& data_;
  uint64_t at_;
  std::array<Value, 16> registers_;
  Flags flags_;
  bool returned_ = false;
  // Of the instruction in hand.
  std::span<const std::byte> code_;
  unsigned rex_ = 0;
  bool wide_ = false;
  unsigned modrm_ = 0;
};

Value Resolver::get(unsigned number, unsigned size) const {
  if (!is_high_byte(number, size)) return registers_[number];
  Value value = registers_[number - 4];
  if (!value.is_number()) return {};
  value.bits >>= 8;
  value.known >>= 8;
  return value;
}

// A write of four bytes makes the upper ones zero, one of a byte leaves the others.
bool Resolver::set(unsigned number, unsigned size, const Value& value) {
  const bool high = is_high_byte(number, size);
  Value& to = registers_[high ? number - 4 : number];
  if (size == 8) {
    to = value;
    return true;
  }
  if (!value.is_number()) return false;
  const unsigned shift = high ? 8 : 0;
  const uint64_t mask = mask_of(size) << shift;
  if (size == 1) {
    if (!to.is_number()) return false;
    to.bits = (to.bits & ~mask) | (value.bits << shift & mask);
    to.known = (to.known & ~mask) | (value.known << shift & mask);
    return true;
  }
  to = {Value::Kind::kBits, value.bits & mask, value.known | ~mask};
  return true;
}

std::optional<Value> Resolver::load(const Value& address, unsigned size) const {
  if (address.kind == Value::Kind::kPlace && size == 8) {
    const auto known = module_.known_at(address.bits);
    return known ? std::optional(Value{Value::Kind::kKnown, *known, 0}) : std::nullopt;
  }
  if (address.kind != Value::Kind::kKnown) return std::nullopt;
  Value value;
  for (unsigned i = 0; i < size; ++i) {
    const auto byte = data_.byte(address.bits + i);
    if (!byte) continue;
    value.bits |= uint64_t{*byte} << (8 * i);
    value.known |= uint64_t{0xff} << (8 * i);
  }
  return value;
}

std::optional<Operand> Resolver::next_operand(unsigned immediate) {
  modrm_ = next();
  const unsigned mode = modrm_ >> 6;
  const unsigned base = (modrm_ & 7) | (rex_ & 1U) << 3;
  if (mode == 3) return Operand{.is_register = true, .number = base, .address = {}};
  if ((modrm_ & 7) == 4) {  // an index, which nops have
    const bool has_number = mode == 2 || (mode == 0 && (next() & 7) == 5);
    if (mode != 0) next();
    next_number(has_number ? 4 : mode);
    return Operand{};
  }
  if (mode == 0 && (modrm_ & 7) == 5) {
    const uint64_t distance = next_signed(4);
    return Operand{.address = {Value::Kind::kPlace, at_ + immediate + distance, UINT64_MAX}};
  }
  Operand operand{.address = registers_[base]};
  if (mode != 0) operand.address.bits += next_signed(mode == 1 ? 1 : 4);
  if (operand.address.is_number()) operand.address = {};
  return operand;
}

bool Resolver::operate(unsigned operation, unsigned size, const Operand& to, const Value& with) {
  const auto value = get(to, size);
  if (!is_known_operation(operation) || !value) return false;
  // What is combined with itself: the compiler's zero.
  if (!value->is_number() || !with.is_number()) return false;
  if (operation == kCompare) {
    flags_ = flags_of_difference(*value, with, size);
    return true;
  }
  const Value result = combine(operation, *value, with);
  flags_ = flags_of(result, size);
  return set(to, size, result);
}

bool Resolver::test(unsigned size, const Operand& a, const Value& b) {
  const auto value = get(a, size);
  if (!value || !value->is_number() || !b.is_number()) return false;
  flags_ = flags_of(combine(kAnd, *value, b), size);
  return true;
}

// 80, 81, 83: the operation is in ModRM.
bool Resolver::immediate_group(unsigned opcode) {
  const unsigned size = size_of(opcode);
  const unsigned immediate = opcode == 0x81 ? 4 : 1;
  const auto to = next_operand(immediate);
  return to && operate((modrm_ >> 3) & 7, size, *to, Value::number(next_signed(immediate)));
}

// F6, F7: test and not.
bool Resolver::unary_group(unsigned size) {
  // The operation says how many bytes follow: only test has any.
  const bool is_test = !code_.empty() && (std::to_integer<unsigned>(code_[0]) >> 3 & 7) == 0;
  const unsigned immediate = size == 1 ? 1 : 4;
  const auto operand = next_operand(is_test ? immediate : 0);
  if (!operand) return false;
  if (is_test) return test(size, *operand, Value::number(next_signed(immediate)));
  constexpr unsigned kNot = 2;
  const auto value = get(*operand, size);
  if (((modrm_ >> 3) & 7) != kNot || !value || !value->is_number()) return false;
  return set(*operand, size, {Value::Kind::kBits, ~value->bits, value->known});
}

// An operand and a register: the operations, test, mov and lea.
bool Resolver::register_form(unsigned opcode) {
  const unsigned size = size_of(opcode);
  const auto operand = next_operand(0);
  if (!operand) return false;
  const Operand other{.is_register = true, .number = reg(), .address = {}};
  if (opcode == 0x8d) {
    return size == 8 && !operand->is_register && set(reg(), size, operand->address);
  }
  if (opcode == 0x84 || opcode == 0x85) return test(size, *operand, get(reg(), size));
  const bool to_register = (opcode & 2) != 0;
  const Operand& to = to_register ? other : *operand;
  const auto with = get(to_register ? *operand : other, size);
  if (!with) return false;
  if (opcode >= 0x88) return set(to, size, *with);
  constexpr unsigned kXorOpcode = kXor << 3;
  const bool is_zero =
      (opcode & ~3U) == kXorOpcode && operand->is_register && operand->number == reg() && size != 1;
  if (is_zero) {
    flags_ = flags_of(Value::number(0), size);
    return set(to, size, Value::number(0));
  }
  return operate(opcode >> 3, size, to, *with);
}

bool Resolver::step_two_bytes() {
  const unsigned opcode = next();
  if (opcode == 0x1e || opcode == 0x1f) return next_operand(0).has_value();  // endbr64, nop
  if (opcode >= 0x80 && opcode <= 0x8f) {
    const uint64_t distance = next_signed(4);
    const Truth truth = holds(flags_, opcode & 15);
    if (truth && *truth) jump(distance);
    return truth.has_value();
  }
  if (opcode >= 0x40 && opcode <= 0x4f) {
    const auto from = next_operand(0);
    const auto value = from ? get(*from, size_of(1)) : std::nullopt;
    const Truth truth = holds(flags_, opcode & 15);
    if (!value || !truth) return false;
    return set(reg(), size_of(1), *truth ? *value : registers_[reg()]);
  }
  return false;
}

bool Resolver::step() {
  code_ = module_.code(at_);
  rex_ = 0;
  unsigned opcode = next();
  bool prefixed = false;          // with what only nops and endbr64 have here
  constexpr int kMostBytes = 15;  // Intel SDM, vol. 2, "Instruction Format"
  for (int i = 1; i < kMostBytes && (opcode == 0x66 || opcode == 0x2e || opcode == 0xf3); ++i) {
    prefixed = true;
    opcode = next();
  }
  if ((opcode & 0xf0) == 0x40) {
    rex_ = opcode;
    opcode = next();
  }
  wide_ = (rex_ & 8) != 0;
  if (prefixed) {
    if (opcode == 0x90) return true;
    const bool is_nop = opcode == 0x0f && !code_.empty() &&
                        (code_[0] == std::byte{0x1e} || code_[0] == std::byte{0x1f});
    return is_nop && step_two_bytes();
  }
  if (opcode == 0x0f) return step_two_bytes();
  if (opcode < 0x40 && (opcode & 7) < 4 && is_known_operation(opcode >> 3))
    return register_form(opcode);
  if (opcode < 0x40 && (opcode & 6) == 4 && is_known_operation(opcode >> 3)) {
    const unsigned size = size_of(opcode);
    const Operand rax{.is_register = true, .number = 0, .address = {}};
    return operate(opcode >> 3, size, rax, Value::number(next_signed(size == 1 ? 1 : 4)));
  }
  switch (opcode) {
    case 0x80:
    case 0x81:
    case 0x83:
      return immediate_group(opcode);
    case 0x84:
    case 0x85:
    case 0x89:
    case 0x8b:
    case 0x8d:
      return register_form(opcode);
    case 0xa8:
    case 0xa9: {
      const unsigned size = size_of(opcode);
      const Operand rax{.is_register = true, .number = 0, .address = {}};
      return test(size, rax, Value::number(next_signed(size == 1 ? 1 : 4)));
    }
    case 0x90:
      return true;
    case 0xc3:
      returned_ = true;
      return true;
    case 0xe9:
      jump(next_signed(4));
      return true;
    case 0xeb:
      jump(next_signed(1));
      return true;
    case 0xf6:
    case 0xf7:
      return unary_group(size_of(opcode));
    default:
      break;
  }
  if (opcode >= 0xb8 && opcode <= 0xbf) {
    const unsigned size = size_of(1);
    return set((opcode & 7) | (rex_ & 1U) << 3, size, Value::number(next_number(size)));
  }
  if (opcode < 0x70 || opcode > 0x7f) return false;
  const uint64_t distance = next_signed(1);
  const Truth truth = holds(flags_, opcode & 15);
  if (truth && *truth) jump(distance);
  return truth.has_value();
}

}  // namespace

std::optional<uint64_t> follow_resolver(const ResolverModule& module, const ResolverData& data,
                                        uint64_t address) {
  return Resolver(module, data, address).run();
}

}  // namespace onefold
