#include "read/eh_frame.h"

#include <gtest/gtest.h>

#include "base/checked.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"
#include "testing/frame_writer.h"

namespace onefold {
namespace {

using testing::ElfBuilder;
using testing::ElfImage;
using testing::FrameWriter;
using testing::Part;

constexpr uint64_t kCode = 0x410100;

// .eh_frame lies at the start of the text segment; `frames` writes it.
template <typename E>
class EhFrameTest : public ::testing::Test {
 protected:
  EhFrameTest() : frames(ElfBuilder<E>().text_at(0)), begin(frames.at()) {}

  // A CIE with augmentation "zR" and this encoding.
  uint64_t cie(uint8_t fde_encoding = DW_EH_PE_pcrel | DW_EH_PE_sdata4) {
    uint64_t at = frames.at();
    frames.begin().word(0).bytes({1}).text("zR").bytes({1, 0x78, 16, 1, fde_encoding}).end();
    return at;
  }
  // An FDE of it for 16 bytes of code.
  uint64_t fde(uint64_t of, uint64_t code = kCode) {
    uint64_t at = frames.at();
    frames.begin().back_to(of).pcrel(code).word(16).bytes({0}).end();
    return at;
  }

  // Reads what was written: all of it, or from the start to the terminator.
  Result<EhFrame> read_all() { return read(frames.size()); }
  Result<EhFrame> read(std::optional<uint64_t> size) {
    image = builder.text(frames.take()).build();
    ONEFOLD_TRY(auto module, read_module(image->view()));
    return read_eh_frame(module, {ModuleAddress(begin), size});
  }
  // The error of reading it, whose offset is counted from the start of .eh_frame.
  Error error() {
    auto frame = read_all();
    EXPECT_FALSE(frame.has_value());
    if (frame) return {};
    Error e = frame.error();
    e.offset = e.offset.value_or(0) - image->place(Part::kText).offset;
    return e;
  }

