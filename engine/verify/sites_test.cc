#include "verify/sites.h"

#include <elf.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"

namespace onefold::verify {
namespace {

using testing::ElfBuilder;
using Kind = Value::Kind;

// The sites of one file that is alone in its process.
template <typename E>
std::vector<Site> sites(const ElfBuilder<E>& builder, Loader loader = Loader::kGlibc) {
  const auto image = builder.build();
  auto module = read_module(image.view());
  if (!module) throw std::runtime_error(to_string(module.error()));
  Names names;
  auto object = read_object(*module);
  if (!object) throw std::runtime_error(to_string(object.error()));
  number_names({&*object, 1}, names);
  const Scope scope({&*object}, names, loader);
  auto found = sites_of(scope, 0);
  if (!found) throw std::runtime_error(to_string(found.error()));
  return *found;
}

// A word at data_at(8 * i) for each.
template <typename E>
ElfBuilder<E> with_words(uint16_t machine, std::initializer_list<uint64_t> words) {
  ElfBuilder<E> builder;
  testing::ByteString data(256);
  size_t at = 0;
  for (uint64_t word : words) {
    constexpr size_t kSize = sizeof(typename E::Addr);
    for (size_t i = 0; i < kSize; ++i) {
      const size_t shift = E::kOrder == std::endian::little ? i : kSize - 1 - i;
      data[at + i] = static_cast<uint8_t>(word >> (8 * shift));
    }
    at += kSize;
  }
  builder.machine(machine).data(data);
  return builder;
}

TEST(Sites, AnAddendLiesInPlaceOnRelMachines) {
  auto builder = with_words<Elf32Le>(EM_386, {0x20, 0xfffffffc, 0x30});
  const uint64_t at = builder.data_at(0);
  builder.symbol({.name = "f", .value = 0x100})
      .rel({at, R_386_32, "f"})
      .rel({at + 4, R_386_32, "f"})
      .rel({at + 8, R_386_GLOB_DAT, "f"});
  const auto found = sites(builder);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].value, (Value{Kind::kPlace, 0, 0x120}));
  EXPECT_EQ(found[1].value, (Value{Kind::kPlace, 0, 0xfc}));
  EXPECT_EQ(found[2].value, (Value{Kind::kPlace, 0, 0x100}));  // GLOB_DAT: what is there is lost
}

TEST(Sites, ADescriptorsAddendIsInItsArgument) {
  for (auto [machine, type] : {std::pair{EM_386, R_386_TLS_DESC}, {EM_ARM, R_ARM_TLS_DESC}}) {
    auto builder = with_words<Elf32Le>(static_cast<uint16_t>(machine), {0x10, 0x20});
    builder.tls({.image = {1, 2, 3, 4}, .memsz = 0x40, .align = 4})
        .rel({builder.data_at(0), static_cast<uint32_t>(type)});
    const auto found = sites(builder);
    ASSERT_EQ(found.size(), 1U);
    const uint64_t argument = machine == EM_ARM ? 0x10 : 0x20;
    EXPECT_EQ(found[0].value, (Value{Kind::kDescriptor, 0, argument}));
  }
}

// R_386_TLS_TPOFF32 is what the thread pointer is beyond the variable, plus the addend.
TEST(Sites, ANegatedOffsetFromTheThreadPointerLosesItsAddend) {
  auto builder = with_words<Elf32Le>(EM_386, {4, 4});
  builder.tls({.image = {1, 2, 3, 4}, .memsz = 0x40, .align = 4})
      .symbol({.name = "v", .value = 0x10, .type = STT_TLS})
      .rel({builder.data_at(0), R_386_TLS_TPOFF, "v"})
      .rel({builder.data_at(4), R_386_TLS_TPOFF32, "v"});
  const auto found = sites(builder);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].value, (Value{Kind::kThreadOffset, 0, 0x14}));
  EXPECT_EQ(found[1].value, (Value{Kind::kThreadOffset, 0, 0xc}));
}

TEST(Sites, OnPowerPcTheAddendAgainstALocalSymbolHasItsValue) {
  auto builder = with_words<Elf32Be>(EM_PPC, {});
  builder.symbol({.name = "f", .value = 0x100, .binding = STB_LOCAL})
      .rela({builder.data_at(0), R_PPC_ADDR32, "f", 0x108});
  const auto found = sites(builder);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].value, (Value{Kind::kPlace, 0, 0x108}));
}

