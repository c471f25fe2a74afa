#include "plan/sections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

struct SectionSpec {
  std::string name;
  uint32_t type;
  uint64_t flags;
  uint64_t address, offset, size;
};

// The image with section headers behind its other bytes.
testing::ElfImage<Elf64Le> with_sections(testing::ElfImage<Elf64Le> image,
                                         std::vector<SectionSpec> sections) {
  std::string names(1, '\0');
  const uint64_t names_at = (image.bytes().size() + 7) & ~uint64_t{7};
  sections.push_back({".shstrtab", SHT_STRTAB, 0, 0, names_at, 0});
  std::vector<uint32_t> name_of;
  for (const SectionSpec& section : sections) {
    name_of.push_back(static_cast<uint32_t>(names.size()));
    names += section.name + '\0';
  }
  sections.back().size = names.size();
  const uint64_t table = (names_at + names.size() + 7) & ~uint64_t{7};
  image.resize(table + (sections.size() + 1) * sizeof(Elf64Le::Shdr));
  std::memcpy(&image.at<Field<uint8_t, std::endian::little>>(names_at), names.data(), names.size());
  for (size_t i = 0; i < sections.size(); ++i) {
    auto& raw = image.at<Elf64Le::Shdr>(table + (i + 1) * sizeof(Elf64Le::Shdr));
    raw.sh_name = name_of[i];
    raw.sh_type = sections[i].type;
    raw.sh_flags = sections[i].flags;
    raw.sh_addr = sections[i].address;
    raw.sh_offset = sections[i].offset;
    raw.sh_size = sections[i].size;
    raw.sh_addralign = uint64_t{1};
  }
  auto& header = image.ehdr();
  header.e_shoff = table;
  header.e_shentsize = static_cast<uint16_t>(sizeof(Elf64Le::Shdr));
  header.e_shnum = static_cast<uint16_t>(sections.size() + 1);
  header.e_shstrndx = static_cast<uint16_t>(sections.size());
  return image;
}

// A section over the first `size` bytes of the nth PT_LOAD, `skip` bytes on.
SectionSpec over(testing::ElfImage<Elf64Le>& image, unsigned load, std::string name, uint32_t type,
                 uint64_t flags, uint64_t skip, uint64_t size) {
  const auto& segment = image.phdr(PT_LOAD, load);
  return {std::move(name),         type, SHF_ALLOC | flags, segment.p_vaddr + skip,
          segment.p_offset + skip, size};
}

class SectionsTest : public FoldTest {
 protected:
  static const OutputSection* find(const Plan& plan, std::string_view name) {
    for (const OutputSection& section : plan.sections.list) {
      if (section.name == name) return &section;
    }
    return nullptr;
  }
  static std::vector<uint8_t> ones(size_t size) { return std::vector<uint8_t>(size, 1); }
};

TEST_F(SectionsTest, SectionZeroComesFirstAndTheLoadedAscendWithoutOverlap) {
  add(program(), {1});
  add(library());
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto& list = plan->sections.list;
  ASSERT_GT(list.size(), 2U);
  EXPECT_EQ(list[0].type, uint32_t{SHT_NULL});
  for (size_t i = 2; i < list.size(); ++i) {
    EXPECT_GE(list[i].address, list[i - 1].address + list[i - 1].size) << list[i].name;
  }
}

TEST_F(SectionsTest, ALibrarysSectionsCarryItsSoname) {
  add(program(), {1});
  auto image = library().soname("libx.so.1").text(ones(64)).build();
  auto text = over(image, 1, ".text", SHT_PROGBITS, SHF_EXECINSTR, 0, 64);
  add_image(with_sections(std::move(image), {text}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const OutputSection* found = find(*plan, ".libx.so.1.text");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->address, plan->parts.list[1].place(ModuleAddress(text.address)));
  EXPECT_EQ(found->size, 64U);
  EXPECT_EQ(found->flags, uint64_t{SHF_ALLOC | SHF_EXECINSTR});
}

// The fold's own .dynamic is the one that tools look for.
TEST_F(SectionsTest, WhatTheFoldReplacesOfTheProgramIsRenamed) {
  auto image = program().data(ones(256)).build();
  auto data = over(image, 2, ".data", SHT_PROGBITS, SHF_WRITE, 0, 64);
  auto dynamic = over(image, 2, ".dynamic", SHT_DYNAMIC, SHF_WRITE, 64, 64);
  add_image(with_sections(std::move(image), {data, dynamic}), {1});
  add(library());
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_NE(find(*plan, ".data"), nullptr);
  const OutputSection* original = find(*plan, ".original.dynamic");
  ASSERT_NE(original, nullptr);
  EXPECT_EQ(original->type, uint32_t{SHT_PROGBITS});
  const OutputSection* own = find(*plan, ".dynamic");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->type, uint32_t{SHT_DYNAMIC});
  EXPECT_EQ(own->address, plan->own[Own::kDynamic].address);
}

