#include "read/eh_frame_hdr.h"

#include <gtest/gtest.h>

#include "read/eh_frame.h"
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

// The header lies at the start of the text segment; `w` writes it.
template <typename E>
class EhFrameHdrTest : public ::testing::Test {
 protected:
  EhFrameHdrTest() : w(ElfBuilder<E>().text_at(0)), begin(w.at()) {}

  const Module& module() {
    if (!module_) {
      builder.segment({.type = PT_GNU_EH_FRAME, .vaddr = begin, .filesz = w.size()});
      image = builder.text(w.take()).build();
      auto read = read_module(image->view());
      EXPECT_TRUE(ok(read));
      module_ = *read;
    }
    return *module_;
  }
  Result<std::optional<EhFrameHeader>> header() { return read_eh_frame_header(module()); }
  Result<std::vector<EhFrameTableEntry>> table() {
    ONEFOLD_TRY(auto read, header());
    return read_eh_frame_table(module(), *read);
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

 private:
  std::optional<Module> module_;
};
TYPED_TEST_SUITE(EhFrameHdrTest, testing::AllFormats);

TYPED_TEST(EhFrameHdrTest, WithoutTheSegmentThereIsNone) {
  this->image = ElfBuilder<TypeParam>().build();
  auto read = read_module(this->image->view());
  auto header = read_eh_frame_header(*read);
  ASSERT_TRUE(ok(header));
  EXPECT_FALSE(*header);
}

TYPED_TEST(EhFrameHdrTest, AsLinkersWriteIt) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).word(2);
  this->w.word(0x100).word(0xffff0000).word(0x140).word(0xffff0018);
  auto header = this->header();
  ASSERT_TRUE(ok(header));
  ASSERT_TRUE(*header);
  EXPECT_EQ((*header)->at.value, this->begin);
  EXPECT_EQ((*header)->eh_frame->at.value, this->begin + 4);
  EXPECT_EQ((*header)->eh_frame->target->value, 0x400800U);
  EXPECT_EQ((*header)->fde_count, 2U);
  EXPECT_EQ((*header)->table_at.value, this->begin + 12);
  auto table = this->table();
  ASSERT_TRUE(ok(table));
  ASSERT_EQ(table->size(), 2U);
  EXPECT_EQ(table->at(0).initial_location.value, this->begin + 0x100);
  EXPECT_EQ(table->at(0).fde.value, this->begin - 0x10000);
  EXPECT_EQ(table->at(1).initial_location.value, this->begin + 0x140);
  EXPECT_EQ(table->at(1).fde.value, this->begin - 0x10000 + 0x18);
  EXPECT_EQ(table->at(1).at.value, this->begin + 20);
}

TYPED_TEST(EhFrameHdrTest, OtherEncodings) {
  this->w.bytes({1, DW_EH_PE_absptr, DW_EH_PE_uleb128, DW_EH_PE_absptr}).native(0x400800);
  this->w.bytes({2}).native(0x410100).native(0x400810).native(0x410100).native(0x400820);
  auto table = this->table();
  ASSERT_TRUE(ok(table));
  ASSERT_EQ(table->size(), 2U);
  EXPECT_EQ(table->at(0).initial_location.value, 0x410100U);
  EXPECT_EQ(table->at(1).initial_location.value, 0x410100U);
  EXPECT_EQ(table->at(1).fde.value, 0x400820U);
}

TYPED_TEST(EhFrameHdrTest, EverythingMayBeOmitted) {
  this->w.bytes({1, 0xff, 0xff, 0xff});
  auto header = this->header();
  ASSERT_TRUE(ok(header));
  EXPECT_FALSE((*header)->eh_frame);
  EXPECT_FALSE((*header)->fde_count);
  EXPECT_TRUE(this->table()->empty());
  auto extent = find_eh_frame(this->module(), **header);
  ASSERT_TRUE(ok(extent));
  EXPECT_FALSE(*extent);
}

TYPED_TEST(EhFrameHdrTest, WithoutATableTheCountIsSteppedOver) {
  this->w.bytes({1, 0x1b, 0x03, 0xff}).pcrel(0x400800).word(77);
  auto header = this->header();
  ASSERT_TRUE(ok(header));
  EXPECT_FALSE((*header)->fde_count);
}

TYPED_TEST(EhFrameHdrTest, TheLastSegmentCounts) {
  this->builder.segment({.type = PT_GNU_EH_FRAME, .vaddr = 0x99999999, .filesz = 4});
  this->w.bytes({1, 0xff, 0xff, 0xff});
  auto header = this->header();
  ASSERT_TRUE(ok(header));
  EXPECT_EQ((*header)->at.value, this->begin);
}

// --- defects ---

TYPED_TEST(EhFrameHdrTest, RefusesAnotherVersion) {
  this->w.bytes({2, 0xff, 0xff, 0xff});
  EXPECT_TRUE(this->refuses(this->header(), ".eh_frame_hdr version", 0, "1", "2"));
}

