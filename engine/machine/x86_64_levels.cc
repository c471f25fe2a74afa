// x86-64's levels, and the words of ld.so that say what the processor has.
#include <array>

#include "machine/cpu_levels.h"
#include "machine/machines.h"
#include "machine/x86_64_resolver.h"

namespace onefold {
namespace {

namespace check {
#include "machine/stubs/x86_64_level.inc"
static_assert(kStart == 0);
}  // namespace check

template <typename... Bits>
constexpr uint32_t bits(Bits... bit) {
  return ((uint32_t{1} << bit) | ... | 0U);
}

constexpr uint32_t kExtended = 0x80000001;

// Intel SDM, vol. 2, "CPUID"; AMD APM, vol. 3, appendix E. By register, in the order of bits.
constexpr uint32_t kBaseline = bits(0, 8, 15, 23, 24, 25, 26);  // FPU CX8 CMOV MMX FXSR SSE SSE2
// SSE3 SSSE3 CMPXCHG16B SSE4_1 SSE4_2 POPCNT
constexpr uint32_t kSecond = bits(0, 9, 13, 19, 20, 23);
// FMA MOVBE OSXSAVE AVX F16C
constexpr uint32_t kThird = kSecond | bits(12, 22, 27, 28, 29);
constexpr uint32_t kThirdOfSeven = bits(3, 5, 8);  // BMI1 AVX2 BMI2
// AVX512F AVX512DQ AVX512CD AVX512BW AVX512VL
constexpr uint32_t kFourthOfSeven = kThirdOfSeven | bits(16, 17, 28, 30, 31);
constexpr uint32_t kSecondExtended = bits(0);    // LAHF64_SAHF64
constexpr uint32_t kThirdExtended = bits(0, 5);  // and LZCNT

constexpr CpuFeatures kV2[] = {{.leaf = 1, .ecx = kSecond, .edx = kBaseline},
                               {.leaf = kExtended, .ecx = kSecondExtended}};
constexpr CpuFeatures kV3[] = {{.leaf = 1, .ecx = kThird, .edx = kBaseline},
                               {.leaf = 7, .ebx = kThirdOfSeven},
                               {.leaf = kExtended, .ecx = kThirdExtended}};
constexpr CpuFeatures kV4[] = {{.leaf = 1, .ecx = kThird, .edx = kBaseline},
                               {.leaf = 7, .ebx = kFourthOfSeven},
                               {.leaf = kExtended, .ecx = kThirdExtended}};
constexpr uint64_t kYmm = 0x6;   // XMM and YMM registers
constexpr uint64_t kZmm = 0xe6;  // and opmask and ZMM ones
constexpr CpuLevel kLevels[] = {
    {"x86-64-v2", kV2}, {"x86-64-v3", kV3, kYmm}, {"x86-64-v4", kV4, kZmm}};

// glibc, sysdeps/x86/include/cpu-features.h, struct cpu_features from 2.33 on: five words (basic),
// then for each CPUID_INDEX_* (sysdeps/x86/bits/platform/x86.h) eight, what CPUID answers and which
// of it is active, then those of what is preferred.
constexpr uint64_t kBasicSize = 20, kIndexSize = 32, kActive = 16, kWord = 4;
constexpr unsigned kOldest = 33, kNewest = 43;
struct Layout {
  unsigned release;  // from 2.N on
  uint64_t indices;  // CPUID_INDEX_MAX
  // AVX_Fast_Unaligned_Load of what is preferred: cpu-features-preferred_feature_index_1.def, in
  // 2.33 cpu-features.h. glibc prefers it itself wherever AVX2 is usable
  // (sysdeps/x86/cpu-features.c, update_active).
  uint32_t fast_load;
};
constexpr Layout kLayouts[] = {{33, 8, bits(8)}, {34, 9, bits(9)}, {39, 10, bits(9)}};
// CPUID_INDEX_1, CPUID_INDEX_7, CPUID_INDEX_80000001
constexpr std::array<uint32_t, 3> kLeaves = {1, 7, kExtended};

class KnownProcessor final : public ResolverData {
 public:
  KnownProcessor(const CpuLevel& level, unsigned release) : level_(level) {
    for (const Layout& layout : kLayouts) {
      if (release >= layout.release) layout_ = layout;
    }
  }

  std::optional<uint8_t> byte(uint64_t at) const override {
    const uint64_t preferred = kBasicSize + layout_.indices * kIndexSize;
    if (at < kBasicSize || at >= preferred + kWord) return std::nullopt;
    const auto of_word = [&](uint32_t word) {
      return static_cast<uint8_t>(word >> (8 * (at % kWord)));
    };
    if (at >= preferred) return of_word(has_avx2() ? layout_.fast_load : 0);
    const uint64_t index = (at - kBasicSize) / kIndexSize;
    const uint64_t field = (at - kBasicSize) % kIndexSize;
    if (field < kActive) return std::nullopt;
    const CpuFeatures* has = index < kLeaves.size() ? of_leaf(kLeaves[index]) : nullptr;
    if (has == nullptr) return uint8_t{0};
    const std::array<uint32_t, 4> registers = {0, has->ebx, has->ecx, has->edx};
    return of_word(registers[(field - kActive) / kWord]);
  }

 private:
  const CpuFeatures* of_leaf(uint32_t leaf) const {
    for (const CpuFeatures& features : level_.features) {
      if (features.leaf == leaf) return &features;
    }
    return nullptr;
  }
  bool has_avx2() const {
    const CpuFeatures* seven = of_leaf(7);
    return seven != nullptr && (seven->ebx & kThirdOfSeven) == kThirdOfSeven;
  }

  const CpuLevel& level_;
  Layout layout_ = {};
};

// endbr64; lea known(%rip), %rax; ret
std::optional<uint64_t> known_address(std::span<const std::byte> code, uint64_t at) {
  constexpr std::array<uint8_t, 4> kEndbr = {0xf3, 0x0f, 0x1e, 0xfa};
  auto holds = [&](size_t from, std::span<const uint8_t> bytes) {
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (code[from + i] != static_cast<std::byte>(bytes[i])) return false;
    }
    return true;
  };
  constexpr std::array<uint8_t, 3> kLea = {0x48, 0x8d, 0x05};
  constexpr std::array<uint8_t, 1> kRet = {0xc3};
  if (code.size() < 12) return std::nullopt;
  const size_t skip = holds(0, kEndbr) ? kEndbr.size() : 0;
  if (!holds(skip, kLea) || !holds(skip + 7, kRet)) return std::nullopt;
  uint32_t distance = 0;
  for (size_t i = 4; i-- != 0;)
    distance = distance << 8 | std::to_integer<uint32_t>(code[skip + 3 + i]);
  return at + skip + 7 + static_cast<uint64_t>(static_cast<int32_t>(distance));
}

std::optional<uint64_t> resolve(const ResolverModule& module, uint64_t address,
                                const CpuLevel& level, unsigned release) {
  return follow_resolver(module, KnownProcessor(level, release), address);
}

}  // namespace

constinit const CpuLevels kX86_64Levels{.levels = kLevels,
                                        .check_code = check::kCode,
                                        .question = kExtended,
                                        .known_function = "_dl_x86_get_cpu_features",
                                        .known_address = &known_address,
                                        .resolve = &resolve,
                                        .oldest = kOldest,
                                        .newest = kNewest};

}  // namespace onefold
