#include "verify/entrance.h"

#include <elf.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"

namespace onefold::verify {
namespace {

using testing::ElfBuilder;
using Image = testing::ElfImage<Elf64Le>;

class EntranceTest : public ::testing::Test {
 protected:
  EntranceTest()
      : fold_image_(ElfBuilder<Elf64Le>().machine(EM_X86_64).build()),
        loader_image_(
            ElfBuilder<Elf64Le>().machine(EM_X86_64).text(testing::ByteString(0x4000, 1)).build()),
        fold_(*read_module(fold_image_.view())),
        loader_(*read_module(loader_image_.view())) {
    entrance_.headers = fold_.loads.front().vaddr.value + fold_.header.phoff.value;
    entrance_.header_count = fold_.header.phnum;
  }

  Result<Module> seen() { return as_loader_sees(fold_, entrance_, &loader_, report_); }

  Image fold_image_, loader_image_;
  Module fold_, loader_;
  Entrance entrance_;
  Report report_;
};

// It would be read through later, from places that the file does not have.
TEST_F(EntranceTest, ALoaderThatTheFileLacksIsAnError) {
  for (uint64_t base : {uint64_t{0x100000}, ~uint64_t{0xfff}}) {
    entrance_.loader_base = base;
    auto view = seen();
    ASSERT_FALSE(view.has_value()) << std::hex << base;
    EXPECT_NE(to_string(view.error()).find("the entrance's loader"), std::string::npos);
  }
}

// Zeros lie behind the file's end where nothing follows them.
TEST_F(EntranceTest, AZeroFilledSegmentOfTheLoadersNeedsNoBytes) {
  Segment& last = fold_.loads.back();
  last.memsz += 0x10000;
  const Segment zeros{.type = PT_LOAD,
                      .flags = PF_R | PF_W,
                      .vaddr = ModuleAddress(last.end().value - 0x1000),
                      .memsz = 8};
  ASSERT_GT(zeros.vaddr - last.vaddr, fold_.file.size());
  loader_.loads = {zeros};
  EXPECT_TRUE(seen().has_value());
  loader_.loads[0].filesz = 8;
  EXPECT_FALSE(seen().has_value());
}

// Of a writable segment whose start the kernel maps for reading: by a PT_LOAD that ends there, or
// by one over all of it, of which the entrance makes the rest writable.
TEST(WritableFrom, IsWhereTheKernelsPermissionBegins) {
  Module fold;
  const Segment segment{.flags = PF_R | PF_W, .vaddr = ModuleAddress(0x6e00), .memsz = 0x2000};
  Segment first{.flags = PF_R, .vaddr = ModuleAddress(0x5000), .filesz = 0x2000, .memsz = 0x2000};
  Segment rest{.flags = PF_R | PF_W, .vaddr = ModuleAddress(0x7000), .memsz = 0x1e00};
  fold.loads = {first, rest};
  Entrance entrance;
  EXPECT_EQ(writable_from(fold, entrance, segment), 0x7000U);
  Segment read_only = segment;
  read_only.flags = PF_R;
  EXPECT_EQ(writable_from(fold, entrance, read_only), 0x6e00U);
  fold.loads[0].flags = PF_R | PF_W;
  EXPECT_EQ(writable_from(fold, entrance, segment), 0x6e00U);
  first.filesz = first.memsz = 0x5000;
  fold.loads = {first};
  EXPECT_EQ(writable_from(fold, entrance, segment), 0x6e00U);
  entrance.protects = {{0x5000, 0x1000, 5}, {0x7000, 0x1e00, 3}, {0x8e00, 0x100, 3}};
  EXPECT_EQ(writable_from(fold, entrance, segment), 0x7000U);
  entrance.protects = {{0x6e00, 0x200, 5}, {0x8e00, 0x100, 3}};
  EXPECT_EQ(writable_from(fold, entrance, segment), 0x6e00U);
}

}  // namespace
}  // namespace onefold::verify
