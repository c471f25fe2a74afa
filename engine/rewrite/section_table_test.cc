#include "rewrite/section_table.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <numeric>

#include "base/checked.h"
#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;

class SectionTableTest : public FoldTest {
 protected:
  using E = Elf64Le;

  // A library with section headers for `tables` symbol tables over one string table. Each has one
  // symbol for each of `names`, offsets of strings in `text`.
  static testing::ElfImage<E> with_symbols(const std::string& text,
                                           const std::vector<uint32_t>& names, uint64_t tables) {
    auto image = library().build();
    const uint64_t end = image.bytes().size();
    const uint64_t symbols = names.size() * sizeof(E::Sym);
    const uint64_t headers = end + text.size() + 1 + symbols;
    image.resize(headers + (2 + tables) * sizeof(E::Shdr));
    std::memcpy(&image.at<E::Byte>(end), text.data(), text.size());
    for (size_t i = 0; i < names.size(); ++i) {
      auto& symbol = image.at<E::Sym>(end + text.size() + 1 + i * sizeof(E::Sym));
      symbol.st_name = names[i];
      symbol.st_shndx = uint16_t{SHN_ABS};
    }
    auto put = [&](uint64_t index, uint32_t type, uint64_t at, uint64_t size) {
      auto& header = image.at<E::Shdr>(headers + index * sizeof(E::Shdr));
      header.sh_name = static_cast<uint32_t>(text.size());
      header.sh_type = type;
      header.sh_offset = at;
      header.sh_size = size;
      header.sh_link = 1U;
    };
    put(1, SHT_STRTAB, end, text.size() + 1);
    for (uint64_t i = 0; i < tables; ++i) put(2 + i, SHT_SYMTAB, end + text.size() + 1, symbols);
    image.ehdr().e_shoff = headers;
    image.ehdr().e_shentsize = static_cast<uint16_t>(sizeof(E::Shdr));
    image.ehdr().e_shnum = static_cast<uint16_t>(2 + tables);
    image.ehdr().e_shstrndx = uint16_t{1};
    return image;
  }

  // How many symbols the .symtab of a fold with this library has, the null symbol included; 0
  // without a .symtab.
  uint64_t merged_symbols(testing::ElfImage<E> image) {
    add(library().interp("/lib64/ld-linux-x86-64.so.2"), {1});
    add_image(std::move(image));
    auto plan = this->plan();
    if (!plan) throw std::runtime_error(to_string(plan.error()));
    plan->layout.headers.in_program = true;
    const SectionTable table = encode_section_table(*plan, 0);
    uint64_t count = 0;
    for (uint64_t i = 0; i < table.place.count; ++i) {
      E::Shdr header;
      const size_t at = as_size(table.place.offset + i * sizeof(header));
      std::memcpy(&header, &table.bytes[at], sizeof(header));
      if (header.sh_type == SHT_SYMTAB) count += header.sh_size / sizeof(E::Sym);
    }
    return count;
  }
};

TEST_F(SectionTableTest, OneSymbolTableOfAnInput) {
  EXPECT_EQ(merged_symbols(with_symbols(std::string("\0first\0second", 13), {1, 7}, 3)), 3U);
}

TEST_F(SectionTableTest, ManyNamesInsideOneLongString) {
  std::vector<uint32_t> names(100);
  std::iota(names.begin(), names.end(), 0U);
  EXPECT_EQ(merged_symbols(with_symbols(std::string(100000, 'x'), names, 1)), 0U);
}

// For who folds the fold, and for who maps what follows it.
TEST_F(SectionTableTest, NamesWhatIsAppendedAndEndsWithinTheSamePage) {
  constexpr uint64_t kArchive = 24;
  auto image = library().interp("/lib64/ld-linux-x86-64.so.2").build();
  const uint64_t end = align_up(image.bytes().size(), 8);
  image.resize(end + kArchive);
  for (uint64_t i = 0; i < kArchive; ++i) image.at<E::Byte>(end + i) = uint8_t{'x'};
  const uint64_t at = image.bytes().size() - kArchive;
  add_image(std::move(image));
  auto plan = this->plan();
  ASSERT_TRUE(testing::ok(plan));
  plan->layout.headers.in_program = true;
  const SectionTable table = encode_section_table(*plan, 0x12340);
  const uint64_t appended = plan->data.appended_at.value;
  EXPECT_LE(at - appended, 7U);  // zeros up to the alignment are appended too
  EXPECT_EQ((table.offset + table.bytes.size() - appended) % plan->layout.page, 0U);
  size_t found = 0;
  for (uint64_t i = 0; i < table.place.count; ++i) {
    E::Shdr header;
    const size_t header_at = as_size(table.place.offset - table.offset + i * sizeof(header));
    std::memcpy(&header, &table.bytes[header_at], sizeof(header));
    if (header.sh_type == SHT_PROGBITS && header.sh_flags == 0 && header.sh_offset == appended &&
        header.sh_size == plan->data.appended.size())
      ++found;
  }
  EXPECT_EQ(found, 1U);
}

}  // namespace
}  // namespace onefold
