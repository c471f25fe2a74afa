#include "resolve/unique_symbols.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <numeric>

#include "resolve/bindings.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using Builder = testing::ElfBuilder<Elf64Le>;

// A program and libraries that define one unique symbol. Each is relocated before those in front
// of it.
class UniqueSymbolsTest : public ::testing::Test {
 protected:
  struct Unique {
    std::string version;
    bool symbolic = false;
    bool refers = false;
    uint8_t other = STV_DEFAULT;
  };

  static Builder with(const Unique& unique) {
    Builder builder = Builder().base(0);
    builder.symbol({.name = "u",
                    .value = builder.data_at(8),
                    .size = 8,
                    .type = STT_OBJECT,
                    .binding = STB_GNU_UNIQUE,
                    .other = unique.other,
                    .version = unique.version});
    if (unique.symbolic) builder.dynamic(DT_SYMBOLIC, 0);
    if (unique.refers)
      builder.rela({.place = builder.data_at(0), .type = R_X86_64_GLOB_DAT, .symbol = "u"});
    return builder;
  }
  // That has a copy of it.
  static Builder copying(const std::string& version = "", const std::string& of = "") {
    Builder builder;
    const uint64_t at = builder.bss(0x100).data_at(256);
    return builder
        .symbol({.name = "u",
                 .value = at,
                 .size = 8,
                 .type = STT_OBJECT,
                 .version = version,
                 .version_of = of})
        .rela({.place = at, .type = R_X86_64_COPY, .symbol = "u"});
  }
  // Behind the others in scope order.
  void add(const Builder& builder, bool kept = false) {
    images_.push_back(builder.build());
    folded_.push_back(!kept);
  }
  void settle() {
    for (const testing::ElfImage<Elf64Le>& image : images_) {
      modules_.push_back(read_module(image.view()).value());
      linkables_.push_back(read_linkable(modules_.back()).value());
    }
    scope_ = std::make_unique<Scope>(linkables_);
    bindings_ = std::make_unique<Bindings>(*scope_);
    std::vector<uint32_t> order(images_.size());
    std::iota(order.rbegin(), order.rend(), 0U);
    bindings_->settle_unique_symbols(order);
  }
  // What is said where `kept` are relocated in this order.
  std::string refusal(const std::vector<uint32_t>& kept) {
    settle();
    const auto checked = bindings_->check_kept_unique(folded_, kept);
    return checked ? "" : checked.error().field + " " + checked.error().found;
  }

  std::deque<testing::ElfImage<Elf64Le>> images_;
  std::deque<Module> modules_;
  std::vector<Linkable> linkables_;
  std::vector<bool> folded_;
  std::unique_ptr<Scope> scope_;
  std::unique_ptr<Bindings> bindings_;
};

TEST_F(UniqueSymbolsTest, OneVersionInFoldedAndKeptIsTakenByName) {
  add(Builder());
  add(with({.version = "V", .refers = true}));
  add(with({.version = "V", .refers = true}), true);
  EXPECT_EQ(refusal({2}), "");
}

TEST_F(UniqueSymbolsTest, OneWithoutAVersionAnswersForAKeptOne) {
  add(Builder());
  add(with({}));
  add(with({.version = "V", .refers = true}), true);
  EXPECT_EQ(refusal({2}), "");
}

TEST_F(UniqueSymbolsTest, TwoVersionsInFoldedAndKeptAreRefused) {
  add(Builder());
  add(with({.version = "V"}), true);
  add(with({.version = "W"}));
  EXPECT_EQ(refusal({1}), "STB_GNU_UNIQUE u here, and in test.elf");
}

TEST_F(UniqueSymbolsTest, TwoVersionsInFoldedOnesAreNot) {
  add(Builder());
  add(with({.version = "V"}));
  add(with({.version = "W"}));
  EXPECT_EQ(refusal({}), "");
}

// It looked into itself first, and was relocated before the kept one.
TEST_F(UniqueSymbolsTest, ASymbolicFoldedOneBehindAKeptOneIsRefused) {
  add(Builder());
  add(with({.refers = true}), true);
  add(with({.symbolic = true, .refers = true}));
  EXPECT_EQ(refusal({1}), "STB_GNU_UNIQUE u here, and in test.elf");
}

TEST_F(UniqueSymbolsTest, ASymbolicFoldedOneInFrontIsNot) {
  add(Builder());
  add(with({.symbolic = true, .refers = true}));
  add(with({.refers = true}), true);
  EXPECT_EQ(refusal({2}), "");
}

TEST_F(UniqueSymbolsTest, AVersionThatAnotherDefinitionHasIsAskedForToo) {
  add(Builder());
  add(with({.version = "V"}));
  add(with({}), true);
  auto other = Builder().base(0);
  add(other.symbol({.name = "u", .value = other.data_at(8), .type = STT_OBJECT, .version = "W"}));
  EXPECT_EQ(refusal({2}), "STB_GNU_UNIQUE u here, and in test.elf");
}

TEST_F(UniqueSymbolsTest, AnotherOrderOfKeptOnesIsRefused) {
  add(Builder());
  add(with({.symbolic = true, .refers = true}), true);
  add(with({.symbolic = true, .refers = true}), true);
  EXPECT_EQ(refusal({2, 1}), "");
  EXPECT_EQ(bindings_->check_kept_unique(folded_, std::vector<uint32_t>{1, 2}).error().field,
            "STB_GNU_UNIQUE");
}

// A protected reference of the folded one chose the kept library's, and the copy would be chosen.
TEST_F(UniqueSymbolsTest, AProgramsCopyInPlaceOfWhatAFoldedOneChoseIsRefused) {
  add(copying("W", "lib3.so"));
  add(with({}), true);
  add(with({.version = "V", .refers = true, .other = STV_PROTECTED}));
  EXPECT_EQ(refusal({1}), "STB_GNU_UNIQUE u here, and in test.elf");
}

// do_lookup_unique: whichever version is asked for.
TEST_F(UniqueSymbolsTest, AProgramsCopyServesForVersionsBehindIt) {
  add(copying("V", "lib1.so"));
  add(with({}));
  settle();
  EXPECT_EQ(bindings_->in_place_of({1, 1}), (Definition{0, 1}));
}

// Before glibc 2.36: a protected one is looked up once more, past the copy.
TEST_F(UniqueSymbolsTest, AProtectedOnesSecondLookupChooses) {
  add(copying());
  add(with({.refers = true, .other = STV_PROTECTED}).soname("libc.so.6"));
  settle();
  EXPECT_EQ(bindings_->in_place_of({1, 1}), (Definition{1, 1}));
  EXPECT_EQ(bindings_->bind(1, 1, LookupClass::kOther, true).definition, (Definition{0, 1}));
}

// It finds its own first, in whose place there is the other's: so it stays its own.
TEST_F(UniqueSymbolsTest, AProtectedOneIsItsOwnWhereAnotherIsChosen) {
  add(copying());
  add(with({.symbolic = true, .refers = true, .other = STV_PROTECTED}));
  add(with({.symbolic = true, .refers = true}).soname("libc.so.6"));
  settle();
  EXPECT_EQ(bindings_->in_place_of({1, 1}), (Definition{2, 1}));
  EXPECT_EQ(bindings_->bind(1, 1, LookupClass::kOther, true).definition, (Definition{1, 1}));
}

}  // namespace
}  // namespace onefold
