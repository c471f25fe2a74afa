#include "read/symbols.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;

Result<SymbolCount> count(const Module& module) {
  ONEFOLD_TRY(auto tables, read_relocation_tables(module));
  return count_symbols(module, tables);
}

template <typename E>
class SymbolsTest : public ::testing::Test {
 protected:
  using Native = typename E::Native;
  ElfBuilder<E> builder_;
};
TYPED_TEST_SUITE(SymbolsTest, AllFormats);

TYPED_TEST(SymbolsTest, DecodesEveryField) {
  auto image = this->builder_
                   .symbol({.name = "f",
                            .value = 0x410004,
                            .size = 12,
                            .type = STT_GNU_IFUNC,
                            .binding = STB_WEAK,
                            .other = 0x60 | STV_PROTECTED,
                            .section = 7})
                   .undefined("g")
                   .build();
  const Module module = read_module(image.view()).value();
  auto symbols = read_symbols(module, 3);
  ASSERT_TRUE(ok(symbols));
  ASSERT_EQ(symbols->size(), 3U);
  EXPECT_EQ((*symbols)[0].name, "");
  const Symbol& f = (*symbols)[image.symbol_index("f")];
  EXPECT_EQ(f.name, "f");
  EXPECT_EQ(f.value, ModuleAddress(0x410004));
  EXPECT_EQ(f.size, 12U);
  EXPECT_EQ(f.type, STT_GNU_IFUNC);
  EXPECT_EQ(f.binding, STB_WEAK);
  EXPECT_EQ(f.visibility, STV_PROTECTED);
  EXPECT_EQ(f.other, 0x60 | STV_PROTECTED);
  EXPECT_EQ(f.section, 7);
  EXPECT_TRUE(f.is_defined());
  EXPECT_FALSE(f.is_local());
  EXPECT_FALSE((*symbols)[image.symbol_index("g")].is_defined());
}

TYPED_TEST(SymbolsTest, DtHashStatesTheirNumber) {
  auto image = this->builder_.hashes(true, false).undefined("a").undefined("b").build();
  const Module module = read_module(image.view()).value();
  auto counted = count(module);
  ASSERT_TRUE(ok(counted));
  EXPECT_EQ(counted->count, 3U);
  EXPECT_EQ(counted->source, SymbolCountSource::kHash);
}

TYPED_TEST(SymbolsTest, DtGnuHashTellsTheLastHashedOne) {
  auto image = this->builder_.undefined("a").symbol({.name = "b"}).symbol({.name = "c"}).build();
  const Module module = read_module(image.view()).value();
  auto counted = count(module);
  ASSERT_TRUE(ok(counted));
  EXPECT_EQ(counted->count, 4U);
  EXPECT_EQ(counted->source, SymbolCountSource::kGnuHash);
}

// With nothing exported, DT_GNU_HASH knows no symbol but its first; relocations do.
TYPED_TEST(SymbolsTest, RelocationsUseUnhashedSymbols) {
  uint64_t place = this->builder_.data_at(0);
  this->builder_.undefined("a").undefined("b").undefined("c");
  auto image = this->builder_.rela({place, 1, "a"}).jmprel({place, 1, "b"}).build();
  image.template at<typename TypeParam::Word>(Part::kGnuHash, 1) =
      1;  // symoffset, as GNU ld writes it then
  const Module module = read_module(image.view()).value();
  auto counted = count(module);
  ASSERT_TRUE(ok(counted));
  EXPECT_EQ(counted->count, 3U);  // the null symbol, a, b; nobody uses c
  EXPECT_EQ(counted->source, SymbolCountSource::kGnuHash);
}

TYPED_TEST(SymbolsTest, RelocationsAloneCountToo) {
  auto image = this->builder_.hashes(false, false)
                   .undefined("a")
                   .undefined("b")
                   .rel({this->builder_.data_at(0), 1, "b"})
                   .build();
  const Module module = read_module(image.view()).value();
  auto counted = count(module);
  ASSERT_TRUE(ok(counted));
  EXPECT_EQ(counted->count, 3U);
  EXPECT_EQ(counted->source, SymbolCountSource::kNone);
}

