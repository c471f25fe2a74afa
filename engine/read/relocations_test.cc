#include "read/relocations.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::ElementsAre;

template <typename E>
class RelocationsTest : public ::testing::Test {
 protected:
  using Native = typename E::Native;
  static constexpr uint64_t kWord = sizeof(Native);

  // A machine without a table of relocations: a type stores at least 1 byte.
  RelocationsTest() { builder_.machine(0xfeed); }

  Result<std::vector<Relocation>> read(ElfImage<E>& image, uint64_t symbol_count) {
    ONEFOLD_TRY(auto module, read_module(image.view()));
    return read_relocations(module, symbol_count);
  }
  Result<std::vector<uint64_t>> places(ElfImage<E>& image) {
    ONEFOLD_TRY(auto relocations, read(image, 1));
    std::vector<uint64_t> places;
    places.reserve(relocations.size());
    for (const Relocation& r : relocations) places.push_back(r.place.value);
    return places;
  }
  static void widen(ElfImage<E>& image, uint64_t size_tag, uint64_t more) {
    auto& size = image.dyn(size_tag).d_val;
    size = static_cast<Native>(size + more);
  }

  ElfBuilder<E> builder_;
  uint64_t data_ = builder_.data_at(0);
};
TYPED_TEST_SUITE(RelocationsTest, AllFormats);

TYPED_TEST(RelocationsTest, DecodesRela) {
  const uint32_t type = TypeParam::k64 ? 0x89abcdef : 0xef;  // ELF32_R_TYPE is 8 bits
  auto image =
      this->builder_.undefined("a").undefined("b").rela({this->data_ + 3, type, "b", -5}).build();
  auto read = this->read(image, 3);
  ASSERT_TRUE(ok(read));
  ASSERT_EQ(read->size(), 1U);
  const Relocation& r = (*read)[0];
  EXPECT_EQ(r.place, ModuleAddress(this->data_ + 3));
  EXPECT_EQ(r.addend, -5);
  EXPECT_EQ(r.type, type);
  EXPECT_EQ(r.symbol, image.symbol_index("b"));
  EXPECT_EQ(r.table, RelocTable::kRela);
  EXPECT_FALSE(r.addend_in_place);
}

TYPED_TEST(RelocationsTest, DecodesRel) {
  auto image =
      this->builder_.undefined("a").rel({this->data_, 7, "a"}).rel({this->data_ + 8, 8}).build();
  auto read = this->read(image, 2);
  ASSERT_TRUE(ok(read));
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].symbol, 1U);
  EXPECT_EQ((*read)[0].type, 7U);
  EXPECT_EQ((*read)[0].table, RelocTable::kRel);
  EXPECT_TRUE((*read)[0].addend_in_place);
  EXPECT_EQ((*read)[1].symbol, 0U);
  EXPECT_EQ((*read)[1].addend, 0);
}

TYPED_TEST(RelocationsTest, DtPltrelTellsWhatJmprelHolds) {
  for (bool addends : {true, false}) {
    ElfBuilder<TypeParam> builder;
    builder.machine(0xfeed).jmprel({this->data_, 7, "", 0x123});
    if (!addends) builder.jmprel_without_addends();
    auto image = builder.build();
    auto read = this->read(image, 1);
    ASSERT_TRUE(ok(read));
    ASSERT_EQ(read->size(), 1U);
    EXPECT_EQ((*read)[0].addend, addends ? 0x123 : 0);
    EXPECT_EQ((*read)[0].addend_in_place, !addends);
    EXPECT_EQ((*read)[0].table, RelocTable::kJmprel);
  }
}

TYPED_TEST(RelocationsTest, TablesComeInTheLoadersOrder) {
  const uint64_t data = this->data_;
  auto image = this->builder_.jmprel({data, 1})
                   .rela({data + 8, 1})
                   .rel({data + 16, 1})
                   .relr({data + 24})
                   .build();
  auto places = this->places(image);
  ASSERT_TRUE(ok(places));
  EXPECT_THAT(*places, ElementsAre(data + 24, data + 16, data + 8, data));
}

