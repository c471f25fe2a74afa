#include "plan/idle_functions.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"
#include "plan/start_table.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

// Of a library: DT_FINI that returns, and behind it DT_INIT that calls what the word at data_at(8)
// has, if anything.
class IdleFunctionsTest : public FoldTest {
 protected:
  IdleFunctionsTest() {
    add(program(), {1});
    auto builder = library();
    testing::ByteString text = {0x48, 0x83, 0xec, 0x08, 0x48, 0x83, 0xc4, 0x08, 0xc3};
    const auto distance = static_cast<uint32_t>(builder.data_at(8) - builder.text_at(16 + 11));
    text.resize(16);
    text.insert(text.end(), {0x48, 0x83, 0xec, 0x08, 0x48, 0x8b, 0x05});
    for (unsigned i = 0; i < 4; ++i) text.push_back(static_cast<uint8_t>(distance >> (8 * i)));
    text.insert(text.end(), {0x48, 0x85, 0xc0, 0x74, 0x02, 0xff, 0xd0, 0x48, 0x83, 0xc4, 8, 0xc3});
    builder.text(text).dynamic(DT_FINI, fini_).dynamic(DT_INIT, init_);
    add(builder);
    parts_ = parts();
    word_ = parts_.list[1].place(ModuleAddress(builder.data_at(8)));
  }

  bool has(uint64_t function) const {
    return IdleFunctions(fixups_, machine()).has(parts_.list[1], ModuleAddress(function));
  }

  const uint64_t fini_ = library().text_at(0);
  const uint64_t init_ = library().text_at(16);
  onefold::Parts parts_;
  ImageAddress word_;
  Fixups fixups_;
};

TEST_F(IdleFunctionsTest, AFunctionThatReturnsIsIdle) {
  EXPECT_TRUE(has(fini_));
  EXPECT_FALSE(has(fini_ + 1));
  EXPECT_FALSE(has(library().data_at(0)));
  EXPECT_FALSE(has(0));
}

TEST_F(IdleFunctionsTest, AHookIsIdleWhereTheFoldMakesItsWordZero) {
  EXPECT_FALSE(has(init_));
  fixups_.patches = {{word_, 0, 8}};
  EXPECT_TRUE(has(init_));
  for (const Patch& other :
       {Patch{word_, 1, 8}, Patch{word_ + 8, 0, 8}, Patch{word_, 0, 4}, Patch{word_, 0, 8, true}}) {
    fixups_.patches = {other};
    EXPECT_FALSE(has(init_));
  }
  fixups_.patches = {{word_, 0, 8}, {word_, 1, 8}};
  EXPECT_FALSE(has(init_));
}

TEST_F(IdleFunctionsTest, NotWhereSomethingElseIsLeftForStart) {
  for (FixupKind kind : {FixupKind::kRelative, FixupKind::kSymbolic, FixupKind::kIRelative}) {
    fixups_.patches = {{word_, 0, 8}};
    fixups_.list = {{.place = word_, .kind = kind}};
    EXPECT_FALSE(has(init_));
    fixups_.list.front().place = word_ + 8;
    EXPECT_TRUE(has(init_));
  }
}

TEST_F(IdleFunctionsTest, TheyAreLeftOutOfTheStartTable) {
  fixups_.patches = {{word_, 0, 8}};
  const IdleFunctions idle(fixups_, machine());
  const CallOrder order{{1, 0}, {1, 0}};
  auto all = plan_start(parts_, order, Initialisers::kLibraries);
  ASSERT_TRUE(ok(all));
  EXPECT_EQ(all->init.size(), 1U);
  EXPECT_EQ(all->fini.size(), 1U);
  auto without = plan_start(parts_, order, Initialisers::kLibraries, nullptr, &idle);
  ASSERT_TRUE(ok(without));
  EXPECT_TRUE(without->init.empty());
  EXPECT_TRUE(without->fini.empty());
}

// Of a PIE: DT_INIT, as what lies at idle_, does nothing.
class IdleStartTest : public FoldTest {
 protected:
  IdleStart with_array(const std::vector<uint64_t>& array) {
    auto builder = library();
    builder.text({0x48, 0x83, 0xec, 0x08, 0x48, 0x83, 0xc4, 0x08, 0xc3, 0xcc});
    builder.dynamic(DT_INIT, idle_).init_array(array);
    for (size_t i = 0; i < array.size(); ++i) {
      builder.rela({.place = builder.data_at(256 + i * 8),
                    .type = R_X86_64_RELATIVE,
                    .addend = static_cast<int64_t>(array[i])});
    }
    add(builder);
    const auto all = parts();
    const Fixups fixups;
    const IdleFunctions idle(fixups, machine());
    auto table = plan_start(all, {{0}, {0}}, Initialisers::kLibraries, nullptr, &idle);
    EXPECT_TRUE(ok(table));
    return table->idle;
  }
  const uint64_t idle_ = library().text_at(0);
  const uint64_t other_ = library().text_at(9);
};

TEST_F(IdleStartTest, IsDtInitAndWhatTheArrayBeginsWith) {
  const IdleStart found = with_array({idle_, idle_, other_, idle_});
  EXPECT_TRUE(found.init);
  EXPECT_EQ(found.slots, 2U);
}

TEST_F(IdleStartTest, MayBeAll) { EXPECT_EQ(with_array({idle_}).slots, 1U); }

TEST_F(IdleStartTest, EndsWithWhatDoesSomething) {
  EXPECT_EQ(with_array({other_, idle_}).slots, 0U);
}

}  // namespace
}  // namespace onefold
