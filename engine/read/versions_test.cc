#include "read/versions.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "elf/hash.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using ::testing::ElementsAre;

template <typename E>
class VersionsTest : public ::testing::Test {
 protected:
  using Verdef = typename E::Verdef;
  using Verdaux = typename E::Verdaux;
  using Verneed = typename E::Verneed;
  using Vernaux = typename E::Vernaux;

  VersionsTest() {
    builder_.soname("libx.so.1").define_version("V1").define_version("V2", {"V1"}, VER_FLG_WEAK);
    builder_.symbol({.name = "a", .version = "V1"});
    builder_.symbol({.name = "b", .version = "V2", .hidden_version = true});
    builder_.symbol({.name = "c"});
    builder_.undefined("d", "GLIBC_2.0", "libc.so.6").undefined("e", "GLIBC_2.4", "libc.so.6");
    builder_.undefined("f", "GLIBC_2.0", "libm.so.6");
    image_ = builder_.build();
  }
  Result<Versions> read() {
    ONEFOLD_TRY(auto module, read_module(image_.view()));
    return read_versions(module);
  }
  // The Verdef at the table's start and its first Verdaux; the same for Verneed.
  Verdef& verdef() { return image_.template at<Verdef>(Part::kVerdef); }
  Verdaux& verdaux() { return at_offset<Verdaux>(Part::kVerdef, sizeof(Verdef)); }
  Verneed& verneed() { return image_.template at<Verneed>(Part::kVerneed); }
  Vernaux& vernaux() { return at_offset<Vernaux>(Part::kVerneed, sizeof(Verneed)); }
  template <typename T>
  T& at_offset(Part part, uint64_t offset) {
    return image_.template at<T>(image_.place(part).offset + offset);
  }

  ElfBuilder<E> builder_;
  ElfImage<E> image_ = builder_.build();
};
TYPED_TEST_SUITE(VersionsTest, AllFormats);

TYPED_TEST(VersionsTest, ReadsDefinitions) {
  auto versions = this->read();
  ASSERT_TRUE(ok(versions));
  const auto& defined = versions->defined;
  ASSERT_EQ(defined.size(), 3U);
  EXPECT_EQ(defined[0].name, "libx.so.1");
  EXPECT_EQ(defined[0].index, 1);
  EXPECT_EQ(defined[0].flags, VER_FLG_BASE);
  EXPECT_EQ(defined[1].name, "V1");
  EXPECT_EQ(defined[1].index, 2);
  EXPECT_EQ(defined[1].flags, 0);
  EXPECT_EQ(defined[1].hash, 0x591U);  // ('V' << 4) + '1'
  EXPECT_TRUE(defined[1].parents.empty());
  EXPECT_EQ(defined[2].name, "V2");
  EXPECT_EQ(defined[2].index, 3);
  EXPECT_EQ(defined[2].flags, VER_FLG_WEAK);
  EXPECT_THAT(defined[2].parents, ElementsAre("V1"));
}

TYPED_TEST(VersionsTest, ReadsNeeds) {
  auto versions = this->read();
  ASSERT_TRUE(ok(versions));
  const auto& needed = versions->needed;
  ASSERT_EQ(needed.size(), 2U);
  EXPECT_EQ(needed[0].file, "libc.so.6");
  ASSERT_EQ(needed[0].versions.size(), 2U);
  EXPECT_EQ(needed[0].versions[0].name, "GLIBC_2.0");
  EXPECT_EQ(needed[0].versions[0].index, 4);
  EXPECT_EQ(needed[0].versions[0].hash, 0x0d696910U);
  EXPECT_EQ(needed[0].versions[1].name, "GLIBC_2.4");
  EXPECT_EQ(needed[0].versions[1].index, 5);
  EXPECT_EQ(needed[1].file, "libm.so.6");
  ASSERT_EQ(needed[1].versions.size(), 1U);
  EXPECT_EQ(needed[1].versions[0].index, 6);
}

