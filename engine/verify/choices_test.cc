#include "verify/choices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace onefold::verify {
namespace {

using Bytes = std::vector<uint8_t>;
using Places = std::vector<uint64_t>;

constexpr uint64_t kAt = 0x1000, kWord = 0x2000;
constexpr uint64_t kPlain = 0x1100, kFast = 0x1200, kWide = 0x1300;

// Picks by AVX2, AVX512VL and a preference: machine/x86_64_resolver_test.cc has it as assembly.
const Bytes kPicks = {0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x8b, 0x15, 0xf5, 0x0f, 0,    0,    0x48,
                      0x8d, 0x05, 0xee, 0,    0,    0,    0x8b, 0x4a, 0x48, 0xf6, 0xc1, 0x20,
                      0x74, 0x16, 0x85, 0xc9, 0x78, 0x13, 0xf6, 0x82, 0x35, 0x01, 0,    0,
                      0x02, 0x48, 0x8d, 0x0d, 0xd4, 0x01, 0,    0,    0x48, 0x0f, 0x45, 0xc1,
                      0xc3, 0x48, 0x8d, 0x05, 0xc8, 0x02, 0,    0,    0xc3};

Places choices(const Bytes& code, size_t level, unsigned release = 36) {
  const LevelListing& listing = *kX86_64.levels;
  const ChoiceInput input{
      .level = listing.levels[level],
      .release = release,
      .code = [&](uint64_t at) -> std::span<const std::byte> {
        if (at < kAt || at - kAt >= code.size()) return {};
        return std::as_bytes(std::span(code)).subspan(static_cast<size_t>(at - kAt));
      },
      .knowledge =
          [](uint64_t place) {
            return place == kWord ? std::optional<uint64_t>(0) : std::nullopt;
          }};
  Places places = listing.choices(input, kAt);
  std::ranges::sort(places);
  return places;
}

// mov word(%rip), %rdx; lea plain(%rip), %rax; then `code`; ret
Bytes with_word(const Bytes& code) {
  Bytes all = {0x48, 0x8b, 0x15, 0xf9, 0x0f, 0, 0, 0x48, 0x8d, 0x05, 0xf2, 0, 0, 0};
  all.insert(all.end(), code.begin(), code.end());
  all.push_back(0xc3);
  return all;
}

TEST(Choices, AreThoseOfTheLevelWhateverIsPreferred) {
  EXPECT_EQ(choices(kPicks, 0), Places{kPlain});
  EXPECT_EQ(choices(kPicks, 1), (Places{kPlain, kFast}));
  EXPECT_EQ(choices(kPicks, 2), Places{kWide});
}

TEST(Choices, NoneIsMadeByWhatIsNotActive) {
  // testb $0x20, 56(%rdx): AVX2, whether it is active or not
  EXPECT_TRUE(choices(with_word({0xf6, 0x42, 56, 0x20, 0x74, 0}), 1).empty());
  // testb $2, 309(%rdx), which is no preference where ten leaves are known
  EXPECT_TRUE(choices(with_word({0xf6, 0x82, 0x35, 1, 0, 0, 2, 0x74, 0}), 1, 39).empty());
}

TEST(Choices, CodeThatDoesMoreHasNone) {
  for (const Bytes& code : std::vector<Bytes>{{0x89, 0x4a, 0x48},        // mov %ecx, 72(%rdx)
                                              {0x83, 0x4a, 0x48, 1},     // orl $1, 72(%rdx)
                                              {0xe8, 0, 0, 0, 0},        // call
                                              {0x0f, 0xa2},              // cpuid
                                              {0x31, 0xc0},              // xor %eax, %eax
                                              {0x48, 0x89, 0xd0},        // mov %rdx, %rax
                                              {0xe9, 0, 0, 0, 0x7f}}) {  // jmp
    EXPECT_TRUE(choices(with_word(code), 1).empty()) << ::testing::PrintToString(code);
  }
  EXPECT_EQ(choices(with_word({}), 1), Places{kPlain});
}

// mov $5, %ecx; lea 4(%rcx), %rcx; cmp $5, %ecx; cmove %rdx, %rax
TEST(Choices, ASumOfNumbersIsNotTheFirst) {
  EXPECT_EQ(choices(with_word({0xb9, 5, 0, 0, 0, 0x48, 0x8d, 0x49, 4, 0x83, 0xf9, 5, 0x48, 0x0f,
                               0x44, 0xc2}),
                    1),
            Places{kPlain});
}

// 1: testb $2, 309(%rdx); jne 1b: one way more at each turn, if both are followed.
TEST(Choices, WaysAreBounded) {
  EXPECT_TRUE(choices(with_word({0xf6, 0x82, 0x35, 1, 0, 0, 2, 0x75, 0xf7}), 1).empty());
  EXPECT_TRUE(choices({0xeb, 0xfe}, 1).empty());
}

TEST(Choices, TheLoadersFunctionSaysWhereItsKnowledgeIs) {
  const auto known = [](const Bytes& code) {
    return kX86_64.levels->knowledge(std::as_bytes(std::span(code)), kAt);
  };
  EXPECT_EQ(known({0x48, 0x8d, 0x05, 0xf9, 0, 0, 0, 0xc3, 0x90, 0x90, 0x90, 0x90}), 0x1100U);
  EXPECT_EQ(known({0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x8d, 0x05, 0xf5, 0, 0, 0, 0xc3}), 0x1100U);
  EXPECT_FALSE(known({0x48, 0x8b, 0x05, 0xf9, 0, 0, 0, 0xc3, 0x90, 0x90, 0x90, 0x90}));
  EXPECT_FALSE(known({}));
}

}  // namespace
}  // namespace onefold::verify
