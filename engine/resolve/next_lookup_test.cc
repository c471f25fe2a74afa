#include "resolve/next_lookup.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using Builder = testing::ElfBuilder<Elf64Le>;

class NextLookupTest : public ::testing::Test {
 protected:
  // A module that asks dlsym for what the constants in its data say.
  static Builder asker(const std::string& constants) {
    testing::ByteString data(256);
    std::ranges::copy(constants, data.begin());
    return Builder().undefined("dlsym").data(data);
  }
  static Builder with(Builder builder, const std::string& function, uint8_t binding = STB_GLOBAL) {
    return builder.symbol({.name = function, .value = builder.text_at(0), .binding = binding});
  }
  void add(const Builder& builder, bool folded = true) {
    images_.push_back(builder.build());
    auto module = read_module(images_.back().view());
    if (!module) throw std::runtime_error(to_string(module.error()));
    modules_.push_back(*module);
    auto linkable = read_linkable(modules_.back());
    if (!linkable) throw std::runtime_error(to_string(linkable.error()));
    linkables_.push_back(std::move(*linkable));
    folded_.push_back(folded);
  }
  // "asker -> next: name", with "?" for one that nothing refers to, one after the other.
  std::string lost() const {
    const Scope scope(linkables_);
    auto found = find_lost_next(scope, folded_);
    if (!found) return to_string(found.error());
    std::string text;
    for (const LostNext& one : *found) {
      text += (text.empty() ? "" : ", ") + std::to_string(one.wrapper.module) + " -> " +
              std::to_string(one.next.module) + ": " + std::string(scope.symbol(one.wrapper).name) +
              (one.referenced ? "" : "?");
    }
    return text;
  }

  std::deque<testing::ElfImage<Elf64Le>> images_;
  std::deque<Module> modules_;
  std::vector<Linkable> linkables_;
  std::vector<bool> folded_;
};

const std::string kCalled("called\0", 7);

TEST_F(NextLookupTest, AWrapperOfAFoldedFunctionIsLost) {
  add(Builder().undefined("called"));
  add(with(asker(kCalled), "called"));
  add(with(Builder(), "called"));
  EXPECT_EQ(lost(), "1 -> 2: called");
}

// libbsd's MD5Init before libmd's, in programs that want other things of libbsd.
TEST_F(NextLookupTest, NothingMayReferToTheWrapper) {
  add(Builder().undefined("other"));
  add(with(with(asker(kCalled + std::string("other\0", 6)), "called"), "other"));
  add(with(with(Builder(), "called"), "other"));
  EXPECT_EQ(lost(), "1 -> 2: other, 1 -> 2: called?");
}

TEST_F(NextLookupTest, ItsOwnLibraryMayReferToIt) {
  add(Builder());
  auto builder = with(asker(kCalled), "called");
  builder.jmprel({.place = builder.data_at(64), .type = R_X86_64_JUMP_SLOT, .symbol = "called"});
  add(builder);
  add(with(Builder(), "called"));
  EXPECT_EQ(lost(), "1 -> 2: called");
}

TEST_F(NextLookupTest, TheNameMayBeTheEndOfAnotherString) {
  add(with(asker("re" + kCalled), "called"));
  add(with(Builder(), "called"));
  EXPECT_EQ(lost(), "0 -> 1: called");
}

TEST_F(NextLookupTest, WithoutTheNameAmongItsConstantsNothingIsAsked) {
  add(with(asker(std::string("called here\0calle\0", 18)), "called"));
  add(with(Builder(), "called"));
  EXPECT_EQ(lost(), "");
}

TEST_F(NextLookupTest, WithoutDlsymNothingIsAsked) {
  add(with(Builder().data({kCalled.begin(), kCalled.end()}), "called"));
  add(with(Builder(), "called"));
  EXPECT_EQ(lost(), "");
}

TEST_F(NextLookupTest, AKeptModulesDefinitionIsFoundAsBefore) {
  add(with(asker(kCalled), "called"));
  add(with(Builder(), "called"), false);
  add(with(Builder(), "called"));
  EXPECT_EQ(lost(), "");
}

TEST_F(NextLookupTest, TheLastDefinitionFindsNothingAsBefore) {
  add(with(Builder(), "called"));
  add(with(asker(kCalled), "called"));
  EXPECT_EQ(lost(), "");
}

// A look at all definitions for each of them, or at all wrappers for each constant, would take
// minutes.
TEST_F(NextLookupTest, AnyNumberOfWrappersMayHaveOneName) {
  constexpr size_t kTimes = 300000;
  add(with(asker(kCalled + kCalled), "called"));
  add(with(Builder(), "called"));
  Linkable& linkable = linkables_.front();
  linkable.lookup_order.clear();
  linkable.symbols.insert(linkable.symbols.end(), kTimes - 1, linkable.symbols.back());
  linkable.hash_names();
  const Scope scope(linkables_);
  const auto found = find_lost_next(scope, folded_);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), kTimes);
}

TEST_F(NextLookupTest, InlineFunctionsOfCxxAreNoWrappers) {
  add(with(asker(std::string("_Z1fv\0", 6)), "_Z1fv", STB_WEAK));
  add(with(Builder(), "_Z1fv", STB_WEAK));
  EXPECT_EQ(lost(), "");
}

}  // namespace
}  // namespace onefold
