// The fold's own GOT, where most relocations of the parts are words of theirs.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>

#include "plan/plan.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;

constexpr uint32_t kO32 = 0x1000;  // EF_MIPS_ABI of newer elf.h

// A program whose GOT has a local word, a word for the call of `called` and one for the object
// `wanted`; and a library, kept or not, that defines both.
class FoldedGotTest : public ::testing::Test {
 protected:
  using E = Elf32Be;

  static ElfBuilder<E> file(uint64_t base, const std::vector<uint32_t>& words, uint64_t count) {
    ElfBuilder<E> builder;
    ByteString bytes;
    for (const E::Word word : words) {
      const auto* raw = reinterpret_cast<const uint8_t*>(&word);
      bytes.insert(bytes.end(), raw, raw + sizeof(word));
    }
    bytes.resize(256);
    builder.machine(EM_MIPS).flags(kO32).base(base).hashes(true, false).data(bytes);
    builder.dynamic(DT_PLTGOT, builder.data_at(0));
    builder.dynamic(DT_MIPS_LOCAL_GOTNO, 3).dynamic(DT_MIPS_GOTSYM, 1);
    builder.dynamic(DT_MIPS_SYMTABNO, count);
    return builder;
  }

  Result<Plan> plan(bool kept) {
    auto program = file(0, {0, 0x80000000, 0x10004, 0x10008, 0}, 3);
    program.interp("/lib/ld.so.1").entry(program.text_at(0));
    program.symbol({.name = "called", .value = program.text_at(8), .section = SHN_UNDEF});
    program.symbol({.name = "wanted", .type = STT_OBJECT, .section = SHN_UNDEF});
    program_got_ = program.data_at(0);
    if (program_debug_) program.dynamic(DT_MIPS_RLD_MAP_REL, 0x40).dynamic(DT_MIPS_RLD_MAP, 0x50);
    auto library = file(0, {0, 0x80000000, 0}, 1);
    library.dynamic(DT_MIPS_RLD_MAP_REL, 0x60).dynamic(DT_MIPS_RLD_MAP, 0x70);
    library.symbol({.name = "called", .value = library.text_at(4)});
    library.symbol({.name = "wanted", .value = library.data_at(32), .type = STT_OBJECT});
    add(program, false);
    add(library, kept);
    closure_.entries.front().needs = {1};
    closure_.loader_path = "/lib/ld.so.1";
    for (const ClosureEntry& entry : closure_.entries) {
      ONEFOLD_TRY(auto linkable, read_linkable(entry.module));
      linkables_.push_back(std::move(linkable));
    }
    scope_ = std::make_unique<Scope>(linkables_, closure_.loader_kind);
    bindings_ = std::make_unique<Bindings>(*scope_);
    return make_plan({closure_, linkables_, *bindings_, folded_});
  }

  const Fixup* fixup_of_word(const Plan& plan, uint64_t word) const {
    const ImageAddress at(program_got_ + word * 4);
    auto found = std::ranges::find(plan.fixups.list, at, &Fixup::place);
    return found == plan.fixups.list.end() ? nullptr : &*found;
  }
  static std::optional<uint64_t> stated(const Plan& plan, uint64_t tag) {
    auto found = std::ranges::find(plan.dynamic, tag, &PlannedDynamic::tag);
    return found == plan.dynamic.end() ? std::nullopt : std::optional(found->value);
  }

  uint64_t program_got_ = 0;
  bool program_debug_ = false;

 private:
  void add(const ElfBuilder<E>& builder, bool kept) {
    images_.push_back(builder.build());
    auto module = read_module(images_.back().view());
    if (!module) throw std::runtime_error(to_string(module.error()));
    const std::string name = images_.size() == 1 ? "program" : "lib.so";
    closure_.entries.push_back({.name = name, .path = "/" + name, .module = *module});
    folded_.push_back(!kept);
  }

  std::deque<ElfImage<E>> images_;
  Closure closure_;
  std::vector<bool> folded_;
  std::vector<Linkable> linkables_;
  std::unique_ptr<Scope> scope_;
  std::unique_ptr<Bindings> bindings_;
};

