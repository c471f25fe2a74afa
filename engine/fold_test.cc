#include "fold.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/mapped_file.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"
#include "verify_files.h"

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
    return fold_tree(path);
  }
  Result<FoldReport> fold_tree(const std::string& path) {
    FoldOptions options;
    options.program = tree_.path(path);
    options.output = tree_.path("/out");
    options.resolve.root = tree_.top();
    options.resolve.library_dirs = {library_dir_.empty() ? tree_.path("/lib") : library_dir_};
    options.selection.keep = {"libc"};
    options.verify = false;
    options.fixed_address = fixed_address_;
    options.packages = packages_;
    options.resolve.with = with_;
    return fold(options);
  }
  bool has_output() const { return std::filesystem::exists(tree_.path("/out")); }

  bool fixed_address_ = false;
  bool packages_ = false;
  std::vector<std::string> with_;
  std::string library_dir_;  // -L; empty: the root's /lib
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

// The root's package of that path is another file's.
TEST_F(FoldFilesTest, ALibraryFromOutsideTheRootIsOfNoPackageOfIt) {
  testing::FileTree outside;
  outside.file("/libx.so", library().build().bytes());
  tree_.file("/var/lib/dpkg/status", "Package: x\nStatus: install ok installed\nVersion: 1\n");
  tree_.file("/var/lib/dpkg/info/x.list", outside.path("/libx.so") + "\n/bin/p\n/lib/libx.so\n");
  library_dir_ = outside.top();
  packages_ = true;
  auto report = fold_file("/bin/p", program(), library());
  ASSERT_TRUE(ok(report));
  ASSERT_EQ(report->folded.size(), 2U);
  EXPECT_EQ(report->folded[1].path, outside.path("/libx.so"));
  EXPECT_TRUE(report->folded[0].package);
  EXPECT_FALSE(report->folded[1].package);
}

// Many bytes without a relocation are compared piece by piece, on any thread.
TEST_F(FoldFilesTest, EachByteOfALongSegmentIsVerified) {
  constexpr size_t kSize = (size_t{9} << 20) + 5;
  testing::ByteString data(kSize, '\x5a');
  std::ranges::copy(std::string_view("begins here"), data.begin());
  ASSERT_TRUE(ok(fold_file("/bin/p", program(), library().data(data))));
  ResolveOptions resolve;
  resolve.root = tree_.top();
  resolve.library_dirs = {tree_.path("/lib")};
  const auto differences = [&] {
    auto report = verify_files(tree_.path("/bin/p"), tree_.path("/out"), resolve, {}, 2);
    return report ? static_cast<int64_t>(report->total()) : -1;
  };
  EXPECT_EQ(differences(), 0);
  std::fstream out(tree_.path("/out"), std::ios::in | std::ios::out | std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(out), {}};
  const size_t begin = all.find("begins here");
  ASSERT_NE(begin, std::string::npos);
  for (size_t at :
       {size_t{0}, (size_t{4} << 20) - 1, size_t{4} << 20, size_t{8} << 20, kSize - 1}) {
    const auto put = [&](char byte) {
      out.seekp(static_cast<std::streamoff>(begin + at)).put(byte).flush();
    };
    put('!');
    EXPECT_EQ(differences(), 1) << at;
    put(all[begin + at]);
  }
  EXPECT_EQ(differences(), 0);
}

// Room is made for what is written, and for narrow gaps.
TEST_F(FoldFilesTest, WhatAlignmentLeavesEmptyTakesNoRoom) {
  constexpr uint64_t kPage = uint64_t{4} << 20;
  auto aligned = library().segment({.type = PT_LOAD,
                                    .flags = PF_R | PF_W,
                                    .vaddr = kPage,
                                    .filesz = 0x40,
                                    .memsz = 0x40,
                                    .align = kPage});
  ASSERT_TRUE(ok(fold_file("/bin/p", program(), aligned)));
  struct stat status{};
  ASSERT_EQ(stat(tree_.path("/out").c_str(), &status), 0);
  EXPECT_GT(status.st_size, static_cast<off_t>(kPage));
  EXPECT_LT(status.st_blocks * 512, static_cast<off_t>(kPage / 4));
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

// It was taken for a shared object that needs no library.
TEST_F(FoldFilesTest, AStaticPieIsRefused) {
  auto report = fold_file("/bin/p", Builder().base(0).dynamic(DT_FLAGS_1, DF_1_PIE), library());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().field, "PT_DYNAMIC");
  EXPECT_FALSE(has_output());
}

