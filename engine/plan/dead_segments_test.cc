#include "plan/dead_segments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::Builder;
using testing::FoldTest;
using testing::ok;

// One fold of a program and a library.
class Case : public FoldTest {
 public:
  using FoldTest::machine;
  using FoldTest::program;
  void TestBody() override {}

  // The builder leaves room for more program headers: PT_NULL at its end.
  static testing::ElfImage<Elf64Le> image(const Builder& builder) {
    auto built = builder.build();
    built.ehdr().e_phnum = uint16_t{12};
    return built;
  }
  static Builder plain() {
    auto builder = library();
    builder.note("own", 1, {1, 2, 3, 4}).symbol({.name = "f", .value = builder.text_at(0)});
    return builder;
  }

  // Is the first segment of a library left out, in a fold with this program?
  bool is_left_out(testing::ElfImage<Elf64Le> of, const Builder& by = program()) {
    add(by, {1});
    add_image(std::move(of));
    parts_ = parts();
    for (const Linkable& linkable : linkables_) {
      auto first = look_at_first_load(linkable, machine());
      EXPECT_TRUE(ok(first));
      first_loads_.push_back(*std::move(first));
    }
    leave_out_dead_segments(parts_, *bindings_, first_loads_);
    EXPECT_FALSE(parts_.program().without_tables);
    return parts_.list[1].without_tables;
  }
  bool is_left_out(const Builder& of, const Builder& by = program()) {
    return is_left_out(image(of), by);
  }

  // What the planner says of it.
  std::string refusal() {
    auto plan = make_plan({.closure = closure_,
                           .linkables = linkables_,
                           .bindings = *bindings_,
                           .folded = folded_,
                           .first_loads = first_loads_});
    return plan ? "" : plan.error().expected;
  }

  // lea distance(%rip), %rax
  static Builder with_operand(uint64_t target) {
    auto builder = plain();
    const auto distance = static_cast<uint32_t>(target - builder.text_at(7));
    testing::ByteString code{0x48, 0x8d, 0x05};
    for (unsigned shift = 0; shift < 32; shift += 8)
      code.push_back(static_cast<uint8_t>(distance >> shift));
    return builder.text(code);
  }

  onefold::Parts parts_;
  std::vector<FirstLoad> first_loads_;
};

template <typename... Arguments>
bool is_left_out(Arguments&&... arguments) {
  return Case().is_left_out(std::forward<Arguments>(arguments)...);
}
Builder plain() { return Case::plain(); }

TEST(DeadSegments, OnesOfTablesAlone) { EXPECT_TRUE(is_left_out(plain())); }

TEST(DeadSegments, NotOnesWithUnwindTables) {
  auto builder = plain();
  EXPECT_FALSE(is_left_out(builder.unwind(builder.text_at(0), 16)));
}

TEST(DeadSegments, NotOnesWithSomethingElse) {
  auto image = Case::image(plain());
  image.ehdr().e_phnum = uint16_t{11};
  image.at<Elf64Le::Byte>(64 + 12 * 56 - 1) = uint8_t{1};  // no program header any more
  EXPECT_FALSE(is_left_out(std::move(image)));
}

// Between the two segments, which the second's first page has.
TEST(DeadSegments, NotWhereAProgramHeaderLeads) {
  auto image = Case::image(plain());
  auto& header = image.at<Elf64Le::Phdr>(64 + 11 * 56);
  ASSERT_EQ(header.p_type, PT_NULL);
  header.p_type = uint32_t{PT_LOOS + 1};
  header.p_vaddr = uint64_t{plain().text_at(0) - 1};
  header.p_memsz = uint64_t{1};
  EXPECT_FALSE(is_left_out(std::move(image)));
}

TEST(DeadSegments, NotOnesThatAreWritten) {
  auto image = Case::image(plain());
  image.phdr(PT_LOAD).p_flags = uint32_t{PF_R | PF_W};
  EXPECT_FALSE(is_left_out(std::move(image)));
}

TEST(DeadSegments, NotWhereADefinitionIs) {
  EXPECT_FALSE(is_left_out(plain().symbol({.name = "header", .value = 1})));
}

TEST(DeadSegments, AVersionsNameIsNoPlace) {
  EXPECT_TRUE(is_left_out(plain().symbol({.name = "V1", .value = 0, .section = SHN_ABS})));
}

