#include "plan/start_table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

class StartTableTest : public FoldTest {
 protected:
  // The fold's own DT_INIT_ARRAY, as distances from the parts' text: "part:distance".
  static std::string init_array(const Plan& plan) {
    std::string text;
    for (ImageAddress function : plan.init_array) {
      for (size_t i = 0; i < plan.parts.list.size(); ++i) {
        const testing::Builder builder = i == 0 ? program() : library();
        const uint64_t at = function.value - plan.parts.list[i].bias - builder.text_at(0);
        if (at < 0x1000) text += fmt::format("{}:{} ", i, at);
      }
    }
    return text;
  }

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

// As glibc and musl keep it.
TEST_F(StartTableTest, TheLastOfSeveralRelrosIsProtected) {
  add(program(), {1});
  auto builder = library();
  const uint64_t at = builder.data_at(8);
  add_image(builder.relro().segment({.type = PT_GNU_RELRO, .vaddr = at, .memsz = 8}).build());
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  ASSERT_EQ(images_[1].phdr(PT_GNU_RELRO, 1).p_vaddr, at);
  ASSERT_EQ(plan->start.relro.size(), 2U);  // and the fold's own
  EXPECT_EQ(plan->start.relro[0].at, plan->parts.list[1].place(ModuleAddress(at)));
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

TEST_F(StartTableTest, AFunctionOutsideOfItsModuleIsRefused) {
  add(program(), {1});
  add(library().dynamic(DT_FINI, 0xffffffff));
  EXPECT_EQ(refusal(plan()), "DT_FINI an address inside a PT_LOAD");
}

// musl calls them from __libc_start_main; the stub, which runs before, calls none.
TEST_F(StartTableTest, UnderMuslInitArrayHasTheFunctionsOfAllParts) {
  closure_.loader_kind = LoaderKind::kMusl;
  add(program().dynamic(DT_INIT, program().text_at(4)).init_array({program().text_at(8)}), {1, 2});
  auto first = library();
  first.init_array({0, 0});
  for (uint64_t i : {uint64_t{0}, uint64_t{1}}) {
    first.rela({.place = first.data_at(256 + i * 8),
                .type = R_X86_64_RELATIVE,
                .addend = static_cast<int64_t>(first.text_at(16 + i * 4))});
  }
  add(first);
  add(library().text(testing::ByteString(32)).dynamic(DT_INIT, library().text_at(24)));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(init_array(*plan), "1:16 1:20 2:24 0:4 0:8 ");
  EXPECT_TRUE(plan->start.init.empty());
}

// Sizes of nothing are not handed on, nor is what the loader does not call (DT_INIT on riscv64).
TEST_F(StartTableTest, UnderMuslNothingOfTheProgramsIsLeftWhereThereIsNone) {
  closure_.loader_kind = LoaderKind::kMusl;
  add(program().dynamic(DT_INIT_ARRAYSZ, 8));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(std::ranges::count(plan->dynamic, DT_INIT_ARRAYSZ, &PlannedDynamic::tag), 0);
}

TEST_F(StartTableTest, UnderMuslAFunctionOutsideIsRefused) {
  closure_.loader_kind = LoaderKind::kMusl;
  auto builder = program();
  builder.undefined("f").init_array({0});
  add(builder.rela({.place = builder.data_at(256), .type = R_X86_64_64, .symbol = "f"}), {1});
  add(library().symbol({.name = "f", .value = library().text_at(0)}), {}, true);
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected,
            "a function inside the fold, as musl needs it (--keep this file)");
}

}  // namespace
}  // namespace onefold
