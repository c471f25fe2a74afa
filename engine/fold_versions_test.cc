// What is found in folds of libraries with and without versions, and in their blocks.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "fold.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"
#include "verify_files.h"

namespace onefold {
namespace {

using testing::SymbolSpec;
using Builder = testing::ElfBuilder<Elf64Le>;

// A root with /bin/p, which needs libx.so, liby.so and libz.so, in this order.
class FoldVersionsTest : public ::testing::Test {
 protected:
  static constexpr const char* kLoader = "/lib64/ld-linux-x86-64.so.2";

  FoldVersionsTest() {
    tree_.file(kLoader, Builder().base(0).soname("ld-linux-x86-64.so.2").build().bytes());
    for (const char* name : {"libx.so", "liby.so", "libz.so"}) library(name, Builder());
    options_.program = tree_.path("/bin/p");
    options_.output = tree_.path("/out");
    options_.resolve.root = tree_.top();
    options_.resolve.library_dirs = {tree_.path("/lib")};
    options_.selection.keep = {"libc"};
    options_.verify = false;
  }
  void program(Builder builder) {
    builder.interp(kLoader).needed("libx.so").needed("liby.so").needed("libz.so");
    builder.entry(builder.text_at(0));
    tree_.file("/bin/p", builder.build().bytes());
  }
  void library(const std::string& name, Builder builder) {
    tree_.file("/lib/" + name, builder.base(0).soname(name).build().bytes());
  }
  // With a block whose bytes are its own.
  static Builder with_block() {
    return Builder().tls({.image = testing::ByteString(32, '\x5a'), .memsz = 64, .align = 8});
  }
  static SymbolSpec variable(uint64_t value, const char* version = "") {
    return {.name = "t", .value = value, .size = 4, .type = STT_TLS, .version = version};
  }
  static SymbolSpec function(uint64_t value, const char* version = "") {
    return {.name = "f", .value = value, .type = STT_FUNC, .version = version};
  }
  // What verify says of the fold; nothing: it is the same.
  std::string differences() {
    if (auto folded = fold(options_); !folded) return to_string(folded.error());
    auto report = verify_files(options_.program, options_.output, options_.resolve, {}, 1);
    if (!report) return to_string(report.error());
    return report->same() ? "" : verify::to_text(*report);
  }

