#include "verify/lookup.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <deque>

#include "testing/elf_builder.h"

namespace onefold::verify {
namespace {

using Builder = testing::ElfBuilder<Elf64Le>;

class LookupTest : public ::testing::Test {
 protected:
  void add(Builder builder) {
    images_.push_back(builder.machine(EM_X86_64).build());
    auto module = read_module(images_.back().view());
    if (!module) throw std::runtime_error(to_string(module.error()));
    modules_.push_back(*module);
    auto object = read_object(modules_.back());
    if (!object) throw std::runtime_error(to_string(object.error()));
    number_names({&*object, 1}, names_);
    objects_.push_back(std::move(*object));
  }
  Scope scope(Loader loader = Loader::kGlibc) {
    std::vector<const Object*> objects;
    objects.reserve(objects_.size());
    for (const Object& object : objects_) objects.push_back(&object);
    return {objects, names_, loader};
  }
  // "object:value" that a reference of object 0 to `name` gets, or why not.
  std::string bound(const std::string& name, Asks asks = Asks::kAddress, uint32_t object = 0,
                    Loader loader = Loader::kGlibc) {
    const Scope all = scope(loader);
    const Bound bound = all.bind(object, images_[object].symbol_index(name), asks);
    if (bound.kind == Bound::Kind::kWeakZero) return "weak";
    if (bound.kind == Bound::Kind::kUndefined) return "undefined";
    return text(all, bound.definition);
  }
  std::string found(Query query, const std::string& name) {
    query.name = names_.find(name);
    const Scope all = scope();
    auto definition = all.find(query);
    return definition ? text(all, *definition) : "nothing";
  }
  static std::string text(const Scope& scope, Definition d) {
    return std::to_string(d.object) + ":" + std::to_string(scope.symbol(d).value.value);
  }
  static testing::SymbolSpec versioned(uint64_t value, const char* version, bool hidden = false) {
    return {.name = "f", .value = value, .version = version, .hidden_version = hidden};
  }

