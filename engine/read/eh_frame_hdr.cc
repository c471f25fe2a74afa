#include "read/eh_frame_hdr.h"

#include "base/checked.h"
#include "read/eh_cursor.h"

namespace onefold {
namespace {

// libgcc and glibc keep the last one they meet (unwind-dw2-fde-dip.c, _dl_find_object).
const Segment* find_header_segment(const Module& module) {
  if (!module.header.is_loadable()) return nullptr;
  const Segment* found = nullptr;
  for (const Segment& s : module.segments) {
    if (s.type == PT_GNU_EH_FRAME) found = &s;
  }
  return found;
}

// Bytes of a pointer stored as `encoding` says; LEB128 forms have at least one.
uint64_t smallest_size(uint8_t encoding, Format format) {
  switch (encoding & kEhFormMask) {
    case DW_EH_PE_uleb128:
    case DW_EH_PE_sleb128:
      return 1;
    case DW_EH_PE_udata2:
    case DW_EH_PE_sdata2:
      return 2;
    case DW_EH_PE_udata4:
    case DW_EH_PE_sdata4:
      return 4;
    case DW_EH_PE_udata8:
    case DW_EH_PE_sdata8:
      return 8;
    default:
      return format.word_size();
  }
}

template <typename E>
Result<EhFrameHeader> decode(const Module& module, const Segment& segment,
                             std::span<const std::byte> bytes) {
  EhFrameHeader header{.at = segment.vaddr, .size = segment.filesz};
  EhCursor<E> cursor(module, bytes, segment.vaddr);
  const EhBases bases{.data = header.at};
  FileOffset version_at = cursor.offset();
  uint8_t version = cursor.u8(".eh_frame_hdr version");
  if (version != 1)
    cursor.refuse(".eh_frame_hdr version", version_at, "1", std::to_string(version));
  uint8_t eh_frame_encoding = cursor.encoding(".eh_frame_hdr eh_frame_ptr_enc", true);
  uint8_t count_encoding = cursor.encoding(".eh_frame_hdr fde_count_enc", true);
  uint8_t table_encoding = cursor.encoding(".eh_frame_hdr table_enc", true);
  if (eh_frame_encoding != DW_EH_PE_omit) {
    header.eh_frame = cursor.pointer(eh_frame_encoding, bases, ".eh_frame_hdr eh_frame_ptr");
  }
  FileOffset count_at = cursor.offset();
  if (count_encoding != DW_EH_PE_omit) {
    uint64_t count = cursor.value(count_encoding, ".eh_frame_hdr fde_count");
    if (table_encoding != DW_EH_PE_omit) header.fde_count = count;
  }
  if (cursor.failed()) return cursor.failure();
  if (!header.fde_count) return header;
  header.table_encoding = table_encoding;
  header.table_at = cursor.at();
  header.table = cursor.rest();
  uint64_t entry_size = 2 * smallest_size(table_encoding, module.format());
  if (*header.fde_count > header.table.size() / entry_size) {
    return fail(module.file.error(
        ".eh_frame_hdr fde_count", count_at,
        fmt::format("entries inside the {} bytes that follow", header.table.size()),
        fmt::format("{} entries of {} bytes", *header.fde_count, entry_size)));
  }
  return header;
}

// Entries of two words that count from the header, as all linkers write them: so many were visited,
// up to one with which something is wrong.
template <typename E>
uint64_t visit_usual(const EhFrameHeader& header, const EhFrameTableVisitor& visit,
                     ModuleAddress& previous) {
  if (header.table_encoding != (DW_EH_PE_datarel | DW_EH_PE_sdata4)) return 0;
  using Word = Field<int32_t, E::kOrder>;
  const auto words = FileView::as_table<Word>(header.table);
  const auto target = [&](int32_t word) {
    return ModuleAddress((header.at.value + static_cast<uint64_t>(int64_t{word})) &
                         E::kFormat.max_address());
  };
  const uint64_t count = *header.fde_count;
  for (uint64_t i = 0; i < count; ++i) {
    const int32_t location = words[as_size(2 * i)];
    const int32_t fde = words[as_size(2 * i + 1)];
    if (location == 0 || fde == 0 || target(location) < previous) return i;
    previous = target(location);
    visit({previous, target(fde), header.table_at + 2 * i * sizeof(Word)});
  }
  return count;
}

template <typename E>
Result<void> visit_table(const Module& module, const EhFrameHeader& header,
                         const EhFrameTableVisitor& visit) {
  if (!header.fde_count) return {};
  ModuleAddress previous;
  uint64_t i = visit_usual<E>(header, visit, previous);
  const uint64_t skip = i * 2 * smallest_size(header.table_encoding, module.format());
  EhCursor<E> cursor(module, header.table.subspan(as_size(skip)), header.table_at + skip);
  const EhBases bases{.data = header.at};
  for (; i < *header.fde_count; ++i) {
    EhFrameTableEntry entry{.at = cursor.at()};
    FileOffset where = cursor.offset();
    auto location = cursor.pointer(header.table_encoding, bases, ".eh_frame_hdr initial_location");
    auto fde = cursor.pointer(header.table_encoding, bases, ".eh_frame_hdr FDE address");
    if (cursor.failed()) return cursor.failure();
    if (!location.target || !fde.target) {
      return fail(
          module.file.error(".eh_frame_hdr table", where, "two addresses in the module",
                            fmt::format("{:#x} and {:#x} under encoding {:#04x}", location.stored,
                                        fde.stored, header.table_encoding)));
    }
    entry.initial_location = *location.target;
    entry.fde = *fde.target;
    if (entry.initial_location < previous) {
      return fail(module.file.error(
          ".eh_frame_hdr initial_location", where,
          fmt::format("at least {:#x}, that of the entry before it", previous.value),
          fmt::format("{:#x}", entry.initial_location.value)));
    }
    previous = entry.initial_location;
    visit(entry);
  }
  return {};
}

}  // namespace

Result<std::optional<EhFrameHeader>> read_eh_frame_header(const Module& module) {
  const Segment* segment = find_header_segment(module);
  if (segment == nullptr) return std::nullopt;
  ONEFOLD_TRY(auto bytes,
              blame(segment->header_at.value,
                    module.bytes_at(segment->vaddr, segment->filesz, "PT_GNU_EH_FRAME")));
  return with_format(module.format(), [&]<typename E>() -> Result<std::optional<EhFrameHeader>> {
    return decode<E>(module, *segment, bytes);
  });
}

Result<void> visit_eh_frame_table(const Module& module, const EhFrameHeader& header,
                                  const EhFrameTableVisitor& visit) {
  return with_format(module.format(),
                     [&]<typename E>() { return visit_table<E>(module, header, visit); });
}

Result<std::vector<EhFrameTableEntry>> read_eh_frame_table(const Module& module,
                                                           const EhFrameHeader& header) {
  std::vector<EhFrameTableEntry> entries;
  entries.reserve(as_size(header.fde_count.value_or(0)));
  ONEFOLD_CHECK(visit_eh_frame_table(
      module, header, [&](const EhFrameTableEntry& entry) { entries.push_back(entry); }));
  return entries;
}

}  // namespace onefold
