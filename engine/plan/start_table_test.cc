#include "plan/start_table.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

class StartTableTest : public FoldTest {
 protected:
  // A library whose PT_GNU_RELRO covers its RW segment and `more` bytes behind it.
  static testing::ElfImage<Elf64Le> protecting(testing::Builder builder, uint64_t more) {
    auto image = builder.relro().build();
    auto& relro = image.phdr(PT_GNU_RELRO);
    const auto& data = image.phdr(PT_LOAD, 2);
    relro.p_memsz = data.p_vaddr + data.p_memsz + more - relro.p_vaddr;
    return image;
  }
  // How far it is from the end of the RW segment to the end of its last page.
  static uint64_t rest_of_page(testing::Builder builder) {
    auto image = builder.relro().build();
    const auto& data = image.phdr(PT_LOAD, 2);
    return -(data.p_vaddr + data.p_memsz) & 0xfff;
  }
  static std::string refusal(const Result<Plan>& plan) {
    return plan ? "" : plan.error().field + " " + plan.error().expected;
  }
};

TEST_F(StartTableTest, ALibrarysRelroIsProtectedAtStart) {
  add(program(), {1});
  add_image(protecting(library(), 0));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const auto& relro = plan->start.relro;
  ASSERT_EQ(relro.size(), 2U);  // and the fold's own
  EXPECT_EQ(relro[0].at, plan->parts.list[1].place(ModuleAddress(library().data_at(0))));
  EXPECT_EQ(relro[0].size, images_[1].phdr(PT_GNU_RELRO).p_memsz);
}

TEST_F(StartTableTest, RelroMayEndWithItsLastPage) {
  add(program(), {1});
  add_image(protecting(library(), rest_of_page(library())));
  EXPECT_TRUE(ok(plan()));
}

// The next part's code lies there.
TEST_F(StartTableTest, RelroBeyondItsLastPageIsRefused) {
  add(program(), {1});
  add_image(protecting(library(), rest_of_page(library()) + 1));
  EXPECT_EQ(refusal(plan()), "PT_GNU_RELRO a range inside the pages of one PT_LOAD");
}

TEST_F(StartTableTest, SoIsTheProgramsOwn) {
  add_image(protecting(program(), rest_of_page(program()) + 1), {1});
  add(library());
  EXPECT_EQ(refusal(plan()), "PT_GNU_RELRO a range inside the pages of one PT_LOAD");
}

}  // namespace
}  // namespace onefold