// elf/dynamic-link.h, _ELF_DYNAMIC_DO_RELOC: if both ranges end at one place, DT_RELASZ counts
// DT_PLTRELSZ in.
TYPED_TEST(RelocationsTest, JmprelInTheTailOfRelaComesOnce) {
  const uint64_t data = this->data_, entry = sizeof(typename TypeParam::Rela);
  auto image = this->builder_.rela({data, 1}).rela({data + 8, 2}).jmprel({data + 16, 3}).build();
  ASSERT_EQ(image.place(Part::kRela).address + 2 * entry, image.place(Part::kJmprel).address);
  this->widen(image, DT_RELASZ, entry);
  auto read = this->read(image, 1);
  ASSERT_TRUE(ok(read));
  ASSERT_EQ(read->size(), 3U);
  EXPECT_EQ((*read)[1].table, RelocTable::kRela);
  EXPECT_EQ((*read)[2].table, RelocTable::kJmprel);
  EXPECT_EQ((*read)[2].type, 3U);
  // The whole of DT_RELA may be DT_JMPREL.
  image.dyn(DT_JMPREL).d_val = image.dyn(DT_RELA).d_val;
  image.dyn(DT_PLTRELSZ).d_val = image.dyn(DT_RELASZ).d_val;
  read = this->read(image, 1);
  ASSERT_TRUE(ok(read));
  ASSERT_EQ(read->size(), 3U);
  EXPECT_EQ((*read)[0].table, RelocTable::kJmprel);
}

// gABI, "Relative Relocation Table": an even word is an address; an odd one a bitmap of the 31 or
// 63 words after it.
TYPED_TEST(RelocationsTest, DecodesRelr) {
  const uint64_t data = this->data_, word = this->kWord, bits = word * 8 - 1;
  const uint64_t first = data, after = first + word, second = after + bits * word;
  this->builder_.data(ByteString(2048));
  auto image =
      this->builder_.relr({first, 1 | 1 << 1 | 1 << 3, 1 | uint64_t{1} << bits, data + 8}).build();
  auto places = this->places(image);
  ASSERT_TRUE(ok(places));
  EXPECT_THAT(*places,
              ElementsAre(first, after, after + 2 * word, second + (bits - 1) * word, data + 8));
  auto read = this->read(image, 1);
  for (const Relocation& r : *read) {
    EXPECT_EQ(r.table, RelocTable::kRelr);
    EXPECT_TRUE(r.addend_in_place);
    EXPECT_EQ(r.symbol, 0U);
  }
}

TYPED_TEST(RelocationsTest, AnEmptyRelrBitmapStepsOn) {
  const uint64_t word = this->kWord;
  this->builder_.data(ByteString(2048));
  auto image = this->builder_.relr({this->data_, 1, 3}).build();
  EXPECT_THAT(this->places(image).value(),
              ElementsAre(this->data_, this->data_ + word + (word * 8 - 1) * word));
}

TYPED_TEST(RelocationsTest, RefusesARelrTableThatBeginsWithABitmap) {
  auto image = this->builder_.relr({3}).build();
  EXPECT_TRUE(fails(this->places(image), "DT_RELR entry", image.place(Part::kRelr).offset,
                    "an address before the first bitmap", "0x3"));
}

// A bitmap of a word would stand for 63 words of memory that the file does not have.
TYPED_TEST(RelocationsTest, RefusesMoreRelrPlacesThanTheFileHasWords) {
  const uint64_t word = this->kWord, bits = word * 8 - 1;
  std::vector<uint64_t> words(400, UINT64_MAX);
  words.front() = this->data_;
  auto image = this->builder_.relr(words).bss(words.size() * bits * word).build();
  const uint64_t most = image.bytes().size() / word;
  const uint64_t entry = (most - 1) / bits + 1;
  ASSERT_LT(entry, words.size());
  EXPECT_TRUE(fails(this->places(image), "DT_RELR entry",
                    image.place(Part::kRelr).offset + entry * word,
                    fmt::format("at most {} places in the file", most), "more"));
}

TYPED_TEST(RelocationsTest, RefusesARelrTableThatRunsOutOfItsSegment) {
  const uint64_t word = this->kWord;
  auto image = this->builder_.relr({this->data_, 1, 1, 1, 1, 1, 1, 1, 1, 3}).build();
  const uint64_t out = this->data_ + word + 8 * (word * 8 - 1) * word;
  EXPECT_TRUE(fails(this->places(image), "DT_RELR r_offset",
                    image.place(Part::kRelr).offset + 9 * word, "an address inside a PT_LOAD",
                    fmt::format("{:#x}", out)));
}