TEST_F(FoldedGotTest, WordsOfAPartBecomeEntriesOfTheTable) {
  auto plan = this->plan(false);
  ASSERT_TRUE(ok(plan));
  for (uint64_t word : {2U, 3U, 4U}) {
    const Fixup* fixup = fixup_of_word(*plan, word);
    ASSERT_NE(fixup, nullptr) << word;
    EXPECT_EQ(fixup->kind, FixupKind::kRelative) << word;
    EXPECT_EQ(fixup->type, uint32_t{R_MIPS_REL32}) << word;
  }
  EXPECT_EQ(fixup_of_word(*plan, 0), nullptr);
  EXPECT_EQ(fixup_of_word(*plan, 1), nullptr);
  const uint64_t bias = plan->parts.list[1].bias;
  EXPECT_EQ(fixup_of_word(*plan, 2)->addend, 0x10004);
  EXPECT_EQ(static_cast<uint64_t>(fixup_of_word(*plan, 3)->addend), bias + 0x10004);
  EXPECT_EQ(static_cast<uint64_t>(fixup_of_word(*plan, 4)->addend), bias + 0x20020);
  EXPECT_EQ(plan->symbols->got_symbols(), 0U);
  EXPECT_EQ(stated(*plan, DT_MIPS_LOCAL_GOTNO), 2U);
  EXPECT_EQ(stated(*plan, DT_MIPS_GOTSYM), plan->symbols->count());
  // ld.so does nothing to what DT_RELCOUNT counts.
  EXPECT_EQ(stated(*plan, DT_RELCOUNT), std::nullopt);
}

TEST_F(FoldedGotTest, AnAddressOfAKeptLibraryHasAWordOfTheFoldsGot) {
  auto plan = this->plan(true);
  ASSERT_TRUE(ok(plan));
  const Fixup* called = fixup_of_word(*plan, 3);
  const Fixup* wanted = fixup_of_word(*plan, 4);
  ASSERT_TRUE(called != nullptr && wanted != nullptr);
  EXPECT_EQ(called->kind, FixupKind::kSymbolic);
  EXPECT_EQ(called->type, uint32_t{R_MIPS_JUMP_SLOT});
  EXPECT_EQ(wanted->type, uint32_t{R_MIPS_REL32});
  const uint32_t count = plan->symbols->count();
  EXPECT_EQ(plan->symbols->got_symbols(), 1U);
  EXPECT_EQ(plan->symbols->index_of(wanted->symbol), count - 1);
  EXPECT_LT(plan->symbols->index_of(called->symbol), count - 1);
  EXPECT_EQ(stated(*plan, DT_MIPS_GOTSYM), count - 1);
  EXPECT_EQ(stated(*plan, DT_MIPS_SYMTABNO), count);
  EXPECT_EQ(stated(*plan, DT_PLTGOT), plan->own[Own::kGot].address.value);
  EXPECT_EQ(plan->own[Own::kGot].size, 3U * 4);
  EXPECT_FALSE(plan->own.has(Own::kGnuHash));
  EXPECT_TRUE(plan->own.has(Own::kSysvHash));
}

// ld.so tells a debugger of itself by the program's word alone, and adds no load bias to
// DT_MIPS_RLD_MAP.
TEST_F(FoldedGotTest, ALibrarysWordForDebuggersIsNoProgramsWord) {
  auto plan = this->plan(false);
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(stated(*plan, DT_MIPS_RLD_MAP_REL), std::nullopt);
  EXPECT_EQ(stated(*plan, DT_MIPS_RLD_MAP), std::nullopt);
}

TEST_F(FoldedGotTest, TheProgramsWordForDebuggersStaysWhereItIs) {
  program_debug_ = true;
  auto plan = this->plan(false);
  ASSERT_TRUE(ok(plan));
  EXPECT_NE(stated(*plan, DT_MIPS_RLD_MAP_REL), std::nullopt);
  EXPECT_EQ(stated(*plan, DT_MIPS_RLD_MAP), 0x50U);
}

}  // namespace
}  // namespace onefold
