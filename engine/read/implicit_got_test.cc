#include "read/implicit_got.h"

#include <gmock/gmock.h>

#include "read/symbols.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;

constexpr uint32_t kO32 = 0x1000;  // EF_MIPS_ABI of newer elf.h

template <typename E>
class ImplicitGotTest : public ::testing::Test {
 protected:
  static constexpr uint64_t kWord = 4;

  // A GOT of `words` at the start of .data, the first `local` of them local.
  ElfBuilder<E> with_got(const std::vector<uint32_t>& words, uint64_t local, uint64_t first,
                         uint64_t count) {
    ElfBuilder<E> builder;
    ByteString bytes;
    for (const typename E::Word word : words) {
      const auto* raw = reinterpret_cast<const uint8_t*>(&word);
      bytes.insert(bytes.end(), raw, raw + sizeof(word));
    }
    builder.machine(EM_MIPS).flags(kO32).hashes(true, false).data(bytes);
    builder.dynamic(DT_PLTGOT, builder.data_at(0));
    builder.dynamic(DT_MIPS_LOCAL_GOTNO, local);
    builder.dynamic(DT_MIPS_GOTSYM, first);
    builder.dynamic(DT_MIPS_SYMTABNO, count);
    return builder;
  }
  Result<std::vector<Relocation>> read(ElfImage<E>& image, uint64_t symbol_count) {
    ONEFOLD_TRY(auto module, read_module(image.view()));
    return read_relocations(module, symbol_count);
  }
  uint64_t got_ = ElfBuilder<E>().data_at(0);
};
using Formats = ::testing::Types<Elf32Be, Elf32Le>;
TYPED_TEST_SUITE(ImplicitGotTest, Formats);

TYPED_TEST(ImplicitGotTest, LocalWordsBehindTheLoadersOwnAreRelative) {
  auto image = this->with_got({0, 0x80000000, 0x10000, 0x400010}, 4, 1, 1).build();
  auto read = this->read(image, 1);
  ASSERT_TRUE(ok(read));
  ASSERT_EQ(read->size(), 2U);
  for (size_t i : {0U, 1U}) {
    const Relocation& r = (*read)[i];
    EXPECT_EQ(r.place, ModuleAddress(this->got_ + (2 + i) * this->kWord));
    EXPECT_EQ(r.type, uint32_t{R_MIPS_REL32});
    EXPECT_EQ(r.symbol, 0U);
    EXPECT_EQ(r.table, RelocTable::kGot);
    EXPECT_TRUE(r.addend_in_place);
  }
}

// Without the bit in the second word only the first is the loader's.
TYPED_TEST(ImplicitGotTest, TheSecondWordIsTheLoadersIfItSaysSo) {
  auto image = this->with_got({0, 0x10000}, 2, 1, 1).build();
  auto read = this->read(image, 1);
  ASSERT_TRUE(ok(read));
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ((*read)[0].place, ModuleAddress(this->got_ + this->kWord));
}

TYPED_TEST(ImplicitGotTest, GlobalWordsTakeTheirSymbols) {
  auto builder =
      this->with_got({0, 0x80000000, 0, 0x410020, 0x410004, 0x410008, 0, 0x410040}, 2, 1, 7);
  builder.symbol({.name = "object", .type = STT_OBJECT, .section = SHN_UNDEF})
      .symbol({.name = "called", .value = 0x410020, .section = SHN_UNDEF})
      .symbol({.name = "own", .value = 0x410004})
      .symbol({.name = "preempted", .value = 0x410018})
      .symbol({.name = "plt", .value = 0x410030, .other = STO_MIPS_PLT, .section = SHN_UNDEF})
      .symbol({.name = "section", .value = 0x410000, .type = STT_SECTION});
  auto image = builder.build();
  auto read = this->read(image, 7);
  ASSERT_TRUE(ok(read));
  ASSERT_EQ(read->size(), 6U);
  const uint32_t types[] = {R_MIPS_REL32,     R_MIPS_JUMP_SLOT, R_MIPS_REL32,
                            R_MIPS_JUMP_SLOT, R_MIPS_REL32,     R_MIPS_REL32};
  for (uint32_t i = 0; i < 6; ++i) {
    const Relocation& r = (*read)[i];
    EXPECT_EQ(r.place, ModuleAddress(this->got_ + (2 + i) * this->kWord));
    EXPECT_EQ(r.type, types[i]) << i;
    EXPECT_EQ(r.symbol, i == 5 ? 0 : i + 1) << i;
    EXPECT_EQ(r.addend_in_place, i == 5) << i;
  }
}

// The stub's address is no definition's; a canonical PLT entry's is.
TYPED_TEST(ImplicitGotTest, AStubIsNoValueOfTheSymbol) {
  ElfBuilder<TypeParam> builder;
  builder.machine(EM_MIPS).flags(kO32).hashes(true, false);
  builder.symbol({.name = "called", .value = 0x410020, .section = SHN_UNDEF})
      .symbol({.name = "plt", .value = 0x410030, .other = STO_MIPS_PLT, .section = SHN_UNDEF});
  auto image = builder.build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  auto symbols = read_symbols(*module, 3);
  ASSERT_TRUE(ok(symbols));
  EXPECT_EQ((*symbols)[image.symbol_index("called")].value, ModuleAddress());
  EXPECT_EQ((*symbols)[image.symbol_index("plt")].value, ModuleAddress(0x410030));
}

TYPED_TEST(ImplicitGotTest, ARelocationBelowTheGotTakesItsOwnSymbol) {
  auto builder = this->with_got({0, 0x80000000, 0}, 2, 2, 3);
  builder.symbol({.name = "below", .value = 0x410004}).symbol({.name = "in", .section = SHN_UNDEF});
  builder.rel({builder.data_at(64), R_MIPS_REL32, "below"});
  builder.rel({builder.data_at(68), R_MIPS_REL32, "in"});
  builder.data(ByteString(128));
  auto image = builder.build();
  auto read = this->read(image, 3);
  ASSERT_TRUE(ok(read));
  ASSERT_GE(read->size(), 2U);
  EXPECT_TRUE((*read)[read->size() - 2].own_symbol);
  EXPECT_FALSE(read->back().own_symbol);
}

TYPED_TEST(ImplicitGotTest, WhatIsMissingOrTooLargeIsNamed) {
  {
    ElfBuilder<TypeParam> builder;
    builder.machine(EM_MIPS).flags(kO32);
    auto image = builder.dynamic(DT_PLTGOT, builder.data_at(0)).build();
    EXPECT_TRUE(fails(this->read(image, 1), "DT_MIPS_LOCAL_GOTNO",
                      image.offset_of(image.dyn(DT_PLTGOT)), "an entry beside DT_PLTGOT", "none"));
  }
  auto first = this->with_got({0, 0x80000000}, 2, 5, 1).build();
  EXPECT_TRUE(fails(this->read(first, 1), "DT_MIPS_GOTSYM",
                    first.offset_of(first.dyn(DT_MIPS_GOTSYM)), "a symbol index of at most 1",
                    "5"));
  auto many = this->with_got({0, 0x80000000, 0}, 2, 1, 2).build();
  EXPECT_TRUE(fails(this->read(many, 1), "DT_MIPS_SYMTABNO",
                    many.offset_of(many.dyn(DT_MIPS_SYMTABNO)),
                    "at most the 1 symbols of DT_SYMTAB", "2"));
  auto huge = this->with_got({0, 0x80000000}, 0xffffffff, 1, 1).build();
  EXPECT_FALSE(this->read(huge, 1).has_value());
}

}  // namespace
}  // namespace onefold
