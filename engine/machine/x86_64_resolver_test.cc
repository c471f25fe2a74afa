#include "machine/x86_64_resolver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "machine/machines.h"

namespace onefold {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr uint64_t kAt = 0x1000;    // of the code
constexpr uint64_t kWord = 0x2000;  // which leads to what the loader knows
constexpr uint64_t kPlain = 0x1100, kFast = 0x1200, kWide = 0x1300;
constexpr unsigned kRelease = 36;

// endbr64; mov word(%rip), %rdx; lea plain(%rip), %rax; mov 72(%rdx), %ecx; test $0x20, %cl (AVX2);
// je 1f; test %ecx, %ecx; js 2f (AVX512VL); testb $2, 309(%rdx) (AVX_Fast_Unaligned_Load);
// lea fast(%rip), %rcx; cmovne %rcx, %rax; 1: ret; 2: lea wide(%rip), %rax; ret
const Bytes kPicks = {0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x8b, 0x15, 0xf5, 0x0f, 0,    0,    0x48,
                      0x8d, 0x05, 0xee, 0,    0,    0,    0x8b, 0x4a, 0x48, 0xf6, 0xc1, 0x20,
                      0x74, 0x16, 0x85, 0xc9, 0x78, 0x13, 0xf6, 0x82, 0x35, 0x01, 0,    0,
                      0x02, 0x48, 0x8d, 0x0d, 0xd4, 0x01, 0,    0,    0x48, 0x0f, 0x45, 0xc1,
                      0xc3, 0x48, 0x8d, 0x05, 0xc8, 0x02, 0,    0,    0xc3};

class TestModule final : public ResolverModule {
 public:
  explicit TestModule(const Bytes& code) : code_(code) {}
  std::span<const std::byte> code(uint64_t address) const override {
    if (address < kAt || address - kAt >= code_.size()) return {};
    return std::as_bytes(std::span(code_)).subspan(static_cast<size_t>(address - kAt));
  }
  std::optional<uint64_t> known_at(uint64_t address) const override {
    return address == kWord ? std::optional<uint64_t>(0) : std::nullopt;
  }

