#include "read/module.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::ElementsAre;

template <typename E>
class ModuleTest : public ::testing::Test {
 protected:
  using Native = typename E::Native;
  ElfBuilder<E> builder_;
};
TYPED_TEST_SUITE(ModuleTest, AllFormats);

TYPED_TEST(ModuleTest, ReadsTheDynamicSection) {
  auto image = this->builder_.soname("libx.so.1")
                   .needed("libm.so.6")
                   .needed("libc.so.6")
                   .runpath("$ORIGIN")
                   .dynamic(DT_FLAGS, DF_BIND_NOW)
                   .dynamic(DT_FLAGS_1, DF_1_NOW)
                   .build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  EXPECT_TRUE(module->has_dynamic());
  EXPECT_EQ(module->dynamic.size() + 1,
            image.place(Part::kDynamic).size / sizeof(typename TypeParam::Dyn));
  EXPECT_EQ(module->dynamic_string(DT_SONAME).value(), "libx.so.1");
  EXPECT_EQ(module->dynamic_string(DT_RUNPATH).value(), "$ORIGIN");
  EXPECT_EQ(module->dynamic_string(DT_RPATH).value(), std::nullopt);
  EXPECT_THAT(module->needed().value(), ElementsAre("libm.so.6", "libc.so.6"));
  EXPECT_EQ(module->flags(), uint64_t{DF_BIND_NOW});
  EXPECT_EQ(module->flags_1(), uint64_t{DF_1_NOW});
  const DynamicEntry* entry = module->find_dynamic(DT_SONAME);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->at, FileOffset(image.offset_of(image.dyn(DT_SONAME))));
}

TYPED_TEST(ModuleTest, KnowsTheMachineOrNot) {
  auto known_image = this->builder_.build();
  auto known = read_module(known_image.view());
  ASSERT_TRUE(ok(known));
  ASSERT_NE(known->machine, nullptr);
  EXPECT_EQ(known->machine->e_machine, this->builder_.kMachine);
  auto image = this->builder_.machine(0xfeed).soname("libx.so").build();
  auto unknown = read_module(image.view());
  ASSERT_TRUE(ok(unknown));
  EXPECT_EQ(unknown->machine, nullptr);
  EXPECT_EQ(unknown->dynamic_string(DT_SONAME).value(), "libx.so");
}

// ld.so fills an array indexed by tag (elf/get-dynamic-info.h): a later entry overwrites.
TYPED_TEST(ModuleTest, TheLastEntryOfATagCounts) {
  auto image = this->builder_.soname("first").soname("last").build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  EXPECT_EQ(module->dynamic_string(DT_SONAME).value(), "last");
}

TYPED_TEST(ModuleTest, AStaticProgramHasNoDynamicSection) {
  auto image = this->builder_.type(ET_EXEC).no_dynamic().build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  EXPECT_FALSE(module->has_dynamic());
  EXPECT_TRUE(module->needed().value().empty());
  EXPECT_EQ(module->interpreter().value(), std::nullopt);
}

TYPED_TEST(ModuleTest, ReadsTheInterpreter) {
  auto image = this->builder_.interp("/lib/ld.so.1").build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  EXPECT_EQ(module->interpreter().value(), "/lib/ld.so.1");
  auto& size = image.phdr(PT_INTERP).p_filesz;
  size = static_cast<typename TypeParam::Native>(size - 1);
  module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  EXPECT_TRUE(fails(module->interpreter(), "PT_INTERP", image.offset_of(image.phdr(PT_INTERP)),
                    "a string that ends in NUL inside its table", "12 bytes without one"));
}

TYPED_TEST(ModuleTest, RefusesAnEmptyInterpreter) {
  auto image = this->builder_.interp("/lib/ld.so.1").build();
  const uint64_t at = image.phdr(PT_INTERP).p_offset;
  image.template at<uint8_t>(at) = 0;
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  EXPECT_TRUE(fails(module->interpreter(), "PT_INTERP", at, "a path", "an empty one"));
}

TYPED_TEST(ModuleTest, AnswersByAddressNotByOffset) {
  auto image = this->builder_.data({0x11, 0x22, 0x33}).bss(16).build();
  const Module module = read_module(image.view()).value();
  ModuleAddress data(this->builder_.data_at(0));
  EXPECT_EQ(module.load_at(data)->vaddr, data);
  EXPECT_EQ(module.load_at(data - 1), nullptr);
  EXPECT_EQ(module.load_at(ModuleAddress(0)), nullptr);
  EXPECT_EQ(module.load_at(ModuleAddress(UINT64_MAX), UINT64_MAX), nullptr);
  EXPECT_EQ(module.offset_of(data + 1, 2, "f").value(),
            FileOffset(image.place(Part::kData).offset + 1));
  EXPECT_EQ(module.bytes_at(data + 2, 1, "f").value()[0], std::byte{0x33});
  EXPECT_EQ(module.bytes_from(ModuleAddress(this->builder_.text_at(4)), "f").value().size(), 12U);
}

