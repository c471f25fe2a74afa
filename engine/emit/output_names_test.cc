#include "emit/output_names.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "testing/file_tree.h"

namespace onefold {
namespace {

class OutputNamesTest : public ::testing::Test {
 protected:
  std::string at(const std::string& name) const { return tree_.top() + "/" + name; }
  std::string refusal(const std::vector<std::string>& outputs,
                      const std::vector<std::string>& inputs) {
    auto result = check_outputs(outputs, inputs);
    return result ? "" : result.error().expected;
  }
  testing::FileTree tree_;
};

TEST_F(OutputNamesTest, AnOutputIsNoInputByWhateverName) {
  tree_.file("/a", "a");
  std::filesystem::create_symlink("a", at("link"));
  const std::string expected = "a file that is not an input of the fold";
  EXPECT_EQ(refusal({at("a")}, {at("a")}), expected);
  EXPECT_EQ(refusal({at("link")}, {at("a")}), expected);
  EXPECT_EQ(refusal({at("b")}, {at("a")}), "");
}

TEST_F(OutputNamesTest, EachOutputIsAFileOfItsOwn) {
  EXPECT_EQ(refusal({at("b"), at("./b")}, {}), "another file for each output");
  EXPECT_EQ(refusal({at("b"), at("c")}, {}), "");
}

TEST_F(OutputNamesTest, NothingIsWrittenToStandardOutputOrWhereNoFolderIs) {
  EXPECT_EQ(refusal({"-"}, {}), "the name of a file (./- for one that is called so)");
  EXPECT_EQ(refusal({at("nowhere/b"), at("nowhere/b")}, {}), "");
}

}  // namespace
}  // namespace onefold
