#include "verify/entrance.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>

#include "base/checked.h"
#include "elf/names.h"
#include "verify/claim.h"
#include "verify/table_reader.h"

namespace onefold::verify {
namespace {

uint64_t rights_of(uint32_t flags) {
  return ((flags & PF_R) != 0 ? uint64_t{PROT_READ} : 0) |
         ((flags & PF_W) != 0 ? uint64_t{PROT_WRITE} : 0) |
         ((flags & PF_X) != 0 ? uint64_t{PROT_EXEC} : 0);
}

std::vector<EntranceRange> read_ranges(TableReader& table, uint64_t origin, uint64_t count) {
  std::vector<EntranceRange> ranges;
  for (uint64_t i = 0; i < count && !table.bad(); ++i) {
    const uint64_t at = table.place(origin);
    const uint64_t size = table.word();
    ranges.push_back({at, size, table.word()});
  }
  std::ranges::sort(ranges);
  return ranges;
}

// What is mapped at a segment of the loader's view.
class Mapping {
 public:
  Mapping(const Module& fold, const Entrance& entrance, Report& report)
      : fold_(fold), entrance_(entrance), report_(report) {}

  // Has `segment` its bytes, rights and zeros? A p_offset that is not known is filled in.
  void check(Segment& segment, bool offset_known) {
    report_.compared(Aspect::kSegment);
    const uint64_t from = writable_from(fold_, entrance_, segment);
    if (!offset_known || from == segment.vaddr.value) return check_mapped(segment, offset_known);
    // What is read-only at its start lies in what is mapped for reading.
    const uint64_t size = from - segment.vaddr.value;
    const Segment* mapped = fold_.load_at(segment.vaddr, size);
    const bool same =
        mapped != nullptr && size <= segment.filesz &&
        mapped->offset.value + (segment.vaddr - mapped->vaddr) == segment.offset.value;
    if (!same) return differ(segment, "its bytes in one PT_LOAD", "others");
    Segment rest = segment;
    rest.vaddr = ModuleAddress(from);
    rest.offset = segment.offset + size;
    rest.filesz -= size;
    rest.memsz -= size;
    check_mapped(rest, true);
  }

  // Nothing else gets rights, or zeros.
  void finish() {
    report_.compared(Aspect::kSegment, 2);
    if (protects_ != entrance_.protects.size() || zeros_ != entrance_.zeros.size()) {
      report_.differ(Aspect::kSegment, "the entrance",
                     fmt::format("{} ranges with rights and {} of zeros", protects_, zeros_),
                     fmt::format("{} and {}", entrance_.protects.size(), entrance_.zeros.size()));
    }
  }

 private:
  void check_mapped(Segment& segment, bool offset_known) {
    const Segment* mapped = fold_.load_at(segment.vaddr, segment.memsz);
    if (mapped == nullptr) return differ(segment, "memory that the kernel maps", "none");
    const uint64_t offset = mapped->offset.value + (segment.vaddr - mapped->vaddr);
    if (!offset_known) segment.offset = FileOffset(offset);
    if (segment.filesz != 0 && segment.offset.value != offset) {
      return differ(segment, fmt::format("file offset {:#x}", offset),
                    fmt::format("{:#x}", segment.offset.value));
    }
    const bool whole = mapped->vaddr == segment.vaddr && mapped->flags == segment.flags &&
                       mapped->memsz == segment.memsz && mapped->filesz == segment.filesz;
    if (whole) return;
    if (mapped->flags != PF_R || mapped->filesz != mapped->memsz) {
      return differ(segment, "a PT_LOAD of its own, or one of bytes to read",
                    segment_flags_text(mapped->flags));
    }
    const uint64_t rights = rights_of(segment.flags);
    if (segment.flags != PF_R)
      demand(segment, entrance_.protects, {segment.vaddr.value, segment.memsz, rights}, protects_);
    if (segment.memsz > segment.filesz) {
      demand(segment, entrance_.zeros,
             {segment.vaddr.value + segment.filesz, segment.memsz - segment.filesz, rights},
             zeros_);
    }
  }
  void differ(const Segment& segment, std::string expected, std::string found) {
    report_.differ(Aspect::kSegment, fmt::format("{:#x} of the fold", segment.vaddr.value),
                   std::move(expected), std::move(found));
  }
  void demand(const Segment& segment, const std::vector<EntranceRange>& among,
              const EntranceRange& range, size_t& count) {
    ++count;
    if (std::ranges::binary_search(among, range)) return;
    differ(segment, fmt::format("{:#x} bytes with rights {}", range.size, range.rights),
           "none such in the entrance's table");
  }

