#include "plan/in_place.h"

#include <elf.h>
#include <gtest/gtest.h>

namespace onefold {
namespace {

const Machine& machine(uint16_t number) {
  return *find_machine(number, {Class::k32, std::endian::little}, 0);
}

TEST(InPlace, EachPlaceGetsItsAddend) {
  Fixups fixups;
  fixups.list = {{.place = ImageAddress(0x2000), .addend = 0x1234, .type = R_386_RELATIVE},
                 {.place = ImageAddress(0x1000), .addend = -4, .type = R_386_PC32}};
  fixups.patches = {{ImageAddress(0x1800), 7, 4}};
  put_addends_in_place(fixups, machine(EM_386));
  ASSERT_EQ(fixups.patches.size(), 3U);
  EXPECT_EQ(fixups.patches[0].place.value, 0x1000U);
  EXPECT_EQ(fixups.patches[0].value, static_cast<uint64_t>(-4));
  EXPECT_EQ(fixups.patches[1].place.value, 0x1800U);
  EXPECT_EQ(fixups.patches[2].value, 0x1234U);
  EXPECT_EQ(fixups.patches[2].size, 4U);
}

TEST(InPlace, ACopyHasNoAddend) {
  Fixups fixups;
  fixups.list = {{.place = ImageAddress(0x2000), .type = R_386_COPY}};
  put_addends_in_place(fixups, machine(EM_386));
  EXPECT_TRUE(fixups.patches.empty());
}

// glibc, sysdeps/arm/tlsdesc.h and sysdeps/i386/tlsdesc.h: {argument, resolver} and {resolver,
// argument}.
TEST(InPlace, ADescriptorsAddendIsItsArgument) {
  auto field = [](uint16_t number, uint32_t type) {
    return addend_field(machine(number), *machine(number).find(type));
  };
  EXPECT_EQ(field(EM_ARM, R_ARM_TLS_DESC).at, 0U);
  EXPECT_EQ(field(EM_386, R_386_TLS_DESC).at, 4U);
  EXPECT_EQ(field(EM_386, R_386_TLS_DESC).size, 4U);
}

}  // namespace
}  // namespace onefold
