#include "plan/program_headers.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

class ProgramHeadersTest : public FoldTest {
 protected:
  // Of one type in the plan.
  static std::vector<PlannedHeader> of(const Plan& plan, uint32_t type) {
    std::vector<PlannedHeader> found;
    for (const PlannedHeader& header : plan.headers) {
      if (header.type == type) found.push_back(header);
    }
    return found;
  }
  static PlannedHeader stack_of(const Plan& plan) { return of(plan, PT_GNU_STACK).at(0); }
};

TEST_F(ProgramHeadersTest, NoFoldHasMoreThanTheBound) {
  add(program().relro().tls({.image = {1}, .memsz = 4, .align = 4}), {1});
  add(library().relro().tls({.image = {1}, .memsz = 4, .align = 4}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto most = most_program_headers(plan->parts);
  ASSERT_TRUE(ok(most));
  EXPECT_LE(plan->headers.size() + plan->layout.loads.size(), *most);
}

// e_phnum has 16 bits, and its highest value means that the number stands elsewhere.
TEST_F(ProgramHeadersTest, MoreThanEPhnumCanStateAreRefused) {
  add(program(), {1});
  add(library());
  auto parts = this->parts();
  auto count = most_program_headers(parts);
  ASSERT_TRUE(ok(count));
  Module crowded = *parts.list[1].module;
  crowded.loads.resize(crowded.loads.size() + (PN_XNUM - 1 - *count), crowded.loads.back());
  parts.list[1].module = &crowded;
  EXPECT_EQ(most_program_headers(parts), uint32_t{PN_XNUM - 1});
  crowded.loads.push_back(crowded.loads.back());
  auto refused = most_program_headers(parts);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "e_phnum");
  EXPECT_EQ(refused.error().found, "65535");
}

// DESIGN rule 9.
TEST_F(ProgramHeadersTest, TheStackIsTheLargestAndExecutableIfAnyPartsIs) {
  add(program().stack(0x1000), {1, 2});
  add(library().stack(0x4000, PF_R | PF_W | PF_X));
  add(library().stack(0x2000));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(stack_of(*plan).memsz, 0x4000U);
  EXPECT_EQ(stack_of(*plan).flags, uint32_t{PF_R | PF_W | PF_X});
}

TEST_F(ProgramHeadersTest, AMissingStackHeaderMeansAnExecutableStack) {
  add(program().stack(0), {1});
  add(library());
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(stack_of(*plan).flags, uint32_t{PF_R | PF_W | PF_X});
}

TEST_F(ProgramHeadersTest, AStackSizeThatIsAskedForIsTheFolds) {
  add(program().stack(0x1000), {1});
  add(library().stack(0x4000));
  auto plan = this->plan(0x2000);
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(stack_of(*plan).memsz, 0x2000U);
}

// No loader looks at p_offset and p_filesz of it, tools do.
TEST_F(ProgramHeadersTest, RelroIsWhereItsSegmentIsInTheFile) {
  auto image = program().relro().bss(16).build();
  image.phdr(PT_GNU_RELRO).p_offset = uint64_t{7};
  image.phdr(PT_GNU_RELRO).p_filesz = uint64_t{0x40000};
  add_image(std::move(image), {1});
  add(library());
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  const PlannedHeader relro = of(*plan, PT_GNU_RELRO).at(0);
  const PlannedLoad* load = plan->layout.load_of(relro.vaddr);
  ASSERT_NE(load, nullptr);
  EXPECT_EQ(relro.offset, load->offset);
  EXPECT_EQ(relro.filesz, load->filesz);
}

// The fold has others in their place.
TEST_F(ProgramHeadersTest, AnInitialTlsBlockOverHeadersIsRefused) {
  const auto builder = program().tls({.image = {1, 2, 3, 4}, .memsz = 4, .align = 4});
  auto image = builder.build();
  image.phdr(PT_TLS).p_vaddr = builder.base() + 60;
  add_image(std::move(image), {1});
  add(library());
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().field, "PT_TLS p_vaddr");
  EXPECT_EQ(plan.error().expected, "bytes outside of the ELF's own headers");
}

TEST_F(ProgramHeadersTest, TheLoaderIsTheOneThatWasAskedFor) {
  add(program(), {1});
  add(library());
  closure_.loader_path = "/lib/ld-musl-x86_64.so.1";
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_EQ(plan->interpreter, std::string("/lib/ld-musl-x86_64.so.1") + '\0');
}

}  // namespace
}  // namespace onefold
