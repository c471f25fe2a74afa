#include "read/arm_exidx.h"

#include <fmt/format.h>

#include "base/checked.h"

namespace onefold {
namespace {

constexpr uint32_t kTopBit = 0x80000000;

// An offset in the low 31 bits, sign-extended, from `place`.
ModuleAddress prel31(ModuleAddress place, uint32_t word, Format format) {
  uint64_t offset = word & ~kTopBit;
  if ((word & 0x40000000) != 0) offset |= ~uint64_t{0} << 31;
  return ModuleAddress((place.value + offset) & format.max_address());
}

ExidxKind kind_of(uint32_t word) {
  if (word == EXIDX_CANTUNWIND) return ExidxKind::kCantUnwind;
  return (word & kTopBit) != 0 ? ExidxKind::kInline : ExidxKind::kTable;
}

Result<void> check_entry(const Module& module, const ExidxEntry& entry, uint32_t first,
                         ModuleAddress previous, FileOffset where) {
  auto wrong = [&](std::string_view field, FileOffset at, std::string expected, uint64_t found) {
    return fail(module.file.error(field, at, std::move(expected), fmt::format("{:#x}", found)));
  };
  if ((first & kTopBit) != 0) {
    return wrong(".ARM.exidx function", where, "a prel31 offset with bit 31 clear", first);
  }
  // The last entry is often a sentinel for the end of the code, which may be the end of its
  // segment.
  if (module.load_at(entry.function, 0) == nullptr) {
    return wrong(".ARM.exidx function", where, "an address inside a PT_LOAD", entry.function.value);
  }
  if (entry.function < previous) {
    return wrong(".ARM.exidx function", where,
                 fmt::format("at least {:#x}, that of the entry before it", previous.value),
                 entry.function.value);
  }
  if (entry.kind == ExidxKind::kTable && !module.bytes_at(entry.table, 4, ".ARM.exidx table")) {
    return wrong(".ARM.exidx table", where + 4,
                 "an address inside the file-backed bytes of a PT_LOAD", entry.table.value);
  }
  return {};
}

}  // namespace

Result<std::optional<ExidxTable>> find_exidx(const Module& module) {
  // In the processor's own range of p_type: on other machines this number means something else.
  if (module.header.machine != EM_ARM || !module.header.is_loadable()) return std::nullopt;
  const Segment* segment = nullptr;
  for (const Segment& s : module.segments) {
    if (s.type == PT_ARM_EXIDX) segment = &s;
  }
  if (segment == nullptr) return std::nullopt;
  ExidxTable table{.at = segment->vaddr};
  ONEFOLD_TRY(table.bytes, blame(segment->header_at.value,
                                 module.bytes_at(segment->vaddr, segment->filesz, "PT_ARM_EXIDX")));
  if (table.bytes.size() % 8 != 0) {
    return fail(module.file.error("PT_ARM_EXIDX p_filesz", segment->header_at,
                                  "a multiple of the entry's 8 bytes",
                                  fmt::format("{}", segment->filesz)));
  }
  return table;
}

Result<void> visit_exidx(const Module& module, const ExidxTable& table, const ExidxVisitor& visit) {
  return with_format(module.format(), [&]<typename E>() -> Result<void> {
    auto words = FileView::as_table<typename E::Word>(table.bytes);
    FileOffset where = module.offset_in_file(table.bytes);
    ModuleAddress previous;
    for (uint64_t i = 0; i + 1 < words.size(); i += 2, where = where + 8) {
      uint32_t first = words[as_size(i)];
      ExidxEntry entry{.at = table.at + i * 4, .word = words[as_size(i + 1)]};
      entry.function = prel31(entry.at, first, module.format());
      entry.kind = kind_of(entry.word);
      if (entry.kind == ExidxKind::kTable) {
        entry.table = prel31(entry.at + 4, entry.word, module.format());
      }
      ONEFOLD_CHECK(check_entry(module, entry, first, previous, where));
      previous = entry.function;
      visit(entry);
    }
    return {};
  });
}

Result<std::vector<ExidxEntry>> read_exidx(const Module& module, const ExidxTable& table) {
  std::vector<ExidxEntry> entries;
  entries.reserve(as_size(table.count()));
  ONEFOLD_CHECK(
      visit_exidx(module, table, [&](const ExidxEntry& entry) { entries.push_back(entry); }));
  return entries;
}

}  // namespace onefold
