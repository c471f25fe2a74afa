#include "plan/layout.h"

#include <gtest/gtest.h>

#include "base/checked.h"
#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

class PlacePartsTest : public FoldTest {
 protected:
  Result<Layout> place(uint32_t headers = 20, const std::vector<CopiedObject>& copies = {}) {
    parts_ = parts();
    return place_parts(parts_, copies, machine(), {.header_count = headers});
  }
  // The one error of placing, as "field expected".
  std::string refusal(const std::vector<CopiedObject>& copies = {}) {
    auto layout = place(20, copies);
    return layout ? "" : layout.error().field + " " + layout.error().expected;
  }
  onefold::Parts parts_;
};

TEST_F(PlacePartsTest, TheProgramStaysAndLibrariesFollowPageByPage) {
  add(program(), {1, 2});
  add(library().bss(0x3000));
  add(library());
  auto layout = place();
  ASSERT_TRUE(ok(layout));
  ImageAddress previous_end;
  for (const PlannedLoad& load : layout->loads) {
    EXPECT_EQ((load.vaddr.value - load.offset) % load.align, 0U);
    EXPECT_GE(load.vaddr, previous_end);
    previous_end = load.vaddr + load.memsz;
    if (load.part == nullptr) continue;
    EXPECT_EQ(load.vaddr, load.part->place(load.source->vaddr));
    if (load.part->scope_index == 0) {
      EXPECT_EQ(load.vaddr.value, load.source->vaddr.value);
      EXPECT_EQ(load.offset, load.source->offset.value);
    }
  }
  // Between the parts there is less than a page.
  for (size_t i = 1; i < layout->loads.size(); ++i) {
    const PlannedLoad& before = layout->loads[i - 1];
    const PlannedLoad& load = layout->loads[i];
    if (before.part == load.part) continue;
    EXPECT_LT(load.vaddr - (before.vaddr + before.memsz), layout->page) << i;
  }
  EXPECT_EQ(layout->memory_end.value % layout->page, 0U);
}

// Of a library, where all zeros fit the last page of the file's bytes, on which then nothing else
// of the file lies.
TEST_F(PlacePartsTest, TheFileHasTheZerosOfTheLastPage) {
  add(program().bss(0x10), {1, 2, 3});
  add(library().bss(0x3000));
  auto across = library().bss(0x3000);
  add(across.symbol({.name = "across", .value = across.data_at(0), .size = 0x2fff}));
  add(library().bss(0x10));
  auto layout = place();
  ASSERT_TRUE(ok(layout));
  const size_t kAcross = 2;
  size_t with_zeros = 0;
  uint64_t end = 0;
  for (const PlannedLoad& load : layout->loads) {
    EXPECT_GE(load.offset, end);
    end = load.offset + load.filesz;
    if (load.part == nullptr || load.source->filesz == load.source->memsz) continue;
    if (load.part->scope_index == 0 || load.part->scope_index == kAcross) {
      EXPECT_EQ(load.filesz, load.source->filesz);
      continue;
    }
    ++with_zeros;
    const uint64_t whole =
        align_up((load.vaddr + load.source->filesz).value, layout->page) - load.vaddr.value;
    EXPECT_EQ(load.filesz, std::min(whole, load.memsz));
    end = load.offset + whole;
  }
  EXPECT_EQ(with_zeros, 2U);
  EXPECT_EQ(layout->file_end, end);
}

TEST_F(PlacePartsTest, HeadersStayWhereDeadTablesLeaveRoom) {
  auto builder = program();
  for (int i = 0; i < 100; ++i) builder.symbol({.name = "symbol" + std::to_string(i), .value = 1});
  auto image = builder.build();
  image.ehdr().e_phnum = uint16_t{12};  // the builder's room for headers, PT_NULL at its end
  add_image(std::move(image));
  auto layout = place(14);
  ASSERT_TRUE(ok(layout));
  EXPECT_TRUE(layout->headers.in_program);
  EXPECT_EQ(layout->headers.offset, 64U);
  EXPECT_EQ(layout->headers.vaddr.value, 0x400040U);
}

