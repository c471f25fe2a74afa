#include "read/segments.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;

Result<std::vector<Segment>> read(const FileView& file) {
  ONEFOLD_TRY(auto header, read_header(file));
  return read_segments(file, header);
}

template <typename E>
class SegmentsTest : public ::testing::Test {
 protected:
  using Native = typename E::Native;

  // The error that a program header's field causes is told at the header.
  ::testing::AssertionResult refuses(uint32_t type, unsigned nth, const std::string& field,
                                     const std::string& expected, const std::string& found) {
    return fails(read(image_.view()), field, image_.offset_of(image_.phdr(type, nth)), expected,
                 found);
  }
  void rebuild() { image_ = builder_.build(); }

  ElfBuilder<E> builder_;
  ElfImage<E> image_ = builder_.build();
};
TYPED_TEST_SUITE(SegmentsTest, AllFormats);

TYPED_TEST(SegmentsTest, DecodesEveryField) {
  this->builder_.segment({.type = 0x6fffabcd,
                          .flags = PF_W | 0x100,
                          .offset = 1,
                          .vaddr = 2,
                          .filesz = 3,
                          .memsz = 4,
                          .align = 5});
  this->rebuild();
  auto& raw = this->image_.phdr(0x6fffabcd);
  raw.p_paddr = 6;
  auto segments = read(this->image_.view());
  ASSERT_TRUE(ok(segments));
  ASSERT_EQ(segments->size(), 5U);
  const Segment& s = segments->back();
  EXPECT_EQ(s.type, 0x6fffabcdU);
  EXPECT_EQ(s.flags, PF_W | 0x100U);
  EXPECT_EQ(s.offset, FileOffset(1));
  EXPECT_EQ(s.vaddr, ModuleAddress(2));
  EXPECT_EQ(s.paddr, ModuleAddress(6));
  EXPECT_EQ(s.filesz, 3U);
  EXPECT_EQ(s.memsz, 4U);
  EXPECT_EQ(s.align, 5U);
  EXPECT_EQ(s.header_at, FileOffset(this->image_.offset_of(raw)));
  EXPECT_EQ(find_segment(*segments, 0x6fffabcd), &s);
  EXPECT_EQ(find_segment(*segments, PT_TLS), nullptr);
}

TYPED_TEST(SegmentsTest, HoldsIsInclusiveOfTheEmptyRangeAtItsEnd) {
  Segment s{.vaddr = ModuleAddress(0x1000), .memsz = 0x10};
  EXPECT_TRUE(s.holds(ModuleAddress(0x1000), 0x10));
  EXPECT_TRUE(s.holds(ModuleAddress(0x1010), 0));
  EXPECT_FALSE(s.holds(ModuleAddress(0x1010), 1));
  EXPECT_FALSE(s.holds(ModuleAddress(0xfff), 1));
  EXPECT_FALSE(s.holds(ModuleAddress(0x1001), UINT64_MAX));
}

TYPED_TEST(SegmentsTest, RefusesATableOutsideTheFile) {
  auto& image = this->image_;
  image.resize(sizeof(typename TypeParam::Ehdr) + 4 * sizeof(typename TypeParam::Phdr) - 1);
  const uint64_t size = 4 * sizeof(typename TypeParam::Phdr), at = sizeof(typename TypeParam::Ehdr);
  EXPECT_TRUE(fails(read(image.view()), "e_phoff", image.offset_of(image.ehdr().e_phoff),
                    fmt::format("a range inside the file's {} bytes", image.view().size()),
                    fmt::format("{} bytes at offset {:#x}", size, at)));
}

TYPED_TEST(SegmentsTest, RefusesALoadOutsideTheFile) {
  auto& load = this->image_.phdr(PT_LOAD, 2);
  const uint64_t size = this->image_.view().size();
  load.p_filesz = load.p_memsz = static_cast<typename TypeParam::Native>(load.p_filesz + 1);
  EXPECT_TRUE(this->refuses(PT_LOAD, 2, "PT_LOAD p_filesz",
                            fmt::format("bytes inside the file's {}", size),
                            fmt::format("{} bytes at offset 0x2000", load.p_filesz.get())));
  load.p_offset = static_cast<typename TypeParam::Native>(UINT64_MAX);  // the sum wraps
  EXPECT_FALSE(read(this->image_.view()));
}

