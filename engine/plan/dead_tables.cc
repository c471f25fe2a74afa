#include "plan/dead_tables.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/checked.h"
#include "read/symbols.h"

namespace onefold {
namespace {

struct FileRange {
  uint64_t begin, end;
};

uint64_t size_of_elf_header(Format format) {
  return with_format(format, []<typename E>() -> uint64_t { return sizeof(typename E::Ehdr); });
}

class DeadTables {
 public:
  explicit DeadTables(const Module& module) : module_(module) {}

  std::vector<FileRange> find() {
    const Header& header = module_.header;
    ranges_.push_back(
        {header.phoff.value, header.phoff.value + uint64_t{header.phnum} * header.phentsize});
    for (const Segment& s : module_.segments) {
      if (is_moved(s.type)) {
        // No loader checks where these lie: the kernel reads from p_offset, programs at p_vaddr.
        auto bytes = module_.bytes_at(s.vaddr, s.filesz, "");
        if (bytes && module_.offset_in_file(*bytes) == s.offset) add(*bytes);
      }
    }
    if (auto extent = dynamic_that_is_only_read()) ranges_.push_back(*extent);
    add(module_.strings);
    auto tables = read_relocation_tables(module_);
    if (!tables) return std::move(ranges_);
    for (const RelocationTable& table : *tables) {
      if (table.kind != RelocTable::kGot) add(table.bytes);
    }
    if (auto count = count_symbols(module_, *tables)) add_symbol_tables(*count);
    return std::move(ranges_);
  }

 private:
  bool is_moved(uint32_t type) const {
    const auto own = [&](const ProcessorHeader& header) { return header.type == type; };
    return type == PT_INTERP || type == PT_NOTE || type == PT_GNU_PROPERTY ||
           (module_.machine != nullptr &&
            std::ranges::any_of(module_.machine->processor_headers, own));
  }

  void add(std::span<const std::byte> bytes) {
    if (bytes.empty()) return;
    uint64_t begin = module_.offset_in_file(bytes).value;
    ranges_.push_back({begin, begin + bytes.size()});
  }

  // A dynamic section into which a loader writes nothing, if the program's code does not look at it
  // either: position-independent code finds it by a word that is relocated.
  std::optional<FileRange> dynamic_that_is_only_read() const {
    const Segment* dynamic = find_segment(module_.segments, PT_DYNAMIC);
    if (dynamic == nullptr || module_.header.type == ET_EXEC) return std::nullopt;
    const Segment* load = module_.load_at(dynamic->vaddr, dynamic->filesz);
    if (load == nullptr || (load->flags & PF_W) != 0) return std::nullopt;
    auto tables = read_relocation_tables(module_);
    auto count = tables ? count_symbols(module_, *tables) : tl::unexpected(tables.error());
    if (!count) return std::nullopt;
    bool leads_there = false;
    for (const RelocationTable& table : *tables) {
      auto visit = [&](const Relocation& relocation) {
        const uint64_t word = word_or_addend(module_, relocation);
        leads_there = leads_there || word - dynamic->vaddr.value < dynamic->memsz;
      };
      if (!visit_relocations(module_, table, count->count, visit)) return std::nullopt;
    }
    if (leads_there) return std::nullopt;
    // Nobody checks p_offset, which is not where loaders read it from.
    auto bytes = module_.bytes_at(dynamic->vaddr, dynamic->filesz, "");
    if (!bytes) return std::nullopt;
    const uint64_t begin = module_.offset_in_file(*bytes).value;
    return FileRange{begin, begin + bytes->size()};
  }

  void add_at(uint64_t tag, uint64_t size) {
    auto address = module_.dynamic_value(tag);
    if (!address) return;
    if (auto bytes = module_.bytes_at(ModuleAddress(*address), size, "")) add(*bytes);
  }

  void add_symbol_tables(const SymbolCount& count) {
    with_format(module_.format(), [&]<typename E>() {
      add_at(DT_SYMTAB, count.count * sizeof(typename E::Sym));
      add_at(DT_VERSYM, count.count * sizeof(typename E::Half));
      if (auto address = module_.dynamic_value(DT_GNU_HASH)) {
        if (auto head = module_.table_at<typename E::Word>(ModuleAddress(*address), 4, "")) {
          uint64_t nbuckets = (*head)[0];
          uint64_t symoffset = (*head)[1];
          uint64_t bloom = (*head)[2];
          uint64_t chains = count.count > symoffset ? count.count - symoffset : 0;
          add_at(DT_GNU_HASH, 16 + bloom * sizeof(typename E::Addr) + (nbuckets + chains) * 4);
        }
      }
      if (auto address = module_.dynamic_value(DT_HASH)) {
        if (auto head = module_.table_at<typename E::Word>(ModuleAddress(*address), 2, "")) {
          add_at(DT_HASH, (2 + uint64_t{(*head)[0]} + uint64_t{(*head)[1]}) * 4);
        }
      }
    });
    // DT_VERDEF and DT_VERNEED state no size: their chains were read already, and what lies between
    // known tables is theirs up to the last record.
    add_version_chain<true>(DT_VERDEF, DT_VERDEFNUM);
    add_version_chain<false>(DT_VERNEED, DT_VERNEEDNUM);
  }

