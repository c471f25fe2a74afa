#include "resolve/scope.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>

#include "resolve/bindings.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using Builder = testing::ElfBuilder<Elf64Le>;

class ScopeTest : public ::testing::Test {
 protected:
  void add(const Builder& builder) {
    images_.push_back(builder.build());
    auto module = read_module(images_.back().view());
    if (!module) throw std::runtime_error(to_string(module.error()));
    modules_.push_back(*module);
  }
  const Scope& scope() {
    for (const Module& module : modules_) {
      auto linkable = read_linkable(module);
      if (!linkable) throw std::runtime_error(to_string(linkable.error()));
      linkables_.push_back(std::move(*linkable));
    }
    scope_ = std::make_unique<Scope>(linkables_, loader_);
    return *scope_;
  }
  // What a reference of module 0 to `name` receives, as "module:value", or why not.
  std::string bound(const std::string& name, LookupClass kind = LookupClass::kOther,
                    uint32_t module = 0, bool through_got = false) {
    if (scope_ == nullptr) scope();
    const Binding binding =
        Bindings(*scope_).bind(module, images_[module].symbol_index(name), kind, through_got);
    if (binding.kind == BindingKind::kUndefinedWeak) return "weak";
    if (binding.kind == BindingKind::kUndefinedStrong) return "undefined";
    return std::to_string(binding.definition.module) + ":" +
           std::to_string(scope_->symbol(binding.definition).value.value);
  }
  static testing::SymbolSpec versioned(uint64_t value, const char* version, bool hidden = false) {
    return {.name = "f", .value = value, .version = version, .hidden_version = hidden};
  }

  LoaderKind loader_ = LoaderKind::kGlibc;
  std::deque<testing::ElfImage<Elf64Le>> images_;
  std::deque<Module> modules_;
  std::vector<Linkable> linkables_;
  std::unique_ptr<Scope> scope_;
};

// DT_GNU_HASH's chains have .dynsym's order, DT_HASH's any: here that of the last first.
TEST_F(ScopeTest, OfAModulesTheFirstInTheChainWins) {
  auto two = [](uint64_t value, bool sysv) {
    return Builder()
        .hashes(sysv, !sysv)
        .define_version("V1")
        .symbol({.name = "f", .value = value})
        .symbol(versioned(value + 1, "V1"));
  };
  add(Builder().undefined("f").undefined("g"));
  add(two(11, true));
  EXPECT_EQ(bound("f"), "1:12");
  images_.pop_back();
  modules_.pop_back();
  linkables_.clear();
  scope_.reset();
  add(two(11, false));
  EXPECT_EQ(bound("f"), "1:11");
}

TEST_F(ScopeTest, TheFirstInScopeOrderWinsWeakOrNot) {
  add(Builder().undefined("f"));
  add(Builder().symbol({.name = "f", .value = 11, .binding = STB_WEAK}));
  add(Builder().symbol({.name = "f", .value = 12}));
  EXPECT_EQ(bound("f"), "1:11");
}

TEST_F(ScopeTest, UndefinedWeakAndStrong) {
  add(Builder().undefined("f").symbol({.name = "g", .binding = STB_WEAK, .section = SHN_UNDEF}));
  EXPECT_EQ(bound("f"), "undefined");
  EXPECT_EQ(bound("g"), "weak");
}

TEST_F(ScopeTest, AVersionedReferenceTakesItsVersionHiddenOrNot) {
  add(Builder().undefined("f", "V1", "lib.so"));
  add(Builder().soname("lib.so").symbol(versioned(22, "V2")).symbol(versioned(11, "V1", true)));
  EXPECT_EQ(bound("f"), "1:11");
}

TEST_F(ScopeTest, AVersionedReferencePassesOtherVersionsOver) {
  add(Builder().undefined("f", "V1", "lib.so"));
  add(Builder().symbol(versioned(22, "V2")));
  add(Builder().soname("lib.so").symbol(versioned(11, "V1")));
  EXPECT_EQ(bound("f"), "2:11");
}

TEST_F(ScopeTest, AVersionedReferenceTakesWhatHasNoVersion) {
  add(Builder().undefined("f", "V1", "lib.so"));
  add(Builder().symbol({.name = "f", .value = 5}));
  add(Builder().soname("lib.so").symbol(versioned(11, "V1")));
  EXPECT_EQ(bound("f"), "1:5");
}

