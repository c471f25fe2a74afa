#include "read/arm_exidx.h"

#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"
#include "testing/frame_writer.h"

namespace onefold {
namespace {

using testing::ElfBuilder;
using testing::ElfImage;
using testing::fails;
using testing::FrameWriter;
using testing::ok;
using testing::Part;

// The table lies at the start of the text segment; `w` writes it.
template <typename E>
class ArmExidxTest : public ::testing::Test {
 protected:
  ArmExidxTest() : w(ElfBuilder<E>().text_at(0)), begin(w.at()) { builder.machine(EM_ARM); }

  void prel31(uint64_t target) { w.word((target - w.at()) & 0x7fffffff); }

  Result<std::vector<ExidxEntry>> read() {
    builder.segment({.type = PT_ARM_EXIDX, .vaddr = begin, .filesz = w.size()});
    image = builder.text(w.take()).build();
    auto module = read_module(image->view());
    EXPECT_TRUE(ok(module));
    ONEFOLD_TRY(auto table, find_exidx(*module));
    if (!table) return std::vector<ExidxEntry>();
    return read_exidx(*module, *table);
  }
  // Does `result` blame the byte `skip` bytes into the table?
  template <typename T>
  ::testing::AssertionResult refuses(const Result<T>& result, const std::string& field,
                                     uint64_t skip, const std::string& expected,
                                     const std::string& found) {
    return fails(result, field, image->place(Part::kText).offset + skip, expected, found);
  }

  ElfBuilder<E> builder;
  FrameWriter<E> w;
  uint64_t begin;
  std::optional<ElfImage<E>> image;
};
TYPED_TEST_SUITE(ArmExidxTest, testing::AllFormats);

TYPED_TEST(ArmExidxTest, TheThreeKinds) {
  this->prel31(0x400040);
  this->w.word(0x80b0b0b0);
  this->prel31(0x410000);
  this->prel31(0x420000);
  this->prel31(0x410008);
  this->w.word(EXIDX_CANTUNWIND);
  auto entries = this->read();
  ASSERT_TRUE(ok(entries));
  ASSERT_EQ(entries->size(), 3U);
  const auto& e = *entries;
  EXPECT_EQ(e[0].at.value, this->begin);
  EXPECT_EQ(e[0].function.value, 0x400040U);
  EXPECT_EQ(e[0].kind, ExidxKind::kInline);
  EXPECT_EQ(e[0].word, 0x80b0b0b0U);
  EXPECT_EQ(e[1].function.value, 0x410000U);
  EXPECT_EQ(e[1].kind, ExidxKind::kTable);
  EXPECT_EQ(e[1].table.value, 0x420000U);
  EXPECT_EQ(e[2].at.value, this->begin + 16);
  EXPECT_EQ(e[2].kind, ExidxKind::kCantUnwind);
}

TYPED_TEST(ArmExidxTest, ASentinelMayNameTheEndOfTheCode) {
  this->prel31(this->begin + 8);
  this->w.word(EXIDX_CANTUNWIND);
  auto entries = this->read();
  ASSERT_TRUE(ok(entries));
  EXPECT_EQ(entries->at(0).function.value, this->begin + 8);
}

TYPED_TEST(ArmExidxTest, OtherMachinesHaveNone) {
  this->builder.machine(EM_MIPS);
  this->w.word(~0U).word(~0U);
  auto entries = this->read();
  ASSERT_TRUE(ok(entries));
  EXPECT_TRUE(entries->empty());
}

TYPED_TEST(ArmExidxTest, RefusesAPartOfAnEntry) {
  this->prel31(this->begin);
  this->w.word(EXIDX_CANTUNWIND).word(0);
  auto entries = this->read();
  uint64_t at = this->image->offset_of(this->image->phdr(PT_ARM_EXIDX));
  EXPECT_TRUE(
      fails(entries, "PT_ARM_EXIDX p_filesz", at, "a multiple of the entry's 8 bytes", "12"));
}

TYPED_TEST(ArmExidxTest, RefusesATopBitInAFunction) {
  this->w.word(0x80000000).word(EXIDX_CANTUNWIND);
  EXPECT_TRUE(this->refuses(this->read(), ".ARM.exidx function", 0,
                            "a prel31 offset with bit 31 clear", "0x80000000"));
}

TYPED_TEST(ArmExidxTest, RefusesAFunctionOutside) {
  this->prel31(0x500000);
  this->w.word(EXIDX_CANTUNWIND);
  EXPECT_TRUE(this->refuses(this->read(), ".ARM.exidx function", 0, "an address inside a PT_LOAD",
                            "0x500000"));
}

TYPED_TEST(ArmExidxTest, RefusesDescendingFunctions) {
  this->prel31(0x410004);
  this->w.word(EXIDX_CANTUNWIND);
  this->prel31(0x410000);
  this->w.word(EXIDX_CANTUNWIND);
  EXPECT_TRUE(this->refuses(this->read(), ".ARM.exidx function", 8,
                            "at least 0x410004, that of the entry before it", "0x410000"));
}

TYPED_TEST(ArmExidxTest, RefusesATableOutside) {
  this->prel31(0x410000);
  this->prel31(0x500000);
  EXPECT_TRUE(this->refuses(this->read(), ".ARM.exidx table", 4,
                            "an address inside the file-backed bytes of a PT_LOAD", "0x500000"));
}

}  // namespace
}  // namespace onefold
