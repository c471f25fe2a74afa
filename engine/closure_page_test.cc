#include "closure_page.h"

#include <elf.h>
#include <gmock/gmock.h>

#include <ctime>

#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ok;

class ClosurePageTest : public ::testing::Test {
 protected:
  Result<ClosurePage> page(testing::ElfBuilder<Elf64Le>& builder) {
    tree_.file("/program", builder.base(0).build().bytes());
    return closure_page(tree_.path("/program"), {.root = tree_.top()});
  }
  testing::FileTree tree_;
};

TEST_F(ClosurePageTest, SaysWhatItHasRead) {
  testing::ElfBuilder<Elf64Le> library;
  tree_.file("/lib/liba.so", library.base(0).soname("liba.so").build().bytes());
  testing::ElfBuilder<Elf64Le> program;
  auto made = page(program.needed("liba.so").needed("libgone.so"));
  ASSERT_TRUE(ok(made));
  EXPECT_THAT(made->inputs, ElementsAre(tree_.path("/program"), tree_.path("/lib/liba.so")));
  EXPECT_THAT(made->html, HasSubstr("libgone.so"));
}

// Once each of them moved all that came behind it: sixty times what other characters take.
TEST_F(ClosurePageTest, NamesFullOfMarkupTakeNoTime) {
  constexpr size_t kNames = 3000;  // each the last one without its first character
  auto processor_time = [&](char c) {
    testing::ElfBuilder<Elf64Le> program;
    program.needed(std::string(kNames, c));
    for (uint64_t i = 2; i < kNames; ++i) program.dynamic(DT_NEEDED, i);
    const std::clock_t start = std::clock();
    auto made = page(program);
    EXPECT_TRUE(ok(made) && made->html.size() > kNames * 200);
    return std::clock() - start;
  };
  const std::clock_t plain = processor_time('x');
  EXPECT_LT(processor_time('<'), 12 * plain);
}

}  // namespace
}  // namespace onefold
