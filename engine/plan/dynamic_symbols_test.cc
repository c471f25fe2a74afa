#include "plan/dynamic_symbols.h"

#include <gtest/gtest.h>

#include <numeric>

#include "plan/dynamic_symbols_fixture.h"

namespace onefold {
namespace {

using testing::DynamicSymbolsTest;

TEST_F(DynamicSymbolsTest, OneNameAndVersionIsExportedOnce) {
  add(program(), {1, 2});
  add(library().symbol({.name = "f", .value = 1}));
  add(library().symbol({.name = "f", .value = 2}));
  EXPECT_EQ(exports("f"), "-");
}

// As a program has of an object that it copies; a library without versions may be asked for any.
TEST_F(DynamicSymbolsTest, AVersionThatNoPartDefinesStaysADefinitions) {
  add(program().symbol({.name = "f", .value = 1, .version = "V1", .version_of = "lib1.so"}), {1});
  add(library().symbol({.name = "f", .value = 2}));
  EXPECT_EQ(exports("f"), "V1");
}

// As a file may that has DT_NEEDED of an empty name: ld.so knows the program by it.
TEST_F(DynamicSymbolsTest, AVersionOfAFileWithoutANameStaysADefinitions) {
  auto image =
      program().symbol({.name = "f", .value = 1, .version = "V1", .version_of = "lib1.so"}).build();
  image.at<Elf64Le::Verneed>(testing::Part::kVerneed).vn_file = 0U;
  add_image(std::move(image));
  EXPECT_EQ(exports("f"), "V1");
}

TEST_F(DynamicSymbolsTest, AllButTheFirstDefaultAreHidden) {
  add(program(), {1, 2});
  add(library().symbol(versioned(1, "A")));
  add(library().symbol(versioned(2, "B")));
  EXPECT_EQ(exports("f"), "A, B hidden");
}

TEST_F(DynamicSymbolsTest, TheOldestKeepsAnEntryForUnversionedReferences) {
  add(program(), {1});
  add(library()
          .define_version("V1")
          .define_version("V2")
          .symbol(versioned(1, "V1", true))
          .symbol(versioned(2, "V2")));
  EXPECT_EQ(exports("f"), "ONEFOLD_UNVERSIONED hidden, V1 hidden, V2");
}

// To dlsym it is the other.
TEST_F(DynamicSymbolsTest, TheOldestKeepsAnEntryBesideOneOfItsVersionAndAddress) {
  add(program(), {1});
  testing::SymbolSpec another = versioned(1, "V1");
  another.size = 8;
  add(library().symbol(versioned(1, "V1", true)).symbol(another));
  EXPECT_EQ(exports("f"), "ONEFOLD_UNVERSIONED hidden, V1 hidden, V1");
}
TEST_F(DynamicSymbolsTest, TheOldestKeepsAnEntryBesideAProtectedOne) {
  add(program(), {1});
  testing::SymbolSpec another = versioned(1, "V1");
  another.other = STV_PROTECTED;
  add(library().symbol(versioned(1, "V1", true)).symbol(another));
  EXPECT_EQ(exports("f"), "ONEFOLD_UNVERSIONED hidden, V1 hidden, V1");
}

// A number is no address, though the program's are the same.
TEST_F(DynamicSymbolsTest, AnAbsoluteOneIsNotFoundByTheNameOfAnAddress) {
  testing::SymbolSpec number{.name = "f", .value = 1, .type = STT_FUNC};
  add(program().symbol(number), {1});
  number.section = SHN_ABS;
  add(library().symbol(number));
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan(std::vector<std::string_view>(2)));
  EXPECT_TRUE(symbols.export_of(0, symbol(0, "f")));
  EXPECT_FALSE(symbols.export_of(1, symbol(1, "f")));
}

// Which answers a reference to the other's version.
TEST_F(DynamicSymbolsTest, OneBehindOneWithoutAVersionIsNotFoundByName) {
  add(library().symbol({.name = "f", .value = 1}), {1});
  add(library().symbol(versioned(2, "V1")));
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan(std::vector<std::string_view>(2)));
  EXPECT_TRUE(symbols.export_of(0, symbol(0, "f")));
  EXPECT_FALSE(symbols.export_of(1, symbol(1, "f")));
}

// A lookup without a version finds the other's copy.
TEST_F(DynamicSymbolsTest, OneWithoutAVersionBehindAnOldestIsNotFoundByName) {
  add(library().symbol(versioned(1, "V1", true)), {1});
  add(library().symbol({.name = "f", .value = 2}).symbol({.name = "g", .value = 3}));
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan(std::vector<std::string_view>(2)));
  EXPECT_FALSE(symbols.export_of(1, symbol(1, "f")));
  EXPECT_TRUE(symbols.export_of(1, symbol(1, "g")));
}

