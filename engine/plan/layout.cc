#include "plan/layout.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "base/checked.h"
#include "base/output_hole.h"
#include "plan/dead_tables.h"
#include "read/sections.h"

namespace onefold {
namespace {

// Zeros of .bss that are written out, up to the last copied object.
constexpr uint64_t kMostZeros = uint64_t{1} << 28;

// The next offset from `end` on that is congruent to `vaddr` modulo `align`.
uint64_t congruent_offset(uint64_t end, uint64_t vaddr, uint64_t align) {
  uint64_t offset = align_down(end, align) + (vaddr & (align - 1));
  return offset < end ? offset + align : offset;
}

// By the program's PT_LOAD: the file bytes that it needs to hold the objects copied into it.
std::vector<uint64_t> grown_sizes(const Module& program, uint64_t program_bias,
                                  const std::vector<CopiedObject>& copies) {
  std::vector<uint64_t> sizes;
  sizes.reserve(program.loads.size());
  for (const Segment& segment : program.loads) sizes.push_back(segment.filesz);
  for (const CopiedObject& copy : copies) {
    const ModuleAddress to(copy.to.value - program_bias);
    const Segment* segment = program.load_at(to, copy.room);
    if (segment == nullptr) continue;
    uint64_t& size = sizes[static_cast<size_t>(segment - program.loads.data())];
    size = std::max(size, to - segment->vaddr + copy.room);
  }
  return sizes;
}

PlannedLoad load_for(const Layout& layout, const Part& part, const Segment& segment) {
  // The program's own place in its file may fit smaller pages alone.
  const bool fits = ((segment.vaddr.value - segment.offset.value) & (layout.page - 1)) == 0;
  const uint64_t align = part.scope_index == 0 && !fits ? std::max<uint64_t>(segment.align, 1)
                                                        : std::max(segment.align, layout.page);
  return {.part = &part,
          .source = &segment,
          .flags = segment.flags,
          .offset = 0,
          .vaddr = part.place(segment.vaddr),
          .filesz = segment.filesz,
          .memsz = segment.memsz,
          .align = align};
}

void append(Layout& layout, const PlannedLoad& load) {
  if (load.filesz != 0) layout.file_end = std::max(layout.file_end, load.offset + load.filesz);
  layout.memory_end = load.vaddr + load.memsz;
  layout.loads.push_back(load);
}

// Would a symbol lie half in one section and half in another, if one ended there?
bool may_have_symbol_across(const Part& part, ModuleAddress at) {
  const auto sections = read_sections(*part.module);
  if (std::ranges::find(sections, uint32_t{SHT_SYMTAB}, &Section::type) != sections.end())
    return true;
  return std::ranges::any_of(part.linkable->symbols, [&](const Symbol& symbol) {
    return symbol.type != STT_TLS && symbol.section != SHN_ABS && symbol.value < at &&
           at - symbol.value < symbol.size;
  });
}

// What lies behind p_filesz on the last page is made zero at each start, by the kernel or by the
// fold, for which the page is copied. The file can have these zeros, with a section of their own.
// Not the program's, whose .bss tools see as such.
void hold_zeros(Layout& layout, PlannedLoad& load) {
  if (load.filesz == 0 || load.filesz == load.memsz || (load.flags & PF_W) == 0) return;
  const uint64_t whole_pages =
      align_up((load.vaddr + load.filesz).value, layout.page) - load.vaddr.value;
  if (load.memsz > whole_pages &&
      may_have_symbol_across(*load.part, load.source->vaddr + whole_pages))
    return;
  load.filesz = std::min(load.memsz, whole_pages);
  layout.file_end = std::max(layout.file_end, load.offset + whole_pages);
}

class Placer {
 public:
  Placer(Parts& parts, const Machine& machine, const Placing& placing)
      : parts_(parts), machine_(machine), placing_(placing) {
    layout_.page = machine.max_page_size;
  }