TEST_F(PlacePartsTest, OtherwiseHeadersLieBehindTheProgramAtItsFirstSegmentsDistance) {
  add(program());
  auto layout = place(1000);
  ASSERT_TRUE(ok(layout));
  EXPECT_FALSE(layout->headers.in_program);
  EXPECT_EQ(layout->headers.vaddr.value - layout->headers.offset, 0x400000U);
  EXPECT_GE(layout->load_of(layout->headers.vaddr)->filesz, 1000U * 56);
}

// Headers that need a page of their own lie at the first segment's distance, behind that too.
TEST_F(PlacePartsTest, TheProgramsFileDataKeepsItsPlace) {
  add(program());
  add(library());
  parts_ = parts();
  constexpr uint64_t kAt = 0x9000;
  constexpr uint64_t kEnd = 0x123456;
  for (uint32_t headers : {20U, 1000U}) {
    auto layout = place_parts(parts_, {}, machine(),
                              {.header_count = headers, .data_begin = kAt, .data_end = kEnd});
    ASSERT_TRUE(ok(layout));
    for (const PlannedLoad& load : layout->loads) {
      // What would be a hole in memory before the headers is mapped with them.
      const bool of_headers = load.part == nullptr && load.holds(layout->headers.vaddr);
      EXPECT_TRUE(of_headers || load.offset + load.filesz <= kAt || load.offset >= kEnd);
      EXPECT_EQ(of_headers, load.part == nullptr);
      EXPECT_EQ((load.vaddr.value - load.offset) % load.align, 0U);
    }
    EXPECT_EQ(layout->headers.vaddr.value - layout->headers.offset, 0x400000U);
  }
}

// Where a page is filled up behind the first segment.
TEST_F(PlacePartsTest, HeadersDoNotLieOverTheProgramsFileData) {
  auto image = program().build();
  image.ehdr().e_phnum = uint16_t{12};
  add_image(std::move(image));
  parts_ = parts();
  const Module& module = closure_.entries[kProgram].module;
  constexpr uint64_t kHeaders = 14;
  const uint64_t phoff = module.header.phoff.value;
  for (uint64_t at : {phoff + kHeaders * 56 - 1, phoff + kHeaders * 56}) {
    auto layout = place_parts(parts_, {}, machine(),
                              {.header_count = kHeaders, .data_begin = at, .data_end = at + 8});
    ASSERT_TRUE(ok(layout));
    EXPECT_EQ(layout->headers.in_program, at == phoff + kHeaders * 56);
  }
}

// What is copied into .bss is written out, and the zeros before it.
TEST_F(PlacePartsTest, AnObjectCopiedFarIntoBssIsRefused) {
  constexpr uint64_t kMost = uint64_t{1} << 28;
  auto builder = program();
  builder.bss(kMost + 0x1000);
  add(builder, {1});
  add(library());
  const Segment& data = closure_.entries[kProgram].module.loads.back();
  const ImageAddress bss(data.vaddr.value + data.filesz);
  auto copied_at = [&](ImageAddress at) {
    return std::vector<CopiedObject>{{.to = at, .size = 8, .room = 8}};
  };
  auto layout = place(20, copied_at(bss + (kMost - 8)));
  ASSERT_TRUE(ok(layout));
  EXPECT_EQ(layout->load_of(bss)->filesz, data.filesz + kMost);
  EXPECT_EQ(refusal(copied_at(bss + (kMost - 7))),
            "R_*_COPY objects at most 0x10000000 bytes behind p_filesz");
}

TEST_F(PlacePartsTest, AProgramAtTheTopOfTheAddressesIsRefused) {
  auto image = program().build();
  auto& last = image.phdr(PT_LOAD, 2);
  last.p_memsz = 0xfffffffffffffff0 - last.p_vaddr;
  add_image(std::move(image));
  EXPECT_EQ(refusal(), "PT_LOAD an end in the lower half of the addresses");
}

TEST_F(PlacePartsTest, AProgramMovedToTheTopOfTheAddressesIsRefused) {
  add(library());
  parts_ = parts();
  parts_.list.front().bias = uint64_t{1} << 63;
  auto layout = place_parts(parts_, {}, machine(), {.header_count = 20});
  ASSERT_FALSE(layout);
  EXPECT_EQ(layout.error().expected, "an end in the lower half of the addresses");
}