TEST_F(DynamicSymbolsTest, AnUnversionedReferenceTakesTheFirst) {
  add(program(), {1, 2});
  add(library().symbol({.name = "f", .value = 1}).symbol(versioned(2, "V1", true)));
  EXPECT_EQ(exports("f"), "-, V1 hidden");
}

// elf/dl-lookup.c, check_match; dlsym takes the default one before it.
TEST_F(DynamicSymbolsTest, OneWithoutAVersionAnswersForVersionsBehindIt) {
  add(program(), {1, 2, 3});
  add(library().symbol(versioned(1, "V2")));
  add(library().symbol({.name = "f", .value = 2}));
  add(library().symbol(versioned(3, "V1")));
  EXPECT_EQ(exports("f"), "V2, V1 hidden");
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan(std::vector<std::string_view>(4)));
  EXPECT_EQ(symbols.exports()[0].value, parts_.list[1].place(ModuleAddress(1)).value);
  EXPECT_EQ(symbols.exports()[1].value, parts_.list[2].place(ModuleAddress(2)).value);
}

// Of which a lookup takes the first.
TEST_F(DynamicSymbolsTest, AnOldestComesBeforeOneWithoutAVersion) {
  add(program(), {1, 2});
  add(library().symbol(versioned(1, "V1", true)));
  add(library().symbol({.name = "f", .value = 2}));
  EXPECT_EQ(exports("f"), "ONEFOLD_UNVERSIONED hidden, V1 hidden, -");
}

// The same version of another release.
TEST_F(DynamicSymbolsTest, AnUnversionedReferencePassesOverAVersionThatIsNotTheOldest) {
  add(program(), {1, 2});
  add(library().define_version("V0").define_version("V1").symbol(versioned(1, "V1", true)));
  add(library().define_version("V1").symbol(versioned(2, "V1", true)));
  EXPECT_EQ(exports("f"), "ONEFOLD_UNVERSIONED hidden, V1 hidden");
}

TEST_F(DynamicSymbolsTest, AHiddenOneWithoutAVersionStandsBesideAnOpenOne) {
  add(program(), {1, 2});
  add(library().define_version("B").symbol(versioned(1, "", true)));
  add(library().symbol({.name = "f", .value = 2}));
  EXPECT_EQ(exports("f"), "- hidden, -");
}

// A canonical PLT entry of a function without a type, as assembly has them.
TEST_F(DynamicSymbolsTest, AnEntryOfAnyTypeStandsForItsFunction) {
  add(program().symbol({.name = "f", .value = 0x410000, .type = STT_NOTYPE, .section = SHN_UNDEF}),
      {1});
  add(library().symbol({.name = "f", .value = 1}));
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan({}).has_value());
  ASSERT_EQ(symbols.exports().size(), 1U);
  EXPECT_EQ(symbols.exports().front().value, 0x410000U);
}

// elf/dl-lookup.c, check_match.
TEST_F(DynamicSymbolsTest, AnEntryWithoutAVersionComesBeforeEachVersion) {
  add(program().symbol({.name = "f", .value = 0x410000, .type = STT_FUNC, .section = SHN_UNDEF}),
      {1});
  add(library()
          .define_version("V1")
          .define_version("V2")
          .symbol(versioned(1, "V1", true))
          .symbol(versioned(2, "V2")));
  EXPECT_EQ(exports("f"), "- undefined, ONEFOLD_UNVERSIONED hidden, V1 hidden, V2");
}

// Calls without a version find nothing, those of V2 the function.
TEST_F(DynamicSymbolsTest, AnEntryOfAHiddenVersionStaysBesideIt) {
  add(program().symbol(entry("V2")), {1});
  add(library().define_version("V1").define_version("V2").symbol(versioned(1, "V2", true)));
  EXPECT_EQ(exports("f"), "V2 undefined, V2 hidden");
}

// Calls without a version find another one.
TEST_F(DynamicSymbolsTest, AnEntryOfAnOldVersionStaysBesideTheDefault) {
  add(program().symbol(entry("V2")), {1});
  add(library()
          .define_version("V1")
          .define_version("V2")
          .symbol(versioned(1, "V2", true))
          .symbol(versioned(2, "V3")));
  EXPECT_EQ(exports("f"),
            "ONEFOLD_UNVERSIONED hidden undefined, ONEFOLD_UNVERSIONED hidden, V2 undefined, "
            "V2 hidden, V3 hidden");
}