  template <bool kDefinitions>
  void add_version_chain(uint64_t tag, uint64_t count_tag) {
    auto address = module_.dynamic_value(tag);
    auto count = module_.dynamic_value(count_tag);
    if (!address || !count) return;
    auto bytes = module_.bytes_from(ModuleAddress(*address), "");
    if (!bytes) return;
    with_format(module_.format(), [&]<typename E>() {
      using Entry = std::conditional_t<kDefinitions, typename E::Verdef, typename E::Verneed>;
      using Aux = std::conditional_t<kDefinitions, typename E::Verdaux, typename E::Vernaux>;
      uint64_t at = 0;
      uint64_t end = 0;
      for (uint64_t i = 0;
           i < std::min<uint64_t>(*count, 0x10000) && at + sizeof(Entry) <= bytes->size(); ++i) {
        const auto& entry = FileView::as_table<Entry>(bytes->subspan(as_size(at)))[0];
        uint64_t aux = 0, entries = 0, next = 0;
        if constexpr (kDefinitions) {
          aux = entry.vd_aux, entries = entry.vd_cnt, next = entry.vd_next;
        } else {
          aux = entry.vn_aux, entries = entry.vn_cnt, next = entry.vn_next;
        }
        // Linkers write the auxiliary entries one after the other.
        end = std::max({end, at + sizeof(Entry), at + aux + entries * sizeof(Aux)});
        if (next == 0) break;
        at += next;
      }
      if (end <= bytes->size()) add(bytes->first(as_size(end)));
    });
  }

  const Module& module_;
  std::vector<FileRange> ranges_;
};

// A first segment that ends with dead tables may grow as far as its last page goes: to where the
// next PT_LOAD begins.
uint64_t end_of_padding(const Module& program) {
  constexpr uint64_t kPage = 4096;  // the smallest of any machine
  const Segment& first = program.loads.front();
  uint64_t end = align_up(first.offset.value + first.filesz, kPage);
  if (program.loads.size() > 1) {
    const Segment& next = program.loads[1];
    end = std::min(end, next.offset.value);
    end = std::min(end, first.offset.value + (next.vaddr - first.vaddr));
  }
  return std::max(end, first.offset.value + first.filesz);
}

}  // namespace

uint64_t word_or_addend(const Module& module, const Relocation& relocation) {
  if (!relocation.addend_in_place) return static_cast<uint64_t>(relocation.addend);
  return with_format(module.format(), [&]<typename E>() -> uint64_t {
    auto bytes = module.bytes_at(relocation.place, sizeof(typename E::Addr), "");
    return bytes ? FileView::as_table<typename E::Addr>(*bytes)[0].get() : 0;
  });
}

bool is_made_of_dead_tables(const Module& module, const Segment& segment) {
  // What aligns a table or note.
  constexpr uint64_t kMostPadding = 15;
  auto ranges = DeadTables(module).find();
  ranges.push_back({0, size_of_elf_header(module.format())});
  std::ranges::sort(ranges, {}, &FileRange::begin);
  const auto bytes = module.file.all();
  const uint64_t segment_end = segment.offset.value + segment.filesz;
  uint64_t end = segment.offset.value;
  for (const FileRange& range : ranges) {
    if (end >= segment_end || range.begin >= segment_end) break;
    if (range.begin > end) {
      const auto gap = bytes.subspan(as_size(end), as_size(range.begin - end));
      if (gap.size() > kMostPadding ||
          std::ranges::any_of(gap, [](std::byte b) { return b != std::byte{0}; }))
        return false;
    }
    end = std::max(end, range.end);
  }
  return end >= segment_end;
}

uint64_t end_of_named_tables(const Module& module, const Segment& segment) {
  const Header& header = module.header;
  uint64_t end = std::max(size_of_elf_header(module.format()),
                          header.phoff.value + uint64_t{header.phnum} * header.phentsize);
  end = segment.vaddr.value + (std::max(end, segment.offset.value) - segment.offset.value);
  for (const Segment& s : module.segments) {
    const bool has_bytes = s.type != PT_LOAD && s.type != PT_GNU_STACK && s.type != PT_NULL;
    if (!has_bytes || !segment.holds(s.vaddr, s.memsz)) continue;
    end = std::max(end, s.end().value);
  }
  return end;
}

uint64_t room_over_dead_tables(const Module& program) {
  const Segment& first = program.loads.front();
  const uint64_t begin = program.header.phoff.value;
  if (begin < first.offset.value || begin >= first.offset.value + first.filesz) return 0;
  if (begin < size_of_elf_header(program.format())) return 0;  // the fold has another there
  auto ranges = DeadTables(program).find();
  std::ranges::sort(ranges, {}, &FileRange::begin);
  auto bytes = program.file.all();
  uint64_t end = begin;
  for (const FileRange& range : ranges) {
    if (range.begin > end) {
      constexpr uint64_t kMostPadding = 64;
      auto gap = bytes.subspan(as_size(end), as_size(range.begin - end));
      bool padding = gap.size() <= kMostPadding &&
                     std::ranges::all_of(gap, [](std::byte b) { return b == std::byte{0}; });
      if (!padding) break;
    }
    end = std::max(end, range.end);
  }
  const uint64_t segment_end = first.offset.value + first.filesz;
  if (end < segment_end || first.filesz != first.memsz) return std::min(end, segment_end) - begin;
  return end_of_padding(program) - begin;
}

}  // namespace onefold
