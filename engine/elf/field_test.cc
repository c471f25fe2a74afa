#include "elf/field.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "elf/layout.h"
#include "testing/formats.h"

namespace onefold {
namespace {

TEST(FieldTest, StoresTheStatedByteOrder) {
  using Bytes = std::array<uint8_t, 4>;
  EXPECT_EQ(std::bit_cast<Bytes>(Field<uint32_t, std::endian::little>(0x01020304)),
            (Bytes{4, 3, 2, 1}));
  EXPECT_EQ(std::bit_cast<Bytes>(Field<uint32_t, std::endian::big>(0x01020304)),
            (Bytes{1, 2, 3, 4}));
}

template <typename F>
class FieldRoundTripTest : public ::testing::Test {};
using Fields =
    ::testing::Types<Field<uint8_t, std::endian::big>, Field<uint16_t, std::endian::big>,
                     Field<uint32_t, std::endian::big>, Field<uint64_t, std::endian::big>,
                     Field<int32_t, std::endian::big>, Field<int64_t, std::endian::big>,
                     Field<uint16_t, std::endian::little>, Field<int64_t, std::endian::little>>;
TYPED_TEST_SUITE(FieldRoundTripTest, Fields);

TYPED_TEST(FieldRoundTripTest, GivesBackWhatWasStored) {
  using T = decltype(TypeParam().get());
  static_assert(alignof(TypeParam) == 1 && sizeof(TypeParam) == sizeof(T));
  for (T value : {T{0}, T{1}, static_cast<T>(-2), std::numeric_limits<T>::max(),
                  std::numeric_limits<T>::min()}) {
    EXPECT_EQ(TypeParam(value).get(), value);
  }
}

// gABI, figures 4-3, 4-16, 5-1: sizes and the order of fields, which differ between the classes.
template <typename E>
class LayoutTest : public ::testing::Test {};
TYPED_TEST_SUITE(LayoutTest, onefold::testing::AllFormats);

TYPED_TEST(LayoutTest, AgreesWithTheSystemsElfHeader) {
  using E = TypeParam;
  using SystemEhdr = std::conditional_t<E::k64, Elf64_Ehdr, Elf32_Ehdr>;
  using SystemPhdr = std::conditional_t<E::k64, Elf64_Phdr, Elf32_Phdr>;
  using SystemShdr = std::conditional_t<E::k64, Elf64_Shdr, Elf32_Shdr>;
  using SystemSym = std::conditional_t<E::k64, Elf64_Sym, Elf32_Sym>;
  using SystemRela = std::conditional_t<E::k64, Elf64_Rela, Elf32_Rela>;
#define SAME(ours, theirs, field) static_assert(offsetof(ours, field) == offsetof(theirs, field))
  SAME(typename E::Ehdr, SystemEhdr, e_entry);
  SAME(typename E::Ehdr, SystemEhdr, e_shoff);
  SAME(typename E::Ehdr, SystemEhdr, e_flags);
  SAME(typename E::Ehdr, SystemEhdr, e_shstrndx);
  SAME(typename E::Phdr, SystemPhdr, p_flags);
  SAME(typename E::Phdr, SystemPhdr, p_offset);
  SAME(typename E::Phdr, SystemPhdr, p_memsz);
  SAME(typename E::Phdr, SystemPhdr, p_align);
  SAME(typename E::Shdr, SystemShdr, sh_offset);
  SAME(typename E::Shdr, SystemShdr, sh_info);
  SAME(typename E::Shdr, SystemShdr, sh_entsize);
  SAME(typename E::Sym, SystemSym, st_value);
  SAME(typename E::Sym, SystemSym, st_size);
  SAME(typename E::Sym, SystemSym, st_info);
  SAME(typename E::Sym, SystemSym, st_shndx);
  SAME(typename E::Rela, SystemRela, r_addend);
  SAME(typename E::Verdef, Elf64_Verdef, vd_hash);
  SAME(typename E::Verdef, Elf64_Verdef, vd_next);
  SAME(typename E::Verneed, Elf64_Verneed, vn_file);
  SAME(typename E::Vernaux, Elf64_Vernaux, vna_other);
  SAME(typename E::Vernaux, Elf64_Vernaux, vna_next);
#undef SAME
  static_assert(sizeof(typename E::Ehdr) == sizeof(SystemEhdr) &&
                sizeof(typename E::Shdr) == sizeof(SystemShdr));
  static_assert(sizeof(typename E::Sym) == sizeof(SystemSym) &&
                sizeof(typename E::Phdr) == sizeof(SystemPhdr));
  EXPECT_EQ(E::kFormat.word_size(), E::k64 ? 8U : 4U);
  EXPECT_EQ(with_format(E::kFormat, []<typename F>() { return F::kFormat; }), E::kFormat);
}

}  // namespace
}  // namespace onefold