// As a program has that was linked before its library lost its versions.
// Which a reference without a version takes, as its version is the oldest; in the fold it would be
// the default one.
TEST_F(DynamicSymbolsTest, AnEntryHiddenBesideTheDefaultIsReferredTo) {
  auto hidden = entry("V1");
  hidden.hidden_version = true;
  add(program().symbol(hidden), {1});
  add(library().symbol(versioned(1, "V1")));
  EXPECT_EQ(exports("f"),
            "ONEFOLD_UNVERSIONED hidden undefined, ONEFOLD_UNVERSIONED hidden, V1 hidden "
            "undefined, V1 hidden, V1");
}

// Calls find the definition, references neither: of two default versions ld.so takes none.
TEST_F(DynamicSymbolsTest, AnEntryBesideAnotherDefaultOfItsModuleIsRefused) {
  add(program().symbol(entry("V2")).symbol(versioned(0x410000, "V3")), {1});
  add(library().define_version("V1").define_version("V2").symbol(versioned(1, "V2")));
  EXPECT_NE(exports("f").find("one default version of a name"), std::string::npos);
}

TEST_F(DynamicSymbolsTest, AnEntryKeepsItsVersion) {
  add(program().symbol(entry("V2")), {1, 2});
  add(library().symbol({.name = "f", .value = 1}));
  add(library().define_version("A").symbol(versioned(2, "B")));
  EXPECT_EQ(exports("f"),
            "ONEFOLD_UNVERSIONED hidden undefined, ONEFOLD_UNVERSIONED hidden, V2 undefined, "
            "V2 hidden, B hidden");
}

TEST_F(DynamicSymbolsTest, AnEntryIsAFunctionWithoutAVersionBeforeOthers) {
  add(program().symbol(entry("")), {1, 2});
  add(library().symbol({.name = "f", .value = 1}));
  add(library().define_version("A").symbol(versioned(2, "B")));
  EXPECT_EQ(exports("f"), "-, B hidden");
}

TEST_F(DynamicSymbolsTest, AnEntryIsTheFirstFunctionOfItsVersion) {
  add(program().symbol(entry("V1")), {1, 2});
  add(library().define_version("V1").symbol(versioned(1, "V1")));
  add(library().define_version("V1").symbol(versioned(2, "V1")));
  EXPECT_EQ(exports("f"), "V1");
}

// And not a function before it.
TEST_F(DynamicSymbolsTest, AnEntryStaysBesideAnotherRelease) {
  add(program().symbol(entry("V2")), {1, 2});
  add(library().define_version("V0").define_version("V1").symbol(versioned(1, "V1", true)));
  add(library().symbol({.name = "f", .value = 1}));
  EXPECT_EQ(exports("f"),
            "ONEFOLD_UNVERSIONED hidden undefined, ONEFOLD_UNVERSIONED hidden, V2 undefined, "
            "V2 hidden, V1 hidden");
}

// Calls of V1 find that.
TEST_F(DynamicSymbolsTest, AnEntryOfAFunctionWithoutAVersionStaysBesideVersions) {
  add(program().symbol(entry("")), {1, 2});
  add(library().define_version("V0").define_version("V1").symbol(versioned(1, "V1", true)));
  add(library().symbol({.name = "f", .value = 2}));
  EXPECT_EQ(exports("f"), "- undefined, V1 hidden, -");
}

TEST_F(DynamicSymbolsTest, AnEntryWithoutAVersionAnswersForOthersThanTheFunctions) {
  add(program().symbol(entry("")), {1});
  add(library().define_version("V1").symbol(versioned(1, "V1")));
  EXPECT_EQ(exports("f"), "- undefined, V1");
}

// Of which only the first symbol of a name counts (ldso/dynlink.c, find_sym2).
TEST_F(DynamicSymbolsTest, AnEntryForMuslIsTheDefinition) {
  closure_.loader_kind = LoaderKind::kMusl;
  add(program().symbol({.name = "f", .value = 0x410000, .type = STT_FUNC, .section = SHN_UNDEF}),
      {1});
  add(library().define_version("V1").symbol(versioned(1, "V1")));
  EXPECT_EQ(exports("f"), "V1");
}

TEST_F(DynamicSymbolsTest, AProtectedEntryIsRefused) {
  auto protected_entry = entry("");
  protected_entry.other = STV_PROTECTED;
  add(program().symbol(protected_entry), {1});
  add(library().symbol({.name = "f", .value = 1}));
  EXPECT_NE(exports("f").find("a definition, of a protected symbol"), std::string::npos);
}

TEST_F(DynamicSymbolsTest, TwoDefaultVersionsOfOneModuleAreRefused) {
  add(program(), {1});
  add(library().symbol(versioned(1, "A")).symbol(versioned(2, "B")));
  EXPECT_NE(exports("f").find("one default version of a name"), std::string::npos);
}

// ld.so passes symbols of other types over.
TEST_F(DynamicSymbolsTest, ASymbolOfNoKnownTypeIsNoExport) {
  add(program(), {1});
  add(library().symbol({.name = "f", .value = 1, .type = 14}));
  EXPECT_EQ(exports("f"), "");
}

