#include "resolve/musl_relocations.h"

#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using Builder = testing::ElfBuilder<Elf64Le>;

std::string refusal(const Builder& builder) {
  auto image = builder.build();
  auto module = read_module(image.view());
  if (!module) return to_string(module.error());
  auto linkable = read_linkable(*module);
  if (!linkable) return to_string(linkable.error());
  auto result = refuse_other_sums(*linkable);
  return result ? "" : result.error().field + " " + result.error().found;
}

TEST(MuslRelocations, AWordOfSymbolZeroIsRefused) {
  Builder builder;
  builder.rela({.place = builder.data_at(8), .type = R_X86_64_64, .addend = 0x30});
  EXPECT_EQ(refusal(builder), "R_X86_64_64 of 0x420008 symbol 0");
  Builder slot;
  slot.jmprel({.place = slot.data_at(8), .type = R_X86_64_JUMP_SLOT});
  EXPECT_EQ(refusal(slot), "R_X86_64_JUMP_SLOT of 0x420008 symbol 0");
}

// ldso/dynlink.c (do_relocs) leaves out those in place alone. ld -z mark-plt makes such.
TEST(MuslRelocations, AnAddendThatAFoldLeavesOutIsRefused) {
  Builder builder;
  builder.undefined("f");
  builder.jmprel(
      {.place = builder.data_at(8), .type = R_X86_64_JUMP_SLOT, .symbol = "f", .addend = 0x20});
  EXPECT_EQ(refusal(builder), "R_X86_64_JUMP_SLOT of 0x420008 0x20");
  Builder word;
  word.undefined("f").rela(
      {.place = word.data_at(8), .type = R_X86_64_64, .symbol = "f", .addend = 0x20});
  EXPECT_EQ(refusal(word), "");
}

TEST(MuslRelocations, WhatNeedsNoSymbolIsNot) {
  Builder builder;
  for (int type : {R_X86_64_RELATIVE, R_X86_64_DTPMOD64, R_X86_64_TPOFF64, R_X86_64_NONE})
    builder.rela({.place = builder.data_at(8), .type = static_cast<uint32_t>(type)});
  builder.undefined("f").rela(
      {.place = builder.data_at(16), .type = R_X86_64_GLOB_DAT, .symbol = "f"});
  EXPECT_EQ(refusal(builder), "");
}

TEST(MuslRelocations, OfAMachineThatNobodyKnowsTheyAreNotLookedAt) {
  Builder builder;
  builder.machine(EM_MIPS).rela({.place = builder.data_at(8), .type = R_X86_64_64});
  EXPECT_EQ(refusal(builder), "");
}

// It adds the load bias to every value.
TEST(MuslSymbols, AnAbsoluteOneIsAPlaceInItsModule) {
  Builder builder;
  builder.symbol({.name = "f", .value = 1, .section = SHN_ABS}).undefined("g");
  auto image = builder.build();
  auto module = read_module(image.view());
  ASSERT_TRUE(module.has_value());
  auto linkable = read_linkable(*module);
  ASSERT_TRUE(linkable.has_value());
  place_absolute_symbols(*linkable);
  for (const Symbol& symbol : linkable->symbols) {
    EXPECT_EQ(symbol.is_defined(), symbol.name == "f");
    EXPECT_NE(symbol.section, SHN_ABS);
  }
}

// It would find one, where a fold passes it over.
TEST(MuslSymbols, AHiddenDefinitionIsRefused) {
  for (int visibility : {STV_DEFAULT, STV_PROTECTED, STV_HIDDEN, STV_INTERNAL}) {
    Builder builder;
    builder
        .symbol(
            {.name = "f", .value = builder.text_at(0), .other = static_cast<uint8_t>(visibility)})
        .symbol({.name = "g", .binding = STB_WEAK, .other = STV_HIDDEN, .section = SHN_UNDEF});
    auto image = builder.build();
    auto module = read_module(image.view());
    ASSERT_TRUE(module.has_value());
    auto linkable = read_linkable(*module);
    ASSERT_TRUE(linkable.has_value());
    const bool is_found = visibility == STV_DEFAULT || visibility == STV_PROTECTED;
    EXPECT_EQ(refuse_hidden_definitions(*linkable).has_value(), is_found) << visibility;
  }
}

// Its lookup ends at the first symbol of a name, but for those of hidden versions.
TEST(MuslSymbols, ADefinitionBesideASymbolThatIsNotFoundIsRefused) {
  const Builder builder;
  const testing::SymbolSpec others[] = {
      {.name = "f", .type = STT_FUNC, .section = SHN_UNDEF},
      {.name = "f", .value = builder.text_at(8), .type = STT_GNU_IFUNC},
      {.name = "f", .section = SHN_ABS},
      {.name = "f", .type = STT_GNU_IFUNC, .version = "V1", .hidden_version = true},
      {.name = "g", .section = SHN_UNDEF},
  };
  for (const auto& other : others) {
    for (const bool gnu : {false, true}) {
      auto image = Builder()
                       .hashes(!gnu, gnu)
                       .symbol(other)
                       .symbol({.name = "f", .value = builder.text_at(0)})
                       .build();
      auto module = read_module(image.view());
      ASSERT_TRUE(module.has_value());
      auto linkable = read_linkable(*module);
      ASSERT_TRUE(linkable.has_value());
      // DT_GNU_HASH leads to no undefined symbol.
      const bool is_met =
          other.name == "f" && !other.hidden_version && (!gnu || other.section != SHN_UNDEF);
      EXPECT_EQ(refuse_covered_definitions(*linkable).has_value(), !is_met)
          << other.name << " " << int{other.type} << " " << gnu;
    }
  }
}

}  // namespace
}  // namespace onefold