TYPED_TEST(EhFrameHdrTest, RefusesUnknownEncodings) {
  this->w.bytes({1, 0x65, 0xff, 0xff});
  EXPECT_TRUE(this->refuses(this->header(), ".eh_frame_hdr eh_frame_ptr_enc", 1,
                            "a known DW_EH_PE_* encoding", "0x65"));
}

TYPED_TEST(EhFrameHdrTest, RefusesACutOffHeader) {
  this->w.bytes({1, 0xff, 0xff});
  EXPECT_TRUE(this->refuses(this->header(), ".eh_frame_hdr table_enc", 3, "1 bytes before the end",
                            "0 bytes"));
}

TYPED_TEST(EhFrameHdrTest, RefusesACutOffCount) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).half(0);
  EXPECT_TRUE(this->refuses(this->header(), ".eh_frame_hdr fde_count", 8, "4 bytes before the end",
                            "2 bytes"));
}

TYPED_TEST(EhFrameHdrTest, RefusesATableThatIsTooShort) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).word(2).word(0x100).word(0).word(0x140);
  EXPECT_TRUE(this->refuses(this->header(), ".eh_frame_hdr fde_count", 8,
                            "entries inside the 12 bytes that follow", "2 entries of 8 bytes"));
}

TYPED_TEST(EhFrameHdrTest, RefusesACountThatOverflows) {
  this->w.bytes({1, 0x1b, 0x04, 0x3b}).pcrel(0x400800).xword(uint64_t{1} << 61).word(0).word(0);
  EXPECT_TRUE(this->refuses(this->header(), ".eh_frame_hdr fde_count", 8,
                            "entries inside the 8 bytes that follow",
                            "2305843009213693952 entries of 8 bytes"));
}

TYPED_TEST(EhFrameHdrTest, RefusesADescendingTable) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).word(2);
  this->w.word(0x140).word(8).word(0x100).word(16);
  EXPECT_TRUE(this->refuses(this->table(), ".eh_frame_hdr initial_location", 20,
                            "at least 0x410140, that of the entry before it", "0x410100"));
}

TYPED_TEST(EhFrameHdrTest, RefusesAnEntryWithoutAddress) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).word(1).word(0x140).word(0);
  EXPECT_TRUE(this->refuses(this->table(), ".eh_frame_hdr table", 12, "two addresses in the module",
                            "0x140 and 0x0 under encoding 0x3b"));
}

TYPED_TEST(EhFrameHdrTest, RefusesAnEntryWithoutLocation) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).word(1).word(0).word(8);
  EXPECT_TRUE(this->refuses(this->table(), ".eh_frame_hdr table", 12, "two addresses in the module",
                            "0x0 and 0x8 under encoding 0x3b"));
}

// As ld.so adds: in as many bits as an address has.
TYPED_TEST(EhFrameHdrTest, AnAddressBelowTheHeaderIsOneOfItsClass) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).word(2);
  this->w.word(0xfffffff0).word(8).word(0x140).word(16);
  auto table = this->table();
  ASSERT_TRUE(ok(table));
  EXPECT_EQ((*table)[0].initial_location, ModuleAddress(this->begin - 0x10));
  EXPECT_EQ((*table)[1].initial_location, ModuleAddress(this->begin + 0x140));
}

TYPED_TEST(EhFrameHdrTest, AnAddressBelowZeroIsOneOfItsClass) {
  this->w.bytes({1, 0x1b, 0x03, 0x3b}).pcrel(0x400800).word(1).word(0x80000000).word(8);
  auto table = this->table();
  ASSERT_TRUE(ok(table));
  const uint64_t expected = (this->begin - 0x80000000) & TypeParam::kFormat.max_address();
  EXPECT_EQ((*table)[0].initial_location, ModuleAddress(expected));
}

TYPED_TEST(EhFrameHdrTest, RefusesASegmentOutsideTheFile) {
  this->builder.segment({.type = PT_GNU_EH_FRAME, .vaddr = 0x99999999, .filesz = 4});
  this->image = this->builder.build();
  auto read = read_module(this->image->view());
  EXPECT_TRUE(fails(read_eh_frame_header(*read), "PT_GNU_EH_FRAME",
                    this->image->offset_of(this->image->phdr(PT_GNU_EH_FRAME)),
                    "an address inside the file-backed bytes of a PT_LOAD", "0x99999999"));
}

TYPED_TEST(EhFrameHdrTest, RefusesANullEhFramePointer) {
  this->w.bytes({1, 0x1b, 0xff, 0xff}).word(0);
  auto header = this->header();
  ASSERT_TRUE(ok(header));
  EXPECT_TRUE(this->refuses(find_eh_frame(this->module(), **header), ".eh_frame_hdr eh_frame_ptr",
                            4, "an address in the module", "0x0 under encoding 0x1b"));
}

}  // namespace
}  // namespace onefold
