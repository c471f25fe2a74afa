#include "rewrite/image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "base/checked.h"
#include "plan/plan_fixture.h"

namespace onefold {
namespace {

using testing::FoldTest;
using testing::ok;

std::vector<std::byte> filled(size_t size, uint8_t value) {
  return std::vector<std::byte>(size, std::byte{value});
}

// The pieces as text: "0-4:1 8-12:2", each with its first byte.
std::string text(const Image& image) {
  std::string out;
  EXPECT_TRUE(ok(image.visit([&](const Piece& piece) -> Result<void> {
    out += (out.empty() ? "" : " ") + std::to_string(piece.offset) + "-" +
           std::to_string(piece.offset + piece.bytes.size()) + ":" +
           std::to_string(std::to_integer<int>(piece.bytes[0]));
    return {};
  })));
  return out;
}

TEST(Image, AnOverlaySplitsThePieceThatItLiesIn) {
  Image image;
  auto bytes = filled(16, 1);
  image.borrow(0, bytes);
  image.overlay(4, filled(4, 2));
  EXPECT_EQ(text(image), "0-4:1 4-8:2 8-16:1");
  EXPECT_EQ(image.size(), 16U);
}

TEST(Image, AnOverlayReachesOverSeveralPiecesAndTheirGap) {
  Image image;
  auto bytes = filled(8, 1);
  image.borrow(0, bytes);
  image.borrow(12, bytes);
  image.overlay(6, filled(8, 2));
  EXPECT_EQ(text(image), "0-6:1 6-14:2 14-20:1");
}

TEST(Image, AnOverlayAtTheStartAndBehindTheEnd) {
  Image image;
  image.own(8, filled(4, 1));
  image.overlay(0, filled(4, 2));
  image.overlay(20, filled(4, 3));
  EXPECT_EQ(text(image), "0-4:2 8-12:1 20-24:3");
  EXPECT_EQ(image.size(), 24U);
}

TEST(Image, WhatIsMadeIsMadeOnceThoughAnOverlaySplitsIt) {
  Image image;
  int times = 0;
  auto bytes = filled(4, 1);
  image.borrow(0, bytes);
  image.make(8, 12, [&](std::span<std::byte> to) {
    ++times;
    for (size_t i = 0; i < to.size(); ++i) to[i] = static_cast<std::byte>(10 + i);
  });
  image.overlay(12, filled(4, 2));
  EXPECT_EQ(times, 0);
  EXPECT_EQ(text(image), "0-4:1 8-12:10 12-16:2 16-20:18");
  EXPECT_EQ(times, 1);
  EXPECT_EQ(image.size(), 20U);
}

TEST(Image, ARefusedPieceIsTheLast) {
  Image image;
  auto bytes = filled(4, 1);
  image.borrow(0, bytes);
  image.borrow(4, bytes);
  int pieces = 0;
  auto visited = image.visit([&](const Piece&) -> Result<void> {
    ++pieces;
    return fail(Error{"out", "write", std::nullopt, "room", "none"});
  });
  ASSERT_FALSE(visited);
  EXPECT_EQ(visited.error().field, "write");
  EXPECT_EQ(pieces, 1);
}

TEST(Image, SeveralThreadsTakeEachPieceOnce) {
  Image image;
  const auto bytes = filled(4, 1);
  std::atomic<int> made = 0;
  for (uint64_t i = 0; i < 100; ++i) {
    image.borrow(i * 16, bytes);
    image.make(i * 16 + 4, 8, [&made, i](std::span<std::byte> to) {
      ++made;
      std::ranges::fill(to, static_cast<std::byte>(i));
    });
    image.overlay(i * 16 + 6, filled(2, 200));
  }
  Threads threads(3);
  std::mutex mutex;
  std::map<uint64_t, std::vector<std::byte>> taken;
  ASSERT_TRUE(ok(image.visit(
      [&](const Piece& piece) -> Result<void> {
        std::lock_guard lock(mutex);
        EXPECT_TRUE(taken.try_emplace(piece.offset, piece.bytes.begin(), piece.bytes.end()).second);
        return {};
      },
      threads)));
  EXPECT_EQ(made, 100);
  EXPECT_EQ(taken.size(), 400U);
  ASSERT_TRUE(ok(image.visit([&](const Piece& piece) -> Result<void> {
    EXPECT_EQ(taken[piece.offset], std::vector(piece.bytes.begin(), piece.bytes.end()));
    return {};
  })));
}

TEST(Image, OfRefusalsByThreadsTheFirstInOrderCounts) {
  Image image;
  for (uint64_t i = 0; i < 3; ++i) image.make(i * 4, 4, [](std::span<std::byte>) {});
  Threads threads(3);
  std::atomic<int> pieces = 0;
  auto visited = image.visit(
      [&](const Piece& piece) -> Result<void> {
        // Nobody refuses before all have a piece.
        for (++pieces; pieces < 3;) std::this_thread::yield();
        return fail(Error{"out", std::to_string(piece.offset), std::nullopt, "room", "none"});
      },
      threads);
  ASSERT_FALSE(visited);
  EXPECT_EQ(visited.error().field, "0");
}

class MakeImage : public FoldTest {
 protected:
  // The output's bytes at an image address.
  static std::vector<uint8_t> bytes_at(const Plan& plan, const Image& image, ImageAddress at,
                                       size_t size) {
    const PlannedLoad* load = plan.layout.load_of(at);
    std::vector<uint8_t> found(size);
    if (load == nullptr) return {};
    const uint64_t offset = load->offset + (at - load->vaddr);
    EXPECT_TRUE(ok(image.visit([&](const Piece& piece) -> Result<void> {
      for (size_t i = 0; i < size; ++i) {
        const uint64_t skip = offset + i - piece.offset;
        if (skip < piece.bytes.size())
          found[i] = std::to_integer<uint8_t>(piece.bytes[as_size(skip)]);
      }
      return {};
    })));
    return found;
  }
};

TEST_F(MakeImage, AFixedProgramsWordsAreWrittenNow) {
  auto builder = program();
  builder.undefined("f").rela(
      {.place = builder.data_at(8), .type = R_X86_64_64, .symbol = "f", .addend = 2});
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4)}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto image = make_image(*plan);
  ASSERT_TRUE(ok(image));
  const uint64_t f = plan->parts.list[1].bias + other.text_at(4) + 2;
  std::vector<uint8_t> expected(8);
  for (size_t i = 0; i < 8; ++i) expected[i] = static_cast<uint8_t>(f >> (8 * i));
  EXPECT_EQ(bytes_at(*plan, *image, ImageAddress(builder.data_at(8)), 8), expected);
}