  testing::FileTree tree_;
  FoldOptions options_;
};

// To references libx's definition is that of Z1, too; dlvsym passed it over.
TEST_F(FoldVersionsTest, ABlockIsNotWhereDlvsymFindsAnothers) {
  program(with_block().define_version("P1").symbol(variable(0, "P1")));
  library("libx.so", with_block().define_version("X1").symbol(variable(4)));
  library("libz.so", with_block().define_version("Z1").symbol(variable(16, "Z1")));
  EXPECT_EQ(differences(), "");
}

// To dlvsym libx's reference, which DT_HASH leads to, was a definition.
TEST_F(FoldVersionsTest, ABlockIsNotWhereAnotherLibrarysVariableIs) {
  program(with_block().hashes(true, false).symbol(variable(0)));
  SymbolSpec reference = variable(0, "Z1");
  reference.section = SHN_UNDEF;
  reference.version_of = "libz.so";
  library("libx.so", with_block().hashes(true, false).symbol(reference));
  library("libz.so", with_block().define_version("Z1").symbol(variable(16, "Z1")));
  EXPECT_EQ(differences(), "");
}

// dlvsym found it in the program, which has no versions.
TEST_F(FoldVersionsTest, ABlockIsWhereDlvsymAloneFindsItsVariable) {
  program(with_block().symbol(variable(0)));
  library("libz.so", with_block().define_version("Z1").symbol(variable(16, "Z1")));
  EXPECT_EQ(differences(), "");
}

// The address of a function without a version: references to Z1 are the program's entry's, calls
// libx's, dlvsym found libz's.
TEST_F(FoldVersionsTest, DlvsymMayFindWhatCallsOfTheVersionFind) {
  SymbolSpec entry = function(0x410008);
  entry.section = SHN_UNDEF;
  program(Builder().type(ET_EXEC).define_version("P1").symbol(entry));
  library("libx.so", Builder().base(0).define_version("X1").symbol(
                         function(Builder().base(0).text_at(0), "X1")));
  library("liby.so",
          Builder().base(0).define_version("Y1").symbol(function(Builder().base(0).text_at(4))));
  library("libz.so", Builder().base(0).define_version("Z1").symbol(
                         function(Builder().base(0).text_at(8), "Z1")));
  EXPECT_EQ(differences(), "");
}

// An absolute symbol of one value and another visibility.
TEST_F(FoldVersionsTest, DlvsymMayFindTheSameNumberOfAnotherLibrary) {
  program(Builder());
  SymbolSpec number{.name = "n", .value = 0x123, .type = STT_OBJECT, .section = SHN_ABS};
  library("libx.so", Builder().symbol(number));
  number.version = "Z1";
  number.other = STV_PROTECTED;
  library("libz.so", Builder().define_version("Z1").symbol(number));
  EXPECT_EQ(differences(), "");
}

// Whichever version is asked for, a unique symbol is the one that relocations have found: here the
// program's copy, also for the name in a library without versions.
TEST_F(FoldVersionsTest, DlvsymMayPassAUniqueSymbolOver) {
  Builder copies = Builder().type(ET_EXEC).bss(0x100).define_version("P1");
  const uint64_t copy = copies.data_at(256);
  program(copies.symbol({.name = "w", .value = copy, .size = 8, .type = STT_OBJECT})
              .rela({.place = copy, .type = R_X86_64_COPY, .symbol = "w"}));
  SymbolSpec object{.name = "w",
                    .value = Builder().base(0).data_at(0),
                    .size = 8,
                    .type = STT_OBJECT,
                    .binding = STB_GNU_UNIQUE};
  library("libx.so", Builder().dynamic(DT_SYMBOLIC, 0).symbol(object));
  object.binding = STB_GLOBAL;
  object.version = "Z1";
  library("libz.so", Builder().define_version("Z1").symbol(object));
  EXPECT_EQ(differences(), "");
}

// With a unique object of its own, to which it refers.
Builder with_unique(const char* version, uint8_t other = STV_DEFAULT, bool refers = true) {
  Builder builder = Builder().base(0);
  builder.define_version("L1").define_version(*version == '\0' ? "L2" : version);
  builder.symbol({.name = "u",
                  .value = builder.data_at(8),
                  .size = 8,
                  .type = STT_OBJECT,
                  .binding = STB_GNU_UNIQUE,
                  .other = other,
                  .version = version});
  if (refers) builder.rela({.place = builder.data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "u"});
  return builder;
}

// A relocation has found libx's, which has no version, before dlvsym finds the kept libz's.
TEST_F(FoldVersionsTest, DlvsymOfAKeptUniqueSymbolFindsTheOneThatIsUsed) {
  options_.selection.keep = {"libc", "libz.so"};
  program(Builder());
  library("libx.so", with_unique(""));
  library("libz.so", with_unique("Z1", STV_DEFAULT, false));
  EXPECT_EQ(differences(), "");
}

// Of its own version it is found first, but stands for the other library's, which is not its own
// (elf/dl-lookup.c, _dl_lookup_symbol_x).
TEST_F(FoldVersionsTest, AProtectedUniqueSymbolStaysItsLibrarysThoughAnotherIsUsed) {
  program(Builder());
  library("libx.so", with_unique("X1", STV_PROTECTED));
  library("liby.so", with_unique("Y1", STV_PROTECTED));
  EXPECT_EQ(differences(), "");
}

// dlvsym went on to libz's, to which references to Z1 did not come.
TEST_F(FoldVersionsTest, DlvsymMayPassOverWhatAKeptLibraryHides) {
  options_.selection.keep.push_back("libx.so");
  const Builder at = Builder().base(0);
  program(Builder());
  library("libx.so", Builder().base(0).define_version("X1").symbol(function(at.text_at(0))));
  library("libz.so", Builder().base(0).define_version("Z1").symbol(function(at.text_at(0), "Z1")));
  EXPECT_EQ(differences(), "");
}

// dlsym went on to libz's, to which references did not come.
TEST_F(FoldVersionsTest, DlsymMayPassOverWhatAKeptLibrarysOldVersionHides) {
  options_.selection.keep.push_back("libx.so");
  const Builder at = Builder().base(0);
  SymbolSpec old = function(at.text_at(0), "X1");
  old.hidden_version = true;
  program(Builder());
  library("libx.so", Builder().base(0).define_version("X1").symbol(old));
  library("libz.so", Builder().base(0).define_version("Z1").symbol(function(at.text_at(0), "Z1")));
  EXPECT_EQ(differences(), "");
}

// libz's in Z1 was the program's, which a relocation had found.
TEST_F(FoldVersionsTest, DlvsymMayFindAKeptUniqueSymbol) {
  options_.selection.keep.push_back("libz.so");
  Builder uses = Builder().define_version("P1");
  SymbolSpec object{.name = "w",
                    .value = uses.data_at(8),
                    .size = 8,
                    .type = STT_OBJECT,
                    .binding = STB_GNU_UNIQUE};
  program(uses.symbol(object).rela(
      {.place = uses.data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "w"}));
  object.value = Builder().base(0).data_at(0);
  object.version = "Z1";
  library("libz.so", Builder().define_version("Z1").symbol(object));
  EXPECT_EQ(differences(), "");
}

// liby's, behind the kept libx's without a version, was the program's copy.
TEST_F(FoldVersionsTest, DlvsymMayPassAUniqueSymbolBehindAKeptOneOver) {
  options_.selection.keep.push_back("libx.so");
  Builder copies = Builder().type(ET_EXEC).bss(0x100);
  const uint64_t copy = copies.data_at(256);
  program(copies.symbol({.name = "u", .value = copy, .size = 8, .type = STT_OBJECT})
              .rela({.place = copy, .type = R_X86_64_COPY, .symbol = "u"}));
  library("libx.so", with_unique("", STV_DEFAULT, false));
  library("liby.so", with_unique("Y1", STV_DEFAULT, false));
  EXPECT_EQ(differences(), "");
}

// dlsym went on to libz's; references found libx's.
TEST_F(FoldVersionsTest, DlsymMayPassOverWhatAKeptOldVersionBehindAFoldedOneHides) {
  options_.selection.keep.push_back("liby.so");
  const Builder at = Builder().base(0);
  program(Builder());
  for (const char* name : {"libx.so", "liby.so"}) {
    const std::string version = std::string(name).substr(3, 1) + "1";
    SymbolSpec old = function(at.text_at(0), version.c_str());
    old.hidden_version = true;
    library(name, Builder().base(0).define_version(version).symbol(old));
  }
  library("libz.so", Builder().base(0).symbol(function(at.text_at(0))));
  EXPECT_EQ(differences(), "");
}

// libz's reference has chosen liby's, before libx is relocated; of the fold ld.so hears last.
TEST_F(FoldVersionsTest, AUniqueSymbolThatKeptLibrariesWouldChooseOtherwiseIsRefused) {
  options_.selection.keep = {"libc", "libx.so", "liby.so"};
  program(Builder());
  library("libx.so", with_unique("X1").dynamic(DT_SYMBOLIC, 0));
  library("liby.so", with_unique("Y1", STV_DEFAULT, false));
  library(
      "libz.so",
      Builder()
          .base(0)
          .undefined("u", "Y1", "liby.so")
          .rela({.place = Builder().base(0).data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "u"}));
  EXPECT_NE(differences().find("one object of a unique symbol"), std::string::npos)
      << differences();
}

// DT_HASH leads to the last of a name first.
TEST_F(FoldVersionsTest, DefinitionsOfAModuleAreFoundInTheChainsOrder) {
  const uint64_t at = Builder().base(0).text_at(0);
  const Builder x = Builder().base(0).hashes(true, false).define_version("X1").define_version("X2");
  program(Builder());
  for (const char* version : {"X1", "X2"}) {
    for (const bool hidden : {false, true}) {
      SymbolSpec versioned = function(at, version);
      versioned.hidden_version = hidden;
      library("libx.so", Builder(x).symbol(versioned).symbol(function(at + 4)));
      EXPECT_EQ(differences(), "") << version << hidden;
      if (!hidden) continue;  // which is refused
      library("libx.so", Builder(x).symbol(function(at + 4)).symbol(versioned));
      EXPECT_EQ(differences(), "") << version;
    }
  }
  SymbolSpec old = function(at, "X1");
  old.hidden_version = true;
  library("libx.so", Builder(x).symbol(function(at + 4, "X1")).symbol(old));
  EXPECT_EQ(differences(), "");
}

// A block is copied when its places have their values, a distance of its own place's.
TEST_F(FoldVersionsTest, ADistanceInABlockIsFromThePlaceInItsLibrary) {
  program(with_block());
  auto with_distance = [](uint64_t place) {
    return with_block()
        .base(0)
        .soname("libx.so")
        .symbol(variable(16))
        .symbol(function(Builder().base(0).text_at(4)))
        .rela({.place = place, .type = R_X86_64_PC32, .symbol = "f"});
  };
  const auto image = with_distance(Builder().base(0).data_at(0)).build();
  const uint64_t block = image.place(testing::Part::kTls).address;
  tree_.file("/lib/libx.so", with_distance(block).build().bytes());
  EXPECT_EQ(differences(), "");
}

}  // namespace
}  // namespace onefold
