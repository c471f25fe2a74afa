#include "testing/elf_builder.h"

#include <gtest/gtest.h>

#include "testing/formats.h"

namespace onefold::testing {
namespace {

template <typename E>
class ElfBuilderTest : public ::testing::Test {};
TYPED_TEST_SUITE(ElfBuilderTest, AllFormats);

TYPED_TEST(ElfBuilderTest, StructuresLieWhereTheHeadersSay) {
  ElfBuilder<TypeParam> builder;
  auto image =
      builder.soname("libx.so").symbol({.name = "f", .value = builder.text_at(4)}).bss(64).build();
  EXPECT_EQ(image.ehdr().e_phnum, 4U);
  auto& text = image.phdr(PT_LOAD, 1);
  EXPECT_EQ(text.p_vaddr, builder.text_at(0));
  EXPECT_EQ(text.p_offset % 0x1000, 0U);
  auto& data = image.phdr(PT_LOAD, 2);
  EXPECT_EQ(data.p_vaddr, builder.data_at(0));
  EXPECT_EQ(data.p_memsz - data.p_filesz, 64U);
  EXPECT_EQ(image.sym("f").st_value, builder.text_at(4));
  // The address of a table is its offset plus the distance of its PT_LOAD.
  EXPECT_EQ(image.dyn(DT_SYMTAB).d_val, image.offset_of(image.sym("")) + builder.base());
  EXPECT_EQ(image.phdr(PT_DYNAMIC).p_offset, image.offset_of(image.dyn(DT_SONAME)));
}

TYPED_TEST(ElfBuilderTest, PatchesOneField) {
  auto image = ElfBuilder<TypeParam>().stack(0x800000).build();
  auto before = std::vector<std::byte>(image.bytes().begin(), image.bytes().end());
  auto& field = image.phdr(PT_GNU_STACK).p_flags;
  field = PF_R | PF_W | PF_X;
  size_t changed = 0;
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] == image.bytes()[i]) continue;
    ++changed;
    EXPECT_GE(i, image.offset_of(field));
    EXPECT_LT(i, image.offset_of(field) + 4);
  }
  EXPECT_EQ(changed, 1U);
}

TYPED_TEST(ElfBuilderTest, WhatTheImageHasNotThrows) {
  auto image = ElfBuilder<TypeParam>().build();
  EXPECT_THROW(image.phdr(PT_TLS), std::out_of_range);
  EXPECT_THROW(image.dyn(DT_SONAME), std::out_of_range);
  EXPECT_THROW(image.sym("f"), std::out_of_range);
  EXPECT_THROW((image.template at<typename TypeParam::Word>(image.view().size() - 3)),
               std::out_of_range);
}

TYPED_TEST(ElfBuilderTest, SmallPagesMakeASmallFile) {
  EXPECT_LT(ElfBuilder<TypeParam>().page_size(16).data({}).build().view().size(), 1536U);
}

}  // namespace
}  // namespace onefold::testing
