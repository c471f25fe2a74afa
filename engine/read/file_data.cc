#include "read/file_data.h"

#include <algorithm>
#include <array>

#include "base/checked.h"

namespace onefold {
namespace {

// Where each of the file's known ranges ends.
class End {
 public:
  explicit End(uint64_t size) : size_(size) {}

  // What does not lie in the file says nothing, nor does what has no bytes.
  void reach(FileOffset at, uint64_t size) {
    if (size != 0 && range_within(at.value, size, size_)) end_ = std::max(end_, at.value + size);
  }
  uint64_t get() const { return end_; }

 private:
  uint64_t size_;
  uint64_t end_ = 0;
};

// Nobody looks at e_ehsize.
uint64_t size_of_elf_header(const Module& module) {
  return with_format(module.format(),
                     []<typename E>() -> uint64_t { return sizeof(typename E::Ehdr); });
}

bool is_in_file(const Section& section) {
  return section.type != SHT_NOBITS && section.type != SHT_NULL;
}

bool is_for_tools(std::string_view name) {
  constexpr std::array<std::string_view, 10> kNames{
      ".comment",          ".debug",        ".line",      ".stab",
      ".stabstr",          ".pdr",          ".gdb_index", ".gnu_debuglink",
      ".gnu_debugaltlink", ".gnu_debugdata"};
  constexpr std::array<std::string_view, 6> kPrefixes{".debug_",       ".zdebug_",  ".stab.",
                                                      ".gnu.warning.", ".gnu.lto_", ".mdebug."};
  return std::ranges::find(kNames, name) != kNames.end() ||
         std::ranges::any_of(kPrefixes,
                             [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// What the ELF header and the PT_LOADs have of the file.
class Taken {
 public:
  explicit Taken(const Module& module) {
    ranges_.push_back({FileOffset(0), FileOffset(size_of_elf_header(module))});
    for (const Segment& load : module.loads)
      ranges_.push_back({load.offset, load.offset + load.filesz});
    std::ranges::sort(ranges_, {}, &Range::begin);
    for (size_t i = 1; i < ranges_.size(); ++i)
      ranges_[i].end = std::max(ranges_[i].end, ranges_[i - 1].end);
  }

  bool overlaps(const Section& section) const {
    const auto behind =
        std::ranges::lower_bound(ranges_, section.offset + section.size, {}, &Range::begin);
    return behind != ranges_.begin() && std::prev(behind)->end > section.offset;
  }

 private:
  struct Range {
    FileOffset begin;
    FileOffset end;  // the farthest of this range and those before it
  };
  std::vector<Range> ranges_;  // ascending
};

std::vector<Section> data_sections(const Module& module, const std::vector<Section>& all) {
  std::vector<Section> data;
  const Taken taken(module);
  for (const Section& section : all) {
    if (section.type == SHT_PROGBITS && !section.is_allocated() && section.size != 0 &&
        !is_for_tools(section.name) && !taken.overlaps(section))
      data.push_back(section);
  }
  std::ranges::sort(data, {}, &Section::offset);
  uint64_t end = 0;
  std::erase_if(data, [&](const Section& section) {
    if (section.offset.value < end) return true;
    end = section.offset.value + section.size;
    return false;
  });
  return data;
}

uint64_t elf_end(const Module& module, const std::vector<Section>& sections) {
  const Header& header = module.header;
  End end(module.file.size());
  end.reach(FileOffset(0), size_of_elf_header(module));
  end.reach(header.phoff, uint64_t{header.phnum} * header.phentsize);
  // Broken ones count as none (read/sections.h): what they speak of is then appended, as they are.
  if (!sections.empty()) end.reach(header.shoff, header.shnum * header.shentsize);
  for (const Segment& segment : module.segments) end.reach(segment.offset, segment.filesz);
  for (const Section& section : sections) {
    if (is_in_file(section)) end.reach(section.offset, section.size);
  }
  return end.get();
}

}  // namespace

uint64_t FileData::size() const {
  uint64_t sum = appended.size();
  for (const Section& section : sections) sum += section.size;
  return sum;
}

FileOffset FileData::begin() const {
  return sections.empty() ? appended_at : sections.front().offset;
}

FileOffset FileData::end() const {
  if (!appended.empty() || sections.empty()) return appended_at + appended.size();
  return sections.back().offset + sections.back().size;
}

bool ends_with_section_headers(const Module& module) {
  const Header& header = module.header;
  return header.shoff + header.shnum * header.shentsize == FileOffset(module.file.size());
}

FileData read_file_data(const Module& module) {
  const auto sections = read_sections(module);
  FileData data;
  data.sections = data_sections(module, sections);
  const uint64_t end = elf_end(module, sections);
  const auto rest = module.file.all().subspan(as_size(end));
  if (std::ranges::all_of(rest, [](std::byte byte) { return byte == std::byte{0}; })) return data;
  data.appended_at = FileOffset(end);
  data.appended = rest;
  return data;
}

}  // namespace onefold