TEST_F(ScopeTest, AnUnversionedReferenceTakesTheOldest) {
  add(Builder().undefined("f"));
  add(Builder()
          .define_version("V1")
          .define_version("V2")
          .symbol(versioned(22, "V2"))
          .symbol(versioned(11, "V1", true)));
  EXPECT_EQ(bound("f"), "1:11");  // V1 has index 2
}

TEST_F(ScopeTest, ElseTheOnlyDefault) {
  add(Builder().undefined("f"));
  add(Builder()
          .define_version("V1")
          .define_version("V2")
          .define_version("V3")
          .symbol(versioned(22, "V2", true))
          .symbol(versioned(33, "V3")));
  EXPECT_EQ(bound("f"), "1:33");
}

TEST_F(ScopeTest, NoneOfSeveralDefaults) {
  add(Builder().undefined("f"));
  add(Builder()
          .define_version("V1")
          .define_version("V2")
          .define_version("V3")
          .symbol(versioned(22, "V2"))
          .symbol(versioned(33, "V3")));
  EXPECT_EQ(bound("f"), "undefined");
}

TEST_F(ScopeTest, ACanonicalPltEntryAnswersAllButCalls) {
  add(Builder().symbol({.name = "f", .value = 0x410010, .section = SHN_UNDEF}));
  add(Builder().symbol({.name = "f", .value = 5}));
  EXPECT_EQ(bound("f", LookupClass::kOther), "0:4259856");
  EXPECT_EQ(bound("f", LookupClass::kPlt), "1:5");
}

TEST_F(ScopeTest, ACopyDoesNotFindItself) {
  add(Builder().symbol({.name = "o", .value = 7, .type = STT_OBJECT}));
  add(Builder().symbol({.name = "o", .value = 5, .type = STT_OBJECT}));
  EXPECT_EQ(bound("o", LookupClass::kCopy), "1:5");
  EXPECT_EQ(bound("o", LookupClass::kOther), "0:7");
}

TEST_F(ScopeTest, ASymbolicLibraryFindsItsOwnFirst) {
  add(Builder().symbol({.name = "f", .value = 7}));
  add(Builder().dynamic(DT_SYMBOLIC, 0).symbol({.name = "f", .value = 5}));
  EXPECT_EQ(bound("f", LookupClass::kOther, 1), "1:5");
}

TEST_F(ScopeTest, ProtectedFunctionsBindToThemselvesAndHiddenOnesAreNotFound) {
  add(Builder().symbol({.name = "f", .value = 7}).undefined("h"));
  add(Builder()
          .symbol({.name = "f", .value = 5, .other = STV_PROTECTED})
          .symbol({.name = "h", .value = 6, .other = STV_HIDDEN}));
  EXPECT_EQ(bound("f", LookupClass::kOther, 1), "1:5");
  EXPECT_EQ(bound("h"), "undefined");
  EXPECT_EQ(bound("h", LookupClass::kOther, 1), "1:6");
}

TEST_F(ScopeTest, AProtectedObjectStaysItsLibrarysThoughTheProgramCopiedIt) {
  add(Builder().symbol({.name = "o", .value = 7, .type = STT_OBJECT}));
  add(Builder().symbol({.name = "o", .value = 5, .type = STT_OBJECT, .other = STV_PROTECTED}));
  EXPECT_EQ(bound("o", LookupClass::kOther, 1), "1:5");
}

TEST_F(ScopeTest, AProtectedObjectThatTheProgramCopiedWasTheProgramsForAllGotsBeforeGlibc236) {
  add(Builder()
          .symbol({.name = "o", .value = 7, .type = STT_OBJECT})
          .symbol({.name = "own", .value = 8, .type = STT_OBJECT})
          .rela({.place = Builder().data_at(0), .type = R_X86_64_COPY, .symbol = "o"}));
  const auto library =
      Builder()
          .symbol({.name = "o", .value = 5, .type = STT_OBJECT, .other = STV_PROTECTED})
          .symbol({.name = "own", .value = 6, .type = STT_OBJECT, .other = STV_PROTECTED});
  add(library);
  add(library);
  add(Builder().soname("libc.so.6"));
  EXPECT_EQ(bound("o", LookupClass::kOther, 1, true), "0:7");
  EXPECT_EQ(bound("o", LookupClass::kOther, 1, false), "1:5");
  EXPECT_EQ(bound("own", LookupClass::kOther, 1, true), "1:6") << "no copy";
  EXPECT_EQ(bound("o", LookupClass::kOther, 2, true), "2:5") << "a copy of another library's";
}

