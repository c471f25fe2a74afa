#include "fold_set.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "machine/cpu_levels.h"
#include "machine/machine.h"
#include "property.h"
#include "resolve/file_system.h"
#include "rewrite/copies.h"
#include "set_store.h"

namespace onefold::fuzz {
namespace {

// Zeros take no room in the output's file, so that an input of a megabyte may ask for many more.
constexpr uint64_t kMostBytes = uint64_t{64} << 20;
constexpr std::array<const char*, 4> kKept = {"libb.so", "liba.so", "libd.so", "libb.so"};
constexpr uint64_t kStackSize = 0x123000;

SelectionOptions selection_of(const FileSet& set) {
  switch (set.options & 3) {
    case 0:
      return {.keep = {"libc"}};
    case 1:
      return {.keep = {"libc", kKept[set.options >> 5 & 3]}};
    case 2:
      return {.only = {"liba.so"}};
    default:
      return {};
  }
}

// Empty: none, or none that the machine knows.
std::string_view level_of(const FileSet& set, const Module& program) {
  const size_t number = set.options >> 5 & 3;
  if (number == 0 || (set.options & 3) != 3 || program.machine == nullptr ||
      program.machine->cpu_levels == nullptr)
    return {};
  return program.machine->cpu_levels->levels[number - 1].name;
}

// What a file has in the end into which the copies are written first, in this order.
std::vector<std::byte> bytes_of(const Image& image,
                                const std::vector<std::vector<Piece>>& copies = {}) {
  std::vector<std::byte> bytes(std::min(image.size(), kMostBytes));
  const auto put = [&](const Piece& piece) {
    if (piece.bytes.empty() || piece.offset + piece.bytes.size() > bytes.size()) return;
    std::memcpy(bytes.data() + piece.offset, piece.bytes.data(), piece.bytes.size());
  };
  for (const auto& pieces : copies) std::ranges::for_each(pieces, put);
  uint64_t end = 0;
  const auto visited = image.visit([&](const Piece& piece) -> Result<void> {
    require(piece.offset >= end && piece.bytes.size() <= image.size() - piece.offset);
    end = piece.offset + piece.bytes.size();
    if (copies.empty() || !is_among(copies.back(), piece)) put(piece);
    return {};
  });
  require(visited.has_value());
  return bytes;
}

}  // namespace

Result<Folded> fold_set(const FileSet& set) {
  Folded folded;
  FoldOptions options{.program = kProgramPath, .selection = selection_of(set)};
  options.resolve.library_dirs = {"/lib"};
  options.resolve.opened_by_libc = options.selection.keep.empty() && options.selection.only.empty();
  folded.fixed_address = options.fixed_address = (set.options & 4) != 0;
  if ((set.options & 8) != 0) folded.stack_size = options.stack_size = kStackSize;
  if ((set.options & 16) != 0) options.resolve.with = {"libwith.so"};
  ONEFOLD_TRY(folded.closure,
              resolve_closure(kProgramPath, options.resolve, FileSystem::in(make_store(set))));
  options.cpu = level_of(set, folded.closure.entries.front().module);
  std::vector<std::vector<Piece>> copies;
  FoldSink sink;
  sink.copies = [&](std::vector<Piece> early) -> Result<void> {
    copies.push_back(std::move(early));
    return {};
  };
  sink.image = [&](const Image& image, Threads&, FoldReport& report) -> Result<void> {
    folded.bytes = bytes_of(image);
    require(report.output_size == image.size());
    // operator== compares byte by byte, which the fuzzing engine watches: a minute for 64 MB.
    const std::vector<std::byte> again = bytes_of(image, copies);
    require(again.size() == folded.bytes.size() &&
            std::memcmp(again.data(), folded.bytes.data(), again.size()) == 0);
    return {};
  };
  Threads threads(1);
  ONEFOLD_TRY(folded.report, fold_closure(folded.closure, options, sink, threads));
  return folded;
}

}  // namespace onefold::fuzz
