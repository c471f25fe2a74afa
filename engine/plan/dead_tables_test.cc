#include "plan/dead_tables.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

class DeadTables : public testing::FoldTest {
 protected:
  static testing::ElfImage<Elf64Le> image(const testing::Builder& builder) {
    auto built = builder.build();
    built.ehdr().e_phnum = uint16_t{12};  // the builder's room for headers, PT_NULL at its end
    return built;
  }
  static uint64_t room(const testing::ElfImage<Elf64Le>& image) {
    auto module = read_module(image.view());
    if (!module) throw std::runtime_error(to_string(module.error()));
    return room_over_dead_tables(*module);
  }
};

TEST_F(DeadTables, TablesUpToThePageThatNothingElseUses) {
  auto dead = image(program().symbol({.name = "f", .value = 1}));
  EXPECT_EQ(room(dead), 4096U - 64);
}

TEST_F(DeadTables, EndAtWhatIsStillRead) {
  auto builder = program();
  builder.unwind(builder.text_at(0), 16);
  auto live = image(builder);
  const uint64_t end = 64 + room(live);
  EXPECT_LE(end, live.place(testing::Part::kEhFrameHdr).offset);
  EXPECT_GE(end, live.place(testing::Part::kStrings).offset);
}

// The fold's ELF header lies there.
TEST_F(DeadTables, NoneIsInsideTheElfHeader) {
  const auto dead = image(program());
  auto module = read_module(dead.view());
  ASSERT_TRUE(testing::ok(module));
  module->header.phoff = FileOffset(8);
  EXPECT_EQ(room_over_dead_tables(*module), 0U);
}

TEST_F(DeadTables, NotesOutsideTheFileDoNotCount) {
  auto dead = image(program());
  const uint64_t before = room(dead);
  for (uint64_t offset : {uint64_t{0x7fffffff}, ~uint64_t{7}, uint64_t{dead.bytes().size()} + 8}) {
    auto& note = dead.phdr_at(11);
    note.p_type = uint32_t{PT_NOTE};
    note.p_offset = offset;
    note.p_filesz = uint64_t{64};
    EXPECT_EQ(room(dead), before) << offset;
  }
}

// Loaders read it at p_vaddr.
TEST_F(DeadTables, ADynamicSectionIsWhereItsAddressSays) {
  auto builder = program();
  builder.unwind(builder.text_at(0), 16);
  auto live = image(builder);
  for (uint64_t i = 0; i < 12; ++i) {
    auto& header = live.phdr_at(i);
    if (header.p_type == PT_LOAD) header.p_flags = uint32_t{PF_R};
  }
  const uint64_t before = room(live);
  live.ehdr().e_type = uint16_t{ET_DYN};
  live.phdr(PT_DYNAMIC).p_offset = 64 + before;
  EXPECT_EQ(room(live), before);
}

}  // namespace
}  // namespace onefold
