#include <gtest/gtest.h>

#include <vector>

#include "machine/idle_function.h"
#include "machine/machines.h"

namespace onefold {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr uint64_t kAt = 0x1000;
const Bytes kInit = {0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x83, 0xec, 0x08, 0x48,
                     0x8b, 0x05, 0xe9, 0x2f, 0,    0,    0x48, 0x85, 0xc0,
                     0x74, 0x02, 0xff, 0xd0, 0x48, 0x83, 0xc4, 8,    0xc3};
const Bytes kFini = {0x48, 0x83, 0xec, 0x08, 0x48, 0x83, 0xc4, 0x08, 0xc3};
// jmp 1f; 1: register_tm_clones, whose list is at 0x4010.
const Bytes kDummy = {0xe9, 0,    0,    0,    0,    0x48, 0x8d, 0x3d, 0x04, 0x30, 0,    0,    0x48,
                      0x8d, 0x35, 0xfd, 0x2f, 0,    0,    0x48, 0x29, 0xfe, 0x48, 0x89, 0xf0, 0x48,
                      0xc1, 0xee, 0x3f, 0x48, 0xc1, 0xf8, 0x03, 0x48, 0x01, 0xc6, 0x48, 0xd1, 0xfe,
                      0x74, 0x14, 0x48, 0x8b, 0x05, 0,    0,    0,    0,    0x48, 0x85, 0xc0, 0x74,
                      0x08, 0xff, 0xe0, 0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00, 0xc3};

std::optional<IdleFunction> idle(const Bytes& code, uint64_t function = kAt) {
  return idle_function_x86_64(std::as_bytes(std::span(code)), kAt, function);
}

// The places of a pattern whose bytes are distances, which may be any.
bool is_distance(const Bytes& code, size_t at) {
  if (code == kInit) return at >= 11 && at < 15;
  return code == kDummy && at >= 44 && at < 48;
}

TEST(IdleFunctionX86, InitLooksForItsHook) {
  const auto found = idle(kInit);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->unless, 0x3ff8U);
}

TEST(IdleFunctionX86, FiniAndAnEmptyListNeedNothing) {
  for (const Bytes& code : {kFini, kDummy}) {
    const auto found = idle(code);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->unless, std::nullopt);
  }
}

TEST(IdleFunctionX86, WithAnyOtherByteItIsAnotherFunction) {
  for (const Bytes& code : {kInit, kFini, kDummy}) {
    for (size_t i = 0; i < code.size(); ++i) {
      Bytes other = code;
      other[i] ^= 1;
      EXPECT_EQ(idle(other).has_value(), is_distance(code, i)) << code.size() << ' ' << i;
    }
  }
}

TEST(IdleFunctionX86, CodeThatIsCutOffIsNone) {
  for (const Bytes& code : {kInit, kFini, kDummy}) {
    for (size_t size = 0; size < code.size(); ++size)
      EXPECT_FALSE(idle(Bytes(code.begin(), code.begin() + static_cast<ptrdiff_t>(size))));
    EXPECT_FALSE(idle(code, kAt - 1));
    EXPECT_FALSE(idle(code, kAt + code.size()));
  }
}

}  // namespace
}  // namespace onefold
