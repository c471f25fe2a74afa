#include "read/unwind.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "read/eh_frame.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ElfBuilder;
using testing::ElfImage;
using testing::fails;
using testing::ok;
using testing::Part;

// Two functions; the frames: a CIE of 20 bytes, two FDEs of 20, a terminator.
template <typename E>
class UnwindTest : public ::testing::Test {
 protected:
  UnwindTest()
      : image(ElfBuilder<E>().unwind(0x410000, 8).unwind(0x410008, 8).section_headers().build()) {}

  Result<UnwindCounts> count() {
    ONEFOLD_TRY(auto module, read_module(image.view()));
    return count_unwind(module);
  }
  std::optional<EhFrameExtent> extent() {
    auto module = read_module(image.view());
    auto header = read_eh_frame_header(*module);
    auto found = find_eh_frame(*module, **header);
    EXPECT_TRUE(ok(found));
    return *found;
  }
  // Word number `index` of .eh_frame_hdr: 3 and 4 are the first entry, 5 and 6 the second.
  typename E::Word& header_word(uint64_t index) {
    return image.template at<typename E::Word>(Part::kEhFrameHdr, index);
  }

  ElfImage<E> image;
};
TYPED_TEST_SUITE(UnwindTest, testing::AllFormats);

TYPED_TEST(UnwindTest, CountsRecords) {
  auto counts = this->count();
  ASSERT_TRUE(ok(counts));
  ASSERT_TRUE(counts->eh_frame);
  EXPECT_EQ(counts->eh_frame->table_entries, 2U);
  EXPECT_EQ(counts->eh_frame->cies, 1U);
  EXPECT_EQ(counts->eh_frame->fdes, 2U);
  EXPECT_FALSE(counts->exidx);
}

TYPED_TEST(UnwindTest, HeadersTellTheEntriesAlone) {
  this->header_word(4) = this->header_word(4) - 20;  // no FDE: only a walk over .eh_frame sees it
  auto module = read_module(this->image.view());
  auto counts = read_unwind_headers(*module);
  ASSERT_TRUE(ok(counts));
  EXPECT_EQ(counts->eh_frame->table_entries, 2U);
  EXPECT_FALSE(counts->eh_frame->cies);
  EXPECT_FALSE(counts->eh_frame->fdes);
  EXPECT_FALSE(counts->exidx);
}

TYPED_TEST(UnwindTest, WithoutTablesThereIsNothing) {
  this->image = ElfBuilder<TypeParam>().build();
  auto counts = this->count();
  ASSERT_TRUE(ok(counts));
  EXPECT_FALSE(counts->eh_frame);
}

TYPED_TEST(UnwindTest, TheTableTellsTheExtent) {
  auto extent = this->extent();
  EXPECT_EQ(extent->begin.value, this->image.place(Part::kEhFrame).address);
  EXPECT_EQ(extent->size, this->image.place(Part::kEhFrame).size - 4);
}

TYPED_TEST(UnwindTest, ASectionHeaderTellsTheExtent) {
  auto& section = this->image.shdr(1);
  const auto& place = this->image.place(Part::kEhFrame);
  section.sh_type = SHT_PROGBITS;
  section.sh_flags = SHF_ALLOC;
  section.sh_addr = static_cast<typename TypeParam::Native>(place.address);
  section.sh_size = static_cast<typename TypeParam::Native>(place.size);
  EXPECT_EQ(this->extent()->size, place.size);
  // One that doesn't fit in its segment tells nothing.
  section.sh_size = 0x10000;
  EXPECT_EQ(this->extent()->size, place.size - 4);
}

// So GNU ld 2.40 leaves it in ppc64el's libLLVM-15: unwinders follow the table.
TYPED_TEST(UnwindTest, ASectionThatEndsInsideTheLastFdeIsNoLimit) {
  auto& section = this->image.shdr(1);
  const auto& place = this->image.place(Part::kEhFrame);
  section.sh_type = SHT_PROGBITS;
  section.sh_flags = SHF_ALLOC;
  section.sh_addr = static_cast<typename TypeParam::Native>(place.address);
  section.sh_size = static_cast<typename TypeParam::Native>(place.size - 16);
  EXPECT_EQ(this->extent()->size, place.size - 4);
  auto counts = this->count();
  ASSERT_TRUE(ok(counts));
  EXPECT_EQ(counts->eh_frame->fdes, 2U);
}

TYPED_TEST(UnwindTest, RefusesAnFdeAddressOutside) {
  uint64_t frames = this->image.place(Part::kEhFrame).address;
  uint64_t header = this->image.place(Part::kEhFrameHdr).address;
  this->header_word(4) = static_cast<uint32_t>(frames - 4 - header);
  auto counts = this->count();
  ASSERT_FALSE(counts);
  EXPECT_EQ(counts.error().field, ".eh_frame_hdr FDE address");
  EXPECT_EQ(counts.error().offset, this->image.offset_of(this->header_word(3)));
}

TYPED_TEST(UnwindTest, RefusesAnEntryThatNamesNoFde) {
  this->header_word(4) = this->header_word(4) - 20;  // the CIE
  auto counts = this->count();
  ASSERT_FALSE(counts);
  EXPECT_EQ(counts.error().field, ".eh_frame_hdr table");
  EXPECT_EQ(counts.error().offset, this->image.offset_of(this->header_word(3)));
  EXPECT_EQ(counts.error().expected, "an FDE and its pc_begin");
}

TYPED_TEST(UnwindTest, RefusesAnEntryWithAnotherCodeAddress) {
  this->header_word(5) = this->header_word(5) + 4;
  uint64_t fde = this->image.place(Part::kEhFrame).address + 40;
  EXPECT_TRUE(fails(this->count(), ".eh_frame_hdr table",
                    this->image.offset_of(this->header_word(5)), "an FDE and its pc_begin",
                    fmt::format("FDE address {:#x} and initial location 0x41000c", fde)));
}

}  // namespace
}  // namespace onefold