  Result<void> place_program(const std::vector<CopiedObject>& copies) {
    const Part& program = parts_.program();
    const ModuleAddress end = program.module->loads.back().end();
    const uint64_t half = machine_.format.max_address() / 2;
    if (end.value > half || program.bias > half - end.value) {
      return fail(program.module->file.error("PT_LOAD", "an end in the lower half of the addresses",
                                             fmt::format("{:#x}", program.bias + end.value)));
    }
    const auto sizes = grown_sizes(*program.module, program.bias, copies);
    for (size_t i = 0; i < sizes.size(); ++i) {
      const Segment& segment = program.module->loads[i];
      PlannedLoad load = load_for(layout_, program, segment);
      load.offset = segment.offset.value;
      load.filesz = sizes[i];
      if (load.filesz - segment.filesz > kMostZeros) {
        return fail(program.module->file.error(
            "R_*_COPY", segment.header_at,
            fmt::format("objects at most {:#x} bytes behind p_filesz", kMostZeros),
            fmt::format("{:#x}", load.filesz - segment.filesz)));
      }
      if (load.filesz > segment.filesz && placing_.overlaps_data(load.offset, load.filesz))
        ONEFOLD_CHECK(move_behind_data(load));
      append(layout_, load);
    }
    layout_.memory_end = page_up(layout_.memory_end);
    return {};
  }

  Result<void> place_headers() {
    const uint32_t count = placing_.header_count;
    const Module& program = *parts_.program().module;
    const uint64_t entry = header_entry_size(machine_.format);
    const Segment& first = program.loads.front();
    layout_.headers.capacity = count;
    if (has_room_at_start(program, count * entry, placing_)) {
      layout_.headers.offset = program.header.phoff.value;
      layout_.headers.vaddr =
          parts_.program().place(first.vaddr + (program.header.phoff - first.offset));
      layout_.headers.in_program = true;
      PlannedLoad& load = layout_.loads.front();
      const uint64_t end = layout_.headers.offset + count * entry - load.offset;
      load.filesz = std::max(load.filesz, end);
      load.memsz = std::max(load.memsz, end);
      return {};
    }
    const uint64_t bias = parts_.program().place(first.vaddr).value - first.offset.value;
    const uint64_t offset = layout_.memory_end.value - bias;
    // A program whose segments are made for small pages alone may lie out of step with larger ones.
    const uint64_t step = bias == 0 ? layout_.page : std::min(layout_.page, bias & (0 - bias));
    if (offset < layout_.file_end || offset - layout_.file_end > kMostHole ||
        step < machine_.min_page_size) {
      return fail(program.file.error(
          "e_phoff", "an address behind the program that fits an offset of at most 1 GiB more",
          fmt::format("offset {:#x} for address {:#x}", offset, layout_.memory_end.value)));
    }
    // What lies before them in the file is mapped with them, where a hole would be else.
    const uint64_t before = placing_.overlaps_data(offset, count * entry)
                                ? align_up(placing_.data_end - offset, layout_.page)
                                : 0;
    layout_.headers.offset = offset + before;
    layout_.headers.vaddr = layout_.memory_end + before;
    append(layout_, {.flags = PF_R,
                     .offset = offset,
                     .vaddr = layout_.memory_end,
                     .filesz = before + count * entry,
                     .memsz = before + count * entry,
                     .align = step});
    return {};
  }

  // The fold has another ELF header, whose place in memory is the program's first.
  Result<void> check_header_bytes() const {
    const Module& program = *parts_.program().module;
    const uint64_t size = with_format(
        machine_.format, []<typename E>() -> uint64_t { return sizeof(typename E::Ehdr); });
    for (const Segment& load : program.loads) {
      const bool first = load.header_at == program.loads.front().header_at;
      if (load.filesz == 0 || load.offset.value >= size || (first && load.offset.value == 0))
        continue;
      return fail(program.file.error("PT_LOAD p_offset", load.header_at,
                                     "the ELF header at the first one's start, or in none",
                                     fmt::format("{:#x}", load.offset.value)));
    }
    return {};
  }

  // Each of the program's segments keeps its own bytes of the file.
  Result<void> check_program_bytes() const {
    std::vector<const PlannedLoad*> loads;
    for (const PlannedLoad& load : layout_.loads) {
      if (load.part == &parts_.program() && load.filesz != 0) loads.push_back(&load);
    }
    std::ranges::sort(loads, {}, &PlannedLoad::offset);
    for (size_t i = 1; i < loads.size(); ++i) {
      const uint64_t end = loads[i - 1]->offset + loads[i - 1]->filesz;
      if (loads[i]->offset >= end) continue;
      return fail(
          parts_.program().module->file.error("PT_LOAD p_offset", loads[i]->source->header_at,
                                              fmt::format("bytes of its own, from {:#x} on", end),
                                              fmt::format("{:#x}", loads[i]->offset)));
    }
    return {};
  }