TEST_F(DynamicSymbolsTest, AnEntryOfNothingIsRefused) {
  add(program().symbol({.name = "f", .value = 0x410000, .type = STT_FUNC, .section = SHN_UNDEF}));
  EXPECT_NE(exports("f").find("0, of a symbol that nothing"), std::string::npos);
}

// musl, ldso/dynlink.c (find_sym2).
TEST_F(DynamicSymbolsTest, MuslPassesAnIfuncOver) {
  closure_.loader_kind = LoaderKind::kMusl;
  add(program().symbol({.name = "f", .value = 1, .type = STT_GNU_IFUNC}), {1});
  add(library().symbol({.name = "f", .value = 2}));
  parts_ = parts();
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan(std::vector<std::string_view>(2)));
  ASSERT_EQ(symbols.exports().size(), 1U);
  EXPECT_EQ(symbols.exports().front().value, 2U);
}

// glibc, elf/dl-sym.c (do_sym).
TEST_F(DynamicSymbolsTest, AThreadLocalSymbolIsAnOffsetInAnySection) {
  add(program(), {1});
  add(library()
          .tls({.image = {1, 2, 3, 4}, .memsz = 0x10})
          .symbol({.name = "t", .value = 4, .type = STT_TLS, .section = SHN_ABS})
          .symbol({.name = "n", .value = 4, .type = STT_OBJECT, .section = SHN_ABS}));
  parts_ = parts();
  parts_.list[1].tls_offset = 0x20;
  parts_.list[1].bias = 0x1000;
  DynamicSymbols symbols(parts_, *bindings_);
  ASSERT_TRUE(symbols.plan(std::vector<std::string_view>(2)));
  for (const OutputSymbol& symbol : symbols.exports()) {
    const bool is_thread_local = symbol.name == "t";
    EXPECT_EQ(symbol.value, is_thread_local ? 0x24U : 4U);
    EXPECT_EQ(symbol.absolute, !is_thread_local);
  }
  EXPECT_EQ(symbols.exports().size(), 2U);
}

TEST_F(DynamicSymbolsTest, HiddenSymbolsAndVersionNamesAreNoExports) {
  add(program(), {1});
  add(library()
          .define_version("V1")
          .symbol({.name = "h", .value = 1, .other = STV_HIDDEN})
          .symbol({.name = "V1", .value = 0, .type = STT_OBJECT, .section = SHN_ABS}));
  EXPECT_EQ(exports("h"), "");
}

// Whoever asks for the other version gets the definition that is used, as a whole.
class UniqueExportsTest : public DynamicSymbolsTest {
 protected:
  static testing::SymbolSpec unique(uint64_t value, uint64_t size, uint8_t other,
                                    const char* version, bool hidden = false) {
    return {.name = "u",
            .value = value,
            .size = size,
            .type = STT_OBJECT,
            .binding = STB_GNU_UNIQUE,
            .other = other,
            .version = version,
            .hidden_version = hidden};
  }
  // So many, all of them the one of value 1, which a relocation refers to.
  void expect_of_the_first(size_t exports) {
    std::vector<uint32_t> order(folded_.size());
    std::iota(order.rbegin(), order.rend(), 0U);
    bind().settle_unique_symbols(order);
    parts_ = parts();
    DynamicSymbols symbols(parts_, *bindings_);
    ASSERT_TRUE(symbols.plan(std::vector<std::string_view>(folded_.size())));
    size_t count = 0;
    for (const OutputSymbol& symbol : symbols.exports()) {
      if (symbol.name != "u") continue;
      ++count;
      EXPECT_EQ(symbol.value, 1U);
      EXPECT_EQ(symbol.size, 4U);
      EXPECT_EQ(symbol.other, STV_DEFAULT);
    }
    EXPECT_EQ(count, exports);
  }
};

TEST_F(UniqueExportsTest, AreTheOneThatIsUsed) {
  auto first = library().symbol(unique(1, 4, STV_DEFAULT, ""));
  first.rela({.place = first.data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "u"});
  add(program(), {1, 2});
  add(first);
  add(library().symbol(unique(2, 8, STV_PROTECTED, "V1")));
  expect_of_the_first(2);
}

TEST_F(UniqueExportsTest, OfOneLibraryAreTheOneThatIsUsed) {
  auto both = library()
                  .symbol(unique(1, 4, STV_DEFAULT, "V2"))
                  .symbol(unique(2, 8, STV_PROTECTED, "V1", true));
  both.rela({.place = both.data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "u"});
  add(program(), {1});
  add(both);
  expect_of_the_first(2);
}

}  // namespace
}  // namespace onefold