TEST_F(ScopeTest, AnUndefinedSymbolThatTheHashTableDoesNotLeadToIsNotFound) {
  add(Builder().symbol({.name = "t", .type = STT_TLS, .section = SHN_UNDEF}));
  add(Builder().symbol({.name = "t", .value = 5, .type = STT_TLS}));
  EXPECT_EQ(bound("t"), "1:5");
}

// DT_HASH has every symbol.
TEST_F(ScopeTest, AThreadLocalImportIsNoVariable) {
  add(Builder().hashes(true, false).symbol({.name = "t", .type = STT_TLS, .section = SHN_UNDEF}));
  add(Builder().symbol({.name = "t", .value = 5, .type = STT_TLS}));
  EXPECT_EQ(bound("t"), "1:5");
}

TEST_F(ScopeTest, AProtectedFunctionHasTheProgramsCanonicalAddressUnlessAnotherLibraryIsFirst) {
  const auto canonical = [] {
    return Builder().symbol({.name = "f", .value = 7, .type = STT_FUNC, .section = SHN_UNDEF});
  };
  const auto guarded = [] {
    return Builder().symbol({.name = "f", .value = 5, .type = STT_FUNC, .other = STV_PROTECTED});
  };
  add(canonical());
  add(guarded());
  add(guarded());
  EXPECT_EQ(bound("f", LookupClass::kOther, 1), "0:7");
  EXPECT_EQ(bound("f", LookupClass::kPlt, 1), "1:5");
  EXPECT_EQ(bound("f", LookupClass::kOther, 2), "2:5");
}

// musl, ldso/dynlink.c (find_sym, gnu_lookup).
TEST_F(ScopeTest, MuslReadsNoVersionsAndPassesHiddenOnesOver) {
  loader_ = LoaderKind::kMusl;
  add(Builder().undefined("f", "V1", "lib.so"));
  add(Builder().soname("lib.so").symbol(versioned(11, "V1", true)));
  add(Builder().symbol(versioned(22, "V2")));
  EXPECT_EQ(bound("f"), "2:22");
}

TEST_F(ScopeTest, MuslKnowsNoIfunc) {
  loader_ = LoaderKind::kMusl;
  add(Builder().undefined("f"));
  add(Builder().symbol({.name = "f", .value = 11, .type = STT_GNU_IFUNC}));
  add(Builder().symbol({.name = "f", .value = 22}));
  EXPECT_EQ(bound("f"), "2:22");
}

TEST_F(ScopeTest, MuslKnowsNoSymbolicLibrary) {
  add(Builder().symbol({.name = "f", .value = 11}));
  add(Builder().dynamic(DT_SYMBOLIC, 0).symbol({.name = "f", .value = 22}));
  EXPECT_EQ(bound("f", LookupClass::kOther, 1), "1:22");
  scope_.reset();
  linkables_.clear();
  loader_ = LoaderKind::kMusl;
  EXPECT_EQ(bound("f", LookupClass::kOther, 1), "0:11");
}

TEST_F(ScopeTest, MuslLooksSymbolsOfAnyVisibilityUp) {
  loader_ = LoaderKind::kMusl;
  add(Builder().symbol({.name = "f", .value = 11}).symbol({.name = "g", .value = 12}));
  add(Builder()
          .symbol({.name = "f", .value = 22, .other = STV_PROTECTED})
          .symbol({.name = "g", .other = STV_INTERNAL, .section = SHN_UNDEF})
          .symbol({.name = "h", .binding = STB_WEAK, .other = STV_HIDDEN, .section = SHN_UNDEF}));
  EXPECT_EQ(bound("f", LookupClass::kOther, 1), "0:11");
  EXPECT_EQ(bound("g", LookupClass::kOther, 1), "0:12");
  EXPECT_EQ(bound("h", LookupClass::kOther, 1), "weak");
}

TEST_F(ScopeTest, MuslFindsNoDefinitionAtAddressZeroWeakOrNot) {
  loader_ = LoaderKind::kMusl;
  add(Builder().symbol({.name = "f", .value = 0, .binding = STB_WEAK}));
  EXPECT_EQ(bound("f"), "undefined");
}

}  // namespace
}  // namespace onefold
