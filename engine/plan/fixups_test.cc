#include "plan/fixups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "plan/fixups_fixture.h"

namespace onefold {
namespace {

using testing::FixupsTest;
using testing::ok;

TEST_F(FixupsTest, ADefinitionOfTheFoldIsRelative) {
  auto builder = pie();
  builder.undefined("f").rela(
      {.place = builder.data_at(8), .type = R_X86_64_64, .symbol = "f", .addend = 2});
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4)}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto fixup = fixup_at(*plan, 0, builder.data_at(8));
  ASSERT_TRUE(fixup);
  EXPECT_EQ(fixup->kind, FixupKind::kRelative);
  EXPECT_EQ(static_cast<uint64_t>(fixup->addend), plan->parts.list[1].bias + other.text_at(6));
}

class MissingFunctionTest : public FixupsTest, public ::testing::WithParamInterface<bool> {};

// A call of what nobody defines ends a program; slots outside of DT_JMPREL are looked up at start.
TEST_P(MissingFunctionTest, IsRefusedOutsideOfThePlt) {
  auto builder = pie();
  builder.undefined("f");
  const testing::RelocationSpec slot{
      .place = builder.data_at(8), .type = R_X86_64_JUMP_SLOT, .symbol = "f"};
  GetParam() ? builder.jmprel(slot) : builder.rela(slot);
  add(builder, {1});
  add(library());
  EXPECT_EQ(this->plan().has_value(), GetParam());
}
INSTANTIATE_TEST_SUITE_P(InPlt, MissingFunctionTest, ::testing::Bool());

class TwoRelocationsTest : public FixupsTest, public ::testing::WithParamInterface<uint32_t> {};

TEST_P(TwoRelocationsTest, OfOnePlaceAreRefused) {
  auto builder = pie();
  builder.undefined("f").rela(
      {.place = builder.data_at(8), .type = R_X86_64_GLOB_DAT, .symbol = "f"});
  const bool relative = GetParam() == R_X86_64_RELATIVE;
  builder.rela({.place = builder.data_at(8), .type = GetParam(), .symbol = relative ? "" : "f"});
  add(builder, {1});
  add(library().symbol({.name = "f", .value = library().text_at(4)}), {}, true);
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "one relocation of each place");
}
INSTANTIATE_TEST_SUITE_P(Types, TwoRelocationsTest,
                         ::testing::Values(R_X86_64_GLOB_DAT, R_X86_64_RELATIVE));

struct SecondRelocation {
  uint32_t type;
  uint64_t at;  // the first one writes the bytes from 8 to 15
};
class OverlapTest : public FixupsTest, public ::testing::WithParamInterface<SecondRelocation> {};

// In the fold another one is applied first.
TEST_P(OverlapTest, OfTwoRelocationsIsRefused) {
  const auto [type, at] = GetParam();
  auto builder = pie();
  builder.undefined("f").rela({.place = builder.data_at(8), .type = R_X86_64_64, .symbol = "f"});
  const bool relative = type == R_X86_64_RELATIVE;
  builder.rela({.place = builder.data_at(at), .type = type, .symbol = relative ? "" : "f"});
  add(builder, {1});
  add(library().symbol({.name = "f", .value = library().text_at(4)}), {}, true);
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "one relocation of each place");
}
INSTANTIATE_TEST_SUITE_P(Types, OverlapTest,
                         ::testing::Values(SecondRelocation{R_X86_64_RELATIVE, 12},
                                           SecondRelocation{R_X86_64_RELATIVE, 1},
                                           SecondRelocation{R_X86_64_GLOB_DAT, 4}));

class KnownWordsTest : public FixupsTest, public ::testing::WithParamInterface<SecondRelocation> {};

// Of one place the last one counts, as for ld.so.
TEST_P(KnownWordsTest, OverlapInWholeOrNotAtAll) {
  const auto [type, at] = GetParam();
  auto builder = pie();
  builder.symbol({.name = "f", .value = builder.text_at(0), .size = 5});
  builder.rela({.place = builder.data_at(8), .type = R_X86_64_SIZE64, .symbol = "f"});
  builder.rela({.place = builder.data_at(at), .type = type, .symbol = "f"});
  add(builder);
  const bool apart = at + (type == R_X86_64_SIZE64 ? 8 : 4) <= 8 || at >= 16;
  EXPECT_EQ(plan().has_value(), apart || (at == 8 && type == R_X86_64_SIZE64));
}
INSTANTIATE_TEST_SUITE_P(
    Types, KnownWordsTest,
    ::testing::Values(SecondRelocation{R_X86_64_SIZE64, 0}, SecondRelocation{R_X86_64_SIZE64, 1},
                      SecondRelocation{R_X86_64_SIZE64, 8}, SecondRelocation{R_X86_64_SIZE64, 15},
                      SecondRelocation{R_X86_64_SIZE64, 16}, SecondRelocation{R_X86_64_SIZE32, 4},
                      SecondRelocation{R_X86_64_SIZE32, 5}, SecondRelocation{R_X86_64_SIZE32, 8},
                      SecondRelocation{R_X86_64_SIZE32, 12}));

