#include "packages/control_file.h"

#include <gtest/gtest.h>

#include <string>

namespace onefold {
namespace {

TEST(ControlFile, AFieldIsTheFirstOfItsName) {
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
  auto first = file.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->field("Status"), "ok");
  EXPECT_EQ(first->field("Package"), "a");
  EXPECT_EQ(first->field("Empty"), "");
  EXPECT_EQ(first->value("Description"), " first\n Status: no field\n");
  auto second = file.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->field("Status"), "");
  EXPECT_EQ(second->field("Package"), "b");
  EXPECT_EQ(second->field("Empty"), "");
  EXPECT_FALSE(file.next());
}

// Wherever a paragraph ends, in the blocks that are looked through at once.
TEST(ControlFile, DpkgsParagraphsStandBetweenEmptyLines) {
  for (size_t size = 1; size < 200; ++size) {
    const std::string first = "A: " + std::string(size, 'x') + "\n";
    const std::string text = "\n\n" + first + "\n\n\n \nB: 2\n\nC: 3";
    ControlFile file(text);
    EXPECT_EQ(file.next_of_dpkg()->field("A").size(), size);
    EXPECT_EQ(file.next_of_dpkg()->field("B"), "2");
    EXPECT_EQ(file.next_of_dpkg()->field("C"), "3");
    EXPECT_FALSE(file.next_of_dpkg());
  }
  EXPECT_FALSE(ControlFile("").next_of_dpkg());
  EXPECT_FALSE(ControlFile("\n\n").next_of_dpkg());
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
