#include "resolve/linkable.h"

#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;
using testing::Part;

template <typename E>
class LinkableTest : public ::testing::Test {
 protected:
  using Builder = testing::ElfBuilder<E>;

  Result<Linkable> read(const testing::ElfImage<E>& image) {
    module_ = *read_module(image.view());
    return read_linkable(module_);
  }

  Module module_;
};
TYPED_TEST_SUITE(LinkableTest, testing::AllFormats);

TYPED_TEST(LinkableTest, AVersionIsFoundByASymbolsIndex) {
  auto image = typename TestFixture::Builder()
                   .undefined("f", "V1", "liba.so")
                   .symbol({.name = "g", .value = 1})
                   .build();
  auto linkable = this->read(image);
  ASSERT_TRUE(ok(linkable));
  const VersionName* version = linkable->version_of(image.symbol_index("f"));
  ASSERT_NE(version, nullptr);
  EXPECT_EQ(version->name, "V1");
  EXPECT_EQ(version->file, "liba.so");
  EXPECT_EQ(linkable->version_of(image.symbol_index("g")), nullptr);
}

TYPED_TEST(LinkableTest, ANullSymbolHasNoValue) {
  auto image = typename TestFixture::Builder().symbol({.name = "f", .value = 1}).build();
  auto& null = image.template at<typename TypeParam::Sym>(Part::kSymbols);
  null.st_size = 1;
  auto linkable = this->read(image);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().expected, "a first symbol that is 0");
}

// A file of n bytes may have names of n * n bytes together.
TYPED_TEST(LinkableTest, ManyNamesInsideOneLongStringAreRefused) {
  constexpr uint32_t kLength = 3000;
  const std::string text(kLength, 'x');
  for (const bool are_long : {false, true}) {
    typename TestFixture::Builder builder;
    for (int i = 0; i < 60; ++i) builder.undefined("f" + std::to_string(i));
    auto image = builder.undefined(text).build();
    const auto count = image.place(Part::kSymbols).size / sizeof(typename TypeParam::Sym);
    const uint32_t name = image.sym(text).st_name;
    for (uint32_t i = 1; i < count; ++i) {
      image.template at<typename TypeParam::Sym>(Part::kSymbols, i).st_name =
          name + (are_long ? i : kLength - i);
    }
    auto linkable = this->read(image);
    EXPECT_EQ(linkable.has_value(), !are_long);
    if (linkable) continue;
    EXPECT_EQ(linkable.error().field, "DT_SYMTAB st_name");
  }
}

TYPED_TEST(LinkableTest, AHiddenNeededVersionIsRefused) {
  auto image = typename TestFixture::Builder().undefined("f", "V1", "liba.so").build();
  auto& need = image.template at<typename TypeParam::Verneed>(Part::kVerneed);
  auto& version = image.template at<typename TypeParam::Vernaux>(
      image.place(Part::kVerneed).offset + need.vn_aux);
  version.vna_other = static_cast<uint16_t>(version.vna_other | 0x8000);
  auto linkable = this->read(image);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().field, "vna_other");
  EXPECT_EQ(linkable.error().found, "it, for V1");
}

TYPED_TEST(LinkableTest, AHiddenDefinedVersionIsRefused) {
  auto image =
      typename TestFixture::Builder().symbol({.name = "f", .value = 1, .version = "V1"}).build();
  auto& base = image.template at<typename TypeParam::Verdef>(Part::kVerdef);
  auto& version = image.template at<typename TypeParam::Verdef>(image.place(Part::kVerdef).offset +
                                                                base.vd_next);
  version.vd_ndx = static_cast<uint16_t>(version.vd_ndx | 0x8000);
  auto linkable = this->read(image);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().field, "vd_ndx");
}