TYPED_TEST(RelocationsTest, RefusesAPlaceOutsideTheLoads) {
  auto image = this->builder_.rela({this->data_, 1}).rela({0x10, 1}).build();
  EXPECT_TRUE(fails(this->read(image, 1), "DT_RELA r_offset",
                    image.place(Part::kRela).offset + sizeof(typename TypeParam::Rela),
                    "an address inside a PT_LOAD", "0x10"));
  // The place of R_*_NONE means nothing.
  image.template at<typename TypeParam::Rela>(Part::kRela, 1).r_info = 0;
  EXPECT_TRUE(ok(this->read(image, 1)));
}

TYPED_TEST(RelocationsTest, APlaceMayLieInBss) {
  auto image = this->builder_.bss(64).build();
  const auto& load = image.phdr(PT_LOAD, 2);
  const uint64_t bss = load.p_vaddr + load.p_filesz;
  auto with = this->builder_.rela({bss + 32, 1}).build();
  EXPECT_THAT(this->places(with).value(), ElementsAre(bss + 32));
}

TYPED_TEST(RelocationsTest, RefusesASymbolBeyondTheTable) {
  auto image = this->builder_.undefined("a").rel({this->data_, 1, "a"}).build();
  EXPECT_TRUE(fails(this->read(image, 1), "DT_REL r_sym", image.place(Part::kRel).offset,
                    "a symbol index below 1", "1"));
  EXPECT_TRUE(ok(this->read(image, 2)));
}

TYPED_TEST(RelocationsTest, VisitsThoseThatAFilterNamesAndChecksNoOthers) {
  auto image = this->builder_.undefined("a")
                   .rela({this->data_, 5})
                   .rela({this->data_ + 8, 6, "a"})
                   .rela({this->data_ + 16, 6})
                   .rela({0x10, 7})  // outside of all segments
                   .build();
  const Module module = read_module(image.view()).value();
  const auto tables = read_relocation_tables(module).value();
  auto types = [&](const RelocationFilter& filter) {
    std::vector<uint32_t> found;
    EXPECT_TRUE(ok(visit_some_relocations(module, tables.at(0), 2, filter,
                                          [&](const Relocation& r) { found.push_back(r.type); })));
    return found;
  };
  const ModuleAddress data(this->data_);
  EXPECT_EQ(types({.type = 6}), (std::vector<uint32_t>{6, 6}));
  EXPECT_EQ(types({.with_symbol = true}), (std::vector<uint32_t>{6}));
  EXPECT_EQ(types({.begin = data, .size = 24, .other_than = 6}), (std::vector<uint32_t>{5}));
  EXPECT_EQ(types({.begin = data, .size = 9}), (std::vector<uint32_t>{5, 6}));
  EXPECT_TRUE(types({.begin = data + 24, .size = 8}).empty());
  EXPECT_FALSE(visit_some_relocations(module, tables.at(0), 2, {.type = 7}, [](const auto&) {}));
}

// The last address of all is no less a place.
TYPED_TEST(RelocationsTest, AFilterThatNamesNoPlacesPassesAll) {
  auto image = this->builder_.rela({UINT64_MAX, 5}).build();
  const Module module = read_module(image.view()).value();
  const auto tables = read_relocation_tables(module).value();
  for (const RelocationFilter& filter : {RelocationFilter{}, {.type = 5}, {.other_than = 6}}) {
    EXPECT_FALSE(visit_some_relocations(module, tables.at(0), 1, filter, [](const auto&) {}));
  }
}

TYPED_TEST(RelocationsTest, CountsTheSymbolsUsed) {
  this->builder_.undefined("a").undefined("b").undefined("c");
  auto image = this->builder_.rela({this->data_, 1, "c"})
                   .rel({this->data_, 1, "b"})
                   .relr({this->data_})
                   .build();
  const Module module = read_module(image.view()).value();
  auto tables = read_relocation_tables(module).value();
  ASSERT_EQ(tables.size(), 3U);
  EXPECT_EQ(symbols_used_by_relocations(module, tables), 4U);
  EXPECT_EQ(symbols_used_by_relocations(module, {tables[1]}), 3U);
  EXPECT_EQ(symbols_used_by_relocations(module, {tables[0]}), 0U);
  EXPECT_EQ(symbols_used_by_relocations(module, {}), 0U);
}

