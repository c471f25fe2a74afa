#include "verify/context.h"

#include <gtest/gtest.h>

#include "testing/elf_builder.h"

namespace onefold::verify {
namespace {

using Builder = onefold::testing::ElfBuilder<Elf64Le>;

Builder fold() {
  const std::string claim = R"({"format":1,"parts":[{"name":"main","bias":0,"segments":[]},)"
                            R"({"name":"ld.so","bias":0,"segments":[]}]})";
  Builder builder;
  builder.note("Onefold", 1, onefold::testing::ByteString(claim.begin(), claim.end()));
  return builder;
}

// "" or the error's line, for a program, what is called ld.so there, and a fold of both.
std::string make_with(const Builder& library, Report& report) {
  const auto program_image = Builder().build();
  const auto library_image = library.build();
  const auto fold_image = fold().build();
  auto program = read_module(program_image.view());
  auto other = read_module(library_image.view());
  auto folded = read_module(fold_image.view());
  if (!program || !other || !folded) return "no file";
  auto claim = read_claim(*folded);
  if (!claim) return "no claim";
  Input input{.folded = &*folded, .claim = &*claim};
  input.originals.push_back({.name = "main", .path = "/main", .module = &*program});
  input.originals.push_back({.name = "ld.so", .path = "/ld.so", .module = &*other});
  Threads threads(1);
  auto context = Context::make(input, threads, report);
  return context ? "" : to_string(context.error());
}

TEST(Context, EachOriginalHasSegments) {
  Report report;
  EXPECT_EQ(make_with(Builder(), report), "");
  EXPECT_NE(make_with(Builder().type(ET_REL), report).find("e_type: expected ET_EXEC or ET_DYN"),
            std::string::npos);
}

}  // namespace
}  // namespace onefold::verify
