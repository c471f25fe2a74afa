#include "stack/add_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "read/module.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Images whose table of program headers, unless it has a PT_NULL, has to move.
template <typename E>
class AddHeaderTest : public ::testing::Test {
 protected:
  void write(const ElfBuilder<E>& builder) {
    image_ = builder.build();
    tree_.file("/a", image_.bytes());
  }
  Result<StackResult> add(StackEdit edit = {}) {
    edit.add = true;
    auto result = edit_stack(path(), edit);
    copy_ = tree_.bytes("/a");
    return result;
  }
  std::string path() const { return tree_.path("/a"); }
  FileView copy() const { return FileView("test.elf", copy_); }

  // Everything behind the ELF header is where it was, byte for byte.
  bool keeps_the_rest() const {
    auto old = image_.bytes();
    return copy_.size() >= old.size() &&
           std::equal(old.begin() + sizeof(typename E::Ehdr), old.end(),
                      copy_.begin() + sizeof(typename E::Ehdr));
  }
  // The ELF header with the table's place and length put back is the old one.
  bool keeps_the_header() {
    auto header = FileView::as_table<typename E::Ehdr>(copy_)[0];
    header.e_phoff = image_.ehdr().e_phoff;
    header.e_phnum = image_.ehdr().e_phnum;
    auto bytes = std::as_bytes(std::span(&header, 1));
    return std::equal(bytes.begin(), bytes.end(), image_.bytes().begin());
  }

  FileTree tree_;
  ElfImage<E> image_ = ElfBuilder<E>().build();
  std::vector<std::byte> copy_;
};
TYPED_TEST_SUITE(AddHeaderTest, AllFormats);

TYPED_TEST(AddHeaderTest, TakesAPtNullEntry) {
  this->write(ElfBuilder<TypeParam>()
                  .segment({.type = PT_NULL, .offset = 1, .vaddr = 2, .filesz = 3, .memsz = 4})
                  .bss(0x5000));
  auto result = this->add({.memsz = 0x800000, .executable = false});
  ASSERT_TRUE(ok(result));
  EXPECT_EQ(result->header.memsz, 0x800000U);
  EXPECT_THAT(result->warnings, IsEmpty());

  auto& entry = this->image_.phdr(PT_NULL);  // the patch, made independently
  entry = {};
  entry.p_type = PT_GNU_STACK;
  entry.p_flags = PF_R | PF_W;
  entry.p_memsz = 0x800000;
  entry.p_align = 16;
  EXPECT_TRUE(std::ranges::equal(this->copy_, this->image_.bytes()));
}

TYPED_TEST(AddHeaderTest, MovesAFullTableIntoAPtLoadOfItsOwn) {
  this->write(ElfBuilder<TypeParam>()
                  .interp("/lib/ld.so")
                  .segment({.type = PT_PHDR, .flags = PF_R, .align = 8})
                  .needed("libc.so.6")
                  .section_headers()
                  .bss(0x12345));
  auto before = read_module(this->image_.view());
  ASSERT_TRUE(ok(before));
  ASSERT_TRUE(ok(this->add({.memsz = 0x400000, .executable = true})));

  auto after = read_module(this->copy());  // PT_LOADs ascend and are disjoint, or this fails
  ASSERT_TRUE(ok(after));
  EXPECT_TRUE(this->keeps_the_rest());
  EXPECT_TRUE(this->keeps_the_header());
  ASSERT_EQ(after->segments.size(), before->segments.size() + 2);
  ASSERT_EQ(after->loads.size(), before->loads.size() + 1);
  EXPECT_EQ(after->dynamic.size(), before->dynamic.size());

  const Segment* stack = find_segment(after->segments, PT_GNU_STACK);
  ASSERT_NE(stack, nullptr);
  EXPECT_EQ(stack->memsz, 0x400000U);
  EXPECT_EQ(stack->flags, PF_R | PF_W | uint32_t{PF_X});

  // The table lies in the last PT_LOAD, at the file offset and address that AT_PHDR is computed
  // from: e_phoff and the first PT_LOAD's distance between the two, or PT_PHDR.
  const Segment& load = after->loads.back();
  EXPECT_EQ(load.flags, uint32_t{PF_R});
  EXPECT_EQ(load.offset, after->header.phoff);
  EXPECT_EQ(load.filesz, after->segments.size() * sizeof(typename TypeParam::Phdr));
  EXPECT_EQ(load.filesz, load.memsz);
  EXPECT_GE(load.vaddr, before->loads.back().end());
  EXPECT_EQ(load.vaddr.value - load.offset.value,
            after->loads.front().vaddr.value - after->loads.front().offset.value);
  const Segment* table = find_segment(after->segments, PT_PHDR);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->offset, load.offset);
  EXPECT_EQ(table->vaddr, load.vaddr);
  EXPECT_EQ(table->memsz, load.memsz);
}