// n64 splits r_info into bytes: a 32-bit symbol, then r_ssym, r_type3, r_type2, r_type. Read as one
// little-endian word, the halves stand the other way round. MIPS psABI for 64-bit objects,
// "Relocation".
TYPED_TEST(RelocationsTest, Mips64SplitsTheInfoWord) {
  if constexpr (TypeParam::k64) {
    auto image =
        this->builder_.machine(EM_MIPS).undefined("a").undefined("b").rel({this->data_, 1}).build();
    const uint8_t info[] = {0, 0, 0, 0, 0, 0, 18, 3};  // R_MIPS_REL32, R_MIPS_64
    uint64_t at = image.place(Part::kRel).offset + 8;
    for (size_t i = 0; i < 8; ++i) image.template at<typename TypeParam::Byte>(at + i) = info[i];
    image.template at<typename TypeParam::Word>(at) = 2;
    auto read = this->read(image, 3);
    ASSERT_TRUE(ok(read));
    EXPECT_EQ((*read)[0].symbol, 2U);
    EXPECT_EQ((*read)[0].type, 18U << 8 | 3U);
    const Module module = read_module(image.view()).value();
    EXPECT_EQ(symbols_used_by_relocations(module, read_relocation_tables(module).value()), 3U);
  } else {
    // o32 and n32 use ELF32_R_SYM and ELF32_R_TYPE.
    auto image = this->builder_.machine(EM_MIPS).undefined("a").rel({this->data_, 3, "a"}).build();
    auto read = this->read(image, 2);
    ASSERT_TRUE(ok(read));
    EXPECT_EQ((*read)[0].symbol, 1U);
    EXPECT_EQ((*read)[0].type, 3U);
  }
}

TYPED_TEST(RelocationsTest, ATableOfNoBytesIsNone) {
  auto image = this->builder_.rela({this->data_, 1}).build();
  image.dyn(DT_RELASZ).d_val = 0;
  image.dyn(DT_RELA).d_val = 0;
  EXPECT_TRUE(this->read(image, 1).value().empty());
}

TYPED_TEST(RelocationsTest, RefusesATableOutsideItsSegment) {
  auto image = this->builder_.rela({this->data_, 1}).build();
  auto& entry = image.dyn(DT_RELA);
  entry.d_val = static_cast<typename TypeParam::Native>(this->builder_.text_at(8));
  EXPECT_TRUE(fails(this->read(image, 1), "DT_RELA", image.offset_of(entry),
                    "a table inside its PT_LOAD's file-backed bytes, 8 from there",
                    fmt::format("{} bytes at address 0x410008", sizeof(typename TypeParam::Rela))));
}

TYPED_TEST(RelocationsTest, RefusesASizeThatIsNoMultiple) {
  // Behind each table there is another.
  auto image =
      this->builder_.relr({this->data_}).rela({this->data_, 1}).jmprel({this->data_, 1}).build();
  const uint64_t rela = sizeof(typename TypeParam::Rela);
  this->widen(image, DT_RELASZ, 1);
  EXPECT_TRUE(fails(this->read(image, 1), "DT_RELA", image.offset_of(image.dyn(DT_RELASZ)),
                    fmt::format("a size that is a multiple of the entry's {} bytes", rela),
                    fmt::format("{}", rela + 1)));
  this->widen(image, 35, 1);  // DT_RELRSZ
  EXPECT_TRUE(fails(this->read(image, 1), "DT_RELR", image.offset_of(image.dyn(35)),
                    fmt::format("a size that is a multiple of the entry's {} bytes", this->kWord),
                    fmt::format("{}", this->kWord + 1)));
}

// gABI, figure 5-10: DT_JMPREL's companions are mandatory.
TYPED_TEST(RelocationsTest, RefusesATableWithoutItsCompanions) {
  auto image = this->builder_.rel({this->data_, 1}).jmprel({this->data_, 1}).build();
  image.dyn(DT_PLTREL).d_tag = 0x6ffffff5;
  EXPECT_TRUE(fails(this->read(image, 1), "DT_PLTREL", image.offset_of(image.dyn(DT_JMPREL)),
                    "an entry beside DT_JMPREL", "none"));
  image.dyn(DT_RELSZ).d_tag = 0x6ffffff5;
  EXPECT_TRUE(fails(this->read(image, 1), "DT_REL", image.offset_of(image.dyn(DT_REL)),
                    "an entry with the table's size", "none"));
}

}  // namespace
}  // namespace onefold