// Which stand for no version.
TYPED_TEST(LinkableTest, AVersionOfIndex0Or1IsRefused) {
  for (const uint16_t index : {uint16_t{0}, uint16_t{1}}) {
    auto needs = typename TestFixture::Builder().undefined("f", "V1", "liba.so").build();
    auto& need = needs.template at<typename TypeParam::Verneed>(Part::kVerneed);
    auto& needed = needs.template at<typename TypeParam::Vernaux>(
        needs.place(Part::kVerneed).offset + need.vn_aux);
    needed.vna_other = index;
    auto linkable = this->read(needs);
    ASSERT_FALSE(linkable);
    EXPECT_EQ(linkable.error().field, "vna_other");
    EXPECT_EQ(linkable.error().found, index == 0 ? "0, for V1" : "1, for V1");
    auto defines =
        typename TestFixture::Builder().symbol({.name = "f", .value = 1, .version = "V1"}).build();
    auto& base = defines.template at<typename TypeParam::Verdef>(Part::kVerdef);
    auto& version = defines.template at<typename TypeParam::Verdef>(
        defines.place(Part::kVerdef).offset + base.vd_next);
    version.vd_ndx = index;
    linkable = this->read(defines);
    ASSERT_FALSE(linkable);
    EXPECT_EQ(linkable.error().field, "vd_ndx");
  }
}

TYPED_TEST(LinkableTest, AVersionsHashIsItsNames) {
  auto needs = typename TestFixture::Builder().undefined("f", "V1", "liba.so").build();
  auto& need = needs.template at<typename TypeParam::Verneed>(Part::kVerneed);
  auto& needed = needs.template at<typename TypeParam::Vernaux>(needs.place(Part::kVerneed).offset +
                                                                need.vn_aux);
  needed.vna_hash = needed.vna_hash ^ 1U;
  auto linkable = this->read(needs);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().field, "vna_hash");
  auto defines =
      typename TestFixture::Builder().symbol({.name = "f", .value = 1, .version = "V1"}).build();
  auto& base = defines.template at<typename TypeParam::Verdef>(Part::kVerdef);
  auto& version = defines.template at<typename TypeParam::Verdef>(
      defines.place(Part::kVerdef).offset + base.vd_next);
  version.vd_hash = version.vd_hash ^ 1U;
  linkable = this->read(defines);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().field, "vd_hash");
}

TYPED_TEST(LinkableTest, AnIndexOfNoVersionIsRefused) {
  auto image =
      typename TestFixture::Builder().symbol({.name = "f", .value = 1, .version = "V1"}).build();
  auto& base = image.template at<typename TypeParam::Verdef>(Part::kVerdef);
  auto& version = image.template at<typename TypeParam::Verdef>(image.place(Part::kVerdef).offset +
                                                                base.vd_next);
  version.vd_ndx = uint16_t{9};
  auto linkable = this->read(image);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().field, "DT_VERSYM");
  EXPECT_EQ(linkable.error().found, "2, of symbol 1, f");
}

TYPED_TEST(LinkableTest, AHiddenSymbolBesideADefinitionOfItsNameIsRefused) {
  auto image = typename TestFixture::Builder()
                   .symbol({.name = "f", .value = 1, .other = STV_HIDDEN})
                   .symbol({.name = "f", .value = 2})
                   .build();
  auto linkable = this->read(image);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().field, "st_other");
}

TYPED_TEST(LinkableTest, ADefinitionWithoutANameIsRefused) {
  auto image = typename TestFixture::Builder().symbol({.name = "", .value = 1}).build();
  auto linkable = this->read(image);
  ASSERT_FALSE(linkable);
  EXPECT_EQ(linkable.error().field, "st_name");
  EXPECT_EQ(linkable.error().found, "none, of symbol 1");
}

