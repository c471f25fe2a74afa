#include "verify/object.h"

#include <elf.h>
#include <gtest/gtest.h>

#include "base/name_hash.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold::verify {
namespace {

using Builder = onefold::testing::ElfBuilder<Elf64Le>;

// "bC" and "c\"" have one hash in DT_GNU_HASH, and so have all names made of them. A table that
// such names fill one behind the other takes minutes.
TEST(NumberedNamesTest, NamesOfOneGnuHashTakeLinearTime) {
  constexpr uint32_t kPairs = 18;
  std::vector<std::string> texts(size_t{1} << kPairs);
  for (size_t i = 0; i < texts.size(); ++i) {
    for (uint32_t pair = 0; pair < kPairs; ++pair) texts[i] += (i >> pair) % 2 == 0 ? "bC" : "c\"";
  }
  Names names;
  for (uint32_t i = 0; i < texts.size(); ++i)
    ASSERT_EQ(names.number_of(texts[i], name_hash(texts[i])), i);
  for (uint32_t i = 0; i < texts.size(); ++i) ASSERT_EQ(names.find(texts[i]), i);
  EXPECT_EQ(names.find("bC"), Names::kNone);
}

// A file of n bytes may have names of n * n bytes together.
TEST(ReadObjectTest, RefusesManyNamesInsideOneLongString) {
  const std::string text(20000, 'x');
  Builder builder;
  builder.machine(EM_X86_64).undefined(text);
  for (int i = 0; i < 20; ++i) builder.undefined("f" + std::to_string(i));
  auto image = builder.build();
  const Module module = read_module(image.view()).value();
  const auto at = image.sym(text).st_name;
  for (uint32_t i = 0; i < 10; ++i) image.sym("f" + std::to_string(i)).st_name = at + i;
  EXPECT_TRUE(onefold::testing::ok(read_object(module)));
  for (uint32_t i = 10; i < 20; ++i) image.sym("f" + std::to_string(i)).st_name = at + i;
  auto object = read_object(module);
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().field, "DT_SYMTAB st_name");
}

}  // namespace
}  // namespace onefold::verify