TYPED_TEST(AddHeaderTest, KeepsEveryOtherEntryAndTheirOrder) {
  this->write(
      ElfBuilder<TypeParam>().relro().build_id({1, 2, 3, 4}).tls({.image = {1, 2}, .memsz = 8}));
  auto before = read_module(this->image_.view());
  ASSERT_TRUE(ok(before));
  ASSERT_TRUE(ok(this->add({.executable = false})));
  auto after = read_module(this->copy());
  ASSERT_TRUE(ok(after));
  auto mine = [&](const Segment& s) {
    return s.type == PT_GNU_STACK || s.offset == after->header.phoff;
  };
  std::erase_if(after->segments, mine);
  ASSERT_EQ(after->segments.size(), before->segments.size());
  for (size_t i = 0; i < before->segments.size(); ++i) {
    const Segment &a = after->segments[i], &b = before->segments[i];
    EXPECT_TRUE(a.type == b.type && a.flags == b.flags && a.offset == b.offset &&
                a.vaddr == b.vaddr && a.paddr == b.paddr && a.filesz == b.filesz &&
                a.memsz == b.memsz && a.align == b.align)
        << "entry " << i;
  }
}

// glibc's DEFAULT_STACK_PERMS: without the header the stack is executable, save on machines whose
// ABI says otherwise (aarch64, riscv: sysdeps/*/stackinfo.h).
TYPED_TEST(AddHeaderTest, WithoutExecMeansWhatAMissingHeaderMeant) {
  this->write(ElfBuilder<TypeParam>());
  auto result = this->add();
  ASSERT_TRUE(ok(result));
  EXPECT_EQ(result->header.memsz, 0U);
  EXPECT_TRUE(result->header.executable);  // i386, powerpc, x86-64, s390x
}

TEST(AddHeaderMachineTest, OfAarch64AMissingHeaderMeansNoExecutableStack) {
  FileTree tree;
  tree.file("/a", ElfBuilder<Elf64Le>().machine(EM_AARCH64).build().bytes());
  auto result = edit_stack(tree.path("/a"), {.add = true});
  ASSERT_TRUE(ok(result));
  EXPECT_FALSE(result->header.executable);
}

TYPED_TEST(AddHeaderTest, OfAnUnknownMachineItMustBeSaid) {
  this->write(ElfBuilder<TypeParam>().machine(0x7ffe));
  auto result = this->add({.memsz = 0x800000});
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().expected, HasSubstr("--exec on|off"));
  EXPECT_TRUE(std::ranges::equal(this->copy_, this->image_.bytes()));
  EXPECT_TRUE(ok(this->add({.memsz = 0x800000, .executable = false})));
  EXPECT_TRUE(ok(read_module(this->copy())));
}

TYPED_TEST(AddHeaderTest, RefusesAFileThatNoLoaderMaps) {
  this->write(ElfBuilder<TypeParam>().type(ET_REL));
  auto result = this->add();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().field, "e_type");
}

TYPED_TEST(AddHeaderTest, RefusesAFileWithoutASegmentToGoBehind) {
  auto image = ElfBuilder<TypeParam>().build();
  for (uint64_t i = 0; i < image.ehdr().e_phnum; ++i) image.phdr_at(i).p_type = uint32_t{PT_NOTE};
  this->tree_.file("/a", image.bytes());
  auto result = this->add({.executable = false});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().expected, "at least one PT_LOAD");
  EXPECT_TRUE(std::ranges::equal(this->copy_, image.bytes()));
}

// The first PT_LOAD, of no bytes, says that the table would lie 4 GiB from the file's start.
TEST(AddHeaderOffsetTest, RefusesWhereAnOffsetHasNoRoom) {
  using E = Elf32Le;
  FileTree tree;
  auto image = ElfBuilder<E>().build();
  E::Ehdr header = image.ehdr();
  header.e_phoff = uint32_t{sizeof(E::Ehdr)};
  header.e_phnum = uint16_t{1};
  E::Phdr load{};
  load.p_type = uint32_t{PT_LOAD};
  load.p_offset = uint32_t{0xfffff000};
  load.p_vaddr = uint32_t{0x1000};
  load.p_memsz = uint32_t{0x20000000};
  load.p_align = uint32_t{0x1000};
  std::vector<std::byte> bytes(sizeof(header) + sizeof(load));
  std::memcpy(bytes.data(), &header, sizeof(header));
  std::memcpy(bytes.data() + sizeof(header), &load, sizeof(load));
  tree.file("/a", bytes);
  auto result = edit_stack(tree.path("/a"), {.executable = false, .add = true});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().expected, "room for another program header");
  EXPECT_EQ(tree.bytes("/a"), bytes);
}

TYPED_TEST(AddHeaderTest, RefusesATableThatLiesInTheElfHeader) {
  auto image = ElfBuilder<TypeParam>().build();
  image.ehdr().e_phoff = uint8_t{8};
  image.ehdr().e_phnum = uint16_t{1};
  this->tree_.file("/a", image.bytes());
  auto result = this->add({.executable = false});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().field, "e_phoff");
  EXPECT_TRUE(std::ranges::equal(this->copy_, image.bytes()));
}