TYPED_TEST(LinkableTest, AnAbsoluteIfuncIsRefused) {
  for (int type : {STT_NOTYPE, STT_OBJECT, STT_FUNC, STT_TLS, STT_GNU_IFUNC}) {
    auto image =
        typename TestFixture::Builder()
            .symbol(
                {.name = "f", .value = 1, .type = static_cast<uint8_t>(type), .section = SHN_ABS})
            .build();
    auto linkable = this->read(image);
    const bool is_refused = type == STT_GNU_IFUNC;
    ASSERT_EQ(linkable.has_value(), !is_refused) << type;
    if (!is_refused) continue;
    EXPECT_EQ(linkable.error().found, "SHN_ABS, of f");
  }
}

TYPED_TEST(LinkableTest, APltEntryIsAProgramsAndTheOnlyOneOfItsName) {
  const testing::SymbolSpec entry{.name = "f", .value = 1, .section = SHN_UNDEF};
  auto image = typename TestFixture::Builder().undefined("g").symbol(entry).build();
  auto linkable = this->read(image);
  ASSERT_TRUE(ok(linkable));
  EXPECT_TRUE(check_plt_entries(*linkable, true));
  auto refused = check_plt_entries(*linkable, false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().found, "0x1, of f");
  auto two = typename TestFixture::Builder()
                 .symbol(entry)
                 .symbol({.name = "f", .value = 2, .version = "V1"})
                 .build();
  linkable = this->read(two);
  ASSERT_TRUE(ok(linkable));
  refused = check_plt_entries(*linkable, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().found, "another one of f");
}

// Which no reference to a version takes.
TYPED_TEST(LinkableTest, APltEntryWithoutAVersionIsNotHidden) {
  auto image = typename TestFixture::Builder()
                   .symbol({.name = "f", .value = 1, .section = SHN_UNDEF, .hidden_version = true})
                   .symbol({.name = "g", .value = 1, .version = "V1"})
                   .build();
  auto linkable = this->read(image);
  ASSERT_TRUE(ok(linkable));
  const auto refused = check_plt_entries(*linkable, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().found, "it, for f");
}

// ld.so passes over a table of the kind that its machine does not have, or dies of it.
TYPED_TEST(LinkableTest, ATableOfTheOtherKindIsRefused) {
  typename TestFixture::Builder builder;
  const bool rela = builder.kMachine != EM_386;
  const testing::RelocationSpec relocation{.place = builder.data_at(8), .type = 1};
  auto image = rela ? builder.rel(relocation).build() : builder.rela(relocation).build();
  auto linkable = this->read(image);
  ASSERT_FALSE(linkable);
  EXPECT_TRUE(linkable.error().expected.starts_with(rela ? "DT_RELA, " : "DT_REL, "));
  EXPECT_EQ(linkable.error().found, rela ? "DT_REL" : "DT_RELA");
}

// The fold makes its tables anew, and there it would be found.
TYPED_TEST(LinkableTest, ADefinitionThatNoLookupFindsIsRefused) {
  for (const bool gnu : {false, true}) {
    auto builder = typename TestFixture::Builder().machine(0xfeed).hashes(!gnu, gnu);
    auto image = builder.symbol({.name = "f", .value = 1}).build();
    ASSERT_TRUE(ok(this->read(image)));
    using Word = typename TypeParam::Word;
    if (gnu) {
      const uint64_t chain =
          image.place(Part::kGnuHash).offset + 16 + sizeof(typename TypeParam::Addr) + sizeof(Word);
      image.template at<Word>(chain) = image.template at<Word>(chain) ^ 4U;
    } else {
      // nbucket, nchain, then the buckets: empty, each.
      const uint32_t buckets = image.template at<Word>(Part::kHash, 0);
      for (uint32_t i = 0; i < buckets; ++i) image.template at<Word>(Part::kHash, 2 + i) = Word(0);
    }
    auto linkable = this->read(image);
    ASSERT_FALSE(linkable);
    EXPECT_EQ(linkable.error().field, gnu ? "DT_GNU_HASH" : "DT_HASH");
    EXPECT_EQ(linkable.error().found, "none to symbol 1, f");
  }
}

}  // namespace
}  // namespace onefold
