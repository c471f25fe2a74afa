#include "elf/names.h"

#include <elf.h>
#include <gtest/gtest.h>

namespace onefold {
namespace {

TEST(NamesTest, SpellsAsTheGabiDoes) {
  EXPECT_EQ(dynamic_tag_name(DT_NEEDED, EM_X86_64), "DT_NEEDED");
  EXPECT_EQ(dynamic_tag_name(36, EM_X86_64), "DT_RELR");
  EXPECT_EQ(segment_type_name(PT_GNU_STACK, EM_386), "PT_GNU_STACK");
  EXPECT_EQ(file_type_name(ET_DYN), "ET_DYN");
  EXPECT_EQ(os_abi_name(ELFOSABI_GNU), "ELFOSABI_GNU");
}

TEST(NamesTest, TheProcessorRangeDependsOnTheMachine) {
  EXPECT_EQ(dynamic_tag_name(0x70000001, EM_MIPS), "DT_MIPS_RLD_VERSION");
  EXPECT_EQ(dynamic_tag_name(0x70000001, EM_AARCH64), "DT_AARCH64_BTI_PLT");
  EXPECT_EQ(dynamic_tag_name(0x70000001, EM_X86_64), "DT_0x70000001");
  EXPECT_EQ(segment_type_name(0x70000001, EM_ARM), "PT_ARM_EXIDX");
  EXPECT_EQ(segment_type_name(0x70000001, EM_S390), "PT_0x70000001");
}

TEST(NamesTest, UnknownNumbersStayNumbers) {
  EXPECT_EQ(file_type_name(0xfe00), "ET_0xfe00");
  EXPECT_EQ(os_abi_name(200), "ELFOSABI_0xc8");
}

TEST(NamesTest, SegmentFlags) {
  EXPECT_EQ(segment_flags_text(PF_R | PF_X), "R E");
  EXPECT_EQ(segment_flags_text(PF_R | PF_W), "RW ");
  EXPECT_EQ(segment_flags_text(0), "   ");
}

}  // namespace
}  // namespace onefold
