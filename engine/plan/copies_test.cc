// What the program has copied from folded libraries (COPY relocations).
#include "plan/copies.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::ok;

class CopiesTest : public testing::FoldTest {
 protected:
  static constexpr uint64_t kTo = 64;  // in the program's data

  // One that copies 16 bytes of "o".
  static testing::Builder copying() {
    auto builder = program();
    const uint64_t at = builder.data_at(kTo);
    builder.data(testing::ByteString(256, 0))
        .symbol({.name = "o", .value = at, .size = 16, .type = STT_OBJECT})
        .rela({.place = at, .type = R_X86_64_COPY, .symbol = "o"});
    return builder;
  }
  static testing::Builder copied(uint64_t size = 16) {
    auto builder = library();
    builder.data(testing::ByteString(256, 0));
    return builder.symbol(
        {.name = "o", .value = builder.data_at(0), .size = size, .type = STT_OBJECT});
  }
};

TEST_F(CopiesTest, ASymbolOfNoKnownTypeIsRefused) {
  auto builder = program();
  const uint64_t at = builder.data_at(kTo);
  builder.data(testing::ByteString(256, 0))
      .symbol({.name = "o", .value = at, .size = 16, .type = 14})
      .rela({.place = at, .type = R_X86_64_COPY, .symbol = "o"});
  add(builder, {1});
  add(copied());
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "an object's symbol");
}

struct Other {
  uint64_t at;
  bool kept;
  bool is_refused;
};
class CopyAndOtherTest : public CopiesTest, public ::testing::WithParamInterface<Other> {};

// A loader applies both in the order of the tables.
TEST_P(CopyAndOtherTest, OfTheSameBytesAreRefused) {
  auto builder = copying();
  builder.symbol({.name = "f", .value = builder.text_at(4)})
      .rela({.place = builder.data_at(GetParam().at), .type = R_X86_64_64, .symbol = "f"});
  add(builder, {1});
  add(copied(), {}, GetParam().kept);
  auto plan = this->plan();
  ASSERT_EQ(plan.has_value(), !GetParam().is_refused);
  if (plan) return;
  EXPECT_EQ(plan.error().expected, "one relocation of each place");
}
INSTANTIATE_TEST_SUITE_P(Places, CopyAndOtherTest,
                         ::testing::Values(Other{56, false, false}, Other{57, false, true},
                                           Other{64, false, true}, Other{72, false, true},
                                           Other{79, false, true}, Other{80, false, false},
                                           Other{56, true, false}, Other{57, true, true},
                                           Other{64, true, true}, Other{72, true, true},
                                           Other{79, true, true}, Other{80, true, false}));

struct OtherCopy {
  uint64_t at;    // in the program
  uint64_t from;  // in the library, the first one's being 0
  bool is_refused;
};
class TwoCopiesTest : public CopiesTest, public ::testing::WithParamInterface<OtherCopy> {};

TEST_P(TwoCopiesTest, OverlapWhereTheyAreOfTheSameBytes) {
  const auto [at, from, is_refused] = GetParam();
  auto builder = copying();
  builder.symbol({.name = "p", .value = builder.data_at(at), .size = 8, .type = STT_OBJECT})
      .rela({.place = builder.data_at(at), .type = R_X86_64_COPY, .symbol = "p"});
  add(builder, {1});
  auto other = copied();
  add(other.symbol({.name = "p", .value = other.data_at(from), .size = 8, .type = STT_OBJECT}));
  auto plan = this->plan();
  ASSERT_EQ(plan.has_value(), !is_refused);
  if (plan) return;
  EXPECT_EQ(plan.error().expected, "one relocation of each place");
}
INSTANTIATE_TEST_SUITE_P(Places, TwoCopiesTest,
                         ::testing::Values(OtherCopy{64, 0, false}, OtherCopy{72, 8, false},
                                           OtherCopy{76, 12, false}, OtherCopy{80, 0, false},
                                           OtherCopy{56, 0, false}, OtherCopy{64, 8, true},
                                           OtherCopy{76, 0, true}, OtherCopy{60, 0, true}));

TEST_F(CopiesTest, IntoAnInitialTlsBlockIsRefused) {
  auto image = copying().tls({.image = {1, 2, 3, 4}, .memsz = 4, .align = 4}).build();
  image.phdr(PT_TLS).p_vaddr = image.sym("o").st_value.get() + 8;
  image.phdr(PT_TLS).p_filesz = 4;
  add_image(std::move(image), {1});
  add(copied());
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "16 bytes outside of the program's PT_TLS");
}

TEST_F(CopiesTest, IntoWhatCannotBeWrittenIsRefused) {
  auto image = copying().build();
  image.phdr(PT_LOAD, 2).p_flags = PF_R;
  add_image(std::move(image), {1});
  add(copied());
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "16 bytes inside a writable PT_LOAD of the program");
}

// musl, ldso/dynlink.c (do_relocs): of the program's size.
TEST_F(CopiesTest, AreOfTheSmallerSizeButUnderMusl) {
  add(copying(), {1});
  add(copied(4));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  ASSERT_EQ(plan->copies.size(), 1U);
  EXPECT_EQ(plan->copies.front().size, 4U);
  closure_.loader_kind = LoaderKind::kMusl;
  linkables_.clear();
  auto under_musl = this->plan();
  ASSERT_TRUE(ok(under_musl));
  EXPECT_EQ(under_musl->copies.front().size, 16U);
}

}  // namespace
}  // namespace onefold