  Layout take() {
    layout_.file_end = std::max(layout_.file_end, placing_.data_end);
    return std::move(layout_);
  }

 private:
  // The first one's offset tells where the program headers are, and what is read-only is copied to
  // its place before anything is placed (rewrite/copies.h).
  Result<void> move_behind_data(PlannedLoad& load) const {
    const Module& program = *parts_.program().module;
    const uint64_t end = std::max(layout_.file_end, placing_.data_end);
    const bool first = load.source->header_at == program.loads.front().header_at;
    if (first || (load.flags & PF_W) == 0) {
      return fail(program.file.error(
          "R_*_COPY", load.source->header_at,
          "room in the file before what the program reads there by itself",
          fmt::format("{:#x} bytes up to offset {:#x}", load.filesz, placing_.data_begin)));
    }
    load.offset = congruent_offset(end, load.vaddr.value, load.align);
    if (load.offset < end || load.offset - end > kMostHole) {
      return fail(program.file.error("PT_LOAD p_align", load.source->header_at,
                                     "one that leaves a hole of at most 1 GiB",
                                     fmt::format("{:#x}", load.source->align)));
    }
    return {};
  }

  ImageAddress page_up(ImageAddress at) const {
    return ImageAddress(align_up(at.value, layout_.page));
  }