// The table lies behind all memory, in the file too.
TYPED_TEST(AddHeaderTest, RefusesAHoleOfMoreThanAGibibyte) {
  for (const uint64_t bss : {uint64_t{1} << 29, uint64_t{1} << 30}) {
    this->write(ElfBuilder<TypeParam>().bss(bss));
    auto result = this->add({.executable = false});
    EXPECT_EQ(result.has_value(), bss == uint64_t{1} << 29);
    if (!result) {
      EXPECT_EQ(result.error().expected, "room for another program header");
    }
  }
}

TYPED_TEST(AddHeaderTest, RefusesWhereTheAddressSpaceEnds) {
  const uint64_t top = TypeParam::k64 ? 0xffffffffff000000 : 0xff000000;
  this->write(ElfBuilder<TypeParam>().base(top).bss(0xfdf800));
  auto result = this->add({.executable = false});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().expected, "room for another program header");
  EXPECT_TRUE(std::ranges::equal(this->copy_, this->image_.bytes()));
}

// A PT_LOAD may lie in step with smaller pages than another one asks for; of no pages it can lie
// only where it never loads.
TYPED_TEST(AddHeaderTest, LiesInStepWithTheFirstSegment) {
  this->write(ElfBuilder<TypeParam>().machine(EM_AARCH64).base(0x401000));
  ASSERT_TRUE(ok(this->add({.executable = false})));
  auto module = read_module(this->copy());
  ASSERT_TRUE(ok(module));
  const Segment& added = module->loads.back();
  EXPECT_EQ(added.vaddr.value - added.offset.value, 0x401000U);
  EXPECT_EQ(added.align, 0x1000U);
}

TYPED_TEST(AddHeaderTest, RefusesAFirstSegmentOutOfStep) {
  this->write(ElfBuilder<TypeParam>().base(0x400800));
  for (uint64_t i = 0; i < this->image_.ehdr().e_phnum; ++i) this->image_.phdr_at(i).p_align = 1;
  this->tree_.file("/a", this->image_.bytes());
  auto result = this->add({.executable = false});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().field, "PT_LOAD p_vaddr");
  EXPECT_EQ(result.error().found, "0x400800 from it");
  EXPECT_TRUE(std::ranges::equal(this->copy_, this->image_.bytes()));
}

TYPED_TEST(AddHeaderTest, ReplacesTheFileThatASymbolicLinkLeadsTo) {
  this->write(ElfBuilder<TypeParam>());
  this->tree_.link("/soft", "a");
  this->tree_.hard_link("/a", "/hard");
  ASSERT_EQ(chmod(this->path().c_str(), 04750), 0);
  auto result = edit_stack(this->tree_.path("/soft"), {.executable = false, .add = true});
  ASSERT_TRUE(ok(result));
  EXPECT_THAT(result->warnings, Contains("the copy has no setuid bit"));
  EXPECT_THAT(result->warnings, Contains(HasSubstr("hard links keep the old one")));
  EXPECT_TRUE(std::filesystem::is_symlink(this->tree_.path("/soft")));
  EXPECT_TRUE(ok(read_stack(this->path())));
  EXPECT_TRUE(std::ranges::equal(this->tree_.bytes("/hard"), this->image_.bytes()));
  struct stat status{};
  ASSERT_EQ(stat(this->path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0750U);
}

// PN_XNUM: the count of a table that stays where it is lies in section header 0 and stays there.
TYPED_TEST(AddHeaderTest, KeepsACountPastPnXnum) {
  using Phdr = typename TypeParam::Phdr;
  ElfBuilder<TypeParam> builder;
  this->write(builder.section_headers());
  auto image = this->image_;
  const uint64_t table = image.bytes().size(), count = PN_XNUM + 3U;
  const uint64_t old = image.ehdr().e_phnum;
  image.resize(table + count * sizeof(Phdr));
  for (uint64_t i = 0; i < old; ++i) {
    Phdr entry = image.phdr_at(i);
    image.template at<Phdr>(table + i * sizeof(Phdr)) = entry;
  }
  image.ehdr().e_phoff = static_cast<typename TypeParam::Native>(table);
  image.ehdr().e_phnum = PN_XNUM;
  image.shdr(0).sh_info = static_cast<uint32_t>(count);
  this->tree_.file("/a", image.bytes());
  ASSERT_TRUE(ok(this->add({.memsz = 0x800000, .executable = false})));

  Phdr& entry = image.template at<Phdr>(table + old * sizeof(Phdr));
  entry.p_type = PT_GNU_STACK;
  entry.p_flags = PF_R | PF_W;
  entry.p_memsz = 0x800000;
  entry.p_align = 16;
  EXPECT_TRUE(std::ranges::equal(this->copy_, image.bytes()));
}

}  // namespace
}  // namespace onefold
