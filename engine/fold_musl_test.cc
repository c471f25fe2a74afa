#include <gtest/gtest.h>

#include "fold.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"
#include "verify_files.h"

namespace onefold {
namespace {

using testing::ok;
using Builder = testing::ElfBuilder<Elf64Le>;

// A root with /bin/p for musl, which needs /lib/libx.so, both with initialisers.
class FoldForMuslTest : public ::testing::Test {
 protected:
  static constexpr const char* kMusl = "/lib/ld-musl-x86_64.so.1";

  void SetUp() override {
    tree_.file(kMusl, Builder().base(0).soname("libc.so").build().bytes());
    tree_.file("/lib/libx.so",
               starting(Builder().base(0).soname("libx.so").stack(0)).build().bytes());
    options_.program = tree_.path("/bin/p");
    options_.output = tree_.path("/out");
    options_.resolve.root = tree_.top();
    options_.selection.keep = {"libc"};
  }
  static Builder starting(Builder builder) {
    return builder.init_array({0})
        .rela({.place = builder.data_at(256),
               .type = R_X86_64_RELATIVE,
               .addend = static_cast<int64_t>(builder.text_at(8))})
        .dynamic(DT_INIT, builder.text_at(0));
  }
  void put_program(const char* interpreter) {
    const Builder program = Builder()
                                .base(0)
                                .interp(interpreter)
                                .needed("libx.so")
                                .stack(0)
                                .entry(Builder().base(0).text_at(0));
    tree_.file("/bin/p", starting(program).build().bytes());
  }
  Result<uint64_t> differences(std::optional<uint64_t> stack_size) {
    ONEFOLD_TRY(auto report,
                verify_files(options_.program, options_.output, options_.resolve, stack_size));
    return report.total();
  }

  testing::FileTree tree_;
  FoldOptions options_;
};

TEST_F(FoldForMuslTest, IsVerified) {
  put_program(kMusl);
  EXPECT_TRUE(ok(fold(options_)));
  EXPECT_EQ(differences(std::nullopt), 0U);
}

// musl, ldso/dynlink.c (do_relocs, do_dlsym).
TEST_F(FoldForMuslTest, AnAbsoluteSymbolIsAnAddress) {
  const auto absolute = [](const char* name, uint64_t value) {
    return testing::SymbolSpec{
        .name = name, .value = value, .type = STT_OBJECT, .section = SHN_ABS};
  };
  tree_.file("/lib/libx.so", starting(Builder().base(0).soname("libx.so").stack(0))
                                 .symbol(absolute("_end", 0x30000))
                                 .symbol(absolute("V_1", 0))
                                 .build()
                                 .bytes());
  auto program = Builder().base(0).interp(kMusl).needed("libx.so").stack(0);
  program.entry(program.text_at(0)).symbol(absolute("here", 0x123)).undefined("_end");
  program.rela({.place = program.data_at(0), .type = R_X86_64_64, .symbol = "_end", .addend = 8})
      .rela({.place = program.data_at(8), .type = R_X86_64_GLOB_DAT, .symbol = "here"});
  tree_.file("/bin/p", starting(program).build().bytes());
  EXPECT_TRUE(ok(fold(options_)));
  EXPECT_EQ(differences(std::nullopt), 0U);
}

TEST_F(FoldForMuslTest, AnotherLoaderAndStackSizeAreWhatVerifyIsTold) {
  put_program("/lib64/ld-linux-x86-64.so.2");
  options_.resolve.interpreter = kMusl;
  options_.stack_size = 0x800000;
  EXPECT_TRUE(ok(fold(options_)));
  EXPECT_EQ(differences(0x800000), 0U);
  EXPECT_EQ(differences(std::nullopt), 1U);
}

TEST_F(FoldForMuslTest, ALoaderThatIsEnteredOutsideIsRefused) {
  put_program(kMusl);
  tree_.file(kMusl, Builder().base(0).soname("libc.so").entry(0xffff0000).build().bytes());
  tree_.file("/lib/libx.so", Builder().base(0).needed("libc.so").build().bytes());
  options_.selection.keep.clear();
  auto report = fold(options_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().field, "e_entry");
}

TEST_F(FoldForMuslTest, ASharedObjectIsRefused) {
  options_.program = tree_.path("/lib/liby.so");
  tree_.file("/lib/liby.so",
             Builder().base(0).needed("libx.so").needed("libc.musl-x86_64.so.1").build().bytes());
  auto report = fold(options_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().field, "PT_INTERP");
}

}  // namespace
}  // namespace onefold