// Of a segment of zeros alone, which may lie behind the last byte of a file without section
// headers, no loader maps anything.
TYPED_TEST(SegmentsTest, ALoadWithoutBytesMayPointBehindTheFile) {
  this->builder_.segment({.type = PT_LOAD,
                          .flags = PF_R | PF_W,
                          .offset = 0x7000,
                          .vaddr = 0x437000,
                          .filesz = 0,
                          .memsz = 0x100,
                          .align = 0x1000});
  this->rebuild();
  EXPECT_TRUE(ok(read(this->image_.view())));
}

// A file of n bytes may have n of them, of all its bytes.
TYPED_TEST(SegmentsTest, RefusesLoadsThatTakeTheWholeFileAgainAndAgain) {
  const uint64_t size = this->image_.view().size();
  for (uint64_t i = 0; i < 7; ++i) {
    this->builder_.segment({.type = PT_LOAD,
                            .flags = PF_R,
                            .offset = 0,
                            .vaddr = 0x500000 + i * 0x10000,
                            .filesz = size,
                            .memsz = size,
                            .align = 1});
  }
  this->rebuild();
  ASSERT_TRUE(ok(read(this->image_.view())));
  this->builder_.segment({.type = PT_LOAD,
                          .flags = PF_R,
                          .offset = 0,
                          .vaddr = 0x600000,
                          .filesz = size,
                          .memsz = size,
                          .align = 1});
  this->rebuild();
  EXPECT_FALSE(read(this->image_.view()));
}

TYPED_TEST(SegmentsTest, RefusesMoreBytesInTheFileThanInMemory) {
  auto& load = this->image_.phdr(PT_LOAD, 1);
  load.p_memsz = 15;
  EXPECT_TRUE(this->refuses(PT_LOAD, 1, "PT_LOAD p_filesz", "at most p_memsz (0xf)", "0x10"));
}

TYPED_TEST(SegmentsTest, RefusesALoadBeyondTheAddressSpace) {
  auto& load = this->image_.phdr(PT_LOAD, 2);
  const uint64_t most = TypeParam::kFormat.max_address();
  load.p_memsz = static_cast<typename TypeParam::Native>(most);
  EXPECT_TRUE(this->refuses(PT_LOAD, 2, "PT_LOAD p_memsz", "an end inside the address space",
                            fmt::format("{:#x} bytes at address 0x420000", most)));
  load.p_memsz = static_cast<typename TypeParam::Native>(most - load.p_vaddr);
  EXPECT_TRUE(ok(read(this->image_.view())));
}

TYPED_TEST(SegmentsTest, RefusesAlignmentThatIsNoPowerOfTwo) {
  auto& load = this->image_.phdr(PT_LOAD, 1);
  load.p_align = 0x1800;
  EXPECT_TRUE(this->refuses(PT_LOAD, 1, "PT_LOAD p_align", "0 or a power of two", "0x1800"));
}

TYPED_TEST(SegmentsTest, RefusesAnOffsetNotCongruentToTheAddress) {
  auto& load = this->image_.phdr(PT_LOAD, 1);
  load.p_vaddr = 0x410008;
  EXPECT_TRUE(this->refuses(PT_LOAD, 1, "PT_LOAD p_offset",
                            "congruent to p_vaddr (0x410008) modulo p_align (0x1000)", "0x1000"));
  load.p_align = 8;
  EXPECT_TRUE(ok(read(this->image_.view())));
}

TYPED_TEST(SegmentsTest, RefusesLoadsThatOverlapOrDescend) {
  auto& load = this->image_.phdr(PT_LOAD, 2);
  load.p_vaddr = 0x410000;
  EXPECT_TRUE(this->refuses(PT_LOAD, 2, "PT_LOAD p_vaddr",
                            "at least 0x410010, the end of the PT_LOAD before it", "0x410000"));
  load.p_vaddr = 0x3f0000;
  EXPECT_TRUE(this->refuses(PT_LOAD, 2, "PT_LOAD p_vaddr",
                            "at least 0x410010, the end of the PT_LOAD before it", "0x3f0000"));
}

