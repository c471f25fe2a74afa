#include "plan/tls.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

class TlsTest : public FoldTest {};

// glibc, elf/dl-tls.c: the program's block is roundup(memsz - fb, align) + fb below the thread
// pointer, fb = -p_vaddr mod align.
TEST_F(TlsTest, TheProgramKeepsItsDistanceFromTheThreadPointer) {
  add(program().tls({.image = {1, 2, 3}, .memsz = 40, .align = 16}));
  add(library().tls({.image = {1}, .memsz = 24, .align = 8}));
  auto parts = this->parts();
  auto tls = plan_tls(parts.list, machine(), false);
  ASSERT_TRUE(ok(tls));
  const Segment& own = *find_segment(parts.program().module->segments, PT_TLS);
  const uint64_t first_byte = -own.vaddr.value & 15;
  const uint64_t distance = ((40 - first_byte + 15) & ~uint64_t{15}) + first_byte;
  EXPECT_EQ(tp_offset(*tls, machine(), parts.list[0].tls_offset), -static_cast<int64_t>(distance));
  EXPECT_TRUE(tls->merged);
  EXPECT_EQ(tls->memsz % 16, 0U);
}

TEST_F(TlsTest, AMisalignedBlockKeepsWhatItsAddressPromises) {
  add(program());
  auto image = library().tls({.image = {1, 2, 3, 4}, .memsz = 20, .align = 4}).build();
  // p_vaddr is 4 modulo 64 or the like: the block must be so too.
  image.phdr(PT_TLS).p_align = 64;
  const uint64_t misaligned = image.phdr(PT_TLS).p_vaddr % 64;
  add_image(std::move(image));
  auto parts = this->parts();
  auto tls = plan_tls(parts.list, machine(), false);
  ASSERT_TRUE(ok(tls));
  EXPECT_EQ(parts.list[1].tls_offset % 64, misaligned);
  EXPECT_EQ(tls->align, 64U);
  EXPECT_EQ(tls->memsz % 64, 0U);
  EXPECT_EQ(tls->below_tp, tls->memsz);
}

TEST_F(TlsTest, SeveralLibrariesDoNotOverlapAndAlign) {
  add(program().tls({.image = {1}, .memsz = 8, .align = 8}));
  add(library().tls({.image = {1, 2, 3}, .memsz = 3, .align = 1}));
  add(library().tls({.image = {}, .memsz = 100, .align = 1}));
  add(library().tls({.image = {9}, .memsz = 5, .align = 128}));
  auto parts = this->parts();
  auto tls = plan_tls(parts.list, machine(), false);
  ASSERT_TRUE(ok(tls));
  const auto& list = parts.list;
  EXPECT_EQ(list[1].tls_offset, 0U);
  EXPECT_EQ(list[2].tls_offset, 3U);
  EXPECT_GE(list[3].tls_offset, 103U);
  EXPECT_GE(list[0].tls_offset, list[3].tls_offset + 5);
  EXPECT_LE(list[0].tls_offset + 8, tls->memsz);
  EXPECT_EQ(tls->align, 128U);
  EXPECT_EQ(tls->filesz, list[0].tls_offset + 1);
}

// Variant I, glibc's dl-tls.c: a block starts at the first address past the control block (16 bytes
// on aarch64) that is congruent to p_vaddr modulo its alignment.
TEST_F(TlsTest, AboveTheThreadPointerTheProgramStaysWhateverTheLibrariesAlignment) {
  const Machine& aarch64 = *find_machine(EM_AARCH64, machine().format, 0);
  add(program().tls({.image = {1, 2, 3}, .memsz = 40, .align = 8}));
  add(library().tls({.image = {1}, .memsz = 24, .align = 256}));
  auto parts = this->parts();
  auto tls = plan_tls(parts.list, aarch64, false);
  ASSERT_TRUE(ok(tls));
  const uint64_t own = find_segment(parts.program().module->segments, PT_TLS)->vaddr.value;
  const uint64_t start = 16 + (own - 16) % 8;
  EXPECT_EQ(tp_offset(*tls, aarch64, parts.list[0].tls_offset), static_cast<int64_t>(start));
  // ld.so puts the merged block, by the same rule, where the image's address tells.
  EXPECT_EQ(tls->align, 256U);
  EXPECT_EQ(tls->above_tp, tls->skew);
  EXPECT_EQ(tls->above_tp, start);
  const uint64_t misaligned =
      find_segment(parts.list[1].module->segments, PT_TLS)->vaddr.value % 256;
  EXPECT_EQ((tls->skew + parts.list[1].tls_offset) % 256, misaligned);
}

TEST_F(TlsTest, ATemplateOfZerosIsWrittenOut) {
  add(program());
  add(library().tls({.image = {}, .memsz = 24, .align = 8}));
  auto parts = this->parts();
  auto tls = plan_tls(parts.list, machine(), false);
  ASSERT_TRUE(ok(tls));
  EXPECT_EQ(tls->memsz, 24U);
  EXPECT_EQ(tls->filesz, 24U);
}

TEST_F(TlsTest, TheProgramsBlockAloneStaysAsItIs) {
  add(program().tls({.image = {1}, .memsz = 8, .align = 8}));
  add(library());
  auto parts = this->parts();
  auto tls = plan_tls(parts.list, machine(), false);
  ASSERT_TRUE(ok(tls));
  EXPECT_FALSE(tls->merged);
  EXPECT_EQ(tls->memsz, 8U);
}

TEST_F(TlsTest, ZerosThatWouldFillMemoryAreRefused) {
  add(program());
  add(library().tls({.image = {}, .memsz = uint64_t{1} << 40, .align = 8}));
  add(library().tls({.image = {1}, .memsz = 8, .align = 8}));
  auto parts = this->parts();
  auto tls = plan_tls(parts.list, machine(), false);
  ASSERT_FALSE(tls);
  EXPECT_EQ(tls.error().expected, "a merged template with at most 0x10000000 bytes of zeros");
}

}  // namespace
}  // namespace onefold
