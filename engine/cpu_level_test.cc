#include "cpu_level.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

class CpuLevelTest : public testing::FoldTest {
 protected:
  // A program for the glibc whose libc.so.6 defines that version, which is folded too.
  Result<const CpuLevel*> level(std::string_view name, std::string version = "GLIBC_2.36",
                                bool total = true) {
    if (closure_.entries.empty()) add(program());
    add(library()
            .soname("libc.so.6")
            .symbol({.name = "a", .value = library().text_at(0), .version = std::move(version)}));
    FoldOptions options;
    options.program = "/p";
    options.cpu = name;
    return find_level(options, closure_, total);
  }
  static std::string expected(const Result<const CpuLevel*>& level) {
    return level ? "nothing" : level.error().field + ": " + level.error().expected;
  }
};

TEST_F(CpuLevelTest, IsTheOneThatIsAskedFor) {
  auto second = level("x86-64-v2");
  ASSERT_TRUE(second);
  EXPECT_EQ((*second)->name, "x86-64-v2");
  EXPECT_EQ(level("").value(), nullptr);
}

TEST_F(CpuLevelTest, AnotherIsRefused) {
  EXPECT_EQ(expected(level("x86-64-v9")), "--cpu: x86-64-v2, x86-64-v3 or x86-64-v4");
}

TEST_F(CpuLevelTest, NothingIsChosenOutsideOfTheFold) {
  EXPECT_EQ(expected(level("x86-64-v3", "GLIBC_2.36", false)),
            "--cpu: a program whose C library is folded too, since that chooses by the processor");
}

TEST_F(CpuLevelTest, MuslChoosesNothing) {
  closure_.loader_kind = LoaderKind::kMusl;
  EXPECT_EQ(expected(level("x86-64-v3")), "--cpu: a program for glibc");
}

TEST_F(CpuLevelTest, OtherMachinesHaveNoLevels) {
  add(program().machine(EM_SPARCV9));
  EXPECT_EQ(expected(level("x86-64-v3")),
            "--cpu: a program of a machine whose levels are known (x86-64)");
}

TEST_F(CpuLevelTest, AGlibcThatIsNotUnderstoodIsRefused) {
  for (const char* version : {"GLIBC_2.31", "GLIBC_2.99", "OTHER_1"}) {
    closure_.entries.clear();
    EXPECT_EQ(expected(level("x86-64-v3", version)),
              "--cpu: glibc 2.33 to 2.43, whose choices are understood (or no --cpu)")
        << version;
  }
}

}  // namespace
}  // namespace onefold
