// x86-64's levels, and which implementations a glibc function may choose on a processor that has
// one and nothing else, whatever it prefers.
#include <array>
#include <vector>

#include "verify/psabi.h"
#include "verify/psabi/x86_64_words.h"

namespace onefold::verify {
namespace {

// x86-64 psABI, table "Micro-Architecture Levels"; Intel SDM, vol. 2, "CPUID", and vol. 1,
// "Enabling the XSAVE feature set": leaf, ebx, ecx, edx.
constexpr uint32_t kEdx = 0x07808101;  // FPU, CX8, CMOV, MMX, FXSR, SSE, SSE2
constexpr LevelNeeds kSecond[] = {{1, 0, 0x00982201, kEdx}, {0x80000001, 0, 0x01, 0}};
constexpr LevelNeeds kThird[] = {
    {1, 0, 0x38d83201, kEdx}, {7, 0x00000128, 0, 0}, {0x80000001, 0, 0x21, 0}};
constexpr LevelNeeds kFourth[] = {
    {1, 0, 0x38d83201, kEdx}, {7, 0xd0030128, 0, 0}, {0x80000001, 0, 0x21, 0}};
constexpr Level kLevels[] = {
    {"x86-64-v2", 0, kSecond}, {"x86-64-v3", 0x06, kThird}, {"x86-64-v4", 0xe6, kFourth}};

// One way through a function, up to where it parts.
struct Way {
  uint64_t at = 0;
  std::array<Word, 16> registers;
  Flags flags;
};

class Walk {
 public:
  explicit Walk(const ChoiceInput& input) : input_(input) {}

  std::vector<uint64_t> run(uint64_t function) {
    constexpr int kMostSteps = 5000;  // glibc's have some hundreds, on all ways
    open_.push_back({.at = function, .registers = {}, .flags = {}});
    for (int i = 0; i < kMostSteps && !open_.empty(); ++i) {
      way_ = open_.back();
      open_.pop_back();
      if (instruction()) open_.push_back(way_);
    }
    return results_;
  }

 private:
  unsigned byte() {
    const auto code = input_.code(way_.at++);
    return code.empty() ? 0x06 : std::to_integer<unsigned>(code.front());  // 06: no instruction
  }
  uint64_t number(unsigned size) {
    uint64_t value = 0;
    for (unsigned i = 0; i < size; ++i) value |= uint64_t{byte()} << (8 * i);
    return value;
  }
  uint64_t extended(unsigned size) { return sign_extended(number(size), 8 * size); }

  // ModRM: which register, or where in memory.
  struct Place {
    unsigned extension = 0;  // the three bits in the middle
    unsigned reg = 0;        // with REX.R
    bool in_memory = false;
    unsigned number = 0;
    Word address;
  };
  Place place(unsigned behind) {
    const unsigned modrm = byte();
    Place to{.extension = modrm >> 3 & 7, .address = {}};
    to.reg = to.extension + ((rex_ & 4) != 0 ? 8 : 0);
    to.number = (modrm & 7) + ((rex_ & 1) != 0 ? 8 : 0);
    const unsigned mode = modrm >> 6;
    if (mode == 3) return to;
    to.in_memory = true;
    if ((modrm & 7) == 4) {
      const unsigned sib = byte();
      number(mode == 0 && (sib & 7) == 5 ? 4 : mode == 2 ? 4 : mode);
      return to;
    }
    if (mode == 0 && (modrm & 7) == 5) {
      const uint64_t distance = extended(4);
      to.address = {Word::Is::kOwn, 0, 0, way_.at + behind + distance};
      return to;
    }
    to.address = way_.registers[to.number];
    const uint64_t distance = mode == 0 ? 0 : extended(mode == 1 ? 1 : 4);
    if (to.address.is == Word::Is::kBits) {
      to.address = {};  // of a sum of numbers nothing is known
    } else {
      to.address.address += distance;
    }
    return to;
  }

  bool is_high(unsigned number, unsigned size) const {
    return size == 1 && rex_ == 0 && number >= 4 && number < 8;
  }

  // False: nothing that may tell implementations apart.
  bool read(const Place& from, unsigned size, Word& word) const {
    if (!from.in_memory) {
      const bool high = is_high(from.number, size);
      word = way_.registers[high ? from.number - 4 : from.number];
      if (high) {
        word.ones >>= 8;
        word.zeros >>= 8;
      }
      return true;
    }
    if (from.address.is == Word::Is::kOwn && size == 8) {
      const auto distance = input_.knowledge(from.address.address);
      if (distance) word = {Word::Is::kKnowledge, 0, 0, *distance};
      return distance.has_value();
    }
    if (from.address.is != Word::Is::kKnowledge) return false;
    word = {};
    for (unsigned i = 0; i < size; ++i) {
      if (!add_byte(from.address.address + i, 8 * i, word)) return false;
    }
    return true;
  }

