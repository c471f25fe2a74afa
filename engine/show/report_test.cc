#include "show/report.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;
using Json = nlohmann::json;

template <typename E>
class ReportTest : public ::testing::Test {
 protected:
  // The report on builder_'s image, whose module lives as long as the test.
  Result<ShowReport> report() {
    image_ = builder_.build();
    ONEFOLD_TRY(module_, read_module(image_.view()));
    return make_report(module_, Depth::kEverything);
  }

  ElfBuilder<E> builder_;
  ElfImage<E> image_ = builder_.build();
  Module module_;
};
TYPED_TEST_SUITE(ReportTest, AllFormats);

TYPED_TEST(ReportTest, SpellsOutTheStringsOfDynamicEntries) {
  this->builder_.needed("liba.so").needed("libb.so").soname("x.so").runpath("/a:/b").dynamic(
      DT_DEBUG, 5);
  auto report = this->report();
  ASSERT_TRUE(ok(report));
  std::vector<std::string> strings;
  const Json json = Json::parse(to_json(*report, nullptr));
  for (const auto& row : json["dynamic"]) {
    if (row.contains("string")) strings.push_back(row["string"]);
  }
  EXPECT_THAT(strings, ::testing::UnorderedElementsAre("liba.so", "libb.so", "x.so", "/a:/b"));
}

// ld.so looks at the last DT_SONAME alone; the one before it is as wrong.
TYPED_TEST(ReportTest, RefusesABadStringOfAnEarlierEntryToo) {
  this->builder_.dynamic(DT_SONAME, 0x123456).soname("x.so");
  auto report = this->report();
  EXPECT_TRUE(fails(report, "DT_SONAME", this->image_.offset_of(this->image_.dyn(DT_SONAME)),
                    fmt::format("an offset inside the string table's {} bytes",
                                this->image_.dyn(DT_STRSZ).d_val.get()),
                    "0x123456"));
}

TYPED_TEST(ReportTest, NamesAreBoundedAllTogether) {
  const std::string name(4000, 'x');
  const uint64_t fit = (1 << 20) / name.size();
  for (uint64_t i = 0; i < fit; ++i) this->builder_.needed(name);
  EXPECT_TRUE(ok(this->report()));
  this->builder_.needed(name);
  auto report = this->report();
  EXPECT_TRUE(fails(report, "DT_STRTAB",
                    this->image_.offset_of(this->image_.dyn(DT_NEEDED, static_cast<unsigned>(fit))),
                    "names of at most 1048576 bytes in all",
                    "entries that name the same bytes again and again"));
}

TYPED_TEST(ReportTest, NamesOfVersionsCount) {
  const std::string name(4000, 'v');
  for (int i = 0; i < 300; ++i) this->builder_.define_version(fmt::format("v{}", i), {name});
  this->builder_.define_version(name);
  auto report = this->report();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().expected, "names of at most 1048576 bytes in all");
}

// Any number of sections may share a name.
TEST(ReportJsonTest, NamesOfSectionsAreCut) {
  auto image = ElfBuilder<Elf64Le>().build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  auto report = make_report(*module, Depth::kEverything);
  ASSERT_TRUE(ok(report));
  const std::string name(4000, 'x');
  report->data.sections = {{.name = name, .size = 1}};
  const Json json = Json::parse(to_json(*report, nullptr));
  EXPECT_EQ(json["data"][0]["section"], name.substr(0, 256) + "...");
}

TEST(ReportJsonTest, RelocationsAreCountedByTheNameOfTheirType) {
  auto image = ElfBuilder<Elf64Le>().build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  auto report = make_report(*module, Depth::kEverything);
  ASSERT_TRUE(ok(report));
  report->relocations.by_type = {{8, 3}, {7777, 1}, {8888, 2}};
  const Json json = Json::parse(to_json(*report, nullptr));
  const Json wanted{{relocation_name(*module, 8), 3}, {"R_7777", 1}, {"R_8888", 2}};
  EXPECT_EQ(json["relocations"]["by_type"], wanted);
}

// A chain of libraries, each needing the next: the stack and the output stay
// small, and the text says that there is more.
TEST(ReportTextTest, ADeepTreeIsCutAndSaysSo) {
  auto image = ElfBuilder<Elf64Le>().needed("0").build();
  auto module = read_module(image.view());
  ASSERT_TRUE(ok(module));
  auto report = make_report(*module, Depth::kEverything);
  ASSERT_TRUE(ok(report));
  constexpr size_t kLong = 100000;
  Closure closure;
  closure.entries.resize(kLong);
  for (size_t i = 0; i < kLong; ++i) {
    closure.entries[i].name = fmt::format("lib{}.so", i);
    if (i + 1 < kLong) closure.entries[i].needs = {i + 1, i + 1};
  }
  const std::string text = to_text(*report, &closure);
  EXPECT_THAT(text, ::testing::HasSubstr("lib65.so => "));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("lib66.so")));
  EXPECT_THAT(text, ::testing::HasSubstr("...  (what it needs is in --json)\n"));
  EXPECT_LT(text.size(), 32768U);
}

}  // namespace
}  // namespace onefold