  std::deque<testing::ElfImage<Elf64Le>> images_;
  std::deque<Module> modules_;
  std::deque<Object> objects_;
  Names names_;
};

TEST_F(LookupTest, TheFirstInScopeOrderWinsWeakOrNot) {
  add(Builder().undefined("f"));
  add(Builder().symbol({.name = "f", .value = 11, .binding = STB_WEAK}));
  add(Builder().symbol({.name = "f", .value = 12}));
  EXPECT_EQ(bound("f"), "1:11");
}

TEST_F(LookupTest, NothingFoundIsZeroForWeakReferencesOnly) {
  add(Builder().undefined("f").symbol({.name = "g", .binding = STB_WEAK, .section = SHN_UNDEF}));
  EXPECT_EQ(bound("f"), "undefined");
  EXPECT_EQ(bound("g"), "weak");
}

TEST_F(LookupTest, AVersionedReferenceTakesItsVersion) {
  add(Builder().undefined("f", "V1", "lib.so"));
  add(Builder().symbol(versioned(33, "V3")));
  add(Builder().soname("lib.so").symbol(versioned(22, "V2")).symbol(versioned(11, "V1", true)));
  EXPECT_EQ(bound("f"), "2:11");
}

TEST_F(LookupTest, AVersionedReferenceTakesADefinitionWithoutVersions) {
  add(Builder().undefined("f", "V1", "lib.so"));
  add(Builder().symbol({.name = "f", .value = 5}));
  add(Builder().soname("lib.so").symbol(versioned(11, "V1")));
  EXPECT_EQ(bound("f"), "1:5");
}

TEST_F(LookupTest, UnversionedReferencesTakeTheOldestAndDlsymTheDefault) {
  add(Builder().undefined("f"));
  add(Builder().symbol(versioned(11, "V1", true)).symbol(versioned(22, "V2")));
  EXPECT_EQ(bound("f"), "1:11");
  EXPECT_EQ(found({.newest = true}, "f"), "1:22");
}

TEST_F(LookupTest, DlvsymTakesNothingButItsVersion) {
  add(Builder().symbol({.name = "f", .value = 5}).symbol({.name = "g", .version = "V2"}));
  const Version version{"V1", 0x5d1};
  EXPECT_EQ(found({.version = &version}, "f"), "0:5");
  EXPECT_EQ(found({.version = &version, .exact = true}, "f"), "nothing");
}

TEST_F(LookupTest, CallsPassTheProgramsPltEntriesOver) {
  add(Builder().hashes(true, false).symbol({.name = "f", .value = 7, .section = SHN_UNDEF}));
  add(Builder().symbol({.name = "f", .value = 11}));
  EXPECT_EQ(bound("f", Asks::kAddress), "0:7");
  EXPECT_EQ(bound("f", Asks::kCall), "1:11");
}

TEST_F(LookupTest, CopiesAreNotLookedForInTheProgram) {
  add(Builder().symbol({.name = "f", .value = 7, .type = STT_OBJECT}));
  add(Builder().symbol({.name = "f", .value = 11, .type = STT_OBJECT}));
  EXPECT_EQ(bound("f", Asks::kCopy), "1:11");
}

TEST_F(LookupTest, HiddenProtectedAndSymbolicBindToThemselves) {
  add(Builder().symbol({.name = "f", .value = 1}).symbol({.name = "g", .value = 2}));
  add(Builder()
          .symbol({.name = "f", .value = 11, .other = STV_PROTECTED})
          .symbol({.name = "h", .value = 12, .other = STV_HIDDEN}));
  add(Builder().dynamic(DT_SYMBOLIC, 0).symbol({.name = "g", .value = 21}));
  EXPECT_EQ(bound("f", Asks::kAddress, 1), "1:11");
  EXPECT_EQ(bound("h", Asks::kAddress, 1), "1:12");
  EXPECT_EQ(bound("g", Asks::kAddress, 2), "2:21");
}

TEST_F(LookupTest, ProtectedDataThatTheProgramCopiedIsItsForAllGotsBeforeGlibc236) {
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
  EXPECT_EQ(bound("o", Asks::kGot, 1), "1:5");
  add(Builder().soname("libc.so.6"));
  EXPECT_EQ(bound("o", Asks::kGot, 1), "0:7");
  EXPECT_EQ(bound("o", Asks::kAddress, 1), "1:5");
  EXPECT_EQ(bound("own", Asks::kGot, 1), "1:6") << "no copy";
  EXPECT_EQ(bound("o", Asks::kGot, 2), "2:5") << "a copy of another library's";
}

// The second lookup starts in its own library, too, and finds what stands for its own there; where
// nothing does, it chooses.
TEST_F(LookupTest, AProtectedUniqueSymbolThatTheProgramCopied) {
  const auto library = [](uint8_t other, bool symbolic) {
    Builder builder =
        Builder().rela({.place = Builder().data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "o"});
    if (symbolic) builder.dynamic(DT_SYMBOLIC, 0);
    return builder.symbol(
        {.name = "o", .value = 5, .type = STT_OBJECT, .binding = STB_GNU_UNIQUE, .other = other});
  };
  for (const bool symbolic : {true, false}) {
    objects_.clear();
    add(Builder()
            .symbol({.name = "o", .value = 7, .type = STT_OBJECT})
            .rela({.place = Builder().data_at(0), .type = R_X86_64_COPY, .symbol = "o"}));
    add(library(STV_PROTECTED, symbolic));
    add(library(STV_DEFAULT, symbolic).soname("libc.so.6"));
    Scope all = scope();
    all.settle_unique({2, 1, 0});
    EXPECT_EQ(text(all, all.bind(1, 1, Asks::kGot).definition), symbolic ? "1:5" : "0:7");
  }
}

TEST_F(LookupTest, MuslKnowsNoVersionsButPassesHiddenOnesOver) {
  add(Builder().undefined("f", "V1", "lib.so"));
  add(Builder().soname("lib.so").symbol(versioned(11, "V1", true)).symbol(versioned(22, "V2")));
  EXPECT_EQ(bound("f", Asks::kAddress, 0, Loader::kMusl), "1:22");
}

TEST_F(LookupTest, MuslLooksAtNeitherVisibilityNorDfSymbolic) {
  add(Builder().symbol({.name = "f", .value = 1}).symbol({.name = "g", .value = 2}));
  add(Builder()
          .dynamic(DT_SYMBOLIC, 0)
          .symbol({.name = "f", .value = 11, .other = STV_PROTECTED})
          .symbol({.name = "g", .value = 12, .other = STV_HIDDEN}));
  EXPECT_EQ(bound("f", Asks::kAddress, 1, Loader::kMusl), "0:1");
  EXPECT_EQ(bound("g", Asks::kAddress, 1, Loader::kMusl), "0:2");
}

TEST_F(LookupTest, MuslKnowsNoIfuncs) {
  add(Builder().undefined("f"));
  add(Builder().symbol({.name = "f", .value = 11, .type = STT_GNU_IFUNC}));
  add(Builder().symbol({.name = "f", .value = 22}));
  EXPECT_EQ(bound("f", Asks::kCall), "1:11");
  EXPECT_EQ(bound("f", Asks::kCall, 0, Loader::kMusl), "2:22");
}

// As in 192 libraries that define the same functions, each in a version of its own.
TEST_F(LookupTest, AVersionAmongVeryManyIsFoundWithoutAWalk) {
  constexpr uint32_t kMany = 600;
  Builder all;
  for (uint32_t v = 0; v < kMany; ++v)
    all.symbol({.name = "f", .value = v + 1, .version = "V" + std::to_string(v)});
  add(Builder().undefined("f", "V" + std::to_string(kMany - 1), "lib.so"));
  add(all.soname("lib.so"));
  const Scope whole = scope();
  const Object& library = objects_.back();
  Query query{.name = names_.find("f")};
  for (int again = 0; again < 100; ++again) {
    for (uint32_t s = 1; s < library.symbols.size(); ++s) {
      query.version = library.version_of(s);
      ASSERT_EQ(whole.find(query), (std::optional<Definition>{{1, s}}));
    }
  }
  EXPECT_FALSE(whole.gave_up());
  EXPECT_EQ(bound("f"), "1:" + std::to_string(kMany));
}

// A file of n bytes may have n symbols of one name and version. Whoever goes on to ask is not kept
// waiting: a walk over them for each question takes minutes.
TEST_F(LookupTest, LooksAreNoMoreThanTheSymbolsAreWorth) {
  add(Builder().symbol(versioned(11, "V1")));
  const std::vector<const Object*> objects(100'000, &objects_.front());
  const Scope crowded(objects, names_, Loader::kGlibc);
  const Query query{.name = names_.find("f"), .version = objects_.front().version_of(1)};
  EXPECT_TRUE(crowded.find(query));
  while (crowded.find(query)) continue;
  EXPECT_TRUE(crowded.gave_up());
  for (int again = 0; again < 1'000'000; ++again) ASSERT_FALSE(crowded.find(query));
}

TEST_F(LookupTest, AnUnversionedDefinitionInFrontOfVeryManyVersionsIsTaken) {
  add(Builder().undefined("f", "V40", "lib.so"));
  add(Builder().symbol({.name = "f", .value = 7}));
  for (int v = 0; v < 50; ++v)
    add(Builder().symbol({.name = "f", .value = 100, .version = "V" + std::to_string(v)}));
  EXPECT_EQ(bound("f"), "1:7");
}

// DT_HASH has every symbol.
TEST_F(LookupTest, AThreadLocalImportIsFoundByDlsymAlone) {
  add(Builder().hashes(true, false).symbol({.name = "f", .type = STT_TLS, .section = SHN_UNDEF}));
  add(Builder().symbol({.name = "f", .value = 11, .type = STT_TLS}));
  EXPECT_EQ(bound("f", Asks::kAddress), "1:11");
  EXPECT_EQ(bound("f", Asks::kCall), "1:11");
  EXPECT_EQ(found({.newest = true}, "f"), "1:11");
  EXPECT_EQ(found({.newest = true, .imports = true}, "f"), "0:0");
}

TEST_F(LookupTest, AThreadLocalImportIsCountedByDlsym) {
  add(Builder()
          .hashes(true, false)
          .define_version("V1")
          .define_version("V2")
          .symbol(versioned(11, "V2"))
          .symbol({.name = "f",
                   .type = STT_TLS,
                   .section = SHN_UNDEF,
                   .version = "V3",
                   .version_of = "lib.so"}));
  add(Builder().symbol({.name = "f", .value = 22}));
  EXPECT_EQ(found({.newest = true}, "f"), "0:11");
  EXPECT_EQ(found({.newest = true, .imports = true}, "f"), "1:22");
}

// Linkers leave undefined symbols without a value out of DT_GNU_HASH: no loader finds them.
TEST_F(LookupTest, ASymbolThatNoChainHoldsIsNotFound) {
  add(Builder().symbol({.name = "f", .type = STT_TLS, .section = SHN_UNDEF}));
  add(Builder().symbol({.name = "f", .value = 11, .type = STT_TLS}));
  EXPECT_EQ(bound("f", Asks::kAddress), "1:11");
}

TEST(Findable, IsWhatALookupTakes) {
  const Symbol f{
      .name = "f", .value = ModuleAddress(1), .type = STT_FUNC, .binding = STB_WEAK, .section = 1};
  EXPECT_TRUE(is_findable(f));
  const auto with = [&](auto member, auto value) {
    Symbol symbol = f;
    symbol.*member = value;
    return is_findable(symbol);
  };
  EXPECT_FALSE(with(&Symbol::binding, uint8_t{STB_LOCAL}));
  EXPECT_FALSE(with(&Symbol::visibility, uint8_t{STV_HIDDEN}));
  EXPECT_TRUE(with(&Symbol::visibility, uint8_t{STV_PROTECTED}));
  EXPECT_FALSE(with(&Symbol::type, uint8_t{7}));
  EXPECT_FALSE(with(&Symbol::value, ModuleAddress()));
  EXPECT_TRUE(is_findable({.name = "f", .binding = STB_GLOBAL, .section = SHN_ABS}));
  EXPECT_TRUE(is_findable({.name = "f", .type = STT_TLS, .binding = STB_GLOBAL, .section = 1}));
}

TEST(AbsoluteSymbols, AreNumbersUnderGlibcAlone) {
  const Symbol absolute{.name = "f", .value = ModuleAddress(1), .section = SHN_ABS};
  const Names names;
  const Scope glibc({}, names, Loader::kGlibc), musl({}, names, Loader::kMusl);
  EXPECT_TRUE(glibc.is_absolute(absolute));
  EXPECT_FALSE(musl.is_absolute(absolute));
  EXPECT_FALSE(glibc.is_absolute({.name = "f", .section = 1}));
}

}  // namespace
}  // namespace onefold::verify