TEST_F(PlacePartsTest, ALibraryThatLeavesAHoleInTheFileIsRefused) {
  add(program(), {1});
  auto image = library().build();
  for (unsigned i = 0; i < 3; ++i) {
    auto& load = image.phdr(PT_LOAD, i);
    load.p_align = uint64_t{1} << 40;
    load.p_vaddr = load.p_vaddr - load.p_vaddr + load.p_offset;
    load.p_memsz = load.p_filesz;
  }
  // Dynamic tables no longer matter: only the segments are placed.
  auto module = read_module(image.view());
  if (!module) {
    image.phdr(PT_DYNAMIC).p_type = PT_NULL;
  }
  add_image(std::move(image));
  EXPECT_EQ(refusal(), "PT_LOAD p_align one that leaves a hole of at most 1 GiB");
}

// Its first page would hide the end of the segment before it.
TEST_F(PlacePartsTest, ASegmentOnAPageOfAnotherIsRefused) {
  auto image = program().build();
  auto& text = image.phdr(PT_LOAD, 1);
  auto& data = image.phdr(PT_LOAD, 2);
  text.p_memsz = data.p_vaddr - text.p_vaddr - 0x10;
  data.p_offset = data.p_offset + 0x10;
  data.p_vaddr = data.p_vaddr + 0x10;
  data.p_filesz = data.p_filesz - 0x10;
  data.p_memsz = data.p_memsz - 0x10;
  text.p_memsz = text.p_memsz + 0x18;
  image.phdr(PT_DYNAMIC).p_type = PT_NULL;
  add_image(std::move(image));
  EXPECT_TRUE(refusal().starts_with("PT_LOAD p_vaddr pages of its own")) << refusal();
}

// Nothing is mapped for an empty one: what is before it is before the next.
TEST_F(PlacePartsTest, AnEmptySegmentHidesNoneThatSharesAPage) {
  auto image = program().build();
  const uint64_t at = image.phdr(PT_LOAD, 0).p_vaddr;
  const auto set = [&](unsigned i, uint64_t offset, uint64_t memsz) {
    auto& load = image.phdr(PT_LOAD, i);
    load.p_offset = offset;
    load.p_vaddr = at + offset % 0x1000;
    load.p_filesz = uint64_t{0};
    load.p_memsz = memsz;
    load.p_align = uint64_t{0x1000};
  };
  set(0, 0, 0x100);
  set(1, 0x180, 0);
  set(2, 0x1200, 0x10);
  image.phdr(PT_DYNAMIC).p_type = PT_NULL;
  add_image(std::move(image));
  EXPECT_TRUE(refusal().starts_with("PT_LOAD p_vaddr pages of its own")) << refusal();
}

// Where e_phoff leads is where the table is mapped.
TEST_F(PlacePartsTest, HeadersAreMappedFromTheirPlaceInTheFile) {
  auto image = program().build();
  for (unsigned i = 0; i < 3; ++i) {
    auto& load = image.phdr(PT_LOAD, i);
    load.p_vaddr = load.p_vaddr + 0x2000;
    load.p_align = 0x1000;
  }
  image.phdr(PT_DYNAMIC).p_type = PT_NULL;
  add_image(std::move(image));
  parts_ = parts();
  const Machine* wide = find_machine(EM_AARCH64, {Class::k64, std::endian::little}, 0);
  ASSERT_NE(wide, nullptr);
  ASSERT_GT(wide->max_page_size, 0x2000U);
  auto layout = place_parts(parts_, {}, *wide, {.header_count = 200});
  ASSERT_TRUE(ok(layout));
  ASSERT_FALSE(layout->headers.in_program);
  const PlannedLoad* load = layout->load_of(layout->headers.vaddr);
  ASSERT_NE(load, nullptr);
  EXPECT_EQ(load->offset + (layout->headers.vaddr - load->vaddr), layout->headers.offset);
  EXPECT_EQ((load->vaddr.value - load->offset) % load->align, 0U);
}

