#include "plan/lazy_plt.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

class LazyPltTest : public testing::FoldTest {
 protected:
  // Of a lazily bound slot of the program's, for a function of the fold: is its address there?
  bool is_bound_already(uint16_t machine, uint32_t jump_slot, int64_t addend) {
    auto builder = program();
    builder.machine(machine).dynamic(DT_PLTGOT, builder.data_at(0));
    const uint64_t place = builder.data_at(24);
    builder.undefined("f").jmprel(
        {.place = place, .type = jump_slot, .symbol = "f", .addend = addend});
    add(builder, {1});
    auto other = library();
    add(other.machine(machine).symbol({.name = "f", .value = other.text_at(4)}));
    auto plan = this->plan();
    if (!plan) throw std::runtime_error(to_string(plan.error()));
    EXPECT_EQ(plan->fixups.plt.size(), 1U);
    const Part& part = plan->parts.part_of(1);
    return std::ranges::any_of(plan->fixups.patches, [&](const Patch& patch) {
      return patch.place == ImageAddress(place) &&
             patch.value == part.place(ModuleAddress(other.text_at(4))).value;
    });
  }
};

// -z mark-plt: it is the PLT entry's address.
TEST_F(LazyPltTest, AnAddendOfNoUseLeavesALazySlotBound) {
  EXPECT_TRUE(is_bound_already(EM_X86_64, R_X86_64_JUMP_SLOT, 0x410020));
}

TEST_F(LazyPltTest, ALazySlotWithoutAnAddendIsBoundAlready) {
  EXPECT_TRUE(is_bound_already(EM_AARCH64, R_AARCH64_JUMP_SLOT, 0));
}

TEST_F(LazyPltTest, ALazySlotWithAnAddendIsTheLoaders) {
  EXPECT_FALSE(is_bound_already(EM_AARCH64, R_AARCH64_JUMP_SLOT, 8));
}

// Where a library's block is merged with the program's, the program's initial values move.
class SlotInTlsTest : public LazyPltTest, public ::testing::WithParamInterface<uint32_t> {};

TEST_P(SlotInTlsTest, IsRefused) {
  auto builder = library().interp("/lib64/ld-linux-x86-64.so.2");
  builder.dynamic(DT_PLTGOT, builder.data_at(0)).tls({.image = testing::ByteString(8), .memsz = 8});
  const bool lazy = GetParam() == R_X86_64_JUMP_SLOT;
  const testing::RelocationSpec slot{
      .place = builder.data_at(8), .type = GetParam(), .symbol = "f"};
  builder.undefined("f");
  auto image = (lazy ? builder.jmprel(slot) : builder.rela(slot)).build();
  image.phdr(PT_TLS).p_vaddr = slot.place;
  add_image(std::move(image), {1});
  auto other = library();
  add(other.tls({.image = testing::ByteString(8), .memsz = 8})
          .symbol({.name = "f", .value = other.text_at(4)}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "a slot outside of PT_TLS");
}
INSTANTIATE_TEST_SUITE_P(Kinds, SlotInTlsTest,
                         ::testing::Values(R_X86_64_JUMP_SLOT, R_X86_64_GLOB_DAT));

}  // namespace
}  // namespace onefold
