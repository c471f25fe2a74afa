// x86-64.
// https://gitlab.com/x86-psABIs/x86-64-ABI, table "Relocation Types"; sysdeps/x86_64/dl-machine.h.
#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_X86_64_NONE, kNothing, 0},         {R_X86_64_64, kWord, 8},
    {R_X86_64_PC32, kDistance, 4},        {R_X86_64_COPY, kCopy, 0},
    {R_X86_64_GLOB_DAT, kWord, 8, false}, {R_X86_64_JUMP_SLOT, kCall, 8, false},
    {R_X86_64_RELATIVE, kBase, 8},        {R_X86_64_32, kWord, 4},
    {R_X86_64_DTPMOD64, kModule, 8},      {R_X86_64_DTPOFF64, kBlockOffset, 8},
    {R_X86_64_TPOFF64, kThreadOffset, 8}, {R_X86_64_SIZE32, kObjectSize, 4},
    {R_X86_64_SIZE64, kObjectSize, 8},    {R_X86_64_TLSDESC, kDescriptor, 16},
    {R_X86_64_IRELATIVE, kResolver, 8},   {R_X86_64_RELATIVE64, kBase, 8},
};

// lea message(%rip), %rdi; jmp report
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto number = [&](size_t from, size_t size) {
    return word_of(code.subspan(from, size), std::endian::little);
  };
  if (number(0, 3) != 0x3d8d48 || number(7, 1) != 0xe9) return std::nullopt;
  return Thunk{at + 7 + sign_extended(number(3, 4), 32), at + 12 + sign_extended(number(8, 4), 32)};
}

// mov $leaf, %eax; cpuid. Leaves that are the same whatever ecx is, and at any time: Intel SDM,
// vol. 2, "CPUID"; AMD APM, vol. 3, appendix E.
std::optional<uint32_t> question(std::span<const std::byte> code) {
  if (code[0] != std::byte{0xb8} || code[5] != std::byte{0x0f} || code[6] != std::byte{0xa2})
    return std::nullopt;
  const auto leaf = static_cast<uint32_t>(word_of(code.subspan(1, 4), std::endian::little));
  for (uint32_t known : {0x1U, 0x80000000U, 0x80000001U, 0x80000005U, 0x80000006U, 0x80000008U}) {
    if (leaf == known) return leaf;
  }
  return std::nullopt;
}

std::optional<uint64_t> read_jump(std::span<const std::byte> code, uint64_t at) {
  if (code[0] != std::byte{0xe9}) return std::nullopt;
  return at + 5 + sign_extended(word_of(code.subspan(1, 4), std::endian::little), 32);
}

//     mov %eax, answer+20(%rip)
//     mov answer(%rip), %ecx
//     jecxz 1f
//     mov answer+4(%rip), %eax; mov answer+8(%rip), %ebx
//     mov answer+12(%rip), %ecx; mov answer+16(%rip), %edx
//     jmp goes_on
// 1:  mov $leaf, %eax; cpuid
//     mov %eax, answer+4(%rip); mov %ebx, answer+8(%rip)
//     mov %ecx, answer+12(%rip); mov %edx, answer+16(%rip)
//     movl $1, answer(%rip)
//     jmp goes_on
std::optional<QueryThunk> read_query(std::span<const std::byte> code, uint64_t at) {
  size_t done = 0;
  bool same = true;
  auto expect = [&](uint64_t bytes, size_t count) {
    same = same && word_of(code.subspan(done, count), std::endian::little) == bytes;
    done += count;
  };
  auto number = [&] {
    done += 4;
    return word_of(code.subspan(done - 4, 4), std::endian::little);
  };
  auto place = [&](size_t behind) {
    const uint64_t distance = number();
    return at + done + behind + sign_extended(distance, 32);
  };
  QueryThunk query;
  auto expect_place = [&](uint64_t expected, size_t behind = 0) {
    same = place(behind) == expected && same;
  };
  auto expect_moves = [&](uint64_t instruction) {
    uint64_t field = query.answer;
    for (uint64_t reg : {0x05U, 0x1dU, 0x0dU, 0x15U}) {
      expect(reg << 8 | instruction, 2);
      expect_place(field += 4);
    }
  };
  expect(0x0589, 2);
  query.answer = place(0) - 20;
  expect(0x0d8b, 2);
  expect_place(query.answer);
  expect(0x1de367, 3);
  expect_moves(0x8b);
  expect(0xe9, 1);
  query.goes_on = place(0);
  expect(0xb8, 1);
  query.question = static_cast<uint32_t>(number());
  expect(0xa20f, 2);
  expect_moves(0x89);
  expect(0x05c7, 2);
  expect_place(query.answer, 4);
  expect(1, 4);
  expect(0xe9, 1);
  expect_place(query.goes_on);
  return same ? std::optional(query) : std::nullopt;
}

