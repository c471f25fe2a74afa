#include "plan/resolved_ifuncs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plan/dynamic_symbols.h"
#include "plan/ifunc_calls.h"
#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::ByteString;
using testing::FoldTest;

constexpr uint64_t kBias = 0x500000;

void put(ByteString& text, size_t at, const std::vector<uint8_t>& code) {
  std::ranges::copy(code, text.begin() + static_cast<ptrdiff_t>(at));
}

// A program, a library of which three functions choose by the processor, and the loader.
class ResolvedIfuncsTest : public FoldTest {
 protected:
  static constexpr uint64_t kPicks = 0, kCalls = 0x80, kLocal = 0xa0, kPlain = 0x100, kFast = 0x200;

  ResolvedIfuncsTest() {
    const auto own = library();
    ByteString text(0x400);
    // mov data(%rip), %rdx; lea plain(%rip), %rax; testb $0x20, 72(%rdx) (AVX2); je 1f;
    // lea fast(%rip), %rax; 1: ret
    put(text, kPicks, {0x48, 0x8b, 0x15, 0xf9, 0xff, 0, 0,    0x48, 0x8d, 0x05, 0xf2, 0, 0, 0,
                       0xf6, 0x42, 0x48, 0x20, 0x74, 7, 0x48, 0x8d, 0x05, 0xe5, 1,    0, 0, 0xc3});
    put(text, kCalls, {0xe8, 0, 0, 0, 0, 0xc3});
    put(text, kLocal, {0x48, 0x8d, 0x05, 0x59, 0, 0, 0, 0xc3});  // lea plain(%rip), %rax; ret
    add(program().symbol({.name = "a", .value = 0x410000, .type = STT_GNU_IFUNC}), {1, 2});
    add(library()
            .text(text)
            .symbol({.name = "picks", .value = own.text_at(kPicks), .type = STT_GNU_IFUNC})
            .symbol({.name = "again", .value = own.text_at(kPicks), .type = STT_GNU_IFUNC})
            .symbol({.name = "calls", .value = own.text_at(kCalls), .type = STT_GNU_IFUNC})
            .undefined("_rtld_global_ro")
            .rela({.place = own.data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "_rtld_global_ro"})
            .rela({.place = own.data_at(8),
                   .type = R_X86_64_IRELATIVE,
                   .addend = static_cast<int64_t>(own.text_at(kLocal))}));
  }
  void add_loader(const std::vector<uint8_t>& code, size_t functions = 1,
                  uint32_t flags = PF_R | PF_X) {
    const auto own = library();
    ByteString text(16);
    put(text, 0, code);
    auto loader = library().text(text).symbol(
        {.name = "_rtld_global_ro", .value = own.data_at(0), .type = STT_OBJECT});
    for (size_t i = 0; i < functions; ++i)
      loader.symbol({.name = "_dl_x86_get_cpu_features", .value = own.text_at(0)});
    auto image = loader.build();
    image.phdr(PT_LOAD, 1).p_flags = flags;
    add_image(std::move(image), {}, /*kept=*/true);
    parts_ = parts();
    parts_.list[1].bias = kBias;
    loader_ = {.scope_index = 2, .linkable = &linkables_[2], .module = linkables_[2].module};
  }
  Result<ResolvedIfuncs> resolve(size_t level) {
    const CpuLevels& levels = *machine().cpu_levels;
    return ResolvedIfuncs::of(parts_, loader_, *bindings_, machine(), levels.levels[level], 36);
  }
  void expect_refusal() {
    auto ifuncs = resolve(1);
    ASSERT_FALSE(ifuncs);
    EXPECT_EQ(ifuncs.error().field, "_dl_x86_get_cpu_features");
  }
  static uint64_t place(uint64_t at) { return kBias + library().text_at(at); }

  // lea data(%rip), %rax; ret
  const std::vector<uint8_t> kKnown = {0x48, 0x8d, 0x05, 0xf9, 0xff, 0, 0, 0xc3};
  onefold::Parts parts_;
  onefold::Part loader_;
};

TEST_F(ResolvedIfuncsTest, EachIsWhatItReturnsOnThatLevel) {
  add_loader(kKnown);
  for (size_t level : {0U, 1U}) {
    auto ifuncs = resolve(level);
    ASSERT_TRUE(ifuncs);
    EXPECT_EQ(ifuncs->find(place(kPicks)), ImageAddress(place(level == 0 ? kPlain : kFast)));
    EXPECT_EQ(ifuncs->find(place(kLocal)), ImageAddress(place(kPlain)));
    EXPECT_EQ(ifuncs->find(place(kCalls)), std::nullopt);
    EXPECT_EQ(ifuncs->find(0x410000), std::nullopt);
    EXPECT_EQ(ifuncs->find(place(1)), std::nullopt);
    EXPECT_EQ(ifuncs->functions().size(), 4U);
    EXPECT_EQ(ifuncs->known(), 2U);
  }
}

TEST_F(ResolvedIfuncsTest, TheOthersAloneAreCalledByThunks) {
  add_loader(kKnown);
  auto ifuncs = resolve(1);
  ASSERT_TRUE(ifuncs);
  const auto calls = IfuncCalls::of(parts_, *ifuncs);
  ASSERT_EQ(calls.count(), 1U);
  EXPECT_EQ(calls.functions()[0].resolver, place(kCalls));
}

TEST_F(ResolvedIfuncsTest, TheirExportsBecomeFunctions) {
  add_loader(kKnown);
  auto ifuncs = resolve(1);
  ASSERT_TRUE(ifuncs);
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan({"", "", "ld.so"}));
  symbols.replace(*ifuncs);
  const auto symbol = [&](std::string_view name) {
    return *std::ranges::find(symbols.exports(), name, &OutputSymbol::name);
  };
  for (std::string_view name : {"picks", "again"}) {
    EXPECT_EQ(symbol(name).type, STT_FUNC);
    EXPECT_EQ(symbol(name).value, place(kFast));
  }
  EXPECT_EQ(symbol("calls").type, STT_GNU_IFUNC);
  EXPECT_EQ(symbol("calls").value, place(kCalls));
}

TEST_F(ResolvedIfuncsTest, ALoaderOfUnknownBuildIsRefused) {
  add_loader({0xe9, 0, 0, 0, 0});
  expect_refusal();
}

TEST_F(ResolvedIfuncsTest, ALoaderThatMayMeanTwoFunctionsIsRefused) {
  add_loader(kKnown, 2);
  expect_refusal();
}

TEST_F(ResolvedIfuncsTest, ALoaderWhoseCodeIsWrittenIsRefused) {
  add_loader(kKnown, 1, PF_R | PF_W | PF_X);
  expect_refusal();
}

}  // namespace
}  // namespace onefold