  // glibc 2.33 and later, sysdeps/x86/include/cpu-features.h, struct cpu_features: 20 bytes; for
  // each CPUID leaf that it knows 16 bytes of what the processor says and 16 of what is active;
  // then what is preferred, any of which may be.
  bool add_byte(uint64_t at, unsigned shift, Word& word) const {
    const uint64_t indices = input_.release >= 39 ? 10 : input_.release >= 34 ? 9 : 8;
    const uint64_t preferred = 20 + 32 * indices;
    if (at >= preferred && at < preferred + 4) return true;
    if (at < 20 || at >= preferred || (at - 20) % 32 < 16) return false;
    constexpr std::array<uint32_t, 3> kLeaves = {1, 7, 0x80000001};
    const uint64_t index = (at - 20) / 32, reg = (at - 20) % 32 / 4 - 4;
    uint32_t active = 0;
    for (const LevelNeeds& needs : input_.level.needs) {
      if (index >= kLeaves.size() || needs.leaf != kLeaves[index]) continue;
      active = reg == 1 ? needs.ebx : reg == 2 ? needs.ecx : reg == 3 ? needs.edx : 0;
    }
    const uint64_t has = active >> 8 * (at % 4) & 0xff;
    word.ones |= has << shift;
    word.zeros |= (~has & 0xff) << shift;
    return true;
  }

  bool write(unsigned number, unsigned size, Word word) {
    if (size != 8 && word.is != Word::Is::kBits) return false;
    if (size == 8) {
      way_.registers[number] = word;
      return true;
    }
    if (size == 4) {
      way_.registers[number] = {Word::Is::kBits, word.ones & low(4), word.zeros | ~low(4), 0};
      return true;
    }
    const unsigned shift = is_high(number, size) ? 8 : 0;
    Word& to = way_.registers[shift != 0 ? number - 4 : number];
    const uint64_t mask = uint64_t{0xff} << shift;
    if (to.is != Word::Is::kBits) return false;
    to.ones = (to.ones & ~mask) | (word.ones << shift & mask);
    to.zeros = (to.zeros & ~mask) | (word.zeros << shift & mask);
    return true;
  }

  bool arithmetic(unsigned operation, unsigned size, const Place& to, const Word& with) {
    Word word;
    if (!read(to, size, word) || word.is != Word::Is::kBits || with.is != Word::Is::kBits)
      return false;
    if (operation == 7) {  // cmp
      way_.flags = {word, with, size, true};
      return true;
    }
    if (operation == 1) {  // or
      word = {Word::Is::kBits, word.ones | with.ones, word.zeros & with.zeros, 0};
    } else if (operation == 4) {  // and
      word = {Word::Is::kBits, word.ones & with.ones, word.zeros | with.zeros, 0};
    } else if (operation == 6) {  // xor
      word = {Word::Is::kBits, (word.ones & with.zeros) | (word.zeros & with.ones),
              (word.ones & with.ones) | (word.zeros & with.zeros), 0};
    } else {
      return false;
    }
    way_.flags = {word, {}, size, false};
    return !to.in_memory && write(to.number, size, word);
  }

  bool test(unsigned size, const Place& a, const Word& b) {
    Word word;
    if (!read(a, size, word) || word.is != Word::Is::kBits || b.is != Word::Is::kBits) return false;
    way_.flags = {{Word::Is::kBits, word.ones & b.ones, word.zeros | b.zeros, 0}, {}, size, false};
    return true;
  }

  // Where it is not known which way it goes, both are.
  bool jump_if(unsigned condition, uint64_t distance) {
    const Answer answer = way_.flags.holds(condition);
    if (answer == Answer::kUnclear) return false;
    if (answer == Answer::kEither) open_.push_back(way_);
    if (answer != Answer::kNo) way_.at += distance;
    return true;
  }
  bool move_if(unsigned condition, unsigned size) {
    const Place from = place(0);
    Word word;
    if (!read(from, size, word)) return false;
    const Answer answer = way_.flags.holds(condition);
    if (answer == Answer::kUnclear) return false;
    if (answer == Answer::kEither) {
      open_.push_back(way_);
      if (size == 4) return false;
    }
    return write(from.reg, size, answer == Answer::kNo ? way_.registers[from.reg] : word);
  }

  bool instruction();
  bool two_bytes(unsigned size);
  bool with_place(unsigned opcode, unsigned size);
  bool with_number(unsigned opcode, unsigned size);