  Parts& parts_;
  const Machine& machine_;
  const Placing& placing_;
  Layout layout_;
};

}  // namespace

uint64_t header_entry_size(Format format) {
  return with_format(format, []<typename E>() -> uint64_t { return sizeof(typename E::Phdr); });
}

PlannedLoad& Layout::add_block(uint32_t flags, uint64_t size) {
  memory_end = ImageAddress(align_up(memory_end.value, page));
  const uint64_t offset = offset_for(memory_end.value, page);
  loads.push_back({.flags = flags,
                   .offset = offset,
                   .vaddr = memory_end,
                   .filesz = size,
                   .memsz = size,
                   .align = page});
  file_end = offset + size;
  memory_end = memory_end + size;
  return loads.back();
}

namespace {

bool begins_with_relro(const Part& part, const Segment& segment) {
  const Segment* relro = find_segment(part.module->segments, PT_GNU_RELRO);
  return relro != nullptr && relro->vaddr == segment.vaddr;
}

}  // namespace

bool Layout::in_step(const PlannedLoad& before, const PlannedLoad& load) const {
  const uint64_t distance = load.vaddr - before.vaddr;
  return before.part == load.part && before.flags == PF_R && before.filesz == before.memsz &&
         load.offset - before.offset == distance &&
         align_down(load.vaddr.value, page) <= align_up((before.vaddr + before.memsz).value, page);
}

// If that fits.
uint64_t Layout::offset_in_step(const PlannedLoad& load) const {
  const PlannedLoad& before = loads.back();
  PlannedLoad moved = load;
  moved.offset = before.offset + (load.vaddr - before.vaddr);
  const bool fits = in_step(before, moved) && moved.offset >= file_end &&
                    (load.vaddr.value - moved.offset) % load.align == 0;
  return fits ? moved.offset : load.offset;
}

namespace {

// What is mapped whole pages at a time covers what lay on the first page before.
Result<void> check_pages(const Module& module, const Machine& machine) {
  const Segment* before = nullptr;  // of which something is mapped
  for (const Segment& b : module.loads) {
    if (b.memsz == 0) continue;
    if (before == nullptr) before = &b;
    const Segment& a = *std::exchange(before, &b);
    if (&a == &b) continue;
    const uint64_t page =
        std::clamp<uint64_t>(std::max(a.align, b.align), 1, machine.max_page_size);
    if ((a.end().value - 1) / page < b.vaddr.value / page) continue;
    if (a.vaddr.value - a.offset.value == b.vaddr.value - b.offset.value) continue;
    return fail(module.file.error(
        "PT_LOAD p_vaddr", b.header_at,
        fmt::format("pages of its own, from {:#x} on", align_up(a.end().value, page)),
        fmt::format("{:#x}", b.vaddr.value)));
  }
  return {};
}

}  // namespace

Result<void> append_part(Layout& layout, Part& part, const Machine& machine) {
  const auto loads = part.loads();
  if (loads.empty()) return {};
  ONEFOLD_CHECK(check_pages(*part.module, machine));
  uint64_t align = layout.page;
  for (const Segment& segment : loads) align = std::max(align, segment.align);
  const uint64_t base = align_up(layout.memory_end.value, align);
  const uint64_t first = align_down(loads.front().vaddr.value, align);
  const uint64_t span = loads.back().end().value - first;
  const uint64_t most = machine.format.max_address() / 2;
  if (base < layout.memory_end.value || most < base || most - base < span) {
    return fail(part.module->file.error(
        "PT_LOAD", "room in half of the address space",
        fmt::format("{:#x} bytes behind {:#x}", span, layout.memory_end.value)));
  }
  part.bias = base - first;
  for (const Segment& segment : loads) {
    PlannedLoad load = load_for(layout, part, segment);
    load.offset = layout.offset_for(load.vaddr.value, load.align);
    if (layout.relro_in_step && begins_with_relro(part, segment))
      load.offset = layout.offset_in_step(load);
    if (load.offset - layout.file_end > kMostHole) {
      return fail(part.module->file.error("PT_LOAD p_align", segment.header_at,
                                          "one that leaves a hole of at most 1 GiB",
                                          fmt::format("{:#x}", segment.align)));
    }
    append(layout, load);
  }
  layout.memory_end = ImageAddress(align_up(layout.memory_end.value, layout.page));
  return {};
}

// Where the next bytes of the file go.
uint64_t Layout::offset_for(uint64_t vaddr, uint64_t align) const {
  if (packed && !loads.empty() && is_packed(loads.back())) {
    return loads.back().offset + (vaddr - loads.back().vaddr.value);
  }
  return congruent_offset(file_end, vaddr, packed ? std::max(packed_align, page) : align);
}

bool Layout::is_packed(const PlannedLoad& load) const {
  return packed && !load.unpacks && (load.part == nullptr || load.part->scope_index != 0);
}

const PlannedLoad* Layout::load_of(ImageAddress at) const {
  auto after = std::ranges::upper_bound(loads, at, {}, &PlannedLoad::vaddr);
  if (after == loads.begin()) return nullptr;
  const PlannedLoad& load = *std::prev(after);
  return load.holds(at) ? &load : nullptr;
}

bool has_room_at_start(const Module& program, uint64_t size, const Placing& placing) {
  return size <= room_over_dead_tables(program) &&
         !placing.overlaps_data(program.header.phoff.value, size);
}

Result<Layout> place_parts(Parts& parts, const std::vector<CopiedObject>& copies,
                           const Machine& machine, const Placing& placing) {
  const Module& program = *parts.program().module;
  if (program.loads.empty()) {
    return fail(program.file.error("PT_LOAD", "at least one", "none"));
  }
  ONEFOLD_CHECK(check_pages(program, machine));
  Placer placer(parts, machine, placing);
  ONEFOLD_CHECK(placer.place_program(copies));
  ONEFOLD_CHECK(placer.place_headers());
  ONEFOLD_CHECK(placer.check_program_bytes());
  ONEFOLD_CHECK(placer.check_header_bytes());
  Layout layout = placer.take();
  layout.packed = placing.packed;
  layout.relro_in_step = placing.relro_in_step && !placing.packed;
  for (const Part& part : parts.list) {
    for (const Segment& segment : part.module->loads)
      layout.packed_align = std::max(layout.packed_align, segment.align);
  }
  for (size_t i = 1; i < parts.list.size(); ++i) {
    ONEFOLD_CHECK(append_part(layout, parts.list[i], machine));
    if (!parts.list[i].loads().empty()) hold_zeros(layout, layout.loads.back());
  }
  layout.relro_in_step = false;
  return layout;
}

}  // namespace onefold
