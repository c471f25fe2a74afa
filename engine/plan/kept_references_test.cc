#include "plan/kept_references.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

class KeptReferencesTest : public testing::FoldTest {
 protected:
  // What is said of a kept library's relocation against the fold's `t`.
  std::string refusal(uint8_t symbol_type, uint32_t relocation_type) {
    add(program(), {1, 2});
    add(library()
            .tls({.image = {1}, .memsz = 8, .align = 8})
            .symbol({.name = "t", .value = 4, .size = 4, .type = symbol_type}));
    auto kept = library();
    kept.undefined("t").rela({.place = kept.data_at(8), .type = relocation_type, .symbol = "t"});
    add(kept, {}, true);
    const Bindings& bindings = bind();
    auto checked = check_kept_references(bindings, folded_);
    return checked ? "" : checked.error().expected;
  }

  // Of a kept library's protected `o`, which the program has copied from a folded one. A libc.so.6
  // without versions is older than glibc 2.36.
  std::string refusal_past_copy(const char* soname) {
    const testing::SymbolSpec object{.name = "o", .value = 4, .size = 4, .type = STT_OBJECT};
    auto copying = program();
    copying.symbol(object).rela(
        {.place = copying.data_at(0), .type = R_X86_64_COPY, .symbol = "o"});
    add(copying, {1, 2, 3});
    add(library().symbol(object));
    auto own = object;
    own.other = STV_PROTECTED;
    auto kept = library();
    kept.symbol(own).rela({.place = kept.data_at(8), .type = R_X86_64_GLOB_DAT, .symbol = "o"});
    add(kept, {}, true);
    add(library().soname(soname), {}, true);
    const Bindings& bindings = bind();
    auto checked = check_kept_references(bindings, folded_);
    return checked ? "" : checked.error().expected;
  }
};

TEST_F(KeptReferencesTest, AVariableOfAThread) {
  EXPECT_EQ(refusal(STT_TLS, R_X86_64_TPOFF64), "");
}
TEST_F(KeptReferencesTest, AnAddress) { EXPECT_EQ(refusal(STT_OBJECT, R_X86_64_GLOB_DAT), ""); }
TEST_F(KeptReferencesTest, AnAddressOfAVariableOfAThread) {
  EXPECT_EQ(refusal(STT_TLS, R_X86_64_JUMP_SLOT), "none that is thread-local");
}
TEST_F(KeptReferencesTest, ACopy) {
  EXPECT_EQ(refusal(STT_OBJECT, R_X86_64_COPY), "none in a library");
}
TEST_F(KeptReferencesTest, ACopyOfAVariableOfAThread) {
  EXPECT_EQ(refusal(STT_TLS, R_X86_64_COPY), "none in a library");
}
TEST_F(KeptReferencesTest, AnObjectInATlsBlock) {
  EXPECT_EQ(refusal(STT_OBJECT, R_X86_64_DTPOFF64), "a thread-local variable");
}

TEST_F(KeptReferencesTest, ProtectedDataThatGoesPastTheProgramsCopy) {
  EXPECT_EQ(refusal_past_copy("libc.so.6"),
            "no folded library's definition behind the program's copy");
}
TEST_F(KeptReferencesTest, ProtectedDataOfANewerGlibc) {
  EXPECT_EQ(refusal_past_copy("libother.so"), "");
}

}  // namespace
}  // namespace onefold