 private:
  const Bytes& code_;
};

std::optional<uint64_t> resolve(const Bytes& code, size_t level, unsigned release = kRelease) {
  const CpuLevels& levels = kX86_64Levels;
  return levels.resolve(TestModule(code), kAt, levels.levels[level], release);
}

// mov word(%rip), %rdx; then `code`, which is entered with kPlain in rax; ret
Bytes with_word(const Bytes& code) {
  Bytes all = {0x48, 0x8b, 0x15, 0xf9, 0x0f, 0, 0, 0x48, 0x8d, 0x05, 0xf2, 0, 0, 0};
  all.insert(all.end(), code.begin(), code.end());
  all.push_back(0xc3);
  return all;
}

TEST(ResolverX86, EachLevelHasItsImplementation) {
  EXPECT_EQ(resolve(kPicks, 0), kPlain);
  EXPECT_EQ(resolve(kPicks, 1), kFast);
  EXPECT_EQ(resolve(kPicks, 2), kWide);
}

// What is preferred lies elsewhere under a glibc that knows more leaves.
TEST(ResolverX86, OtherReleasesKeepPreferencesElsewhere) {
  EXPECT_EQ(resolve(kPicks, 1, 38), kFast);
  EXPECT_NE(resolve(kPicks, 1, 39), kFast);
  EXPECT_EQ(resolve(kPicks, 0, 39), kPlain);
}

TEST(ResolverX86, ReturnsWhatNoChoiceIsMadeOf) { EXPECT_EQ(resolve(with_word({}), 0), kPlain); }

TEST(ResolverX86, WhatTheProcessorSaysItselfIsNotKnown) {
  // testb $0x20, 56(%rdx): AVX2, whether it is active or not; cmovne %rdx, %rax
  EXPECT_FALSE(resolve(with_word({0xf6, 0x42, 56, 0x20, 0x48, 0x0f, 0x45, 0xc2}), 1));
  // testb $1, 0(%rdx): the vendor
  EXPECT_FALSE(resolve(with_word({0xf6, 0x02, 1, 0x74, 0}), 1));
}

TEST(ResolverX86, OnlyAPlaceOfTheModuleIsAnAnswer) {
  EXPECT_FALSE(resolve(with_word({0x31, 0xc0}), 1));              // xor %eax, %eax
  EXPECT_FALSE(resolve(with_word({0x48, 0x89, 0xd0}), 1));        // mov %rdx, %rax
  EXPECT_FALSE(resolve(with_word({0x48, 0x8b, 0x42, 0x48}), 1));  // mov 72(%rdx), %rax
}

TEST(ResolverX86, NothingIsStoredOrCalled) {
  EXPECT_FALSE(resolve(with_word({0x89, 0x4a, 0x48}), 1));        // mov %ecx, 72(%rdx)
  EXPECT_FALSE(resolve(with_word({0x83, 0x4a, 0x48, 1}), 1));     // orl $1, 72(%rdx)
  EXPECT_FALSE(resolve(with_word({0xe8, 0, 0, 0, 0}), 1));        // call
  EXPECT_FALSE(resolve(with_word({0xff, 0xd0}), 1));              // call *%rax
  EXPECT_FALSE(resolve(with_word({0x0f, 0xa2}), 1));              // cpuid
  EXPECT_FALSE(resolve(with_word({0x48, 0xf7, 0x52, 0x48}), 1));  // notq 72(%rdx)
}

// Of a file full of prefixes nobody reads all for each function.
TEST(ResolverX86, AnInstructionHasAnEnd) {
  const auto prefixed = [](size_t count) {
    Bytes code(count, 0x66);
    code.push_back(0x90);
    return resolve(with_word(code), 1);
  };
  EXPECT_EQ(prefixed(14), kPlain);
  EXPECT_FALSE(prefixed(15));
}

TEST(ResolverX86, CodeThatEndsOrNeverEndsHasNoAnswer) {
  EXPECT_FALSE(resolve({0xeb, 0xfe}, 1));
  EXPECT_FALSE(resolve({0x48, 0x8d, 0x05}, 1));
  EXPECT_FALSE(resolve({}, 1));
  EXPECT_FALSE(resolve(with_word({0xe9, 0, 0, 0, 0x7f}), 1));
}

// Each way to say "has AVX2 and AVX": 72(%rdx) & 0x20, 44(%rdx) & 1 << 28.
TEST(ResolverX86, KnowsTheWaysToMaskAndCompare) {
  const Bytes take_plain = {0x48, 0x0f, 0x44, 0xc2};  // cmove %rdx, %rax: nothing that is an answer
  const std::vector<Bytes> ways = {
      {0x8b, 0x4a, 0x48, 0x83, 0xe1, 0x20},                       // and $0x20, %ecx
      {0x8b, 0x4a, 0x48, 0xf7, 0xc1, 0x20, 0, 0, 0},              // test $0x20, %ecx
      {0xb9, 0x20, 0, 0, 0, 0x23, 0x4a, 0x48},                    // and 72(%rdx), %ecx
      {0xb9, 0x20, 0, 0, 0, 0x85, 0x4a, 0x48},                    // test %ecx, 72(%rdx)
      {0x8b, 0x4a, 0x2c, 0x81, 0xe1, 0, 0, 0, 0x10},              // and $1 << 28, %ecx
      {0x8b, 0x5a, 0x2c, 0xf6, 0xc7, 0x32},                       // test $0x32, %bh
      {0x44, 0x8b, 0x42, 0x48, 0x41, 0x83, 0xe0, 0x20},           // and $0x20, %r8d
      {0x8b, 0x4a, 0x48, 0x81, 0xf9, 0, 0, 0, 0},                 // cmp $0, %ecx
      {0x48, 0xb9, 0x20, 0, 0, 0, 0, 0, 0, 0, 0x48, 0x85, 0xc9},  // movabs; test %rcx, %rcx
      {0x8b, 0x4a, 0x48, 0x09, 0xc9},                             // or %ecx, %ecx
  };
  for (Bytes way : ways) {
    way.insert(way.end(), take_plain.begin(), take_plain.end());
    EXPECT_EQ(resolve(with_word(way), 1), kPlain) << ::testing::PrintToString(way);
  }
  // not %ecx; and $0x20, %ecx; cmovne %rdx, %rax
  EXPECT_EQ(
      resolve(with_word({0x8b, 0x4a, 0x48, 0xf7, 0xd1, 0x83, 0xe1, 0x20, 0x48, 0x0f, 0x45, 0xc2}),
              1),
      kPlain);
  EXPECT_FALSE(resolve(
      with_word({0x8b, 0x4a, 0x48, 0xf7, 0xd1, 0x83, 0xe1, 0x20, 0x48, 0x0f, 0x45, 0xc2}), 0));
}

TEST(ResolverX86, ALevelHasAllThatTheOneBelowHas) {
  const auto levels = kX86_64Levels.levels;
  for (size_t i = 1; i < levels.size(); ++i) {
    for (const CpuFeatures& below : levels[i - 1].features) {
      const auto same = std::ranges::find(levels[i].features, below.leaf, &CpuFeatures::leaf);
      ASSERT_NE(same, levels[i].features.end());
      EXPECT_EQ(same->ebx & below.ebx, below.ebx);
      EXPECT_EQ(same->ecx & below.ecx, below.ecx);
      EXPECT_EQ(same->edx & below.edx, below.edx);
    }
    EXPECT_EQ(levels[i].state & levels[i - 1].state, levels[i - 1].state);
  }
}

TEST(ResolverX86, TheLoadersFunctionSaysWhereItsKnowledgeIs) {
  const auto known = [](const Bytes& code) {
    return kX86_64Levels.known_address(std::as_bytes(std::span(code)), kAt);
  };
  EXPECT_EQ(known({0x48, 0x8d, 0x05, 0xf9, 0, 0, 0, 0xc3, 0x90, 0x90, 0x90, 0x90}), 0x1100U);
  EXPECT_EQ(known({0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x8d, 0x05, 0xf5, 0, 0, 0, 0xc3}), 0x1100U);
  EXPECT_FALSE(known({0x48, 0x8d, 0x05, 0xf9, 0, 0, 0, 0xe9, 0x90, 0x90, 0x90, 0x90}));
  EXPECT_FALSE(known({0x48, 0x8d, 0x05, 0xf9, 0, 0, 0, 0xc3}));
}

}  // namespace
}  // namespace onefold
