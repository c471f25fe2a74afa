#include "fold_set.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include "base/checked.h"
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

// As many of them as there are.
bool is_zero(std::span<const std::byte> bytes, uint64_t count) {
  bytes = bytes.first(as_size(std::min<uint64_t>(bytes.size(), count)));
  return bytes.empty() || (bytes.front() == std::byte{0} &&
                           std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

// What a file has in the end into which the copies are written first, in this order, and then what
// is not among the last of them: the image's pieces, in order, and zeros between them.
OutputBytes bytes_of(const Image& image, const std::vector<std::vector<Piece>>& copies) {
  OutputBytes bytes(as_size(std::min(image.size(), kMostBytes)));
  const auto room_at = [&](uint64_t at) {
    return bytes.all().subspan(as_size(std::min<uint64_t>(at, bytes.size())));
  };
  const auto put = [&](const Piece& piece) {
    const auto room = room_at(piece.offset);
    if (piece.bytes.empty() || piece.bytes.size() > room.size()) return;
    std::memcpy(room.data(), piece.bytes.data(), piece.bytes.size());
  };
  for (const auto& pieces : copies) std::ranges::for_each(pieces, put);
  uint64_t end = 0;
  const auto visited = image.visit([&](const Piece& piece) -> Result<void> {
    require(piece.offset >= end && piece.bytes.size() <= image.size() - piece.offset);
    require(is_zero(room_at(end), piece.offset - end));
    end = piece.offset + piece.bytes.size();
    const auto room = room_at(piece.offset);
    if (copies.empty() || !is_among(copies.back(), piece)) {
      put(piece);
    } else if (!piece.bytes.empty() && piece.bytes.size() <= room.size()) {
      require(std::memcmp(room.data(), piece.bytes.data(), piece.bytes.size()) == 0);
    }
    return {};
  });
  require(visited.has_value() && is_zero(room_at(end), image.size() - end));
  return bytes;
}

}  // namespace

OutputBytes::OutputBytes(size_t size)
    : memory_(size == 0 ? nullptr : static_cast<std::byte*>(std::calloc(size, 1))), size_(size) {
  require(size == 0 || memory_ != nullptr);
}

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
    require(report.output_size == image.size());
    folded.bytes = bytes_of(image, copies);
    return {};
  };
  Threads threads(1);
  ONEFOLD_TRY(folded.report, fold_closure(folded.closure, options, sink, threads));
  return folded;
}

}  // namespace onefold::fuzz