// A segment is made in windows of a megabyte: a word may lie in two.
class WordsOverWindows : public MakeImage, public ::testing::WithParamInterface<uint64_t> {};

TEST_P(WordsOverWindows, AreWrittenWhole) {
  constexpr uint64_t kWindow = 1 << 20;
  auto builder = program();
  builder.data(testing::ByteString(3 * kWindow, 0x55)).undefined("f");
  const uint64_t end = 2 * kWindow - builder.data_at(0) % 4096;  // of a window of the segment
  const std::vector<uint64_t> places = {end - GetParam(), end - GetParam() + 8};
  for (uint64_t place : places) {
    builder.rela({.place = builder.data_at(place), .type = R_X86_64_64, .symbol = "f"});
  }
  add(builder, {1});
  auto other = library();
  add(other.symbol({.name = "f", .value = other.text_at(4)}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto image = make_image(*plan);
  ASSERT_TRUE(ok(image));
  std::vector<uint8_t> expected(24, 0x55);
  const uint64_t f = plan->parts.list[1].bias + other.text_at(4);
  for (size_t i = 0; i < 16; ++i) expected[4 + i] = static_cast<uint8_t>(f >> (8 * (i % 8)));
  EXPECT_EQ(bytes_at(*plan, *image, ImageAddress(builder.data_at(places[0] - 4)), 24), expected);
}

INSTANTIATE_TEST_SUITE_P(Places, WordsOverWindows, ::testing::Range<uint64_t>(0, 17));

// A program whose object `o` of `size` bytes is a copy, `from_end` bytes before the end of .bss.
testing::ElfImage<Elf64Le> copying_program(testing::Builder builder, uint64_t size,
                                           uint64_t from_end) {
  auto image = builder.bss(64)
                   .symbol({.name = "o", .value = 1, .size = size, .type = STT_OBJECT})
                   .rela({.place = builder.data_at(0), .type = R_X86_64_COPY, .symbol = "o"})
                   .build();
  const auto& data = image.phdr(PT_LOAD, 2);
  const uint64_t at = data.p_vaddr + data.p_memsz - from_end;
  image.sym("o").st_value = at;
  image.at<Elf64Le::Rela>(testing::Part::kRela).r_offset = at;
  return image;
}

TEST_F(MakeImage, ACopiedObjectStandsInTheProgram) {
  add_image(copying_program(program(), 4, 32), {1});
  auto other = library();
  add(other.data({1, 2, 3, 4, 5, 6, 7, 8})
          .symbol({.name = "o", .value = other.data_at(2), .size = 4, .type = STT_OBJECT}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto image = make_image(*plan);
  ASSERT_TRUE(ok(image));
  const ImageAddress slot(images_[kProgram].sym("o").st_value.get());
  EXPECT_EQ(bytes_at(*plan, *image, slot, 6), (std::vector<uint8_t>{3, 4, 5, 6, 0, 0}));
}

TEST_F(MakeImage, ZerosAreCopiedOverBytesOfTheProgram) {
  auto builder = program();
  const uint64_t at = builder.data_at(8);
  add(builder.data(testing::ByteString(16, 0xaa))
          .symbol({.name = "o", .value = at, .size = 4, .type = STT_OBJECT})
          .rela({.place = at, .type = R_X86_64_COPY, .symbol = "o"}),
      {1});
  auto other = library();
  other.data({1, 2, 3, 4}).bss(64);
  add(other.symbol({.name = "o", .value = other.data_at(2), .size = 4, .type = STT_OBJECT}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto image = make_image(*plan);
  ASSERT_TRUE(ok(image));
  EXPECT_EQ(bytes_at(*plan, *image, ImageAddress(at - 1), 6),
            (std::vector<uint8_t>{0xaa, 3, 4, 0, 0, 0xaa}));
}

TEST_F(MakeImage, ACopyOfWhatItsLibraryDoesNotHaveIsRefused) {
  add_image(copying_program(program(), 4, 32), {1});
  add(library().symbol({.name = "o", .value = 0x7000000, .size = 4, .type = STT_OBJECT}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "4 bytes inside a PT_LOAD of the library");
}

TEST_F(MakeImage, ACopyThatDoesNotFitItsSegmentIsRefused) {
  add_image(copying_program(program(), 8, 4), {1});
  auto other = library();
  add(other.symbol({.name = "o", .value = other.data_at(0), .size = 8, .type = STT_OBJECT}));
  auto plan = this->plan();
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().expected, "8 bytes inside a writable PT_LOAD of the program");
}

TEST_F(MakeImage, TheInitialisedBytesOfOneBlockBehindAnothersZeros) {
  add(program(), {1, 2});
  auto initialised = library();
  add(initialised.tls({.image = {1, 2, 3, 4}, .memsz = 4, .align = 4}));
  // Begins behind the template's last initialised byte, and has none.
  add(library().tls({.image = {}, .memsz = 32, .align = 16}));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto image = make_image(*plan);
  ASSERT_TRUE(ok(image));
  EXPECT_EQ(bytes_at(*plan, *image, plan->tls.image, 4), (std::vector<uint8_t>{1, 2, 3, 4}));
}

// A hole of the file, however large.
TEST_F(MakeImage, TheZerosOfOneBlockBeforeAnothersBytesAreNoPiece) {
  constexpr uint64_t kZeros = 1 << 24;
  auto initialised = program();
  add(initialised.tls({.image = {1, 2, 3, 4}, .memsz = 4, .align = 4}), {1});
  auto image = library().tls({.image = {5, 6, 7, 8}, .memsz = 8, .align = 4}).build();
  image.phdr(PT_TLS).p_memsz = kZeros;
  add_image(std::move(image));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto made = make_image(*plan);
  ASSERT_TRUE(ok(made));
  EXPECT_GE(made->size(), kZeros);
  uint64_t written = 0;
  ASSERT_TRUE(ok(made->visit([&](const Piece& piece) -> Result<void> {
    written += piece.bytes.size();
    return {};
  })));
  EXPECT_LT(written, kZeros);
  const auto of = [&](size_t part) {
    return bytes_at(*plan, *made, plan->tls.image + plan->parts.list[part].tls_offset, 4);
  };
  EXPECT_EQ(of(0), (std::vector<uint8_t>{1, 2, 3, 4}));
  EXPECT_EQ(of(1), (std::vector<uint8_t>{5, 6, 7, 8}));
}

TEST_F(MakeImage, TheInitialisedBytesOfABlockLieAtItsAddress) {
  add(program(), {1});
  auto image = library().tls({.image = {1, 2, 3, 4}, .memsz = 4, .align = 4}).build();
  image.phdr(PT_TLS).p_offset = 0;
  add_image(std::move(image));
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  auto made = make_image(*plan);
  ASSERT_TRUE(ok(made));
  EXPECT_EQ(bytes_at(*plan, *made, plan->tls.image, 4), (std::vector<uint8_t>{1, 2, 3, 4}));
}

TEST_F(MakeImage, ASegmentOfZerosAloneMayPointPastTheFile) {
  add(program(), {1});
  auto image = library().build();
  const auto& data = image.phdr(PT_LOAD, 2);
  auto more = library().segment({.type = PT_LOAD,
                                 .flags = PF_R | PF_W,
                                 .offset = 0x7f000000,
                                 .vaddr = (data.p_vaddr + data.p_memsz + 0x1fff) & ~uint64_t{0xfff},
                                 .memsz = 0x100,
                                 .align = 0x1000});
  add(more);
  auto plan = this->plan();
  ASSERT_TRUE(ok(plan));
  EXPECT_TRUE(ok(make_image(*plan)));
}

}  // namespace
}  // namespace onefold
