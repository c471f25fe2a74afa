#include <gtest/gtest.h>

#include <vector>

#include "machine/machines.h"

namespace onefold {
namespace {

class Operands : public ::testing::Test {
 protected:
  static constexpr uint64_t kAt = 0x51000;
  static constexpr uint64_t kBegin = 0x1000, kEnd = 0x1400;

  // `size` bytes of code with an operand to `target`, whose ModRM is the byte at `place`, in an
  // instruction with an immediate of so many bytes.
  static std::vector<std::byte> code(size_t size, size_t place, uint64_t target,
                                     uint64_t immediate = 0, uint8_t modrm = 0x05) {
    std::vector<std::byte> bytes(size, std::byte{0x90});
    const auto distance = static_cast<uint32_t>(target - (kAt + place + 5 + immediate));
    bytes[place] = std::byte{modrm};
    for (size_t i = 0; i < 4; ++i) bytes[place + 1 + i] = std::byte(distance >> (8 * i) & 0xff);
    return bytes;
  }
  static bool found(const std::vector<std::byte>& bytes, uint64_t at = kAt) {
    return may_address_x86_64(bytes, at, kBegin, kEnd);
  }
};

TEST_F(Operands, AtEveryPlace) {
  for (size_t size : {5U, 6U, 255U, 256U, 260U, 261U, 517U, 1000U}) {
    for (size_t place = 0; place + 5 <= size; ++place) {
      EXPECT_TRUE(found(code(size, place, kBegin))) << size << ' ' << place;
      EXPECT_TRUE(found(code(size, place, kEnd - 1))) << size << ' ' << place;
    }
  }
}

TEST_F(Operands, OfInstructionsWithImmediates) {
  for (uint64_t immediate : {1U, 2U, 4U}) {
    EXPECT_TRUE(found(code(600, 270, kBegin, immediate))) << immediate;
    EXPECT_TRUE(found(code(600, 270, kEnd - 1, immediate))) << immediate;
  }
}

TEST_F(Operands, OfAnyRegister) {
  for (uint8_t reg = 0; reg < 8; ++reg)
    EXPECT_TRUE(found(code(100, 30, kBegin, 0, static_cast<uint8_t>(0x05 | reg << 3))));
}

TEST_F(Operands, ThatLeadElsewhere) {
  EXPECT_FALSE(found(code(600, 270, kBegin - 5)));
  EXPECT_FALSE(found(code(600, 270, kEnd)));
  EXPECT_FALSE(found(code(600, 270, kAt + 0x2000)));
}

TEST_F(Operands, ThatCountFromARegister) {
  for (unsigned modrm : {0x45U, 0x85U, 0xc5U, 0x04U})
    EXPECT_FALSE(found(code(600, 270, kBegin, 0, static_cast<uint8_t>(modrm))));
}

TEST_F(Operands, OfCodeThatIsFarAway) {
  std::vector<std::byte> bytes(200, std::byte{0x05});
  EXPECT_FALSE(found(bytes, 0x1'0000'0000));
  EXPECT_FALSE(found({}, kAt));
  EXPECT_FALSE(found(std::vector<std::byte>(4, std::byte{0x05})));
}

}  // namespace
}  // namespace onefold
