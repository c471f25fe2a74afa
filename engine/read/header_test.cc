#include "read/header.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;

template <typename E>
class HeaderTest : public ::testing::Test {
 protected:
  ElfBuilder<E> builder_;
};
TYPED_TEST_SUITE(HeaderTest, AllFormats);

TYPED_TEST(HeaderTest, DecodesEveryField) {
  auto image =
      this->builder_.type(ET_EXEC).machine(EM_SPARC).flags(0x12345678).entry(0x410004).build();
  image.ehdr().e_ident[EI_OSABI] = ELFOSABI_GNU;
  image.ehdr().e_ident[EI_ABIVERSION] = 3;
  auto header = read_header(image.view());
  ASSERT_TRUE(ok(header));
  EXPECT_EQ(header->format, TypeParam::kFormat);
  EXPECT_EQ(header->os_abi, ELFOSABI_GNU);
  EXPECT_EQ(header->abi_version, 3);
  EXPECT_EQ(header->type, ET_EXEC);
  EXPECT_TRUE(header->is_loadable());
  EXPECT_EQ(header->machine, EM_SPARC);
  EXPECT_EQ(header->flags, 0x12345678U);
  EXPECT_EQ(header->entry, ModuleAddress(0x410004));
  EXPECT_EQ(header->phoff, FileOffset(TypeParam::k64 ? 64 : 52));
  EXPECT_EQ(header->phentsize, TypeParam::k64 ? 56 : 32);
  EXPECT_EQ(header->phnum, 4U);  // three PT_LOADs and PT_DYNAMIC
  EXPECT_EQ(header->shoff, FileOffset(0));
  EXPECT_EQ(header->shnum, 0U);
}

TYPED_TEST(HeaderTest, RefusesWhatIsNoElfFile) {
  constexpr std::string_view kScript = "#!/bin/sh\nexec true\n";
  auto script = read_header(FileView("test.elf", std::as_bytes(std::span(kScript))));
  EXPECT_TRUE(
      fails(script, "e_ident[EI_MAG]", 0, "an ELF file (7f 45 4c 46)", "a script: #!/bin/sh"));
  EXPECT_TRUE(fails(read_header(FileView("test.elf", {})), "e_ident", 0,
                    "an ELF file's 16 identification bytes", "a file of 0 bytes"));
}

TYPED_TEST(HeaderTest, RefusesAFileCutShortInItsHeader) {
  auto image = this->builder_.build();
  const uint64_t size = sizeof(typename TypeParam::Ehdr);
  image.resize(15);
  EXPECT_TRUE(fails(read_header(image.view()), "e_ident", 0,
                    "an ELF file's 16 identification bytes", "a file of 15 bytes"));
  image = this->builder_.build();
  image.resize(size - 1);
  EXPECT_TRUE(fails(read_header(image.view()), "Ehdr", 0,
                    fmt::format("an ELF header of {} bytes", size),
                    fmt::format("a file of {} bytes", size - 1)));
}

TYPED_TEST(HeaderTest, RefusesUnknownIdentification) {
  struct Case {
    int index;
    std::string field, expected;
  };
  const Case kCases[] = {{EI_CLASS, "e_ident[EI_CLASS]", "ELFCLASS32 (1) or ELFCLASS64 (2)"},
                         {EI_DATA, "e_ident[EI_DATA]", "ELFDATA2LSB (1) or ELFDATA2MSB (2)"},
                         {EI_VERSION, "e_ident[EI_VERSION]", "EV_CURRENT (1)"}};
  for (const Case& c : kCases) {
    for (uint8_t value : ByteString{0, 3, 255}) {
      auto image = this->builder_.build();
      image.ehdr().e_ident[static_cast<size_t>(c.index)] = value;
      EXPECT_TRUE(fails(read_header(image.view()), c.field, static_cast<uint64_t>(c.index),
                        c.expected, fmt::format("{}", value)));
    }
  }
  auto image = this->builder_.build();
  image.ehdr().e_version = 2;
  EXPECT_TRUE(fails(read_header(image.view()), "e_version", 20, "EV_CURRENT (1)", "2"));
}

