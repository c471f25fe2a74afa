#include "packages/control_file.h"

#include <gtest/gtest.h>

namespace onefold {
namespace {

TEST(ControlFile, WantedFieldsAreThoseOfTheParagraph) {
  ControlFile file(
      "Package: a\n"
      "Description: first\n"
      " Status: no field\n"
      "STATUS:  ok \n"
      "Package: not the first\n"
      "\n"
      "Empty:\n"
      "Empty: later\n"
      "Package: b");
  WantedField fields[] = {{"Status"}, {"Package"}, {"Empty"}};
  auto first = file.next(fields);
  ASSERT_TRUE(first);
  EXPECT_EQ(fields[0].found, "ok");
  EXPECT_EQ(fields[1].found, "a");
  EXPECT_EQ(fields[2].found, "");
  EXPECT_EQ(first->value("Description"), " first\n Status: no field\n");
  auto second = file.next(fields);
  ASSERT_TRUE(second);
  EXPECT_EQ(fields[0].found, "");
  EXPECT_EQ(fields[1].found, "b");
  EXPECT_EQ(fields[2].found, second->field("Empty"));
  EXPECT_EQ(fields[2].found, "");
  EXPECT_FALSE(file.next(fields));
}

TEST(ControlFile, ParagraphsStandBetweenBlankLines) {
  ControlFile file("\n \t\r\nA: 1\nB: 2\n  \n\nC: 3\n\n");
  auto first = file.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->field("B"), "2");
  EXPECT_EQ(first->field("C"), "");
  auto second = file.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->field("C"), "3");
  EXPECT_FALSE(file.next());
  EXPECT_FALSE(ControlFile("\n\n").next());
}

}  // namespace
}  // namespace onefold
