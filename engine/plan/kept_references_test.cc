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

}  // namespace
}  // namespace onefold