class KnownBesideRelocationTest : public FixupsTest,
                                  public ::testing::WithParamInterface<uint64_t> {};

TEST_P(KnownBesideRelocationTest, IsRefusedWhereTheyOverlap) {
  auto builder = pie();
  builder.symbol({.name = "f", .value = builder.text_at(0), .size = 5});
  builder.rela({.place = builder.data_at(8), .type = R_X86_64_RELATIVE});
  builder.rela({.place = builder.data_at(GetParam()), .type = R_X86_64_SIZE64, .symbol = "f"});
  add(builder);
  EXPECT_EQ(plan().has_value(), GetParam() == 0 || GetParam() == 16);
}
INSTANTIATE_TEST_SUITE_P(Places, KnownBesideRelocationTest, ::testing::Values(0, 1, 8, 15, 16));

// The fold's one block begins elsewhere than the object's, which its export does not follow.
TEST_F(FixupsTest, AThreadLocalRelocationAgainstAnotherExportIsRefused) {
  auto builder = library();
  builder.symbol({.name = "a", .value = builder.data_at(0), .size = 8, .type = STT_OBJECT})
      .rela({.place = builder.data_at(8), .type = R_X86_64_DTPMOD64, .symbol = "a"})
      .rela({.place = builder.data_at(16), .type = R_X86_64_DTPOFF64, .symbol = "a"});
  add(builder, {1});
  add(library().tls({.image = {1}, .memsz = 8, .align = 8}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "a thread-local variable");
}

// By name ld.so would find an offset in the fold's block.
TEST_F(FixupsTest, AnAddressOfAThreadLocalExportIsRefused) {
  auto builder = library();
  builder.tls({.image = {1}, .memsz = 8, .align = 8})
      .symbol({.name = "t", .value = 0, .size = 8, .type = STT_TLS})
      .rela({.place = builder.data_at(8), .type = R_X86_64_JUMP_SLOT, .symbol = "t"});
  add(builder, {1});
  add(library().tls({.image = {1}, .memsz = 8, .align = 8}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "none that is thread-local");
}

// Another release of the kept library could have more versions of the name.
TEST_F(FixupsTest, AVersionAskedOfAFoldedFileIsAskedOfTheKeptOneThatHasIt) {
  auto builder = pie();
  builder.undefined("f", "V1", "lib1.so")
      .rela({.place = builder.data_at(8), .type = R_X86_64_GLOB_DAT, .symbol = "f"});
  add(builder, {1, 2});
  add(library());
  add(library().symbol({.name = "f", .value = library().text_at(4), .version = "V1"}), {}, true);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  ASSERT_EQ(plan->symbols->needs().size(), 1U);
  const OutputVersionNeed& need = plan->symbols->needs().front();
  EXPECT_EQ(need.file, "lib2.so");
  ASSERT_EQ(need.versions.size(), 1U);
  EXPECT_EQ(need.versions.front().name, "V1");
  EXPECT_TRUE(need.versions.front().weak);
  ASSERT_EQ(plan->symbols->imports().size(), 1U);
  EXPECT_EQ(plan->symbols->imports().front().version, need.versions.front().index);
}

// It answers any version; without one the kept library's f@V0 would be found.
TEST_F(FixupsTest, AVersionAskedOfAFoldedFileIsAskedOfADefinitionWithoutOne) {
  auto builder = pie();
  builder.undefined("f", "V1", "lib1.so")
      .rela({.place = builder.data_at(8), .type = R_X86_64_GLOB_DAT, .symbol = "f"});
  add(builder, {1, 2});
  add(library());
  add(library()
          .symbol(
              {.name = "f", .value = library().text_at(4), .version = "V0", .hidden_version = true})
          .symbol({.name = "f", .value = library().text_at(8)}),
      {}, true);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  ASSERT_EQ(plan->symbols->definitions().size(), 1U);
  EXPECT_EQ(plan->symbols->definitions().front().name, "V1");
  ASSERT_EQ(plan->symbols->imports().size(), 1U);
  EXPECT_EQ(plan->symbols->imports().front().version, plan->symbols->definitions().front().index);
}

TEST_F(FixupsTest, ADefinitionOfAKeptLibraryStaysSymbolic) {
  auto builder = pie();
  builder.undefined("f").rela(
      {.place = builder.data_at(8), .type = R_X86_64_GLOB_DAT, .symbol = "f"});
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4)}), {}, true);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto fixup = fixup_at(*plan, 0, builder.data_at(8));
  ASSERT_TRUE(fixup);
  EXPECT_EQ(fixup->kind, FixupKind::kSymbolic);
  EXPECT_EQ(fixup->type, uint32_t{R_X86_64_GLOB_DAT});
}