TYPED_TEST(SegmentsTest, AcceptsLoadsThatTouch) {
  this->builder_.page_size(16).text(ByteString(0x10000));
  this->rebuild();
  EXPECT_EQ(this->image_.phdr(PT_LOAD, 1).p_memsz + this->builder_.text_at(0),
            this->builder_.data_at(0));
  EXPECT_TRUE(ok(read(this->image_.view())));
}

TYPED_TEST(SegmentsTest, RefusesABrokenTls) {
  this->builder_.tls({.image = ByteString(8), .memsz = 16, .align = 8});
  this->rebuild();
  EXPECT_TRUE(ok(read(this->image_.view())));
  auto& tls = this->image_.phdr(PT_TLS);
  tls.p_memsz = 7;
  EXPECT_TRUE(this->refuses(PT_TLS, 0, "PT_TLS p_filesz", "at most p_memsz (0x7)", "0x8"));
  tls.p_memsz = 16;
  tls.p_align = 3;
  EXPECT_TRUE(this->refuses(PT_TLS, 0, "PT_TLS p_align", "0 or a power of two", "0x3"));
}

TYPED_TEST(SegmentsTest, RefusesARelroBeyondTheAddressSpace) {
  this->builder_.relro();
  this->rebuild();
  EXPECT_TRUE(ok(read(this->image_.view())));
  auto most = static_cast<typename TypeParam::Native>(UINT64_MAX);
  this->image_.phdr(PT_GNU_RELRO).p_memsz = most;
  EXPECT_TRUE(this->refuses(PT_GNU_RELRO, 0, "PT_GNU_RELRO p_memsz",
                            "an end inside the address space",
                            fmt::format("{:#x} bytes at address 0x420000", most)));
}

// glibc: elf/rtld.c (rtld_setup_main_map), elf/dl-load.c; musl: ldso/dynlink.c.
TYPED_TEST(SegmentsTest, TheLastOfSeveralIsTheLoaders) {
  const uint64_t at = this->builder_.data_at(8);
  this->builder_.relro().segment({.type = PT_GNU_RELRO, .vaddr = at, .memsz = 8});
  this->rebuild();
  ASSERT_EQ(this->image_.phdr(PT_GNU_RELRO, 1).p_vaddr, at);
  auto segments = read(this->image_.view());
  ASSERT_TRUE(ok(segments));
  const Segment* found = find_segment(*segments, PT_GNU_RELRO);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->vaddr.value, at);
}

// glibc, elf/dl-load.c (_dl_map_object_from_fd): "Nothing to do for an empty segment."
TYPED_TEST(SegmentsTest, AnEmptyTlsSegmentIsNone) {
  this->builder_.segment({.type = PT_TLS, .align = 4});
  this->rebuild();
  auto segments = read(this->image_.view());
  ASSERT_TRUE(ok(segments));
  EXPECT_EQ(find_segment(*segments, PT_TLS), nullptr);

  this->builder_.tls({.image = {1}, .memsz = 8, .align = 4}).segment({.type = PT_TLS, .align = 4});
  this->rebuild();
  segments = read(this->image_.view());
  ASSERT_TRUE(ok(segments));
  const Segment* found = find_segment(*segments, PT_TLS);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->memsz, 8U);
}

// An object file or a core is no loader's business.
TYPED_TEST(SegmentsTest, DoesNotCheckWhatNoLoaderLoads) {
  this->builder_.type(ET_CORE);
  this->rebuild();
  this->image_.phdr(PT_LOAD).p_filesz = 0x7fffffff;
  auto segments = read(this->image_.view());
  ASSERT_TRUE(ok(segments));
  EXPECT_EQ(segments->size(), 4U);
}

}  // namespace
}  // namespace onefold
