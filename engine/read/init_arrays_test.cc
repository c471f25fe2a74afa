#include "read/init_arrays.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "read/symbols.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ElfBuilder;
using testing::ElfImage;
using testing::fails;
using testing::ok;
using testing::Part;

// A machine of each format, and numbers from its psABI.
struct Numbers {
  uint16_t machine;
  uint32_t relative, absolute, irelative, glob_dat;
  bool adds = true;  // the addend of glob_dat
};
template <typename E>
constexpr Numbers numbers() {
  constexpr bool kLittle = E::kOrder == std::endian::little;
  if (E::k64 && kLittle) {
    return {EM_X86_64,          R_X86_64_RELATIVE, R_X86_64_64,
            R_X86_64_IRELATIVE, R_X86_64_GLOB_DAT, false};
  }
  if (E::k64) return {EM_S390, R_390_RELATIVE, R_390_64, R_390_IRELATIVE, R_390_GLOB_DAT};
  if (kLittle) return {EM_386, R_386_RELATIVE, R_386_32, R_386_IRELATIVE, R_386_GLOB_DAT, false};
  return {EM_PPC, R_PPC_RELATIVE, R_PPC_ADDR32, R_PPC_IRELATIVE, R_PPC_GLOB_DAT};
}

template <typename E>
class InitArraysTest : public ::testing::Test {
 protected:
  static constexpr Numbers kNumbers = numbers<E>();
  static constexpr uint64_t kWord = sizeof(typename E::Addr);

  InitArraysTest() {
    builder.machine(kNumbers.machine).symbol({.name = "start", .value = 0x410000});
  }

  // Where slot `index` of init_array lies once `data` has its default size.
  uint64_t slot(uint64_t index) const { return builder.data_at(256 + index * kWord); }

  Result<InitFunctions> read() {
    image = builder.build();
    return read_again();
  }
  Result<InitFunctions> read_again() {
    ONEFOLD_TRY(module, read_module(image->view()));
    ONEFOLD_TRY(auto tables, read_relocation_tables(module));
    ONEFOLD_TRY(auto symbols, count_symbols(module, tables));
    return read_init_functions(module, tables, symbols.count);
  }
  SlotTarget target(const InitSlot& slot) const { return slot_target(module, slot); }

  ElfBuilder<E> builder;
  std::optional<ElfImage<E>> image;
  Module module;
};
TYPED_TEST_SUITE(InitArraysTest, testing::AllFormats);

TYPED_TEST(InitArraysTest, WithoutAnyAllIsEmpty) {
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  EXPECT_FALSE(functions->init || functions->fini);
  EXPECT_TRUE(functions->preinit_array.empty());
  EXPECT_TRUE(functions->init_array.empty());
  EXPECT_TRUE(functions->fini_array.empty());
}

TYPED_TEST(InitArraysTest, InitAndFiniAreAddresses) {
  this->builder.dynamic(DT_INIT, 0x410004).dynamic(DT_FINI, 0x410008);
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  EXPECT_EQ(functions->init->value, 0x410004U);
  EXPECT_EQ(functions->fini->value, 0x410008U);
}

TYPED_TEST(InitArraysTest, WordsWithoutRelocations) {
  this->builder.init_array({0x410000, 0}).fini_array({0x410004});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  ASSERT_EQ(functions->init_array.size(), 2U);
  EXPECT_EQ(functions->init_array[0].at.value, this->slot(0));
  EXPECT_EQ(functions->init_array[1].at.value, this->slot(1));
  EXPECT_EQ(this->target(functions->init_array[0]).kind, SlotKind::kStatic);
  EXPECT_EQ(this->target(functions->init_array[0]).address.value, 0x410000U);
  EXPECT_EQ(this->target(functions->init_array[1]).kind, SlotKind::kEmpty);
  ASSERT_EQ(functions->fini_array.size(), 1U);
  EXPECT_EQ(functions->fini_array[0].word, 0x410004U);
}

TYPED_TEST(InitArraysTest, RelaAddendsComeFromTheTable) {
  this->builder.init_array({0, 0, 0, 0xdead})
      .rela({.place = this->slot(2),
             .type = this->kNumbers.absolute,
             .symbol = "start",
             .addend = -4})
      .rela({.place = this->slot(0), .type = this->kNumbers.relative, .addend = 0x410008})
      .rela({.place = this->slot(1), .type = this->kNumbers.irelative, .addend = 0x41000c});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  ASSERT_EQ(functions->init_array.size(), 4U);
  auto relative = this->target(functions->init_array[0]);
  EXPECT_EQ(relative.kind, SlotKind::kRelative);
  EXPECT_EQ(relative.address.value, 0x410008U);
  auto other = this->target(functions->init_array[1]);
  EXPECT_EQ(other.kind, SlotKind::kOther);
  EXPECT_EQ(other.type, this->kNumbers.irelative);
  EXPECT_EQ(other.addend, 0x41000c);
  auto symbolic = this->target(functions->init_array[2]);
  EXPECT_EQ(symbolic.kind, SlotKind::kSymbolic);
  EXPECT_EQ(symbolic.symbol, this->image->symbol_index("start"));
  EXPECT_EQ(symbolic.addend, -4);
  EXPECT_EQ(this->target(functions->init_array[3]).kind, SlotKind::kStatic);
}

TYPED_TEST(InitArraysTest, RelAddendsLieInTheSlot) {
  this->builder.fini_array({0x410008, ~uint64_t{0} - 3})
      .rel({.place = this->slot(0), .type = this->kNumbers.relative})
      .rel({.place = this->slot(1), .type = this->kNumbers.absolute, .symbol = "start"});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  ASSERT_EQ(functions->fini_array.size(), 2U);
  auto relative = this->target(functions->fini_array[0]);
  EXPECT_EQ(relative.kind, SlotKind::kRelative);
  EXPECT_EQ(relative.address.value, 0x410008U);
  auto symbolic = this->target(functions->fini_array[1]);
  EXPECT_EQ(symbolic.kind, SlotKind::kSymbolic);
  EXPECT_EQ(symbolic.addend, -4);
}