TYPED_TEST(VersionsTest, ReadsAnIndexForEachSymbol) {
  const Module module = read_module(this->image_.view()).value();
  auto indices = read_version_indices(module, *read_versions(module), 7);
  ASSERT_TRUE(ok(indices));
  auto of = [&](std::string_view name) { return (*indices)[this->image_.symbol_index(name)]; };
  EXPECT_EQ((*indices)[0], VER_NDX_LOCAL);
  EXPECT_EQ(of("a"), 2);
  EXPECT_EQ(of("b"), 3 | kVersymHidden);
  EXPECT_EQ(of("c"), VER_NDX_GLOBAL);
  EXPECT_EQ(of("d"), 4);
  EXPECT_EQ(of("e"), 5);
  EXPECT_EQ(of("f"), 6);
}

TYPED_TEST(VersionsTest, AFileWithoutVersionsHasNone) {
  auto image = ElfBuilder<TypeParam>().undefined("a").build();
  const Module module = read_module(image.view()).value();
  EXPECT_TRUE(read_versions(module)->defined.empty());
  EXPECT_TRUE(read_versions(module)->needed.empty());
  EXPECT_TRUE(read_version_indices(module, *read_versions(module), 2)->empty());
}

TYPED_TEST(VersionsTest, RefusesAnIndexTableThatLeavesItsSegment) {
  auto& entry = this->image_.dyn(DT_VERSYM);
  entry.d_val = static_cast<typename TypeParam::Native>(this->builder_.text_at(4));
  const Module module = read_module(this->image_.view()).value();
  EXPECT_TRUE(fails(read_version_indices(module, *read_versions(module), 7), "DT_VERSYM",
                    this->image_.offset_of(entry),
                    "a table inside its PT_LOAD's file-backed bytes, 12 from there",
                    "7 entries of 2 bytes at address 0x410004"));
}

TYPED_TEST(VersionsTest, RefusesUnknownStructures) {
  auto& verdef = this->verdef();
  verdef.vd_version = 2;
  EXPECT_TRUE(fails(this->read(), "vd_version", this->image_.offset_of(verdef), "1", "2"));
  verdef.vd_version = 1;
  auto& verneed = this->verneed();
  verneed.vn_version = 0;
  EXPECT_TRUE(fails(this->read(), "vn_version", this->image_.offset_of(verneed), "1", "0"));
}

TYPED_TEST(VersionsTest, RefusesADefinitionWithoutName) {
  this->verdef().vd_cnt = 0;
  EXPECT_TRUE(fails(this->read(), "vd_cnt", this->image_.offset_of(this->verdef()),
                    "at least 1, the version's name", "0"));
}

TYPED_TEST(VersionsTest, RefusesChainsOfAnotherLength) {
  this->image_.dyn(DT_VERDEFNUM).d_val = 4;
  const uint64_t last_verdef =
      this->image_.place(Part::kVerdef).offset +
      2 * (sizeof(typename TypeParam::Verdef) + sizeof(typename TypeParam::Verdaux));
  EXPECT_TRUE(fails(this->read(), "vd_next", last_verdef, "a chain of 4 (DT_VERDEFNUM)", "3"));
  this->image_.dyn(DT_VERDEFNUM).d_val = 2;
  EXPECT_TRUE(fails(this->read(), "vd_next",
                    this->image_.place(Part::kVerdef).offset + sizeof(typename TypeParam::Verdef) +
                        sizeof(typename TypeParam::Verdaux),
                    "a chain of 2 (DT_VERDEFNUM)", "a longer one"));
  this->image_.dyn(DT_VERDEFNUM).d_val = 3;
  this->verneed().vn_cnt = 1;
  EXPECT_TRUE(fails(this->read(), "vna_next", this->image_.offset_of(this->vernaux()),
                    "a chain of 1 (vn_cnt)", "a longer one"));
}