// What follows a module number is stored less the machine's bias.
TEST(Sites, AnOffsetThatTheLinkerStoredIsBiased) {
  auto builder = with_words<Elf32Be>(EM_PPC, {0, 0xffff8010});
  builder.tls({.image = {1, 2, 3, 4}, .memsz = 0x40, .align = 4})
      .rela({builder.data_at(0), R_PPC_DTPMOD32});
  const auto found = sites(builder);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].value, (Value{Kind::kModule, 0}));
  EXPECT_EQ(found[1].value, (Value{Kind::kBlockOffset, 0, 0x10}));
}

// The loader's sums wrap around: the word is the offset 0x80000010, not one below zero.
TEST(Sites, OffsetsAndAddressesAreNoLargerThanAWord) {
  auto builder = with_words<Elf32Be>(EM_PPC, {0, 0x7fff8010});
  builder.tls({.image = {1, 2, 3, 4}, .memsz = 0x40, .align = 4})
      .symbol({.name = "f", .value = 0x100, .binding = STB_LOCAL})
      .rela({builder.data_at(0), R_PPC_DTPMOD32})
      .rela({builder.data_at(8), R_PPC_ADDR32, "f", -0x20});
  const auto found = sites(builder);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].value, (Value{Kind::kBlockOffset, 0, 0x80000010}));
  EXPECT_EQ(found[2].value, (Value{Kind::kPlace, 0, 0xffffffe0}));
}

// A copy of no bytes, and of a weak thread-local reference that finds nothing all but a descriptor.
TEST(Sites, WhatWritesNothingLeavesTheRelocationBeforeIt) {
  auto builder = with_words<Elf32Le>(EM_386, {});
  const auto at = [&](uint64_t word) { return builder.data_at(4 * word); };
  builder.tls({.image = {1, 2, 3, 4}, .memsz = 0x40, .align = 4})
      .symbol({.name = "v", .value = 0x10, .type = STT_TLS})
      .symbol({.name = "nobody", .type = STT_TLS, .binding = STB_WEAK, .section = SHN_UNDEF})
      .rel({at(0), R_386_TLS_DTPOFF32, "v"})
      .rel({at(0), R_386_COPY})
      .rel({at(1), R_386_TLS_DTPOFF32, "v"})
      .rel({at(1), R_386_TLS_TPOFF, "nobody"})
      .rel({at(2), R_386_TLS_DTPOFF32, "v"})
      .rel({at(2), R_386_TLS_DESC, "nobody"})
      .rel({at(4), R_386_COPY})
      .rel({at(4), R_386_TLS_DTPOFF32, "v"});
  const auto found = sites(builder);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].value, (Value{Kind::kBlockOffset, 0, 0x10}));
  EXPECT_EQ(found[1].value, (Value{Kind::kBlockOffset, 0, 0x10}));
  EXPECT_EQ(found[2].value.kind, Kind::kWeakZero);
  EXPECT_EQ(found[3].value, (Value{Kind::kBlockOffset, 0, 0x10}));
}

// ldso/dynlink.c, do_relocs.
TEST(Sites, MuslGivesSymbolNoneTheAddendAlone) {
  auto builder = with_words<Elf64Le>(EM_X86_64, {});
  builder.rela({builder.data_at(0), R_X86_64_64, "", 0x77});
  EXPECT_EQ(sites(builder)[0].value, (Value{Kind::kPlace, 0, 0x77}));
  EXPECT_EQ(sites(builder, Loader::kMusl)[0].value, (Value{Kind::kNumber, 0, 0x77}));
}

TEST(Sites, MuslMovesAbsoluteSymbolsAndKnowsNoIrelative) {
  auto builder = with_words<Elf64Le>(EM_X86_64, {});
  builder.symbol({.name = "a", .value = 0x1000, .section = SHN_ABS})
      .rela({builder.data_at(0), R_X86_64_64, "a"})
      .rela({builder.data_at(8), R_X86_64_IRELATIVE, "", 0x2000});
  EXPECT_EQ(sites(builder)[0].value, (Value{Kind::kNumber, 0, 0x1000}));
  const auto found = sites(builder, Loader::kMusl);
  EXPECT_EQ(found[0].value, (Value{Kind::kPlace, 0, 0x1000}));
  EXPECT_EQ(found[1].value.kind, Kind::kUnknown);
}

}  // namespace
}  // namespace onefold::verify
