// CPUID in x86-64's ld.so.
#include <algorithm>
#include <cstring>

#include "machine/cpu_queries.h"
#include "machine/machines.h"

namespace onefold {
namespace {

// Intel SDM, vol. 2, "CPUID"; AMD APM, vol. 3, appendix E: leaves that have no sub-leaf (ecx), and
// that are the same on all processors of a machine but for leaf 1's APIC ID, which a program that
// may be moved at any time cannot rely on.
constexpr uint32_t kLeaves[] = {0x1, 0x80000000, 0x80000001, 0x80000005, 0x80000006, 0x80000008};

// mov $leaf, %eax; cpuid. Who jumps to the second instruction finds it as it was.
constexpr uint8_t kMove = 0xb8;
constexpr uint8_t kCpuid[] = {0x0f, 0xa2};
constexpr size_t kJumpSize = 5;
constexpr size_t kSize = kJumpSize + sizeof(kCpuid);
constexpr uint32_t kAnswerSize = 20;  // is it there, eax, ebx, ecx, edx

uint32_t number_at(std::span<const std::byte> code, size_t at) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value |= std::to_integer<uint32_t>(code[at + i]) << (8 * i);
  return value;
}

std::vector<CpuQuery> find(std::span<const std::byte> code) {
  std::vector<CpuQuery> found;
  const auto cpuid = std::as_bytes(std::span(kCpuid));
  for (auto at = code.begin();; at += sizeof(kCpuid)) {
    at = std::search(at, code.end(), cpuid.begin(), cpuid.end());
    if (at == code.end()) return found;
    const auto end = static_cast<size_t>(at - code.begin());
    if (end < kJumpSize || code[end - kJumpSize] != std::byte{kMove}) continue;
    const uint32_t leaf = number_at(code, end - 4);
    if (std::ranges::find(kLeaves, leaf) != std::end(kLeaves))
      found.push_back({end - kJumpSize, leaf});
  }
}

// jmp to
uint64_t jump(uint64_t from, uint64_t to) {
  return 0xe9 | (uint64_t{static_cast<uint32_t>(to - (from + kJumpSize))} << 8);
}

// No flag and no stack is touched, as by CPUID itself; ecx, which it overwrites, tells whether the
// answer is there. Two threads that ask at once write the same. First something is written: a read
// would have the page mapped only for the next write to have it copied.
void write_thunk(std::span<std::byte> to, const QueryThunk& thunk) {
  size_t size = 0;
  auto put = [&](std::initializer_list<unsigned> bytes) {
    for (unsigned byte : bytes) to[size++] = static_cast<std::byte>(byte);
  };
  auto put_number = [&](uint64_t value) {
    for (size_t i = 0; i < 4; ++i) to[size++] = static_cast<std::byte>(value >> (8 * i));
  };
  // `behind`: bytes of the instruction that follow the distance.
  auto put_distance = [&](uint64_t target, uint64_t behind = 0) {
    put_number(target - (thunk.at + size + 4 + behind));
  };
  constexpr unsigned kLoad = 0x8b;
  constexpr unsigned kStore = 0x89;
  auto move_answer = [&](unsigned instruction) {  // eax, ebx, ecx, edx
    uint64_t field = thunk.answer;
    for (unsigned reg : {0x05U, 0x1dU, 0x0dU, 0x15U}) {
      put({instruction, reg});
      put_distance(field += 4);
    }
  };
  put({kStore, 0x05});  // mov %eax, behind the answer(%rip)
  put_distance(thunk.answer + kAnswerSize);
  put({kLoad, 0x0d});  // mov answer(%rip), %ecx
  put_distance(thunk.answer);
  put({0x67, 0xe3, 29});  // jecxz ask
  move_answer(kLoad);
  put({0xe9});  // jmp goes_on
  put_distance(thunk.goes_on);
  put({kMove});  // ask: mov $leaf, %eax; cpuid
  put_number(thunk.question);
  put({kCpuid[0], kCpuid[1]});
  move_answer(kStore);
  put({0xc7, 0x05});  // movl $1, answer(%rip)
  put_distance(thunk.answer, 4);
  put_number(1);
  put({0xe9});  // jmp goes_on
  put_distance(thunk.goes_on);
  while (size < to.size()) put({0xcc});
}

}  // namespace

constinit const CpuQueries kX86_64Queries{.find = &find,
                                          .jump_size = kJumpSize,
                                          .size = kSize,
                                          .answer_size = kAnswerSize + 4,
                                          .thunk_size = 96,
                                          .jump = &jump,
                                          .write_thunk = &write_thunk};

}  // namespace onefold
