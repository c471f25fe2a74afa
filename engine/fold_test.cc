#include "fold.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/mapped_file.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::ok;
using Builder = testing::ElfBuilder<Elf64Le>;

// A root with /bin/p, which needs /lib/libx.so.
class FoldFilesTest : public ::testing::Test {
 protected:
  static constexpr const char* kLoader = "/lib64/ld-linux-x86-64.so.2";

  static Builder library() { return Builder().base(0).soname("libx.so"); }
  static Builder program() {
    return Builder().base(0).interp(kLoader).needed("libx.so").entry(Builder().base(0).text_at(0));
  }
  // With `count` further PT_LOADs of zeros behind the others.
  static Builder crowded(Builder builder, uint64_t count) {
    for (uint64_t i = 0; i < count; ++i) {
      builder.segment({.type = PT_LOAD,
                       .flags = PF_R,
                       .vaddr = builder.data_at(0x10000 + i * 0x1000),
                       .memsz = 0x10,
                       .align = 0x1000});
    }
    return builder;
  }

  Result<FoldReport> fold_file(const std::string& path, const Builder& program_file,
                               const Builder& library_file) {
    constexpr std::string_view kDirs("\0/lib/\0", 7);
    tree_.file(kLoader, Builder()
                            .soname("ld-linux-x86-64.so.2")
                            .data(testing::ByteString(kDirs.begin(), kDirs.end()))
                            .build()
                            .bytes());
    tree_.file("/bin/p", program_file.build().bytes());
    tree_.file("/lib/libx.so", library_file.build().bytes());
    FoldOptions options;
    options.program = tree_.path(path);
    options.output = tree_.path("/out");
    options.resolve.root = tree_.top();
    options.resolve.library_dirs = {tree_.path("/lib")};
    options.selection.keep = {"libc"};
    options.verify = false;
    options.fixed_address = fixed_address_;
    return fold(options);
  }
  bool has_output() const { return std::filesystem::exists(tree_.path("/out")); }

  bool fixed_address_ = false;
  testing::FileTree tree_;
};

TEST_F(FoldFilesTest, AFoldOfAPageOfProgramHeadersSaysNothing) {
  auto report = fold_file("/bin/p", program(), library());
  ASSERT_TRUE(ok(report));
  EXPECT_EQ(report->folded.size(), 2U);
  EXPECT_TRUE(has_output());
  for (const std::string& warning : report->warnings)
    EXPECT_EQ(warning.find("before 6.17"), std::string::npos) << warning;
}

// Libraries' segments share headers then, and get their rights at start.
TEST_F(FoldFilesTest, MoreThanAPageOfProgramHeadersArePacked) {
  auto report = fold_file("/bin/p", program(), crowded(library(), 600));
  ASSERT_TRUE(ok(report));
  for (const std::string& warning : report->warnings)
    EXPECT_EQ(warning.find("before 6.17"), std::string::npos) << warning;
  auto mapped = MappedFile::open(tree_.path("/out"));
  ASSERT_TRUE(ok(mapped));
  auto out = read_module(mapped->view());
  ASSERT_TRUE(ok(out));
  EXPECT_LT(out->segments.size(), 30U);
}

// 4096 / 56; the program's own keep theirs.
TEST_F(FoldFilesTest, MoreThanAPageOfTheProgramsOwnIsAWarning) {
  auto report = fold_file("/bin/p", crowded(program(), 80), library());
  ASSERT_TRUE(ok(report));
  ASSERT_FALSE(report->warnings.empty());
  EXPECT_NE(report->warnings.front().find("before 6.17 starts a program with at most 73"),
            std::string::npos)
      << report->warnings.front();
}

// ld.so maps libraries, and counts no headers.
TEST_F(FoldFilesTest, ASharedObjectMayHaveAnyNumber) {
  auto needing = [](Builder builder) { return builder.needed("libx.so"); };
  auto report =
      fold_file("/bin/p", crowded(needing(Builder().base(0)), 600), crowded(library(), 600));
  ASSERT_TRUE(ok(report));
  for (const std::string& warning : report->warnings)
    EXPECT_EQ(warning.find("before 6.17"), std::string::npos) << warning;
}

TEST_F(FoldFilesTest, AFixedAddressMovesThePieAndLeavesNoRelativeRelocations) {
  auto pointing = [](Builder builder) {
    return builder.data(testing::ByteString(0x40))
        .rela({.place = builder.data_at(0x20),
               .type = R_X86_64_RELATIVE,
               .addend = static_cast<int64_t>(builder.data_at(0))});
  };
  fixed_address_ = true;
  auto report = fold_file("/bin/p", pointing(program()), pointing(library()));
  ASSERT_TRUE(ok(report));
  EXPECT_EQ(report->relocations_relative, 0U);
  auto mapped = MappedFile::open(tree_.path("/out"));
  ASSERT_TRUE(ok(mapped));
  auto out = read_module(mapped->view());
  ASSERT_TRUE(ok(out));
  EXPECT_EQ(out->header.type, ET_EXEC);
  EXPECT_EQ(out->loads.front().vaddr.value, 0x400000U);
  const uint64_t data = 0x400000 + program().data_at(0);
  auto word = out->table_at<Elf64Le::Xword>(ModuleAddress(data + 0x20), 1, "data");
  ASSERT_TRUE(ok(word));
  EXPECT_EQ((*word)[0].get(), data);
}

TEST_F(FoldFilesTest, ASharedObjectHasNoFixedAddress) {
  fixed_address_ = true;
  auto report = fold_file("/bin/p", Builder().base(0).needed("libx.so"), library());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().field, "--fixed-address");
  EXPECT_FALSE(has_output());
}

TEST_F(FoldFilesTest, TheStagesAreReportedInTheirOrder) {
  std::vector<std::string> stages;
  tree_.file("/lib/libx.so", library().build().bytes());
  FoldOptions options;
  options.program = tree_.path("/lib/libx.so");
  options.output = tree_.path("/out");
  options.verify = false;
  options.on_stage = [&](const Stage& stage) {
    EXPECT_LE(stage.done, stage.total);
    if (stages.empty() || stages.back() != stage.name) stages.emplace_back(stage.name);
  };
  ASSERT_TRUE(ok(fold(options)));
  EXPECT_EQ(stages, (std::vector<std::string>{"finding libraries", "reading", "binding symbols",
                                              "writing"}));
}

}  // namespace
}  // namespace onefold