  const Module& fold_;
  const Entrance& entrance_;
  Report& report_;
  size_t protects_ = 0;
  size_t zeros_ = 0;
};

void check_dynamic_entry(const Module& fold, const Module& view, const Entrance& entrance,
                         Report& report) {
  report.compared(Aspect::kHeader);
  const Segment* dynamic = find_segment(view.segments, PT_DYNAMIC);
  const Segment* kernels = find_segment(fold.segments, PT_DYNAMIC);
  const uint64_t entry = with_format(
      fold.format(), []<typename E>() -> uint64_t { return offsetof(typename E::Phdr, p_vaddr); });
  auto table = fold.offset_of(ModuleAddress(entrance.headers), 1, "AT_PHDR");
  const bool right =
      dynamic != nullptr && kernels != nullptr && table && dynamic->vaddr == kernels->vaddr &&
      entrance.dynamic_vaddr - entrance.headers == dynamic->header_at - *table + entry;
  if (!right) report.differ(Aspect::kHeader, "PT_DYNAMIC", "the same for the loader", "another");
}

}  // namespace

namespace {

// Moves `entry` on to the entrance. Errors: a table that is cut off.
Result<std::optional<LevelCheck>> read_level_check(const Module& fold, const PsAbi& psabi,
                                                   uint64_t& entry) {
  if (psabi.levels == nullptr) return std::nullopt;
  const CodeListing& listing = psabi.levels->code;
  auto code = fold.bytes_at(ModuleAddress(entry), listing.size, "e_entry");
  if (!code || hash_text(*code) != listing.xxh128) return std::nullopt;
  const uint64_t origin = entry + listing.size;
  TableReader table(fold, psabi, origin);
  LevelCheck check;
  entry = table.place(origin);
  const uint64_t message = table.place(origin);
  const uint64_t message_size = table.word();
  check.state = table.word();
  for (uint64_t count = table.word(); count != 0 && !table.bad(); --count) {
    LevelNeeds& needs = check.needs.emplace_back();
    for (uint32_t* field : {&needs.leaf, &needs.ebx, &needs.ecx, &needs.edx})
      *field = static_cast<uint32_t>(table.word());
    const uint64_t answer = table.place(origin);
    if (answer != origin) check.answers.emplace_back(answer, needs.leaf);
  }
  if (table.bad() || !fold.bytes_at(ModuleAddress(message), message_size, "e_entry")) {
    return fail(fold.file.error("e_entry", "the whole of the table of what the processor must have",
                                "a part"));
  }
  return check;
}

}  // namespace

Result<std::optional<Entrance>> find_entrance(const Module& fold) {
  const PsAbi* psabi = find_psabi(fold.header);
  if (psabi == nullptr || psabi->entrance.size == 0 || fold.header.entry.value == 0 ||
      find_segment(fold.segments, PT_INTERP) != nullptr) {
    return std::nullopt;
  }
  uint64_t entry = fold.header.entry.value;
  ONEFOLD_TRY(auto level, read_level_check(fold, *psabi, entry));
  auto code = fold.bytes_at(ModuleAddress(entry), psabi->entrance.size, "e_entry");
  if (!code || hash_text(*code) != psabi->entrance.xxh128) return std::nullopt;
  const uint64_t origin = entry + psabi->entrance.size;
  TableReader table(fold, *psabi, origin);
  Entrance entrance;
  entrance.level = std::move(level);
  if (const uint64_t path = table.place(origin); path != origin) entrance.interpreter = path;
  entrance.loader_base = table.place(origin);
  entrance.loader_entry = table.place(origin);
  entrance.program_entry = table.place(origin);
  entrance.headers = table.place(origin);
  entrance.header_count = table.word();
  entrance.dynamic_vaddr = table.place(origin);
  table.word();  // what is said before giving up, and its size
  table.word();
  entrance.table = origin;
  entrance.own_address = table.word();
  entrance.relatives = table.place(origin);
  entrance.relative_words = table.word();
  const uint64_t protects = table.word();
  const uint64_t zeros = table.word();
  entrance.protects = read_ranges(table, origin, protects);
  entrance.zeros = read_ranges(table, origin, zeros);
  if (table.bad()) {
    return fail(fold.file.error("e_entry", "the whole of the entrance's table", "a part"));
  }
  return entrance;
}

// gABI, "Relative Relocation Table".
Result<std::vector<uint64_t>> relocated_places(const Module& fold, const Entrance& entrance) {
  const uint64_t word = fold.format().word_size();
  std::vector<uint64_t> places;
  if (entrance.relative_words == 0) return places;
  if (entrance.relative_words > fold.file.size() / word) {
    return fail(fold.file.error("the entrance's relative relocations", "words inside the file",
                                fmt::format("{}", entrance.relative_words)));
  }
  ONEFOLD_TRY(auto bytes,
              fold.bytes_at(ModuleAddress(entrance.relatives), entrance.relative_words * word,
                            "the entrance's relative relocations"));
  uint64_t next = 0;
  for (; !bytes.empty(); bytes = bytes.subspan(as_size(word))) {
    const uint64_t entry = word_of(bytes.first(as_size(word)), fold.format().order);
    if ((entry & 1) == 0) {
      places.push_back(entry);
      next = entry + word;
      continue;
    }
    for (uint64_t i = 0; i < 8 * word - 1; ++i) {
      if ((entry >> (i + 1) & 1) != 0) places.push_back(next + i * word);
    }
    next += (8 * word - 1) * word;
    // Each is a word of its own with bytes in the file; a bitmap says 63 of them in one word.
    if (places.size() > fold.file.size() / word) {
      return fail(fold.file.error("the entrance's relative relocations", "places inside the file",
                                  "more than it has words"));
    }
  }
  return places;
}

uint64_t writable_from(const Module& fold, const Entrance& entrance, const Segment& segment) {
  const uint64_t begin = segment.vaddr.value;
  const Segment* first = fold.load_at(segment.vaddr, 1);
  if ((segment.flags & PF_W) == 0 || first == nullptr || first->flags != PF_R ||
      first->filesz != first->memsz)
    return begin;
  if (first->end() < segment.end()) return first->end().value;
  for (const EntranceRange& range : entrance.protects) {
    const bool in_segment = range.at >= begin && range.at < segment.end().value;
    if (in_segment && (range.rights & PROT_WRITE) != 0) return range.at;
  }
  return begin;
}

Result<Module> as_loader_sees(const Module& fold, const Entrance& entrance, const Module* loader,
                              Report& report) {
  Module view = fold;
  if (entrance.header_count > UINT16_MAX) {
    return fail(
        fold.file.error("AT_PHNUM", "at most 65535", fmt::format("{}", entrance.header_count)));
  }
  ONEFOLD_TRY(view.header.phoff, fold.offset_of(ModuleAddress(entrance.headers), 1, "AT_PHDR"));
  view.header.phnum = static_cast<uint32_t>(entrance.header_count);
  view.header.entry = ModuleAddress(entrance.program_entry);
  ONEFOLD_TRY(view.segments, read_segments(fold.file, view.header));
  Mapping mapping(fold, entrance, report);
  view.loads.clear();
  for (Segment& segment : view.segments) {
    if (segment.type != PT_LOAD) continue;
    mapping.check(segment, true);
    view.loads.push_back(segment);
  }
  if (loader != nullptr) {
    for (Segment segment : loader->loads) {
      segment.vaddr = ModuleAddress(segment.vaddr.value + entrance.loader_base);
      mapping.check(segment, false);
      const bool bytes_inside =
          segment.filesz == 0 ||  // then its p_offset is read by nobody
          range_within(segment.offset.value, segment.filesz, fold.file.size());
      if (fold.load_at(segment.vaddr, segment.memsz) == nullptr || !bytes_inside) {
        return fail(fold.file.error(
            "the entrance's loader", "the loader's segments inside of the file",
            fmt::format("{:#x} bytes at {:#x}", segment.filesz, segment.vaddr.value)));
      }
      if (!view.loads.empty() && segment.vaddr < view.loads.back().end()) {
        report.differ(Aspect::kSegment, "the loader", "a place behind all else", "another");
        break;
      }
      view.loads.push_back(segment);
    }
  }
  mapping.finish();
  check_dynamic_entry(fold, view, entrance, report);
  return view;
}

}  // namespace onefold::verify