TYPED_TEST(VersionsTest, RefusesALinkIntoTheEntryItself) {
  this->verdef().vd_next = 4;
  EXPECT_TRUE(fails(this->read(), "vd_next", this->image_.offset_of(this->verdef()),
                    "0 or at least 20", "4"));
  this->verdef().vd_next = 28;
  this->vernaux().vna_next = 15;
  EXPECT_TRUE(fails(this->read(), "vna_next", this->image_.offset_of(this->vernaux()),
                    "0 or at least 16", "15"));
}

TYPED_TEST(VersionsTest, RefusesALinkOutOfTheSegment) {
  this->verneed().vn_next = 0xffffffff;
  EXPECT_TRUE(fails(this->read(), "vn_next", this->image_.offset_of(this->verneed()),
                    "an entry inside its segment", "0xffffffff"));
  this->verneed().vn_aux = 0xfffffff0;
  EXPECT_TRUE(fails(this->read(), "vn_aux", this->image_.offset_of(this->verneed()),
                    "an entry inside its segment", "0xfffffff0"));
}

TYPED_TEST(VersionsTest, RefusesATableWithoutItsNumber) {
  auto& number = this->image_.dyn(DT_VERNEEDNUM);
  number.d_tag = 0x6ffffff5;
  EXPECT_TRUE(fails(this->read(), "DT_VERNEEDNUM",
                    this->image_.offset_of(this->image_.dyn(DT_VERNEED)),
                    "an entry with the number of versions", "none"));
}

TYPED_TEST(VersionsTest, RefusesANameOutsideTheStringTable) {
  const uint64_t size = this->image_.dyn(DT_STRSZ).d_val;
  const std::string expected = fmt::format("an offset inside the string table's {} bytes", size);
  auto& need = this->vernaux();
  const uint32_t name = need.vna_name;
  need.vna_name = 0xffffffff;
  EXPECT_TRUE(
      fails(this->read(), "vna_name", this->image_.offset_of(need), expected, "0xffffffff"));
  need.vna_name = name;
  this->verneed().vn_file = static_cast<uint32_t>(size);
  EXPECT_TRUE(fails(this->read(), "vn_file", this->image_.offset_of(this->verneed()), expected,
                    fmt::format("{:#x}", size)));
  this->verdaux().vda_name = 0x7fffffff;
  EXPECT_TRUE(fails(this->read(), "vda_name", this->image_.offset_of(this->verdaux()), expected,
                    "0x7fffffff"));
}

// 1,000 definitions that all claim the same 65,535 names: 65 million of them if nobody counted.
TYPED_TEST(VersionsTest, DefinitionsThatShareNamesAreBounded) {
  using Definition = typename TypeParam::Verdef;
  using Name = typename TypeParam::Verdaux;
  constexpr uint32_t kDefinitions = 1000, kNames = 0xffff,
                     kNamesAt = kDefinitions * sizeof(Definition);
  auto image = ElfBuilder<TypeParam>()
                   .define_version("V")
                   .data(ByteString(kNamesAt + kNames * sizeof(Name)))
                   .build();
  const uint64_t table = image.place(Part::kData).offset;
  for (uint32_t i = 0; i < kDefinitions; ++i) {
    auto& verdef = image.template at<Definition>(Part::kData, i);
    verdef.vd_version = 1;
    verdef.vd_cnt = kNames;
    verdef.vd_aux = static_cast<uint32_t>(kNamesAt - i * sizeof(Definition));
    verdef.vd_next = i + 1 == kDefinitions ? 0 : uint32_t{sizeof(Definition)};
  }
  for (uint32_t i = 0; i + 1 < kNames; ++i) {
    image.template at<Name>(table + kNamesAt + i * sizeof(Name)).vda_next = sizeof(Name);
  }
  image.dyn(DT_VERDEF).d_val =
      static_cast<typename TypeParam::Native>(ElfBuilder<TypeParam>().data_at(0));
  image.dyn(DT_VERDEFNUM).d_val = kDefinitions;
  const Module module = read_module(image.view()).value();
  EXPECT_TRUE(fails(read_versions(module), "vd_cnt", table + sizeof(Definition),
                    "at most 65536 names in all", "131070"));
}

}  // namespace
}  // namespace onefold