TEST(DeadSegments, NotWhereARelocationLeads) {
  for (auto type : {R_X86_64_RELATIVE, R_X86_64_IRELATIVE, R_X86_64_64}) {
    auto builder = plain();
    EXPECT_FALSE(is_left_out(builder.rela(
        {.place = builder.data_at(0), .type = static_cast<uint32_t>(type), .addend = 0x40})));
  }
}

TEST(DeadSegments, NotWhereAPackedRelocationLeads) {
  auto builder = plain();
  builder.relr({builder.data_at(0)});
  EXPECT_FALSE(is_left_out(builder.data({0x40, 0, 0, 0, 0, 0, 0, 0})));
}

TEST(DeadSegments, ThreadLocalOffsetsAreNoPlaces) {
  auto builder = plain();
  builder.tls({.image = {1, 2, 3, 4}, .memsz = 4, .align = 4});
  EXPECT_TRUE(is_left_out(
      builder.rela({.place = builder.data_at(0), .type = R_X86_64_TPOFF64, .addend = 0})));
}

TEST(DeadSegments, NotWhereAnotherPartCountsFromASymbol) {
  for (auto [addend, left_out] : {std::pair{-8, false}, {8, true}}) {
    auto user = Case::program().undefined("f");
    user.rela({.place = user.data_at(0), .type = R_X86_64_64, .symbol = "f", .addend = addend});
    EXPECT_EQ(is_left_out(plain(), user), left_out) << addend;
  }
}

// ld.so adds st_value to the load bias, whatever st_value counts from.
TEST(DeadSegments, AreNotFoundByTheNameOfAThreadLocalVariable) {
  for (auto type : {R_X86_64_64, R_X86_64_GLOB_DAT, R_X86_64_TPOFF64}) {
    auto user = Case::program().undefined("t");
    user.rela({.place = user.data_at(0), .type = static_cast<uint32_t>(type), .symbol = "t"});
    auto owner = plain().tls({.image = {1, 2, 3, 4}, .memsz = 4, .align = 4});
    Case one;
    ASSERT_TRUE(one.is_left_out(owner.symbol({.name = "t", .value = 0, .type = STT_TLS}), user));
    EXPECT_EQ(one.refusal(),
              type == R_X86_64_TPOFF64 ? "" : "an address behind the library's headers and tables");
  }
}

TEST(DeadSegments, NotWhatIsRelocated) {
  auto builder = plain();
  EXPECT_FALSE(
      is_left_out(builder.rela({.place = 8, .type = R_X86_64_RELATIVE, .addend = 0x10000})));
}

TEST(DeadSegments, NotWhatTheDynamicSectionOrAnotherHeaderLeadsTo) {
  EXPECT_FALSE(is_left_out(plain().dynamic(DT_INIT, 0x100)));
  EXPECT_FALSE(is_left_out(
      plain().segment({.type = PT_GNU_RELRO, .flags = PF_R, .vaddr = 0x100, .memsz = 8})));
}

TEST(DeadSegments, NotWhatCodeReads) {
  const uint64_t note = Case::image(plain()).place(testing::Part::kNotes4).address;
  for (auto [target, left_out] :
       {std::pair<uint64_t, bool>{0, false},
        {note + 12, false},
        {Case::image(plain()).place(testing::Part::kGnuHash).address, true},
        {plain().data_at(0), true}}) {
    EXPECT_EQ(is_left_out(Case::with_operand(target)), left_out) << target;
  }
}

TEST(DeadSegments, ThePartsFollowPageByPage) {
  Case one;
  ASSERT_TRUE(one.is_left_out(plain()));
  auto layout = place_parts(one.parts_, {}, Case::machine(), {.header_count = 20});
  ASSERT_TRUE(ok(layout));
  const Part& library = one.parts_.list[1];
  ASSERT_EQ(library.loads().size(), 2U);
  const auto first = std::ranges::find(layout->loads, &library, &PlannedLoad::part);
  ASSERT_NE(first, layout->loads.begin());
  EXPECT_EQ(first->source, &library.module->loads[1]);
  const PlannedLoad& before = *std::prev(first);
  EXPECT_LT(first->vaddr - (before.vaddr + before.memsz), layout->page);
  EXPECT_LT(first->offset - (before.offset + before.filesz), layout->page);
}

}  // namespace
}  // namespace onefold