// Seen: glibc starts a program whose RELATIVE relocations are all R_X86_64_64 of symbol 0.
TEST_F(FixupsTest, TheNullSymbolStandsForTheModule) {
  add(pie(), {1});
  auto builder = library();
  builder.rela({.place = builder.data_at(8), .type = R_X86_64_64, .addend = 0x30});
  add(builder);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto fixup = fixup_at(*plan, 1, builder.data_at(8));
  ASSERT_TRUE(fixup);
  EXPECT_EQ(fixup->kind, FixupKind::kRelative);
  EXPECT_EQ(static_cast<uint64_t>(fixup->addend), plan->parts.list[1].bias + 0x30);
}

TEST_F(FixupsTest, ADistanceThatDoesNotFitIsRefused) {
  auto builder = pie();
  builder.undefined("f").rela(
      {.place = builder.data_at(8), .type = R_X86_64_PC32, .symbol = "f", .addend = 0x7fffffff});
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4)}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "a value of 32 bits");
}

TEST_F(FixupsTest, AnAddressThatDoesNotFitTwoBytesIsRefused) {
  auto builder = program().machine(EM_PPC64).flags(2);  // ELFv2
  builder.symbol({.name = "f", .value = builder.text_at(4)})
      .rela({.place = builder.data_at(8), .type = R_PPC64_ADDR16, .symbol = "f"});
  add(builder);
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "a value of 16 bits");
}

TEST_F(FixupsTest, ACopyRelocationOfALibraryIsRefused) {
  add(pie(), {1, 2});
  auto builder = library();
  builder.undefined("o").rela({.place = builder.data_at(8), .type = R_X86_64_COPY, .symbol = "o"});
  add(builder);
  auto other = library();
  add(other.symbol({.name = "o", .value = other.data_at(0), .size = 8, .type = STT_OBJECT}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().found, "o");
}

// lld's PLT slots on ppc64 are in .bss: an address that is known has no bytes to be written to.
TEST_F(FixupsTest, APlaceWithoutBytesIsRelocatedAtAFixedAddress) {
  auto builder = program();
  builder.bss(0x10000);
  const uint64_t place = builder.data_at(0x8000);
  builder.undefined("f").rela({.place = place, .type = R_X86_64_64, .symbol = "f"});
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4)}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto fixup = fixup_at(*plan, 0, place);
  ASSERT_TRUE(fixup);
  EXPECT_EQ(fixup->kind, FixupKind::kRelative);
}

TEST_F(FixupsTest, AZeroNeedsNoBytes) {
  auto builder = program();
  builder.bss(0x10000);
  const uint64_t place = builder.data_at(0x8000);
  builder.undefined("f").rela({.place = place, .type = R_X86_64_SIZE64, .symbol = "f"});
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4), .size = 0}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_FALSE(fixup_at(*plan, 0, place));
  const ImageAddress at = plan->parts.program().place(ModuleAddress(place));
  EXPECT_EQ(std::ranges::count(plan->fixups.patches, at, &Patch::place), 0);
}

TEST_F(FixupsTest, UnderMuslAnIfuncIsRefused) {
  closure_.loader_kind = LoaderKind::kMusl;
  auto builder = pie();
  add(builder.rela({.place = builder.data_at(8),
                    .type = R_X86_64_IRELATIVE,
                    .addend = static_cast<int64_t>(builder.text_at(0))}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "none that asks for an IFUNC, which the loader does not know");
}

}  // namespace
}  // namespace onefold
