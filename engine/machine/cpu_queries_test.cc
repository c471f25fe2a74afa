#include "machine/cpu_queries.h"

#include <elf.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstring>

#include "machine/machine.h"

namespace onefold {
namespace {

std::vector<std::byte> bytes(std::initializer_list<unsigned> values) {
  std::vector<std::byte> result;
  for (unsigned value : values) result.push_back(static_cast<std::byte>(value));
  return result;
}

class X86QueriesTest : public ::testing::Test {
 protected:
  const CpuQueries& queries_ =
      *find_machine(EM_X86_64, {Class::k64, std::endian::little}, 0)->cpu_queries;
};

TEST_F(X86QueriesTest, FindsLeavesWithoutSubLeavesAlone) {
  const auto code = bytes({0x90, 0xb8, 0x06, 0x00, 0x00, 0x80, 0x0f, 0xa2,  // mov $0x80000006, %eax
                           0xb8, 0x04, 0x00, 0x00, 0x00, 0x0f, 0xa2,  // a leaf with sub-leaves
                           0x44, 0x89, 0xe0, 0x0f, 0xa2,              // mov %r12d, %eax
                           0xb8, 0x01, 0x00, 0x00, 0x00, 0x0f, 0xa2});
  const auto found = queries_.find(code);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].offset, 1U);
  EXPECT_EQ(found[0].question, 0x80000006U);
  EXPECT_EQ(found[1].offset, 20U);
  EXPECT_EQ(found[1].question, 1U);
}

TEST_F(X86QueriesTest, FindsNothingInPieces) {
  EXPECT_TRUE(queries_.find({}).empty());
  EXPECT_TRUE(queries_.find(bytes({0x0f, 0xa2})).empty());
  EXPECT_TRUE(queries_.find(bytes({0x01, 0x00, 0x00, 0x00, 0x0f, 0xa2})).empty());
  EXPECT_TRUE(queries_.find(bytes({0xb8, 0x01, 0x00, 0x00, 0x00, 0x0f})).empty());
}

#ifdef __x86_64__
// A function that is `mov $leaf, %eax; cpuid`, with the jump in it, asked twice: once the processor
// answers, once what is remembered does, which the test changes in between.
TEST_F(X86QueriesTest, AsksOnceAndAnswersTwice) {
  constexpr size_t kPage = 0x1000;
  constexpr uint32_t kLeaf = 0x80000000;
  void* const pages = mmap(nullptr, 2 * kPage, PROT_READ | PROT_WRITE | PROT_EXEC,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(pages, MAP_FAILED);
  // UBSan reads what lies before a function that is called by its address.
  auto* const memory = static_cast<std::byte*>(pages) + 0x40;
  const auto at = reinterpret_cast<uint64_t>(memory);
  // push %rbx; mov %rdi, %rsi; [the question]; 4 times mov REGISTER, N(%rsi); pop %rbx; ret
  auto code = bytes({0x53, 0x48, 0x89, 0xfe, 0xb8, 0x00, 0x00, 0x00, 0x80, 0x0f, 0xa2, 0x89,
                     0x06, 0x89, 0x5e, 0x04, 0x89, 0x4e, 0x08, 0x89, 0x56, 0x0c, 0x5b, 0xc3});
  auto ask = [&](uint32_t(&answer)[4]) {
    reinterpret_cast<void (*)(uint32_t*)>(memory)(answer);  // NOLINT
  };
  std::memcpy(memory, code.data(), code.size());
  uint32_t true_answer[4];
  ask(true_answer);

  const auto found = queries_.find(code);
  ASSERT_EQ(found.size(), 1U);
  const QueryThunk thunk{.at = at + 0x100,
                         .answer = at + kPage,
                         .goes_on = at + found[0].offset + queries_.size,
                         .question = kLeaf};
  queries_.write_thunk(std::span(memory + 0x100, queries_.thunk_size), thunk);
  const uint64_t jump = queries_.jump(at + found[0].offset, thunk.at);
  std::memcpy(memory + found[0].offset, &jump, queries_.jump_size);

  uint32_t first[4];
  ask(first);
  EXPECT_EQ(std::memcmp(first, true_answer, sizeof(first)), 0);
  uint32_t remembered[6];  // the last is written for its page alone
  ASSERT_EQ(queries_.answer_size, sizeof(remembered));
  std::memcpy(remembered, memory + kPage, sizeof(remembered));
  EXPECT_EQ(remembered[0], 1U);
  EXPECT_EQ(std::memcmp(remembered + 1, true_answer, sizeof(true_answer)), 0);
  for (uint32_t i = 1; i < 5; ++i) remembered[i] = 1000 + i;
  std::memcpy(memory + kPage, remembered, sizeof(remembered));
  uint32_t second[4];
  ask(second);
  EXPECT_EQ(std::memcmp(second, remembered + 1, sizeof(second)), 0);
  munmap(pages, 2 * kPage);
}
#endif

}  // namespace
}  // namespace onefold