// Addend::kIgnored, wherever the addend lies.
TYPED_TEST(InitArraysTest, AnAddendThatLoadersLeaveOutIsNone) {
  const uint32_t type = this->kNumbers.glob_dat;
  this->builder.init_array({0, 8})
      .rela({.place = this->slot(0), .type = type, .symbol = "start", .addend = 8})
      .rel({.place = this->slot(1), .type = type, .symbol = "start"});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  for (const InitSlot& slot : functions->init_array) {
    EXPECT_EQ(this->target(slot).kind, SlotKind::kSymbolic);
    EXPECT_EQ(this->target(slot).addend, this->kNumbers.adds ? 8 : 0);
  }
}

TYPED_TEST(InitArraysTest, RelrIsAlwaysRelative) {
  this->builder.machine(0xfeed);  // even where no machine's table tells what its types mean
  this->builder.init_array({0x410000, 0x410008}).relr({this->slot(0), 3});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  ASSERT_EQ(functions->init_array.size(), 2U);
  for (const InitSlot& slot : functions->init_array) {
    auto target = this->target(slot);
    EXPECT_EQ(target.kind, SlotKind::kRelative);
    EXPECT_EQ(target.address.value, slot.word);
  }
}

TYPED_TEST(InitArraysTest, OnAnUnknownMachineTypesMeanNothing) {
  this->builder.machine(0xfeed).init_array({0}).rela(
      {.place = this->slot(0), .type = 8, .addend = 5});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  EXPECT_EQ(this->target(functions->init_array.at(0)).kind, SlotKind::kOther);
}

TYPED_TEST(InitArraysTest, NoneRelocationsChangeNothing) {
  this->builder.init_array({0x410000}).rela({.place = this->slot(0), .type = 0, .addend = 5});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  EXPECT_EQ(this->target(functions->init_array.at(0)).kind, SlotKind::kStatic);
}

TYPED_TEST(InitArraysTest, TheRelocationAppliedLastCounts) {
  this->builder.init_array({0})
      .relr({this->slot(0)})
      .rela({.place = this->slot(0), .type = this->kNumbers.relative, .addend = 0x410004});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  EXPECT_EQ(this->target(functions->init_array.at(0)).address.value, 0x410004U);
}

TYPED_TEST(InitArraysTest, PreinitArray) {
  this->builder.dynamic(DT_PREINIT_ARRAY, this->builder.data_at(0))
      .dynamic(DT_PREINIT_ARRAYSZ, 2 * this->kWord)
      .rela({.place = this->builder.data_at(this->kWord),
             .type = this->kNumbers.relative,
             .addend = 0x410004});
  auto functions = this->read();
  ASSERT_TRUE(ok(functions));
  ASSERT_EQ(functions->preinit_array.size(), 2U);
  EXPECT_EQ(this->target(functions->preinit_array[0]).kind, SlotKind::kEmpty);
  EXPECT_EQ(this->target(functions->preinit_array[1]).address.value, 0x410004U);
}

TYPED_TEST(InitArraysTest, AnArrayOfSizeZeroMayLieAnywhere) {
  this->builder.dynamic(DT_INIT_ARRAY, 0).dynamic(DT_INIT_ARRAYSZ, 0);
  EXPECT_TRUE(ok(this->read()));
}

// --- defects ---

TYPED_TEST(InitArraysTest, RefusesAnArrayWithoutItsSize) {
  this->builder.dynamic(DT_FINI_ARRAY, this->builder.data_at(0));
  auto functions = this->read();
  EXPECT_TRUE(fails(functions, "DT_FINI_ARRAYSZ",
                    this->image->offset_of(this->image->dyn(DT_FINI_ARRAY)),
                    "an entry beside DT_FINI_ARRAY", "none"));
}

TYPED_TEST(InitArraysTest, RefusesAPartOfAWord) {
  this->builder.dynamic(DT_FINI_ARRAY, this->builder.data_at(0)).dynamic(DT_FINI_ARRAYSZ, 10);
  auto functions = this->read();
  EXPECT_TRUE(fails(functions, "DT_FINI_ARRAYSZ",
                    this->image->offset_of(this->image->dyn(DT_FINI_ARRAYSZ)),
                    TypeParam::k64 ? "a multiple of 8" : "a multiple of 4", "10"));
}

TYPED_TEST(InitArraysTest, RefusesAnArrayOutside) {
  this->builder.dynamic(DT_INIT_ARRAY, 0x500000).dynamic(DT_INIT_ARRAYSZ, 8);
  auto functions = this->read();
  EXPECT_TRUE(fails(functions, "DT_INIT_ARRAY",
                    this->image->offset_of(this->image->dyn(DT_INIT_ARRAY)),
                    "an address inside the file-backed bytes of a PT_LOAD", "0x500000"));
}

TYPED_TEST(InitArraysTest, RefusesARelocationAcrossSlots) {
  this->builder.init_array({0, 0}).rela(
      {.place = this->slot(0) + 2, .type = this->kNumbers.relative, .addend = 0x410000});
  auto functions = this->read();
  EXPECT_TRUE(
      fails(functions, "DT_INIT_ARRAY r_offset", this->image->place(Part::kInitArray).offset + 2,
            "a relocation at the start of a slot", fmt::format("{:#x}", this->slot(0) + 2)));
}

}  // namespace
}  // namespace onefold