// glibc's loader looks at two flags alone (sysdeps/mips/dl-machine.h, elf_machine_matches_host).
TEST_F(FoldFilesTest, ALibraryOfAnAbiThatIsNotKnownIsRefused) {
  const auto o32 = [](uint32_t abi) {
    auto builder = testing::ElfBuilder<Elf32Be>();
    return builder.base(0).machine(EM_MIPS).flags(0x70000007 | abi);
  };
  const auto program = o32(0x1000).interp("/lib/ld.so.1").needed("libx.so").build();
  tree_.file("/lib/ld.so.1", o32(0x1000).soname("ld.so.1").build().bytes());
  tree_.file("/bin/p", program.bytes());
  tree_.file("/lib/libx.so", o32(0xc000).soname("libx.so").build().bytes());
  auto report = fold_tree("/bin/p");
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().field, "e_flags");
  EXPECT_EQ(report.error().found, "0x7000c007");
}

TEST_F(FoldFilesTest, ALibraryThatIsMissingIsBlamedOnWhoAsksForIt) {
  auto report = fold_file("/bin/p", program().needed("libgone.so"), library());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().field, "DT_NEEDED");
  with_ = {"libgone.so"};
  report = fold_file("/bin/p", program(), library());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().field, "--with");
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
                                              "writing", "done"}));
}

// Two programs that need one library.
class FoldAllTest : public FoldFilesTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ok(fold_file("/bin/p", program(), library())));
    tree_.file("/bin/q", program().soname("q").build().bytes());
    tree_.dir("/outs");
  }
  FoldOptions of(const std::string& name, const std::string& output) const {
    FoldOptions options;
    options.program = tree_.path(name);
    options.output = tree_.path(output);
    options.resolve.root = tree_.top();
    options.resolve.library_dirs = {tree_.path("/lib")};
    options.selection.keep = {"libc"};
    options.packages = false;
    return options;
  }
};

TEST_F(FoldAllTest, EachIsWhatItIsAlone) {
  const std::vector<FoldOptions> folds{of("/bin/p", "/outs/p"), of("/bin/q", "/outs/q")};
  auto reports = fold_all(folds, 2);
  ASSERT_TRUE(ok(reports));
  ASSERT_EQ(reports->size(), 2U);
  for (const char* name : {"p", "q"}) {
    const std::string at = std::string("/bin/") + name;
    ASSERT_TRUE(ok(fold(of(at, "/alone"))));
    EXPECT_EQ(tree_.bytes("/alone"), tree_.bytes(std::string("/outs/") + name));
  }
}

TEST_F(FoldAllTest, TheOutputDoesNotDependOnTheThreads) {
  ASSERT_TRUE(ok(fold(of("/bin/p", "/alone"))));
  for (unsigned threads : {2U, 3U, 8U}) {
    FoldOptions options = of("/bin/p", "/out");
    options.threads = threads;
    ASSERT_TRUE(ok(fold(options)));
    EXPECT_EQ(tree_.bytes("/alone"), tree_.bytes("/out"));
  }
}

// An undefined symbol, met when the program's segments have been copied.
TEST_F(FoldAllTest, WhatIsRefusedLateLeavesNothingWithAnyNumberOfThreads) {
  Builder builder = program();
  builder.undefined("none").rela(
      {.place = builder.data_at(8), .type = R_X86_64_64, .symbol = "none"});
  tree_.file("/bin/r", builder.build().bytes());
  for (unsigned threads : {1U, 2U}) {
    FoldOptions options = of("/bin/r", "/outs/r");
    options.threads = threads;
    auto report = fold(options);
    ASSERT_FALSE(report);
    EXPECT_NE(to_string(report.error()).find("none"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_empty(tree_.path("/outs")));
  }
}

TEST_F(FoldAllTest, OneThatFailsDoesNotStopTheOthers) {
  const std::vector<FoldOptions> folds{of("/bin/none", "/outs/none"), of("/bin/q", "/outs/q")};
  auto reports = fold_all(folds, 1);
  ASSERT_TRUE(ok(reports));
  ASSERT_EQ(reports->size(), 2U);
  EXPECT_FALSE(reports->front());
  EXPECT_TRUE(ok(reports->back()));
  EXPECT_FALSE(std::filesystem::exists(tree_.path("/outs/none")));
  EXPECT_TRUE(std::filesystem::exists(tree_.path("/outs/q")));
}

// The first would be written before the second is read.
TEST_F(FoldAllTest, NoOutputIsAnInputOfAnother) {
  const auto before = tree_.bytes("/bin/q");
  const std::vector<FoldOptions> folds{of("/bin/p", "/bin/q"), of("/bin/q", "/outs/q")};
  auto reports = fold_all(folds, 2);
  ASSERT_FALSE(reports);
  EXPECT_EQ(reports.error().field, "output");
  EXPECT_EQ(tree_.bytes("/bin/q"), before);
  EXPECT_FALSE(std::filesystem::exists(tree_.path("/outs/q")));
}

TEST_F(FoldAllTest, TwoOutputsOfOneNameAreRefused) {
  const std::vector<FoldOptions> folds{of("/bin/p", "/outs/p"), of("/bin/q", "/outs/p")};
  EXPECT_FALSE(fold_all(folds, 2));
  EXPECT_FALSE(std::filesystem::exists(tree_.path("/outs/p")));
}

}  // namespace
}  // namespace onefold
