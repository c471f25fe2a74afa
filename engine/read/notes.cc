#include "read/notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"

namespace onefold {
namespace {

template <typename E>
Result<void> read_segment(const Module& module, const Segment& segment, uint64_t& left,
                          std::vector<Note>& notes) {
  ONEFOLD_TRY(auto rest, blame(segment.header_at.value,
                               module.file.bytes(segment.offset, segment.filesz, "PT_NOTE")));
  if (rest.size() > left) {
    return fail(module.file.error(
        "PT_NOTE p_filesz", segment.header_at,
        fmt::format("PT_NOTEs of at most the file's {} bytes in all", module.file.size()),
        fmt::format("{}", module.file.size() - left + rest.size())));
  }
  left -= rest.size();
  // 8 in 64-bit files for .note.gnu.property; every other note is aligned to 4, whatever the gABI
  // says.
  const uint64_t align = segment.align == 8 ? 8 : 4;
  while (rest.size() >= sizeof(typename E::Nhdr)) {
    const auto& header = FileView::as_table<typename E::Nhdr>(rest)[0];
    uint64_t name_size = header.n_namesz;
    uint64_t desc_size = header.n_descsz;
    uint64_t desc_at = align_up(sizeof(header) + name_size, align);
    if (!range_within(desc_at, desc_size, rest.size())) {
      return fail(module.file.error(
          "PT_NOTE n_descsz", module.offset_in_file(rest),
          fmt::format("a note inside its segment's {} bytes from there", rest.size()),
          fmt::format("n_namesz {} and n_descsz {}", name_size, desc_size)));
    }
    auto name = rest.subspan(sizeof(header), as_size(name_size));
    std::string_view text(reinterpret_cast<const char*>(name.data()), name.size());
    if (text.ends_with('\0')) text.remove_suffix(1);
    notes.push_back({text, header.n_type, rest.subspan(as_size(desc_at), as_size(desc_size))});
    rest = rest.subspan(
        as_size(std::min<uint64_t>(align_up(desc_at + desc_size, align), rest.size())));
  }
  return {};
}

}  // namespace

Result<std::vector<Note>> read_notes(const Module& module) {
  std::vector<Note> notes;
  uint64_t left = module.file.size();  // any number of segments may cover one range
  for (const Segment& segment : module.segments) {
    if (segment.type != PT_NOTE) continue;
    ONEFOLD_CHECK(with_format(module.format(), [&]<typename E>() {
      return read_segment<E>(module, segment, left, notes);
    }));
  }
  return notes;
}

std::span<const std::byte> find_build_id(const std::vector<Note>& notes) {
  for (const Note& note : notes) {
    if (note.type == NT_GNU_BUILD_ID && note.name == ELF_NOTE_GNU) return note.desc;
  }
  return {};
}

Result<std::vector<GnuProperty>> read_gnu_properties(const Module& module,
                                                     const std::vector<Note>& notes) {
  std::vector<GnuProperty> properties;
  for (const Note& note : notes) {
    if (note.type != NT_GNU_PROPERTY_TYPE_0 || note.name != ELF_NOTE_GNU) continue;
    ONEFOLD_CHECK(with_format(module.format(), [&]<typename E>() -> Result<void> {
      constexpr uint64_t kHead = 2 * sizeof(typename E::Word);
      for (auto rest = note.desc; !rest.empty();) {
        auto words = FileView::as_table<typename E::Word>(rest);
        if (words.size() < 2) {
          return fail(module.file.error("GNU_PROPERTY", module.offset_in_file(rest),
                                        "pr_type and pr_datasz",
                                        fmt::format("{} bytes", rest.size())));
        }
        uint64_t size = words[1];
        if (!range_within(kHead, size, rest.size())) {
          return fail(module.file.error(
              "GNU_PROPERTY pr_datasz", module.offset_in_file(rest),
              fmt::format("a property inside its note's {} bytes from there", rest.size()),
              fmt::format("{}", size)));
        }
        properties.push_back({words[0], rest.subspan(kHead, as_size(size))});
        uint64_t step = align_up(kHead + size, module.format().word_size());
        rest = rest.subspan(as_size(std::min<uint64_t>(step, rest.size())));
      }
      return {};
    }));
  }
  return properties;
}

}  // namespace onefold
