#include "verify/load_cursor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold::verify {
namespace {

using Builder = onefold::testing::ElfBuilder<Elf64Le>;

// In whatever order it is asked, as the module answers.
TEST(BytesCursorTest, AnswersAsTheModuleDoes) {
  Builder builder;
  builder.machine(EM_X86_64).bss(0x50);
  const auto image = builder.build();
  const Module module = read_module(image.view()).value();
  ASSERT_GT(module.loads.size(), 1U);
  std::vector<uint64_t> places;
  for (const Segment& load : module.loads) {
    for (uint64_t end : {load.vaddr.value, load.vaddr.value + load.filesz, load.end().value}) {
      for (uint64_t i = end < 16 ? 0 : end - 16; i < end + 16; ++i) places.push_back(i);
    }
  }
  BytesCursor bytes(module);
  LoadCursor loads(module);
  std::mt19937 random(1);
  for (int pass = 0; pass < 3; ++pass) {
    for (uint64_t place : places) {
      for (uint64_t size : {uint64_t{4}, uint64_t{8}}) {
        const auto expected = module.bytes_at(ModuleAddress(place), size, "");
        const auto found = bytes.at(ModuleAddress(place), size);
        ASSERT_EQ(found.size(), expected ? expected->size() : 0) << place;
        ASSERT_TRUE(!expected || found.data() == expected->data()) << place;
        ASSERT_EQ(loads.at(ModuleAddress(place), size), module.load_at(ModuleAddress(place), size));
      }
    }
    if (pass == 0) std::ranges::reverse(places);
    if (pass == 1) std::ranges::shuffle(places, random);
  }
}

}  // namespace
}  // namespace onefold::verify