// Both hash tables are checked where both stand; DT_HASH states the number.
TYPED_TEST(SymbolsTest, BothHashTablesAreChecked) {
  auto image = this->builder_.hashes(true, true).symbol({.name = "a"}).undefined("b").build();
  const Module module = read_module(image.view()).value();
  EXPECT_EQ(count(module).value().source, SymbolCountSource::kHash);
  auto& nbuckets = image.template at<typename TypeParam::Word>(Part::kGnuHash, 0);
  nbuckets = 0;
  EXPECT_TRUE(
      fails(count(module), "DT_GNU_HASH nbuckets", image.offset_of(nbuckets), "at least 1", "0"));
}

TYPED_TEST(SymbolsTest, RefusesATableThatLeavesItsSegment) {
  auto image = this->builder_.hashes(true, false).undefined("a").build();
  auto& entry = image.dyn(DT_SYMTAB);
  entry.d_val = static_cast<typename TypeParam::Native>(this->builder_.text_at(0));
  const Module module = read_module(image.view()).value();
  const size_t size = sizeof(typename TypeParam::Sym);
  const std::string expected = "a table inside its PT_LOAD's file-backed bytes, 16 from there";
  const std::string found = fmt::format("2 entries of {} bytes at address 0x410000", size);
  EXPECT_TRUE(fails(count(module), "DT_SYMTAB", image.offset_of(entry), expected, found));
  EXPECT_TRUE(fails(read_symbols(module, 2), "DT_SYMTAB", image.offset_of(entry), expected, found));
  EXPECT_FALSE(read_symbols(module, UINT64_MAX));
}

TYPED_TEST(SymbolsTest, RefusesHashedSymbolsWithoutATable) {
  auto image = this->builder_.hashes(true, false).undefined("a").build();
  image.dyn(DT_SYMTAB).d_tag = 0x6ffffff5;
  const Module module = read_module(image.view()).value();
  EXPECT_TRUE(fails(count(module), "DT_SYMTAB", std::nullopt,
                    "a symbol table for the relocations or hash table", "none"));
}

TYPED_TEST(SymbolsTest, RefusesANameOutsideTheStringTable) {
  auto image = this->builder_.undefined("abc").build();
  const uint64_t size = image.dyn(DT_STRSZ).d_val;
  auto& symbol = image.sym("abc");
  symbol.st_name = static_cast<uint32_t>(size);
  const Module module = read_module(image.view()).value();
  EXPECT_TRUE(fails(read_symbols(module, 2), "st_name", image.offset_of(symbol),
                    fmt::format("an offset inside the string table's {} bytes", size),
                    fmt::format("{:#x}", size)));
}

// All names lie inside one long string: to look for each one's end would read 100,000 times 4 MB.
TYPED_TEST(SymbolsTest, NamesThatShareALongStringTakeLinearTime) {
  using Sym = typename TypeParam::Sym;
  constexpr uint32_t kCount = 100'000, kLength = 4'000'000;
  ByteString data(kCount * sizeof(Sym) + kLength + 1, 'x');
  data.back() = 0;
  auto image = this->builder_.data(std::move(data)).build();
  const uint64_t strings_at = this->builder_.data_at(kCount * sizeof(Sym));
  image.dyn(DT_STRTAB).d_val = static_cast<typename TypeParam::Native>(strings_at);
  image.dyn(DT_STRSZ).d_val = kLength + 1;
  image.dyn(DT_SYMTAB).d_val = static_cast<typename TypeParam::Native>(this->builder_.data_at(0));
  for (uint32_t i = 0; i < kCount; ++i) image.template at<Sym>(Part::kData, i).st_name = kCount - i;
  const Module module = read_module(image.view()).value();
  auto symbols = read_symbols(module, kCount);
  ASSERT_TRUE(ok(symbols));
  for (uint32_t i = 0; i < kCount; ++i)
    ASSERT_EQ((*symbols)[i].name.size(), kLength - (kCount - i));
}

}  // namespace
}  // namespace onefold