// push %rdi; push %rsi; push %rdx; call first; pop %rdx; pop %rsi; pop %rdi; jmp goes_on
std::optional<LateThunk> read_late(std::span<const std::byte> code, uint64_t at) {
  auto number = [&](size_t from, size_t size) {
    return word_of(code.subspan(from, size), std::endian::little);
  };
  if (number(0, 4) != 0xe8525657 || number(8, 4) != 0xe95f5e5a) return std::nullopt;
  return LateThunk{at + 8 + sign_extended(number(4, 4), 32),
                   at + 16 + sign_extended(number(12, 4), 32)};
}

// x86-64's only operands relative to code, of jumps and calls aside: 00xxx101, four bytes of
// distance from the end of the instruction, which may have 1, 2 or 4 bytes more.
bool may_refer(std::span<const std::byte> code, uint64_t at, uint64_t begin, uint64_t end) {
  constexpr size_t kDistance = 4, kBlock = 256;
  constexpr uint64_t kMost = 4;
  auto refers = [&](size_t i) {
    if ((code[i - 1] & std::byte{0xc7}) != std::byte{5}) return false;
    const uint64_t distance = word_of(code.subspan(i, kDistance), std::endian::little);
    const uint64_t target = at + i + kDistance + sign_extended(distance, 32);
    return std::ranges::any_of(std::array<uint64_t, 4>{0, 1, 2, kMost},
                               [&](uint64_t more) { return target + more - begin < end - begin; });
  };
  size_t i = 1;
  for (; i + kBlock + kDistance <= code.size(); i += kBlock) {
    // Distances from here to there are `least` or up to `span` more: so far may a byte of one be
    // behind that of `least`.
    const auto least = static_cast<uint32_t>(begin - (at + i + kBlock + kDistance + kMost));
    const uint64_t span = (end - begin) + kBlock + kMost;
    const auto more = [&](unsigned shift) {
      const uint64_t below = least & ((uint64_t{1} << shift) - 1);
      return static_cast<uint8_t>(std::min<uint64_t>((below + span) >> shift, UINT8_MAX));
    };
    const auto least3 = static_cast<uint8_t>(least >> 24), more3 = more(24);
    const auto least2 = static_cast<uint8_t>(least >> 16), more2 = more(16);
    const auto modrm = code.subspan(i - 1).first<kBlock>();
    const auto byte2 = code.subspan(i + 2).first<kBlock>();
    const auto byte3 = code.subspan(i + 3).first<kBlock>();
    uint8_t may = 0;
    for (size_t j = 0; j < kBlock; ++j) {
      const auto behind2 = static_cast<uint8_t>(std::to_integer<uint8_t>(byte2[j]) - least2);
      const auto behind3 = static_cast<uint8_t>(std::to_integer<uint8_t>(byte3[j]) - least3);
      const bool one = (modrm[j] & std::byte{0xc7}) == std::byte{5};
      may |= static_cast<uint8_t>(static_cast<unsigned>(one) &
                                  static_cast<unsigned>(behind2 <= more2) &
                                  static_cast<unsigned>(behind3 <= more3));
    }
    if (may == 0) continue;
    for (size_t j = i; j < i + kBlock; ++j) {
      if (refers(j)) return true;
    }
  }
  for (; i + kDistance <= code.size(); ++i) {
    if (refers(i)) return true;
  }
  return false;
}

constexpr QueryListing kQueries{.size = 7,
                                .jump_size = 5,
                                .thunk_size = 90,
                                .answer_size = 24,
                                .question = &question,
                                .read_jump = &read_jump,
                                .read_thunk = &read_query};

}  // namespace

constinit const PsAbi kX86_64{
    .name = "x86-64",
    .machine = EM_X86_64,
    .format = {Class::k64, std::endian::little},
    .types = kTypes,
    .blocks_below_tp = true,
    .stack_is_executable = true,
    .stub = {.size = 0x2c0,
             .init = 0x60,
             .fini = 0x239,
             .report = 0x293,
             .xxh128 = "d01f07c2fc369fdc7b1a7bd4662a1283"},
    .entrance = {.size = 0x5c0, .xxh128 = "b27833c13d41ca98d856328dfac4838b"},
    .dlsym = {.code = {.size = 0x240, .xxh128 = "6296aff6451d6f994cfef5c5602885e8"},
              .dlsym = 0x0,
              .dlvsym = 0x34},
    .queries = &kQueries,
    .levels = &kX86_64Levels,
    .may_refer = &may_refer,
    .does_nothing = &does_nothing_x86_64,
    .late_size = 16,
    .read_late = &read_late,
    .thunk_size = 16,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
