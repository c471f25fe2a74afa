#include "read/notes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::ElementsAre;

std::vector<int> numbers(std::span<const std::byte> bytes) {
  std::vector<int> out;
  for (std::byte b : bytes) out.push_back(std::to_integer<int>(b));
  return out;
}

template <typename E>
class NotesTest : public ::testing::Test {
 protected:
  ElfBuilder<E> builder_;
};
TYPED_TEST_SUITE(NotesTest, AllFormats);

TYPED_TEST(NotesTest, ReadsNotesOfEverySegment) {
  auto image = this->builder_.note("stapsdt", 3, {1, 2, 3, 4, 5})
                   .build_id({9, 8, 7})
                   .note("Go", 4, {6})
                   .note("GNU", 17, {5, 5, 5, 5}, 8)
                   .note("x", 18, {}, 8)
                   .build();
  const Module module = read_module(image.view()).value();
  auto notes = read_notes(module);
  ASSERT_TRUE(ok(notes));
  ASSERT_EQ(notes->size(), 5U);
  EXPECT_EQ((*notes)[0].name, "stapsdt");
  EXPECT_EQ((*notes)[0].type, 3U);
  EXPECT_THAT(numbers((*notes)[0].desc), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ((*notes)[2].name, "Go");
  EXPECT_THAT(numbers((*notes)[2].desc), ElementsAre(6));
  EXPECT_EQ((*notes)[3].type, 17U);
  EXPECT_EQ((*notes)[4].name, "x");
  EXPECT_TRUE((*notes)[4].desc.empty());
  EXPECT_THAT(numbers(find_build_id(*notes)), ElementsAre(9, 8, 7));
}

TYPED_TEST(NotesTest, ABuildIdIsGnus) {
  auto image = this->builder_.note("Xen", NT_GNU_BUILD_ID, {1}).build();
  const Module module = read_module(image.view()).value();
  EXPECT_TRUE(find_build_id(read_notes(module).value()).empty());
}

TYPED_TEST(NotesTest, ReadsGnuProperties) {
  auto image = this->builder_.gnu_property(0xc0000002, {3, 0, 0, 0})
                   .gnu_property(1, {1, 2, 3, 4, 5, 6, 7, 8})
                   .build();
  const Module module = read_module(image.view()).value();
  auto notes = read_notes(module).value();
  auto properties = read_gnu_properties(module, notes);
  ASSERT_TRUE(ok(properties));
  ASSERT_EQ(properties->size(), 2U);
  EXPECT_EQ((*properties)[0].type, 0xc0000002U);
  EXPECT_THAT(numbers((*properties)[0].data), ElementsAre(3, 0, 0, 0));
  EXPECT_EQ((*properties)[1].type, 1U);
  EXPECT_EQ((*properties)[1].data.size(), 8U);
}

TYPED_TEST(NotesTest, RefusesANoteThatLeavesItsSegment) {
  auto image = this->builder_.build_id({1, 2, 3, 4}).build();
  auto& note = image.template at<typename TypeParam::Nhdr>(Part::kNotes4);
  const uint64_t at = image.place(Part::kNotes4).offset;
  auto check = [&](uint32_t name_size, uint32_t desc_size) {
    note.n_namesz = name_size;
    note.n_descsz = desc_size;
    const Module module = read_module(image.view()).value();
    EXPECT_TRUE(fails(read_notes(module), "PT_NOTE n_descsz", at,
                      "a note inside its segment's 20 bytes from there",
                      fmt::format("n_namesz {} and n_descsz {}", name_size, desc_size)));
  };
  check(4, 5);
  check(4, 0xffffffff);
  check(0xffffffff, 0);
  check(9, 0);
}

TYPED_TEST(NotesTest, RefusesASegmentOutsideTheFile) {
  auto image = this->builder_.build_id({1}).build();
  auto& segment = image.phdr(PT_NOTE);
  const uint64_t size = image.view().size();
  segment.p_offset = static_cast<typename TypeParam::Native>(size - 1);
  const Module module = read_module(image.view()).value();
  EXPECT_TRUE(fails(read_notes(module), "PT_NOTE", image.offset_of(segment),
                    fmt::format("a range inside the file's {} bytes", size),
                    fmt::format("20 bytes at offset {:#x}", size - 1)));
}

TYPED_TEST(NotesTest, RefusesAPropertyThatLeavesItsNote) {
  const uint64_t word = TypeParam::kFormat.word_size();
  auto image = this->builder_.gnu_property(2, {1, 2, 3, 4}).build();
  const Part part = word == 8 ? Part::kNotes8 : Part::kNotes4;
  const uint64_t property = image.place(part).offset + 16;  // behind the note's header and "GNU"
  auto& size = image.template at<typename TypeParam::Word>(property + 4);
  size = 0xfffffffe;
  const Module module = read_module(image.view()).value();
  auto notes = read_notes(module).value();
  EXPECT_TRUE(
      fails(read_gnu_properties(module, notes), "GNU_PROPERTY pr_datasz", property,
            fmt::format("a property inside its note's {} bytes from there", word == 8 ? 16 : 12),
            "4294967294"));
}

TYPED_TEST(NotesTest, RefusesHalfAProperty) {
  auto image = this->builder_.note("GNU", NT_GNU_PROPERTY_TYPE_0, {1, 2, 3, 4}).build();
  const Module module = read_module(image.view()).value();
  auto notes = read_notes(module).value();
  EXPECT_TRUE(fails(read_gnu_properties(module, notes), "GNU_PROPERTY",
                    image.place(Part::kNotes4).offset + 16, "pr_type and pr_datasz", "4 bytes"));
}

// Two hundred segments over the same thousand notes would make 200,000.
TYPED_TEST(NotesTest, SegmentsThatShareNotesAreBounded) {
  for (int i = 0; i < 1000; ++i) this->builder_.note("GNU", 99, {});
  const auto plain = this->builder_.build();
  const auto place = plain.place(Part::kNotes4);
  ASSERT_EQ(place.size, 16000U);
  for (int i = 0; i < 200; ++i) {
    this->builder_.segment(
        {.type = PT_NOTE, .filesz = place.size, .memsz = place.size, .align = 4});
  }
  auto image = this->builder_.build();
  for (unsigned i = 1; i <= 200; ++i) {
    image.phdr(PT_NOTE, i).p_offset =
        static_cast<typename TypeParam::Native>(image.place(Part::kNotes4).offset);
  }
  const Module module = read_module(image.view()).value();
  const uint64_t size = image.view().size();
  const auto too_many = static_cast<unsigned>(size / place.size);
  EXPECT_TRUE(fails(read_notes(module), "PT_NOTE p_filesz",
                    image.offset_of(image.phdr(PT_NOTE, too_many)),
                    fmt::format("PT_NOTEs of at most the file's {} bytes in all", size),
                    fmt::format("{}", (too_many + 1) * place.size)));
}

}  // namespace
}  // namespace onefold
