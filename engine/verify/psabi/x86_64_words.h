// Numbers of which some bits are known, in registers, and the conditions that follow from them.
#pragma once

#include <cstdint>

namespace onefold::verify {

// Bits that are one, and bits that are zero; the others may be either. Or an address: of the
// function's own module, or in what ld.so knows of the processor.
struct Word {
  enum class Is : uint8_t { kBits, kOwn, kKnowledge } is = Is::kBits;
  uint64_t ones = 0;
  uint64_t zeros = 0;
  uint64_t address = 0;
};

inline Word constant(uint64_t number) { return {Word::Is::kBits, number, ~number, 0}; }
inline uint64_t low(unsigned size) {
  return size == 8 ? ~uint64_t{0} : (uint64_t{1} << 8 * size) - 1;
}

enum class Answer : uint8_t { kNo, kYes, kEither, kUnclear };

// What the last instruction that sets flags has left: a masked word, or a difference.
struct Flags {
  Word left, right;
  unsigned size = 0;  // bytes; 0: nothing that is known
  bool difference = false;

  Answer holds(unsigned condition) const {
    if (size == 0) return Answer::kUnclear;
    const Answer yes = without_negation(condition / 2);
    if (condition % 2 == 0 || yes == Answer::kEither || yes == Answer::kUnclear) return yes;
    return yes == Answer::kYes ? Answer::kNo : Answer::kYes;
  }

 private:
  static Answer of(bool yes) { return yes ? Answer::kYes : Answer::kNo; }

  // o, b, e, be, s, p, l, le
  Answer without_negation(unsigned pair) const {
    const uint64_t mask = low(size);
    const uint64_t top = mask ^ (mask >> 1);
    if (!difference) {
      const Answer zero = (left.ones & mask) != 0     ? Answer::kNo
                          : (~left.zeros & mask) == 0 ? Answer::kYes
                                                      : Answer::kEither;
      const Answer sign = (left.ones & top) != 0    ? Answer::kYes
                          : (left.zeros & top) != 0 ? Answer::kNo
                                                    : Answer::kEither;
      switch (pair) {
        case 0:
        case 1:
          return Answer::kNo;
        case 2:
        case 3:
          return zero;
        case 4:
        case 6:
          return sign;
        case 7:
          if (zero == Answer::kYes || sign == Answer::kYes) return Answer::kYes;
          return zero == sign ? zero : Answer::kEither;
        default:
          return Answer::kUnclear;
      }
    }
    const uint64_t sure = (left.ones | left.zeros) & (right.ones | right.zeros) & mask;
    if (sure != mask) {
      if (pair != 2) return Answer::kEither;
      return (sure & (left.ones ^ right.ones)) != 0 ? Answer::kNo : Answer::kEither;
    }
    const uint64_t a = left.ones & mask, b = right.ones & mask;
    const bool less = (a ^ top) < (b ^ top);  // signed
    switch (pair) {
      case 1:
        return of(a < b);
      case 2:
        return of(a == b);
      case 3:
        return of(a <= b);
      case 4:
        return of(((a - b) & top) != 0);
      case 6:
        return of(less);
      case 7:
        return of(less || a == b);
      default:
        return Answer::kUnclear;
    }
  }
};

}  // namespace onefold::verify
