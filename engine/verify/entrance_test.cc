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

}  // namespace
}  // namespace onefold::verify