// strip and objcopy write zeros where no section is.
TEST_F(SectionsTest, BytesThatNoSectionCoversGetOne) {
  add(program(), {1});
  auto image = library().soname("libx.so.1").text(ones(64)).build();
  auto text = over(image, 1, ".text", SHT_PROGBITS, SHF_EXECINSTR, 0, 16);
  add_image(with_sections(std::move(image), {text}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const ImageAddress rest = plan->parts.list[1].place(ModuleAddress(text.address + 16));
  const uint16_t index = plan->sections.index_of(rest, false);
  ASSERT_NE(index, uint16_t{SHN_ABS});
  const OutputSection& fill = plan->sections.list[index];
  EXPECT_EQ(fill.name, ".fill");
  EXPECT_EQ(fill.address, rest);
  EXPECT_EQ(fill.size, 48U);
  EXPECT_EQ(fill.flags, uint64_t{SHF_ALLOC | SHF_EXECINSTR});
}

TEST_F(SectionsTest, AnAddressIsFoundInItsSection) {
  add(program(), {1});
  add(library().tls({.image = {1, 2, 3, 4}, .memsz = 64, .align = 4}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto& sections = plan->sections;
  EXPECT_EQ(sections.list[sections.index_of(plan->own[Own::kStart].address, false)].name,
            ".text.onefold");
  EXPECT_EQ(sections.list[sections.index_of(plan->tls.image, true)].name, ".tdata");
  EXPECT_EQ(sections.list[sections.index_of(plan->tls.image + 40, true)].name, ".tbss");
  EXPECT_EQ(sections.index_of(ImageAddress(8), false), uint16_t{SHN_ABS});
}

// ld.so would add no load bias to it.
TEST_F(SectionsTest, ASymbolOutsideOfSectionsIsNotAbsolute) {
  add(program(), {1});
  add(library()
          .symbol({.name = "before", .value = 8})
          .symbol({.name = "behind", .value = 1 << 30}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto& sections = plan->sections;
  for (uint64_t at : {uint64_t{8}, uint64_t{1} << 30}) {
    EXPECT_EQ(sections.index_of(ImageAddress(at), false), uint16_t{SHN_ABS}) << at;
    EXPECT_NE(sections.index_for(ImageAddress(at), false), uint16_t{SHN_ABS}) << at;
    EXPECT_NE(sections.index_for(ImageAddress(at), false), uint16_t{SHN_UNDEF}) << at;
  }
}

TEST_F(SectionsTest, TablesNameEachOther) {
  add(program().undefined("f").rela(
          {.place = program().data_at(8), .type = R_X86_64_GLOB_DAT, .symbol = "f"}),
      {1});
  add(library().symbol({.name = "f", .value = library().text_at(4)}), {}, true);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto& list = plan->sections.list;
  const OutputSection* relocations = find(*plan, ".rela.dyn");
  ASSERT_NE(relocations, nullptr);
  EXPECT_EQ(list[relocations->link].name, ".dynsym");
  EXPECT_EQ(list[list[relocations->link].link].name, ".dynstr");
  EXPECT_EQ(list[find(*plan, ".gnu.hash")->link].name, ".dynsym");
  EXPECT_EQ(relocations->entry_size, sizeof(Elf64Le::Rela));
}

TEST_F(SectionsTest, WhatASegmentDoesNotHaveInItsFileIsZeros) {
  add(program(), {1});
  auto image = library().soname("libx.so.1").data(ones(64)).build();
  auto& data = image.phdr(PT_LOAD, 2);
  data.p_memsz = data.p_filesz + 0x3000;
  auto behind = over(image, 2, ".behind", SHT_PROGBITS, SHF_WRITE, data.p_filesz + 0x2000, 16);
  behind.offset = data.p_offset;
  add_image(with_sections(std::move(image), {behind}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const OutputSection* found = find(*plan, ".libx.so.1.behind");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->type, uint32_t{SHT_NOBITS});
}

// strip and objcopy let a segment end with its last section.
TEST_F(SectionsTest, UnderMuslAWritableSegmentHasASectionAtItsLastPagesEnd) {
  closure_.loader_kind = LoaderKind::kMusl;
  add(program(), {1});
  add(library());
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  size_t whole = 0;
  for (const PlannedLoad& load : plan->layout.loads) {
    const PlannedLoad stated = plan->stated(load);
    if (stated.memsz == load.memsz) continue;
    ++whole;
    EXPECT_EQ((stated.vaddr + stated.memsz).value % plan->layout.page, 0U);
    EXPECT_TRUE(std::ranges::any_of(plan->sections.list, [&](const OutputSection& section) {
      return section.type == SHT_NOBITS &&
             section.address + section.size == stated.vaddr + stated.memsz;
    }));
  }
  EXPECT_EQ(whole, 2U);  // the library's, and the fold's own
}

}  // namespace
}  // namespace onefold