TYPED_TEST(HeaderTest, RefusesAnotherProgramHeaderSize) {
  auto image = this->builder_.build();
  auto& field = image.ehdr().e_phentsize;
  field = 8;
  EXPECT_TRUE(fails(read_header(image.view()), "e_phentsize", image.offset_of(field),
                    TypeParam::k64 ? "56" : "32", "8"));
  image.ehdr().e_phnum = 0;  // then there is none to have a size
  EXPECT_TRUE(ok(read_header(image.view())));
}

// gABI, "ELF Header": counts beyond 16 bits stand in section header 0.
TYPED_TEST(HeaderTest, TakesLargeCountsFromSectionHeader0) {
  auto image = this->builder_.section_headers().build();
  image.ehdr().e_phnum = PN_XNUM;
  image.shdr(0).sh_info = 4;
  image.ehdr().e_shnum = 0;
  image.shdr(0).sh_size = 2;
  image.ehdr().e_shstrndx = SHN_XINDEX;
  image.shdr(0).sh_link = 1;
  auto header = read_header(image.view());
  ASSERT_TRUE(ok(header));
  EXPECT_EQ(header->phnum, 4U);
  EXPECT_EQ(header->shnum, 2U);
  EXPECT_EQ(header->shstrndx, 1U);
}

TYPED_TEST(HeaderTest, RefusesPnXnumWithoutSectionHeader0) {
  auto image = this->builder_.build();
  image.ehdr().e_phnum = PN_XNUM;
  EXPECT_TRUE(fails(read_header(image.view()), "e_phnum", image.offset_of(image.ehdr().e_phnum),
                    "section header 0 with the true count (PN_XNUM)", "no such section header"));
}

// A program header that is written there would change how many there are.
TYPED_TEST(HeaderTest, RefusesACountAmongWhatItCounts) {
  auto image = this->builder_.section_headers().build();
  image.ehdr().e_phnum = PN_XNUM;
  image.shdr(0).sh_info = 1;
  const uint64_t table = image.ehdr().e_shoff;
  auto header_at = [&](uint64_t at) {
    image.ehdr().e_phoff = static_cast<typename TypeParam::Native>(at);
    return read_header(image.view());
  };
  using Phdr = typename TypeParam::Phdr;
  using Shdr = typename TypeParam::Shdr;
  EXPECT_TRUE(ok(header_at(table - sizeof(Phdr))));
  EXPECT_TRUE(ok(header_at(table + sizeof(Shdr))));
  for (uint64_t at : {table - sizeof(Phdr) + 1, table, table + sizeof(Shdr) - 1}) {
    EXPECT_TRUE(fails(header_at(at), "e_phnum", image.offset_of(image.ehdr().e_phnum),
                      "section header 0 with the true count (PN_XNUM)",
                      "one that lies among the program headers themselves"));
  }
}

// No loader looks at them.
TYPED_TEST(HeaderTest, BrokenSectionHeadersAreNone) {
  auto check = [](auto& image) {
    auto header = read_header(image.view());
    ASSERT_TRUE(ok(header));
    EXPECT_EQ(header->shnum, 0U);
    EXPECT_EQ(header->shstrndx, 0U);
  };
  auto cut = this->builder_.section_headers().build();
  cut.resize(cut.view().size() - 1);
  check(cut);
  auto beyond = this->builder_.build();
  beyond.ehdr().e_shoff = static_cast<typename TypeParam::Native>(UINT64_MAX);
  check(beyond);
  auto other_size = this->builder_.build();
  other_size.ehdr().e_shentsize = 1;
  check(other_size);
  auto huge = this->builder_.build();
  huge.ehdr().e_shnum = 0;
  huge.shdr(0).sh_size = static_cast<typename TypeParam::Native>(UINT64_MAX);
  check(huge);
}

}  // namespace
}  // namespace onefold
