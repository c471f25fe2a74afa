#include "fold_set.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "property.h"
#include "resolve/file_system.h"
#include "rewrite/image.h"
#include "set_store.h"

namespace onefold::fuzz {
namespace {

// Zeros take no room in the output's file, so that an input of a megabyte may ask for many more.
constexpr uint64_t kMostBytes = uint64_t{64} << 20;
constexpr uint64_t kStackSize = 0x123000;

SelectionOptions selection_of(const FileSet& set) {
  switch (set.options & 3) {
    case 0:
      return {.keep = {"libc"}};
    case 1:
      return {.keep = {"libc", "libb.so"}};
    case 2:
      return {.only = {"liba.so"}};
    default:
      return {};
  }
}

std::vector<std::byte> bytes_of(const Image& image) {
  std::vector<std::byte> bytes(std::min(image.size(), kMostBytes));
  uint64_t end = 0;
  const auto visited = image.visit([&](const Piece& piece) -> Result<void> {
    require(piece.offset >= end && piece.bytes.size() <= image.size() - piece.offset);
    end = piece.offset + piece.bytes.size();
    if (end <= bytes.size() && !piece.bytes.empty())
      std::memcpy(bytes.data() + piece.offset, piece.bytes.data(), piece.bytes.size());
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
  auto take = [&](const Image& image, FoldReport& report) -> Result<void> {
    folded.bytes = bytes_of(image);
    require(report.output_size == image.size());
    return {};
  };
  ONEFOLD_TRY(folded.report, fold_closure(folded.closure, options, take));
  return folded;
}

}  // namespace onefold::fuzz