  const ChoiceInput& input_;
  std::vector<Way> open_;
  std::vector<uint64_t> results_;
  Way way_;
  unsigned rex_ = 0;
};

bool Walk::two_bytes(unsigned size) {
  const unsigned opcode = byte();
  if (opcode == 0x1e || opcode == 0x1f) {
    place(0);
    return true;
  }
  if (opcode >> 4 == 8) {
    const uint64_t distance = extended(4);
    return jump_if(opcode & 15, distance);
  }
  return opcode >> 4 == 4 && move_if(opcode & 15, size);
}

// A place and a register.
bool Walk::with_place(unsigned opcode, unsigned size) {
  const Place to = place(0);
  const Place reg{.number = to.reg, .address = {}};
  Word a, b;
  if (opcode == 0x8d) return size == 8 && to.in_memory && write(to.reg, size, to.address);
  if (!read(to, size, a) || !read(reg, size, b)) return false;
  if (opcode == 0x89) return !to.in_memory && write(to.number, size, b);
  if (opcode == 0x8b) return write(to.reg, size, a);
  if (opcode == 0x84 || opcode == 0x85) return test(size, to, b);
  if ((opcode == 0x31 || opcode == 0x33) && !to.in_memory && to.number == to.reg) {
    way_.flags = {constant(0), {}, size, false};
    return write(to.reg, size, constant(0));
  }
  return (opcode & 2) == 0 ? arithmetic(opcode >> 3, size, to, b)
                           : arithmetic(opcode >> 3, size, reg, a);
}

// A place and a number: 80, 81, 83; F6, F7: test, not.
bool Walk::with_number(unsigned opcode, unsigned size) {
  if (opcode <= 0x83) {
    const unsigned immediate = opcode == 0x81 ? 4 : 1;
    const Place to = place(immediate);
    return arithmetic(to.extension, size, to, constant(extended(immediate)));
  }
  const unsigned immediate = size == 1 ? 1 : 4;
  const auto code = input_.code(way_.at);
  const bool has_number = !code.empty() && (std::to_integer<unsigned>(code.front()) & 0x38) == 0;
  const Place to = place(has_number ? immediate : 0);
  if (has_number) return test(size, to, constant(extended(immediate)));
  Word word;
  if (to.extension != 2 || to.in_memory || !read(to, size, word) || word.is != Word::Is::kBits)
    return false;
  return write(to.number, size, {Word::Is::kBits, word.zeros, word.ones, 0});
}

bool Walk::instruction() {
  rex_ = 0;
  unsigned opcode = byte();
  bool prefixed = false;
  for (int i = 0; i < 8 && (opcode == 0x66 || opcode == 0x2e || opcode == 0xf3); ++i) {
    prefixed = true;
    opcode = byte();
  }
  if (opcode >> 4 == 4) {
    rex_ = opcode;
    opcode = byte();
  }
  const unsigned wide = (rex_ & 8) != 0 ? 8 : 4;
  const unsigned size = (opcode & 1) == 0 ? 1 : wide;
  if (prefixed) {
    if (opcode == 0x90) return true;
    const auto next = input_.code(way_.at);
    return opcode == 0x0f && !next.empty() &&
           (next.front() == std::byte{0x1e} || next.front() == std::byte{0x1f}) && two_bytes(wide);
  }
  if (opcode == 0x0f) return two_bytes(wide);
  const Place rax{.address = {}};
  if (opcode < 0x40) {
    if ((opcode & 7) < 4) return with_place(opcode, size);
    if ((opcode & 7) > 5) return false;
    return arithmetic(opcode >> 3, size, rax, constant(extended(size == 1 ? 1 : 4)));
  }
  if (opcode >> 4 == 7) {
    const uint64_t distance = extended(1);
    return jump_if(opcode & 15, distance);
  }
  if (opcode >> 3 == 0xb8 >> 3) {
    const unsigned number_of = (opcode & 7) + ((rex_ & 1) != 0 ? 8 : 0);
    return write(number_of, wide, constant(number(wide)));
  }
  switch (opcode) {
    case 0x80:
    case 0x81:
    case 0x83:
    case 0xf6:
    case 0xf7:
      return with_number(opcode, size);
    case 0x84:
    case 0x85:
    case 0x89:
    case 0x8b:
    case 0x8d:
      return with_place(opcode, size);
    case 0xa8:
    case 0xa9:
      return test(size, rax, constant(extended(size == 1 ? 1 : 4)));
    case 0x90:
      return true;
    case 0xe9:
    case 0xeb: {
      const uint64_t distance = extended(opcode == 0xe9 ? 4 : 1);
      way_.at += distance;
      return true;
    }
    case 0xc3:
      if (way_.registers[0].is == Word::Is::kOwn) results_.push_back(way_.registers[0].address);
      return false;
    default:
      return false;
  }
}

std::vector<uint64_t> choices(const ChoiceInput& input, uint64_t function) {
  return Walk(input).run(function);
}

// lea what it knows(%rip), %rax; ret, perhaps behind an endbr64
std::optional<uint64_t> knowledge(std::span<const std::byte> code, uint64_t at) {
  if (code.size() < 12) return std::nullopt;
  if (word_of(code.first(4), std::endian::little) == 0xfa1e0ff3) {
    code = code.subspan(4);
    at += 4;
  }
  const uint64_t bytes = word_of(code.first(8), std::endian::little);
  if ((bytes & 0xffffff) != 0x058d48 || bytes >> 56 != 0xc3) return std::nullopt;
  return at + 7 + sign_extended(bytes >> 24, 32);
}

}  // namespace

constinit const LevelListing kX86_64Levels{
    .code = {.size = 192, .xxh128 = "a14a92abc69e4b46f6467735d47e6bf4"},
    .levels = kLevels,
    .knowledge_function = "_dl_x86_get_cpu_features",
    .knowledge = &knowledge,
    .choices = &choices};

}  // namespace onefold::verify
