#include "resolve/next_lookup.h"

#include <elf.h>
#include <gtest/gtest.h>

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
    Builder builder;
    return builder.undefined("dlsym").data({constants.begin(), constants.end()});
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
  // "asker -> next: name", or "".
  std::string lost() const {
    const Scope scope(linkables_);
    auto found = find_lost_next(scope, folded_);
    if (!found) return "";
    return std::to_string(found->wrapper.module) + " -> " + std::to_string(found->next.module) +
           ": " + std::string(scope.symbol(found->wrapper).name);
  }

  std::deque<testing::ElfImage<Elf64Le>> images_;
  std::deque<Module> modules_;
  std::vector<Linkable> linkables_;
  std::vector<bool> folded_;
};

const std::string kCalled("called\0", 7);

TEST_F(NextLookupTest, AWrapperOfAFoldedFunctionIsLost) {
  add(Builder());
  add(with(asker(kCalled), "called"));
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

TEST_F(NextLookupTest, InlineFunctionsOfCxxAreNoWrappers) {
  add(with(asker(std::string("_Z1fv\0", 6)), "_Z1fv", STB_WEAK));
  add(with(Builder(), "_Z1fv", STB_WEAK));
  EXPECT_EQ(lost(), "");
}

}  // namespace
}  // namespace onefold