TEST_F(PlacePartsTest, ProgramSegmentsThatShareBytesOfTheFileAreRefused) {
  auto image = program().build();
  auto& text = image.phdr(PT_LOAD, 1);
  text.p_offset = text.p_offset - text.p_offset;  // the first segment's
  add_image(std::move(image));
  EXPECT_TRUE(refusal().starts_with("PT_LOAD p_offset bytes of its own")) << refusal();
}

// The fold's own read-only block and the embedded loader's first segment, to the kernel.
TEST_F(PlacePartsTest, WhatIsReadSideBySideIsOneForTheKernel) {
  const Part loader;
  const PlannedLoad own{.flags = PF_R,
                        .offset = 0x3000,
                        .vaddr = ImageAddress(0x5000),
                        .filesz = 0x1234,
                        .memsz = 0x1234,
                        .align = 0x1000};
  PlannedLoad first = own;
  first.part = &loader;
  first.offset = 0x5000;
  first.vaddr = ImageAddress(0x7000);
  Layout layout{.loads = {own, first}, .page = 0x1000};
  const auto both = layout.kernel_loads();
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].filesz, 0x3234U);
  EXPECT_EQ(both[0].memsz, 0x3234U);
  auto stay = [&](auto&& change) {
    layout.loads = {own, first};
    change(layout.loads[0], layout.loads[1]);
    EXPECT_EQ(layout.kernel_loads().size(), 2U);
  };
  stay([](auto&, auto& other) { other.flags = PF_R | PF_X; });
  stay([](auto&, auto& other) { other.offset += 0x1000; });
  stay([](auto&, auto& other) { other.vaddr = other.vaddr + 0x1000, other.offset += 0x1000; });
  stay([](auto&, auto& other) { other.memsz += 8; });
  stay([&](auto& one, auto&) { one.part = &loader; });
  stay([](auto& one, auto&) { one.filesz -= 8; });
  layout.headers.vaddr = own.vaddr;
  stay([](auto&, auto&) {});
}

// What is read-only at a writable segment's start is mapped with what lies before it.
TEST_F(PlacePartsTest, ToTheKernelReadOnlyRelroIsOfTheSegmentBefore) {
  const Part part;
  const PlannedLoad text{.part = &part,
                         .flags = PF_R,
                         .offset = 0x1000,
                         .vaddr = ImageAddress(0x5000),
                         .filesz = 0x234,
                         .memsz = 0x234,
                         .align = 0x1000};
  const PlannedLoad data{.part = &part,
                         .flags = PF_R | PF_W,
                         .offset = 0x2e00,
                         .vaddr = ImageAddress(0x6e00),
                         .filesz = 0x300,
                         .memsz = 0x2000,
                         .align = 0x1000,
                         .read_only = 0x200};
  const Layout layout{.loads = {text, data}, .page = 0x1000};
  EXPECT_TRUE(layout.in_step(text, data));
  const auto loads = layout.kernel_loads();
  ASSERT_EQ(loads.size(), 2U);
  EXPECT_EQ(loads[0].flags, uint32_t{PF_R});
  EXPECT_EQ(loads[0].filesz, 0x2000U);
  EXPECT_EQ(loads[0].memsz, 0x2000U);
  EXPECT_EQ(loads[1].flags, uint32_t{PF_R | PF_W});
  EXPECT_EQ(loads[1].offset, 0x3000U);
  EXPECT_EQ(loads[1].vaddr.value, 0x7000U);
  EXPECT_EQ(loads[1].filesz, 0x100U);
  EXPECT_EQ(loads[1].memsz, 0x1e00U);
  auto apart = [&](auto&& change) {
    PlannedLoad before = text;
    change(before);
    return !layout.in_step(before, data);
  };
  EXPECT_TRUE(apart([](PlannedLoad& load) { load.flags = PF_R | PF_X; }));
  EXPECT_TRUE(apart([](PlannedLoad& load) { load.part = nullptr; }));
  EXPECT_TRUE(apart([](PlannedLoad& load) { load.offset += 0x1000; }));
  EXPECT_TRUE(apart([](PlannedLoad& load) { load.memsz += 8; }));
  EXPECT_TRUE(apart([](PlannedLoad& load) { load.vaddr = ImageAddress(0x4000), load.offset = 0; }));
}

}  // namespace
}  // namespace onefold