  ElfBuilder<E> builder;
  FrameWriter<E> frames;
  uint64_t begin;
  std::optional<ElfImage<E>> image;
};
TYPED_TEST_SUITE(EhFrameTest, testing::AllFormats);

void expect_error(const Error& error, std::string_view field, uint64_t offset,
                  std::string_view expected, std::string_view found) {
  EXPECT_EQ(error.field, field);
  EXPECT_EQ(error.offset, offset);
  EXPECT_EQ(error.expected, expected);
  EXPECT_EQ(error.found, found);
}

void expect_pointer(const std::optional<EncodedPointer>& pointer, uint64_t at, uint8_t encoding,
                    uint8_t size, std::optional<uint64_t> target) {
  ASSERT_TRUE(pointer);
  EXPECT_EQ(pointer->at.value, at);
  EXPECT_EQ(pointer->encoding, encoding);
  EXPECT_EQ(pointer->size, size);
  EXPECT_EQ(pointer->target.has_value(), target.has_value());
  EXPECT_EQ(pointer->target.value_or(ModuleAddress()).value, target.value_or(0));
}

TYPED_TEST(EhFrameTest, RecordsTellTheirFieldsAndWherePointersLie) {
  auto& w = this->frames;
  w.begin().word(0).bytes({1}).text("zPLR").bytes({2, 0x7c, 14, 7, 0x9b});
  uint64_t personality_at = w.at();
  w.pcrel(0x420010).bytes({0x1b, 0x1b, 0x0c, 7, 8}).end();
  uint64_t fde_at = w.at();
  w.begin().back_to(this->begin);
  uint64_t pc_begin_at = w.at();
  w.pcrel(kCode).word(0x25).bytes({4});
  uint64_t lsda_at = w.at();
  w.pcrel(0x400800).bytes({0x41, 0x0e, 16}).end();

  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  ASSERT_EQ(frame->cies.size(), 1U);
  const Cie& cie = frame->cies[0];
  EXPECT_EQ(cie.at.value, this->begin);
  EXPECT_EQ(cie.size, fde_at - this->begin);
  EXPECT_EQ(cie.version, 1);
  EXPECT_EQ(cie.augmentation, "zPLR");
  EXPECT_TRUE(cie.sized);
  EXPECT_FALSE(cie.signal_frame);
  EXPECT_EQ(cie.code_alignment, 2U);
  EXPECT_EQ(cie.data_alignment, -4);
  EXPECT_EQ(cie.return_register, 14U);
  EXPECT_EQ(cie.fde_encoding, 0x1b);
  EXPECT_EQ(cie.lsda_encoding, 0x1b);
  expect_pointer(cie.personality, personality_at, 0x9b, 4, 0x420010);
  EXPECT_TRUE(cie.personality->is_indirect());
  ASSERT_GE(cie.instructions.size(), 3U);
  EXPECT_EQ(cie.instructions[0], std::byte{0x0c});

  ASSERT_EQ(frame->fdes.size(), 1U);
  const Fde& fde = frame->fdes[0];
  EXPECT_EQ(fde.at.value, fde_at);
  EXPECT_EQ(fde.cie, 0U);
  EXPECT_EQ(fde.cie_pointer_at.value, fde_at + 4);
  expect_pointer(fde.pc_begin, pc_begin_at, 0x1b, 4, kCode);
  EXPECT_EQ(fde.pc_range_at.value, pc_begin_at + 4);
  EXPECT_EQ(fde.pc_range, 0x25U);
  expect_pointer(fde.lsda, lsda_at, 0x1b, 4, 0x400800);
  ASSERT_GE(fde.instructions.size(), 3U);
  EXPECT_EQ(fde.instructions[0], std::byte{0x41});
}

TYPED_TEST(EhFrameTest, EachFdeFindsItsCie) {
  uint64_t first = this->cie();
  this->fde(first, kCode);
  uint64_t second = this->cie();
  this->fde(second, kCode + 16);
  this->fde(first, kCode + 32);
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  ASSERT_EQ(frame->cies.size(), 2U);
  ASSERT_EQ(frame->fdes.size(), 3U);
  EXPECT_EQ(frame->fdes[0].cie, 0U);
  EXPECT_EQ(frame->fdes[1].cie, 1U);
  EXPECT_EQ(frame->fdes[2].cie, 0U);
}

TYPED_TEST(EhFrameTest, TheVisitorNeedsNoFunctions) {
  this->fde(this->cie());
  this->image = this->builder.text(this->frames.take()).build();
  auto module = read_module(this->image->view());
  ASSERT_TRUE(module);
  EXPECT_TRUE(visit_eh_frame(*module, {ModuleAddress(this->begin), 40}, {}));
}

// Forms of pc_begin and range, each without a base: the value is the address.
TYPED_TEST(EhFrameTest, AbsoluteForms) {
  using Writer = FrameWriter<TypeParam>;
  struct Form {
    uint8_t encoding, size;
    uint64_t address;
    void (*write)(Writer&);
  };
  const Form forms[] = {
      {DW_EH_PE_absptr, sizeof(typename TypeParam::Addr), 0x410203,
       [](Writer& w) { w.native(0x410203).native(9); }},
      {DW_EH_PE_uleb128, 4, 0x410203, [](Writer& w) { w.bytes({0x83, 0x84, 0x84, 0x02, 9}); }},
      {DW_EH_PE_sleb128, 3, 0x0fff, [](Writer& w) { w.bytes({0xff, 0x9f, 0x00, 9}); }},
      {DW_EH_PE_udata2, 2, 0xfffe, [](Writer& w) { w.half(0xfffe).half(9); }},
      {DW_EH_PE_sdata2, 2, 0x7ffe, [](Writer& w) { w.half(0x7ffe).half(9); }},
      {DW_EH_PE_udata4, 4, 0xfffffff0, [](Writer& w) { w.word(0xfffffff0).word(9); }},
      {DW_EH_PE_sdata4, 4, 0x7ffffff0, [](Writer& w) { w.word(0x7ffffff0).word(9); }},
      {DW_EH_PE_udata8, 8, 0x410203, [](Writer& w) { w.xword(0x410203).xword(9); }},
      {DW_EH_PE_sdata8, 8, 0x410203, [](Writer& w) { w.xword(0x410203).xword(9); }},
  };
  std::vector<uint64_t> places;
  for (const Form& form : forms) {
    uint64_t of = this->cie(form.encoding);
    this->frames.begin().back_to(of);
    places.push_back(this->frames.at());
    form.write(this->frames);
    this->frames.bytes({0}).end();
  }
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  ASSERT_EQ(frame->fdes.size(), std::size(forms));
  for (size_t i = 0; i < std::size(forms); ++i) {
    SCOPED_TRACE(int{forms[i].encoding});
    expect_pointer(frame->fdes[i].pc_begin, places[i], forms[i].encoding, forms[i].size,
                   forms[i].address);
    EXPECT_EQ(frame->fdes[i].pc_range, 9U);
  }
}

TYPED_TEST(EhFrameTest, BasesOfPointers) {
  this->builder.dynamic(DT_PLTGOT, 0x420000);
  auto& w = this->frames;
  // 'L' as datarel, funcrel, textrel and aligned: each the LSDA of one FDE.
  struct Lsda {
    uint8_t encoding;
    std::optional<uint64_t> target;
  };
  const Lsda lsdas[] = {{DW_EH_PE_datarel | DW_EH_PE_sdata2, 0x420000 - 2},
                        {DW_EH_PE_funcrel | DW_EH_PE_sdata2, kCode - 2},
                        {DW_EH_PE_textrel | DW_EH_PE_sdata2, std::nullopt},
                        {DW_EH_PE_indirect | DW_EH_PE_datarel | DW_EH_PE_sdata2, 0x420000 - 2}};
  for (const Lsda& lsda : lsdas) {
    uint64_t of = w.at();
    w.begin().word(0).bytes({1}).text("zRL").bytes({1, 0x7c, 14, 2, 0x1b, lsda.encoding}).end();
    w.begin().back_to(of).pcrel(kCode).word(4).bytes({2}).half(0xfffe).end();
  }
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  ASSERT_EQ(frame->fdes.size(), std::size(lsdas));
  for (size_t i = 0; i < std::size(lsdas); ++i) {
    SCOPED_TRACE(i);
    const auto& lsda = frame->fdes[i].lsda;
    ASSERT_TRUE(lsda);
    EXPECT_EQ(lsda->stored, ~uint64_t{1});
    expect_pointer(lsda, lsda->at.value, lsdas[i].encoding, 2, lsdas[i].target);
  }
}

TYPED_TEST(EhFrameTest, AlignedPointersSkipPadding) {
  auto& w = this->frames;
  constexpr uint64_t kWord = sizeof(typename TypeParam::Addr);
  w.begin().word(0).bytes({1}).text("zP").bytes({1, 0x7c, 14, 0, 0x50});
  uint64_t length_at = w.at() - 2;
  w.align(kWord);
  uint64_t personality_at = w.at();
  w.native(0x410080);
  auto length = static_cast<uint8_t>(w.at() - length_at - 1);
  w.end();
  auto bytes = w.take();
  bytes[as_size(length_at - this->begin)] = length;
  this->image = this->builder.text(bytes).build();
  auto module = read_module(this->image->view());
  ASSERT_TRUE(module);
  auto frame = read_eh_frame(*module, {ModuleAddress(this->begin), bytes.size()});
  ASSERT_TRUE(frame) << to_string(frame.error());
  expect_pointer(frame->cies.at(0).personality, personality_at, 0x50, kWord, 0x410080);
}

TYPED_TEST(EhFrameTest, AStoredZeroIsANullPointer) {
  auto& w = this->frames;
  w.begin().word(0).bytes({1}).text("zRL").bytes({1, 0x7c, 14, 2, 0x1b, 0x1b}).end();
  w.begin().back_to(this->begin).pcrel(kCode).word(4).bytes({4}).word(0).end();
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  ASSERT_TRUE(frame->fdes.at(0).lsda);
  EXPECT_FALSE(frame->fdes[0].lsda->target);
}

TYPED_TEST(EhFrameTest, AddressesWrapAtTheClassWidth) {
  // absptr is unsigned; pcrel sdata4 far below 0 wraps as the unwinder's own sum does.
  uint64_t of = this->cie();
  auto& w = this->frames;
  w.begin().back_to(of);
  uint64_t at = w.at();
  w.word(0x80000000).word(4).bytes({0}).end();
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  uint64_t sum = at - 0x80000000;
  if (!TypeParam::k64) sum &= 0xffffffff;
  EXPECT_EQ(frame->fdes.at(0).pc_begin.target->value, sum);
}

TYPED_TEST(EhFrameTest, VersionsThreeAndFour) {
  auto& w = this->frames;
  w.begin().word(0).bytes({3}).text("").bytes({1, 0x7c, 0x83, 0x01}).end();
  uint64_t second = w.at();
  constexpr uint8_t kWord = sizeof(typename TypeParam::Addr);
  w.begin().word(0).bytes({4}).text("").bytes({kWord, 0, 1, 0x7c, 0x83, 0x01}).end();
  w.begin().back_to(second).native(kCode).native(8).end();
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  ASSERT_EQ(frame->cies.size(), 2U);
  for (const Cie& cie : frame->cies) {
    EXPECT_EQ(cie.return_register, 0x83U);
    EXPECT_EQ(cie.data_alignment, -4);
    EXPECT_FALSE(cie.sized);
  }
  EXPECT_EQ(frame->fdes.at(0).pc_begin.target->value, kCode);
  EXPECT_EQ(frame->fdes[0].pc_range, 8U);
}

TYPED_TEST(EhFrameTest, OldEhAugmentationHasAWordOfData) {
  auto& w = this->frames;
  w.begin().word(0).bytes({1}).text("eh");
  uint64_t data_at = w.at();
  w.native(0x12345).bytes({1, 0x7c, 8}).end();
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  EXPECT_EQ(frame->cies.at(0).eh_data_at->value, data_at);
  EXPECT_EQ(frame->cies[0].return_register, 8U);
}

TYPED_TEST(EhFrameTest, LettersWithoutDataAndUnknownOnesBehindZ) {
  auto& w = this->frames;
  w.begin().word(0).bytes({1}).text("zRSB").bytes({1, 0x7c, 14, 1, 0x1b}).end();
  w.begin().word(0).bytes({1}).text("zR?P").bytes({1, 0x7c, 14, 3, 0x1b, 0xee, 0xee, 0x0c}).end();
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  EXPECT_TRUE(frame->cies.at(0).signal_frame);
  EXPECT_EQ(frame->cies[0].fde_encoding, 0x1b);
  EXPECT_FALSE(frame->cies.at(1).personality);
  EXPECT_EQ(frame->cies[1].instructions[0], std::byte{0x0c});
}

TYPED_TEST(EhFrameTest, ExtendedLength) {
  auto& w = this->frames;
  w.word(0xffffffff).xword(12).word(0).bytes({1}).text("").bytes({1, 0x7c, 14, 0, 0, 0});
  uint64_t fde_at = w.at();
  w.word(0xffffffff).xword(4 + 2 * sizeof(typename TypeParam::Addr));
  w.back_to(this->begin).native(kCode).native(8);
  auto frame = this->read_all();
  ASSERT_TRUE(frame) << to_string(frame.error());
  EXPECT_EQ(frame->cies.at(0).size, 24U);
  EXPECT_EQ(frame->fdes.at(0).at.value, fde_at);
  EXPECT_EQ(frame->fdes[0].cie_pointer_at.value, fde_at + 12);
}

TYPED_TEST(EhFrameTest, ATerminatorEndsWhatHasNoSizeAndIsSteppedOverElse) {
  uint64_t of = this->cie();
  this->fde(of);
  this->frames.word(0);
  this->fde(of);
  auto whole = this->read_all();
  ASSERT_TRUE(whole) << to_string(whole.error());
  EXPECT_EQ(whole->fdes.size(), 2U);
  auto module = read_module(this->image->view());
  auto open = read_eh_frame(*module, {ModuleAddress(this->begin), std::nullopt});
  ASSERT_TRUE(open) << to_string(open.error());
  EXPECT_EQ(open->fdes.size(), 1U);
}

TYPED_TEST(EhFrameTest, WithoutSizeAndTerminatorItEndsWithTheSegment) {
  this->fde(this->cie());
  auto frame = this->read(std::nullopt);
  ASSERT_TRUE(frame) << to_string(frame.error());
  EXPECT_EQ(frame->fdes.size(), 1U);
}

// --- defects ---

TYPED_TEST(EhFrameTest, RefusesALengthThatLeavesItsFrame) {
  this->frames.word(5).word(0);
  expect_error(this->error(), ".eh_frame length", 0, "a record inside the 4 bytes that follow",
               "0x5");
}

TYPED_TEST(EhFrameTest, RefusesAnExtendedLengthThatWraps) {
  this->frames.word(0xffffffff).xword(~uint64_t{0} - 3).word(0);
  expect_error(this->error(), ".eh_frame length", 0, "a record inside the 4 bytes that follow",
               "0xfffffffffffffffc");
}

TYPED_TEST(EhFrameTest, RefusesAReservedLength) {
  this->frames.word(0xfffffff1).word(0);
  expect_error(this->error(), ".eh_frame length", 0, "a length that DWARF does not reserve",
               "0xfffffff1");
}

TYPED_TEST(EhFrameTest, RefusesACutOffLength) {
  this->cie();
  uint64_t at = this->frames.size();
  this->frames.bytes({0, 0});
  expect_error(this->error(), ".eh_frame length", at, "4 bytes before the end", "2 bytes");
}

TYPED_TEST(EhFrameTest, RefusesARecordTooShortForItsId) {
  this->frames.word(2).half(0);
  expect_error(this->error(), ".eh_frame CIE ID or pointer", 4, "4 bytes before the end",
               "2 bytes");
}

TYPED_TEST(EhFrameTest, RefusesAnUnknownVersion) {
  this->frames.begin().word(0).bytes({2}).text("").bytes({1, 0x7c, 14}).end();
  expect_error(this->error(), ".eh_frame CIE version", 8, "1, 3 or 4", "2");
}

TYPED_TEST(EhFrameTest, RefusesAnUnknownAugmentationWithoutItsSize) {
  this->frames.begin().word(0).bytes({1}).text("R\x1bx").bytes({1, 0x7c, 14, 0x1b}).end();
  expect_error(this->error(), ".eh_frame CIE augmentation", 9,
               "the letters z, R, L, P, S, B, G, after an optional eh", "R\\x1bx");
}

TYPED_TEST(EhFrameTest, RefusesAnAugmentationWithoutEnd) {
  this->frames.begin().word(0).bytes({1, 'z', 'R', 'S'}).end();
  expect_error(this->error(), ".eh_frame CIE augmentation", 9, "a string that ends in NUL",
               "3 bytes without one");
}

TYPED_TEST(EhFrameTest, RefusesAnotherAddressSize) {
  this->frames.begin().word(0).bytes({4}).text("").bytes({2, 0, 1, 0x7c, 14}).end();
  expect_error(this->error(), ".eh_frame CIE address_size", 10, TypeParam::k64 ? "8" : "4", "2");
}

TYPED_TEST(EhFrameTest, RefusesUnknownEncodings) {
  this->frames.begin().word(0).bytes({1}).text("zR").bytes({1, 0x78, 16, 1, 0x1d}).end();
  expect_error(this->error(), ".eh_frame CIE FDE pointer encoding", 16,
               "a known DW_EH_PE_* encoding", "0x1d");
}

TYPED_TEST(EhFrameTest, RefusesAnOmittedFdePointer) {
  this->cie(DW_EH_PE_omit);
  expect_error(this->error(), ".eh_frame CIE FDE pointer encoding", 16,
               "a known DW_EH_PE_* encoding", "0xff");
}

TYPED_TEST(EhFrameTest, RefusesAugmentationDataThatLeavesTheRecord) {
  this->frames.begin().word(0).bytes({1}).text("zR").bytes({1, 0x78, 16, 50, 0x1b}).end();
  expect_error(this->error(), ".eh_frame CIE augmentation length", 16, "50 bytes before the end",
               "4 bytes");
}

TYPED_TEST(EhFrameTest, RefusesLettersWithoutTheirData) {
  this->frames.begin().word(0).bytes({1}).text("zRL").bytes({1, 0x78, 16, 1, 0x1b}).end();
  expect_error(this->error(), ".eh_frame CIE LSDA encoding", 18, "1 bytes before the end",
               "0 bytes");
}

TYPED_TEST(EhFrameTest, RefusesALongNumber) {
  this->frames.begin().word(0).bytes({1}).text("");
  this->frames.bytes({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02, 0x7c, 14}).end();
  expect_error(this->error(), ".eh_frame CIE code_alignment_factor", 10,
               "a LEB128 number of at most 64 bits", "a longer one");
}

TYPED_TEST(EhFrameTest, RefusesACiePointerToNoCie) {
  uint64_t of = this->cie();
  uint64_t at = this->frames.size();
  this->fde(of + 4);
  expect_error(this->error(), ".eh_frame FDE CIE pointer", at + 4, "the distance back to a CIE",
               "0x14");
}

TYPED_TEST(EhFrameTest, RefusesACiePointerToALaterCie) {
  this->fde(this->begin + 20);
  this->cie();
  expect_error(this->error(), ".eh_frame FDE CIE pointer", 4, "the distance back to a CIE",
               "0xfffffff0");
}

TYPED_TEST(EhFrameTest, RefusesARangeThatWraps) {
  uint64_t of = this->cie();
  uint64_t at = this->frames.size();
  this->frames.begin().back_to(of).pcrel(kCode).word(0xfffffff0).bytes({0}).end();
  expect_error(this->error(), ".eh_frame FDE pc_range", at + 12, "a range inside the address space",
               "0xfffffffffffffff0 bytes at address 0x410100");
}

TYPED_TEST(EhFrameTest, RefusesACutOffFde) {
  uint64_t of = this->cie();
  uint64_t at = this->frames.size();
  this->frames.begin().back_to(of).pcrel(kCode).end();
  expect_error(this->error(), ".eh_frame FDE pc_range", at + 12, "4 bytes before the end",
               "0 bytes");
}

TYPED_TEST(EhFrameTest, RefusesAnLsdaOutsideItsAugmentationData) {
  auto& w = this->frames;
  w.begin().word(0).bytes({1}).text("zRL").bytes({1, 0x7c, 14, 2, 0x1b, 0x1b}).end();
  uint64_t at = w.size();
  w.begin().back_to(this->begin).pcrel(kCode).word(4).bytes({2}).word(0).end();
  expect_error(this->error(), ".eh_frame FDE LSDA", at + 17, "4 bytes before the end", "2 bytes");
}

TYPED_TEST(EhFrameTest, RefusesASizeBeyondTheSegment) {
  this->cie();
  auto frame = this->read(100);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().field, ".eh_frame");
}

}  // namespace
}  // namespace onefold
