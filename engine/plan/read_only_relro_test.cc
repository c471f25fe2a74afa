#include "plan/read_only_relro.h"

#include <gtest/gtest.h>

namespace onefold {
namespace {

// A library with a read-only segment and a writable one that begins with its RELRO, in step.
class ReadOnlyRelroTest : public ::testing::Test {
 protected:
  ReadOnlyRelroTest() {
    module_.segments = {{.type = PT_GNU_RELRO,
                         .offset = FileOffset(0x2e00),
                         .vaddr = ModuleAddress(0x6e00),
                         .filesz = 0x200,
                         .memsz = 0x200}};
    source_.vaddr = ModuleAddress(0x6e00);
    part_.scope_index = 1;
    part_.module = &module_;
    const PlannedLoad text{.part = &part_,
                           .flags = PF_R,
                           .offset = 0x1000,
                           .vaddr = ImageAddress(0x5000),
                           .filesz = 0x234,
                           .memsz = 0x234};
    const PlannedLoad data{.part = &part_,
                           .source = &source_,
                           .flags = PF_R | PF_W,
                           .offset = 0x2e00,
                           .vaddr = ImageAddress(0x6e00),
                           .filesz = 0x300,
                           .memsz = 0x2000};
    plan_.layout.loads = {text, data};
    plan_.layout.page = 0x1000;
    plan_.start.relro = {{ImageAddress(0x6e00), 0x200}, {ImageAddress(0x9000), 0x1000}};
  }

  // Bytes that are read-only at the writable segment's start.
  uint64_t read_only() {
    map_relro_read_only(plan_);
    const uint64_t found = plan_.layout.loads[1].read_only;
    EXPECT_EQ(plan_.start.relro.size(), found != 0 ? 1U : 2U);
    return found;
  }

  Module module_;
  Segment source_;
  Part part_;
  Plan plan_;
};

TEST_F(ReadOnlyRelroTest, NothingIsLeftForTheStubWhereNothingIsWritten) {
  plan_.fixups.list = {{.place = ImageAddress(0x6df8), .size = 8},
                       {.place = ImageAddress(0x7000), .size = 8}};
  EXPECT_EQ(read_only(), 0x200U);
  EXPECT_EQ(plan_.start.relro.front().at, ImageAddress(0x9000));
}

TEST_F(ReadOnlyRelroTest, NotWhereTheLoaderWrites) {
  for (uint64_t place : {0x6df9U, 0x6e00U, 0x6fffU}) {
    plan_.fixups.list = {{.place = ImageAddress(place), .size = 8}};
    EXPECT_EQ(read_only(), 0U) << place;
  }
}

TEST_F(ReadOnlyRelroTest, NotWhereItIsNoWholePages) {
  module_.segments.front().memsz = 0x1f8;
  EXPECT_EQ(read_only(), 0U);
}

TEST_F(ReadOnlyRelroTest, NotWhereItBeginsElsewhere) {
  module_.segments.front().vaddr = ModuleAddress(0x6e08);
  module_.segments.front().memsz = 0x1f8;
  EXPECT_EQ(read_only(), 0U);
}

TEST_F(ReadOnlyRelroTest, TheLastOfTwoCounts) {
  module_.segments.push_back(module_.segments.front());
  module_.segments.front().vaddr = ModuleAddress(0x5e00);
  EXPECT_EQ(read_only(), 0x200U);
}

TEST_F(ReadOnlyRelroTest, NotWhereTheFileHasNoBytesOfIt) {
  plan_.layout.loads[1].filesz = 0x100;
  EXPECT_EQ(read_only(), 0U);
}

TEST_F(ReadOnlyRelroTest, NotWhereItDoesNotFollowInTheFile) {
  plan_.layout.loads[1].offset += 0x1000;
  EXPECT_EQ(read_only(), 0U);
}

// Which the loader itself protects.
TEST_F(ReadOnlyRelroTest, NotTheProgramsOwn) {
  part_.scope_index = 0;
  EXPECT_EQ(read_only(), 0U);
}

}  // namespace
}  // namespace onefold
