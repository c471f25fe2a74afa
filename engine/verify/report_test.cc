#include "verify/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace onefold::verify {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Report with_differences(uint64_t count) {
  Report report;
  report.original = "/usr/bin/x";
  report.folded = "x";
  report.compared(Aspect::kRelocation, 100);
  for (uint64_t i = 0; i < count; ++i)
    report.differ(Aspect::kRelocation, "main 0x10\n", "0x1", "0x2");
  report.known("lazy binding", "libm");
  report.known("lazy binding", "libz");
  return report;
}

TEST(VerifyReport, SaysThatNothingDiffers) {
  const Report report = with_differences(0);
  EXPECT_TRUE(report.same());
  EXPECT_THAT(to_text(report), HasSubstr("x: means the same as /usr/bin/x\n"));
  EXPECT_THAT(to_text(report), HasSubstr("known: lazy binding (2: libm)"));
}

TEST(VerifyReport, ListsTheFirstDifferencesAndCountsAll) {
  const Report report = with_differences(5);
  EXPECT_FALSE(report.same());
  const std::string text = to_text(report, 2);
  EXPECT_THAT(text, HasSubstr("5 differences"));
  EXPECT_THAT(text, HasSubstr("relocation: main 0x10\\x0a: expected 0x1, found 0x2\n"));
  EXPECT_THAT(text, HasSubstr("and 3 more"));
  EXPECT_THAT(to_text(with_differences(2), 2), Not(HasSubstr("more")));
  EXPECT_THAT(to_text(with_differences(1)), HasSubstr("x: 1 difference from /usr/bin/x\n"));
}

TEST(VerifyReport, JsonIsComplete) {
  const auto json = nlohmann::json::parse(to_json(with_differences(30)));
  EXPECT_EQ(json["total"], 30);
  EXPECT_EQ(json["differences"].size(), 30U);
  EXPECT_EQ(json["counts"]["relocation"]["compared"], 100);
  EXPECT_EQ(json["known"][0]["count"], 2);
}

// Symbols of a file's every relocation may have one name, which is as long as the file.
TEST(VerifyReport, KeepsOfATextWhatALineHasRoomFor) {
  const std::string text(100'000, 'a');
  Report report;
  report.differ(Aspect::kExport, text, text, "\n" + text);
  report.known("lazy binding", text);
  const Difference& difference = report.differences().front();
  EXPECT_EQ(difference.where, std::string(256, 'a') + "...");
  EXPECT_EQ(difference.expected, difference.where);
  EXPECT_EQ(difference.found, "\\x0a" + std::string(252, 'a') + "...");
  EXPECT_EQ(report.known_differences().front().example, difference.where);
  EXPECT_THAT(to_text(report), HasSubstr("found " + difference.found + "\n"));
}

TEST(VerifyReport, ListsNoMoreOfAllThanOfOne) {
  Report whole = with_differences(Report::kMostListed - 1);
  whole.add(with_differences(3));
  EXPECT_EQ(whole.total(), Report::kMostListed + 2);
  EXPECT_EQ(whole.differences().size(), Report::kMostListed);
}

TEST(VerifyReport, AddsWhatAnotherSays) {
  Report whole, unwinding;
  whole.compared(Aspect::kExport, 3);
  whole.differ(Aspect::kExport, "a", "one", "none");
  unwinding.compared(Aspect::kUnwind, 5);
  unwinding.differ(Aspect::kUnwind, "b", "one", "another");
  whole.add(unwinding);
  EXPECT_EQ(whole.total(), 2U);
  EXPECT_FALSE(whole.same());
  EXPECT_EQ(whole.compared_of(Aspect::kExport), 3U);
  EXPECT_EQ(whole.compared_of(Aspect::kUnwind), 5U);
  EXPECT_EQ(whole.differing_of(Aspect::kUnwind), 1U);
  ASSERT_EQ(whole.differences().size(), 2U);
  EXPECT_EQ(whole.differences().back().where, "b");
}

}  // namespace
}  // namespace onefold::verify
