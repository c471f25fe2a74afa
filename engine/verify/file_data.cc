#include "verify/file_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <tuple>

#include "read/file_data.h"
#include "read/sections.h"

namespace onefold::verify {
namespace {

bool same_bytes(std::span<const std::byte> a, std::span<const std::byte> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

// Which sections a file has where.
class Places {
 public:
  explicit Places(const Module& module) : sections_(read_sections(module)) {
    std::ranges::sort(sections_, {}, key);
  }
  bool have(const Section& section) const {
    const auto [first, last] = std::ranges::equal_range(sections_, key(section), {}, key);
    return first != last;
  }

 private:
  using Key = std::tuple<uint64_t, uint64_t, uint32_t, std::string_view>;
  static Key key(const Section& section) {
    return {section.offset.value, section.size, section.type, section.name};
  }
  std::vector<Section> sections_;
};

// Behind the fold's section headers, or, where there are none, less than a page farther.
bool follows(const FileData& before, const FileData& after, bool has_sections, uint64_t page) {
  if (after.appended.size() < before.appended.size()) return false;
  const size_t more = after.appended.size() - before.appended.size();
  if (!same_bytes(after.appended.subspan(more), before.appended)) return false;
  const bool zeros = std::ranges::all_of(after.appended.first(more),
                                         [](std::byte b) { return b == std::byte{0}; });
  return more == 0 || (!has_sections && more < page && zeros);
}

}  // namespace

void compare_file_data(const Context& context, Report& report) {
  const Module& program = *context.before().object(0).module;
  const Module& fold = *context.input().folded;  // as the kernel sees it
  const FileData before = read_file_data(program);
  const FileData after = read_file_data(fold);
  const auto compare_in_place = [&](std::string_view what, FileOffset at, uint64_t size) {
    report.compared(Aspect::kFileData, size);
    const auto expected = program.file.bytes(at, size, what);
    const auto found = fold.file.bytes(at, size, what);
    if (expected && found && same_bytes(*expected, *found)) return;
    report.differ(Aspect::kFileData, fmt::format("{} at {:#x} of the file", what, at.value),
                  fmt::format("the program's {} bytes", size), "others");
  };
  const Places places(fold);
  for (const Section& section : before.sections) {
    compare_in_place(printable(section.name), section.offset, section.size);
    if (places.have(section)) continue;
    report.differ(Aspect::kFileData, section.name, "a section of the fold", "none");
  }
  if (!before.appended.empty())
    compare_in_place("what is appended", before.appended_at, before.appended.size());
  if (!follows(before, after, fold.header.shnum != 0, context.psabi().page)) {
    report.differ(Aspect::kFileData, "behind the ELF file",
                  fmt::format("the program's {} bytes", before.appended.size()),
                  fmt::format("{} others", after.appended.size()));
  }
}

}  // namespace onefold::verify
