// What kept libraries define, and the fold's exports behind or before it.
#include <gtest/gtest.h>

#include "plan/dynamic_symbols_fixture.h"

namespace onefold {
namespace {

using testing::DynamicSymbolsTest;

// ld.so takes the first of index 1 or 2.
TEST_F(DynamicSymbolsTest, OneWithoutAVersionAnswersForVersionsOfKeptLibrariesBehindIt) {
  add(program(), {1, 2, 3});
  add(library().symbol(versioned(1, "V2")));
  add(library().symbol({.name = "f", .value = 2}));
  add(library().symbol(versioned(3, "V1")).symbol(versioned(4, "V2", true)), {}, true);
  EXPECT_EQ(exports("f"), "V2, V1 hidden");
}

// GNU ld's foo@, "bound to the unspecified base version": a reference to a version passes it over
// (elf/dl-lookup.c, check_match).
TEST_F(DynamicSymbolsTest, AHiddenOneWithoutAVersionStaysHidden) {
  add(program(), {1, 2, 3});
  add(library().define_version("B").symbol(versioned(1, "", true)));
  add(library().symbol(versioned(2, "A")));
  add(library().symbol(versioned(3, "A")), {}, true);
  EXPECT_EQ(exports("f"), "- hidden, A");
}

TEST_F(DynamicSymbolsTest, AKeptHiddenOneWithoutAVersionLeavesVersionsToOthers) {
  add(program(), {1, 2});
  add(library().define_version("B").symbol(versioned(1, "", true)), {}, true);
  add(library().symbol(versioned(2, "A")));
  EXPECT_EQ(exports("f"), "A hidden");
}

// musl, ldso/dynlink.c (gnu_lookup).
TEST_F(DynamicSymbolsTest, MuslPassesAKeptHiddenOneOver) {
  closure_.loader_kind = LoaderKind::kMusl;
  add(program(), {1, 2});
  add(library().symbol(versioned(1, "A", true)), {}, true);
  add(library().symbol(versioned(2, "A")));
  EXPECT_EQ(exports("f"), "A");
}

// The entry is the default one, which passes over what its version's function is without one.
TEST_F(DynamicSymbolsTest, OneWithoutAVersionAnswersVersionsThatKeptLibrariesAskFor) {
  add(program().symbol(entry("V1")), {1, 2});
  add(library().define_version("V1").define_version("V2").symbol({.name = "f", .value = 1}));
  add(library().undefined("f", "V2", "lib1.so"), {}, true);
  EXPECT_EQ(exports("f"),
            "ONEFOLD_UNVERSIONED hidden undefined, ONEFOLD_UNVERSIONED hidden, V1 undefined, "
            "V1 hidden, V2 hidden");
}

// A symbol of a section with the value 0 is found by no lookup, not even by its own.
TEST_F(DynamicSymbolsTest, OneWithoutAVersionAnswersASymbolOfAKeptLibrarysThatDefinesNothing) {
  add(program().symbol(entry("V1")), {1, 2});
  add(library().define_version("V1").symbol({.name = "f", .value = 1}));
  add(library().define_version("V2").symbol(versioned(0, "V2")), {}, true);
  EXPECT_EQ(exports("f"),
            "ONEFOLD_UNVERSIONED hidden undefined, ONEFOLD_UNVERSIONED hidden, V1 undefined, "
            "V1 hidden, V2 hidden");
}

// elf/dl-lookup.c, do_lookup_x: num_versions.
TEST_F(DynamicSymbolsTest, ADefaultBehindAKeptHiddenVersionCountsAmongItsModules) {
  add(program(), {1, 2});
  add(library().define_version("A").define_version("B").symbol(versioned(1, "B", true)), {}, true);
  add(library()
          .define_version("A")
          .define_version("B")
          .define_version("C")
          .symbol(versioned(2, "B"))
          .symbol(versioned(3, "C")));
  EXPECT_NE(exports("f").find("one default version of a name"), std::string::npos);
}

// Of which dlsym finds none, and goes on to the fold's.
TEST_F(DynamicSymbolsTest, TwoDefaultVersionsOfAKeptLibraryAreRefused) {
  add(program(), {1, 2});
  add(library().symbol(versioned(1, "A")).symbol(versioned(2, "B")), {}, true);
  add(library().symbol(versioned(3, "C")));
  EXPECT_NE(exports("f").find("one default version of a name"), std::string::npos);
}

TEST_F(DynamicSymbolsTest, AKeptDefinitionThatPrecedesStaysAlone) {
  add(program(), {1, 2});
  add(library().symbol({.name = "f", .value = 1}), {}, true);
  add(library().symbol({.name = "f", .value = 2}).symbol({.name = "g", .value = 3}));
  EXPECT_EQ(exports("f"), "");
}

TEST_F(DynamicSymbolsTest, AKeptDefinitionThatFollowsDoesNotMatter) {
  add(program(), {1, 2});
  add(library().symbol({.name = "f", .value = 1}));
  add(library().symbol({.name = "f", .value = 2}), {}, true);
  EXPECT_EQ(exports("f"), "-");
}

// Its references are to that version; others, and dlsym, pass it over (elf/dl-lookup.c,
// check_match).
TEST_F(DynamicSymbolsTest, OneWithoutAVersionLeavesAKeptHiddenVersionAlone) {
  add(program(), {1, 2});
  add(library().define_version("A").define_version("B").symbol(versioned(1, "B", true)), {}, true);
  add(library().symbol({.name = "f", .value = 2}));
  EXPECT_EQ(exports("f"), "- hidden");
}

TEST_F(DynamicSymbolsTest, ADefaultLeavesItsVersionToAKeptHiddenOne) {
  add(program(), {1, 2});
  add(library().define_version("A").define_version("B").symbol(versioned(1, "B", true)), {}, true);
  add(library().define_version("A").define_version("B").symbol(versioned(2, "B")));
  EXPECT_EQ(exports("f"), "- hidden");
}

// Which unversioned references find, and not dlsym.
TEST_F(DynamicSymbolsTest, ADefaultBehindAKeptOldestIsHidden) {
  add(program(), {1, 2});
  add(library().define_version("A").symbol(versioned(1, "A", true)), {}, true);
  add(library().define_version("B").symbol(versioned(2, "B")));
  EXPECT_EQ(exports("f"), "B hidden");
}

TEST_F(DynamicSymbolsTest, ADefaultBehindAKeptOldestStaysOpenBehindAFoldedOldest) {
  add(program(), {1, 2, 3});
  add(library().define_version("C").symbol(versioned(1, "C", true)));
  add(library().define_version("A").symbol(versioned(2, "A", true)), {}, true);
  add(library().define_version("B").symbol(versioned(3, "B")));
  EXPECT_EQ(exports("f"), "ONEFOLD_UNVERSIONED hidden, C hidden, B");
}

TEST_F(DynamicSymbolsTest, OneWithoutAVersionBehindAKeptDefaultAnswersForVersionsBehindIt) {
  add(program(), {1, 2, 3});
  add(library().define_version("A").symbol(versioned(1, "A")), {}, true);
  add(library().symbol({.name = "f", .value = 2}));
  add(library().define_version("B").symbol(versioned(3, "B")));
  EXPECT_EQ(exports("f"), "B hidden");
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan({"", "lib1.so", "", ""}));
  EXPECT_EQ(symbols.exports().front().value, parts_.list[1].place(ModuleAddress(2)).value);
}

TEST_F(DynamicSymbolsTest, OneWithoutAVersionAnswersForFoldedVersionsBehindKeptLibraries) {
  add(program(), {1, 2, 3, 4});
  add(library().symbol(versioned(1, "B")));
  add(library().symbol({.name = "f", .value = 2}));
  add(library().symbol({.name = "f", .value = 3}), {}, true);
  add(library().symbol(versioned(4, "A")));
  EXPECT_EQ(exports("f"), "B, A hidden");
}

TEST_F(DynamicSymbolsTest, OneWithoutAVersionAnswersForNoneOfKeptLibrariesBeforeIt) {
  add(program(), {1, 2, 3, 4});
  add(library().define_version("B").symbol(versioned(1, "B")));
  add(library().define_version("C").define_version("A").symbol(versioned(2, "A", true)), {}, true);
  add(library().symbol({.name = "f", .value = 3}));
  add(library().symbol(versioned(4, "A")), {}, true);
  EXPECT_EQ(exports("f"), "B");
}

// Without a table each definition answers each version.
TEST_F(DynamicSymbolsTest, AHiddenOneWithoutAVersionTakesATable) {
  add(program(), {1, 2});
  add(library().define_version("A").define_version("B").symbol(versioned(1, "B", true)), {}, true);
  add(library().symbol({.name = "f", .value = 2}));
  bind();
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan({"", "lib1.so", ""}));
  EXPECT_TRUE(symbols.has_versions());
}

// musl, ldso/dynlink.c (find_sym2).
TEST_F(DynamicSymbolsTest, MuslPassesAKeptIfuncOver) {
  closure_.loader_kind = LoaderKind::kMusl;
  add(program(), {1, 2});
  add(library().symbol({.name = "f", .value = 1, .type = STT_GNU_IFUNC}), {}, true);
  add(library().symbol({.name = "f", .value = 2}));
  EXPECT_EQ(exports("f"), "-");
}

}  // namespace
}  // namespace onefold