TYPED_TEST(ModuleTest, BssHasNoBytesInTheFile) {
  auto image = this->builder_.bss(16).build();
  const Module module = read_module(image.view()).value();
  const auto& load = image.phdr(PT_LOAD, 2);
  ModuleAddress bss(load.p_vaddr + load.p_filesz);
  EXPECT_NE(module.load_at(bss), nullptr);
  EXPECT_TRUE(fails(module.bytes_at(bss - 1, 2, "DT_HASH"), "DT_HASH", image.view().size() - 1,
                    "a table inside its PT_LOAD's file-backed bytes, 1 from there",
                    fmt::format("2 bytes at address {:#x}", (bss - 1).value)));
  EXPECT_TRUE(fails(module.bytes_at(bss + 1, 1, "DT_HASH"), "DT_HASH", std::nullopt,
                    "an address inside the file-backed bytes of a PT_LOAD",
                    fmt::format("{:#x}", (bss + 1).value)));
}

TYPED_TEST(ModuleTest, TablesDoNotOverflow) {
  auto image = this->builder_.build();
  const Module module = read_module(image.view()).value();
  using Word = typename TypeParam::Word;
  ModuleAddress text(this->builder_.text_at(0));
  EXPECT_EQ(module.table_at<Word>(text, 4, "f").value().size(), 4U);
  EXPECT_TRUE(fails(module.table_at<Word>(text, 5, "DT_VERSYM"), "DT_VERSYM",
                    image.place(Part::kText).offset,
                    "a table inside its PT_LOAD's file-backed bytes, 16 from there",
                    "5 entries of 4 bytes at address 0x410000"));
  EXPECT_FALSE(module.table_at<Word>(text, uint64_t{1} << 62, "f"));
}

TYPED_TEST(ModuleTest, RefusesADynamicSectionOutsideTheLoads) {
  auto image = this->builder_.build();
  auto& dynamic = image.phdr(PT_DYNAMIC);
  dynamic.p_vaddr = 0x100;
  EXPECT_TRUE(fails(read_module(image.view()), "PT_DYNAMIC", image.offset_of(dynamic),
                    "an address inside the file-backed bytes of a PT_LOAD", "0x100"));
}

TYPED_TEST(ModuleTest, RefusesADynamicSectionWithoutEnd) {
  auto image = this->builder_.soname("libx.so").build();
  auto& size = image.phdr(PT_DYNAMIC).p_filesz;
  const uint64_t entries = size / sizeof(typename TypeParam::Dyn) - 1;
  size = static_cast<typename TypeParam::Native>(entries * sizeof(typename TypeParam::Dyn));
  EXPECT_TRUE(fails(read_module(image.view()), "PT_DYNAMIC", image.place(Part::kDynamic).offset,
                    "a DT_NULL entry at the end", fmt::format("{} entries without one", entries)));
}

// gABI, figure 5-10. ld.so asserts most of these.
TYPED_TEST(ModuleTest, RefusesEntrySizesOfAnotherClass) {
  using E = TypeParam;
  struct Case {
    uint64_t tag;
    std::string name, expected;
  };
  const Case kCases[] = {{DT_SYMENT, "DT_SYMENT", E::k64 ? "24" : "16"},
                         {DT_RELENT, "DT_RELENT", E::k64 ? "16" : "8"},
                         {DT_RELAENT, "DT_RELAENT", E::k64 ? "24" : "12"},
                         {37, "DT_RELRENT", E::k64 ? "8" : "4"},
                         {DT_PLTREL, "DT_PLTREL", "17 or 7"}};
  uint64_t place = this->builder_.data_at(0);
  this->builder_.rel({place}).rela({place}).jmprel({place}).relr({place});
  for (const Case& c : kCases) {
    auto image = this->builder_.build();
    image.dyn(c.tag).d_val = 1;
    EXPECT_TRUE(fails(read_module(image.view()), c.name, image.offset_of(image.dyn(c.tag)),
                      c.expected, "1"));
  }
}

TYPED_TEST(ModuleTest, RefusesAStringTableOutside) {
  auto image = this->builder_.build();
  auto& size = image.dyn(DT_STRSZ).d_val;
  auto& table = image.dyn(DT_STRTAB);
  const auto& load = image.phdr(PT_LOAD, 0);
  const uint64_t rest = load.p_vaddr + load.p_filesz - table.d_val;
  size = static_cast<typename TypeParam::Native>(rest + 1);
  EXPECT_TRUE(
      fails(read_module(image.view()), "DT_STRTAB", image.offset_of(table),
            fmt::format("a table inside its PT_LOAD's file-backed bytes, {} from there", rest),
            fmt::format("{} bytes at address {:#x}", rest + 1, table.d_val.get())));
  image.dyn(DT_STRSZ).d_tag = 0x6ffffff5;
  EXPECT_TRUE(fails(read_module(image.view()), "DT_STRSZ", image.offset_of(table),
                    "an entry beside DT_STRTAB", "none"));
}

TYPED_TEST(ModuleTest, RefusesANameOutsideTheStringTable) {
  auto image = this->builder_.needed("libc.so.6").build();
  auto& entry = image.dyn(DT_NEEDED);
  const uint64_t size = image.dyn(DT_STRSZ).d_val;
  entry.d_val = static_cast<typename TypeParam::Native>(size);
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  EXPECT_TRUE(fails(module->needed(), "DT_NEEDED", image.offset_of(entry),
                    fmt::format("an offset inside the string table's {} bytes", size),
                    fmt::format("{:#x}", size)));
}

}  // namespace
}  // namespace onefold
