#include "verify/file_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "read/file_data.h"

namespace onefold::verify {
namespace {

bool same_bytes(std::span<const std::byte> a, std::span<const std::byte> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

bool has_section(const FileData& data, const Section& section) {
  const auto at = std::ranges::lower_bound(data.sections, section.offset, {}, &Section::offset);
  return at != data.sections.end() && at->offset == section.offset && at->size == section.size &&
         at->name == section.name;
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
  for (const Section& section : before.sections) {
    compare_in_place(section.name, section.offset, section.size);
    if (has_section(after, section) || fold.header.shnum == 0) continue;
    report.differ(Aspect::kFileData, std::string(section.name), "a section of the fold", "none");
  }
  if (!before.appended.empty())
    compare_in_place("what is appended", before.appended_at, before.appended.size());
  if (!same_bytes(before.appended, after.appended)) {
    report.differ(Aspect::kFileData, "behind the ELF file",
                  fmt::format("the program's {} bytes", before.appended.size()),
                  fmt::format("{} others", after.appended.size()));
  }
}

}  // namespace onefold::verify
