#include "read/module.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <iterator>

#include "base/checked.h"
#include "elf/names.h"

namespace onefold {
namespace {

constexpr size_t kUsualEntries = 32;  // at most, of a library

Result<std::vector<DynamicEntry>> read_dynamic(const Module& module, const Segment& segment) {
  ONEFOLD_TRY(auto raw, blame(segment.header_at.value,
                              module.bytes_at(segment.vaddr, segment.filesz, "PT_DYNAMIC")));
  return with_format(module.format(), [&]<typename E>() -> Result<std::vector<DynamicEntry>> {
    const auto table = FileView::as_table<typename E::Dyn>(raw);
    std::vector<DynamicEntry> entries;
    entries.reserve(std::min(table.size(), kUsualEntries));
    FileOffset at = module.offset_in_file(raw);
    for (const auto& dyn : table) {
      if (dyn.d_tag == DT_NULL) return entries;
      entries.push_back({dyn.d_tag, dyn.d_val, at});
      at = at + sizeof(dyn);
    }
    return fail(module.file.error("PT_DYNAMIC", module.offset_in_file(raw),
                                  "a DT_NULL entry at the end",
                                  fmt::format("{} entries without one", entries.size())));
  });
}

Result<void> expect_value(const Module& module, uint64_t tag,
                          std::initializer_list<uint64_t> allowed) {
  const DynamicEntry* entry = module.find_dynamic(tag);
  if (entry == nullptr || std::ranges::find(allowed, entry->value) != allowed.end()) return {};
  return fail(module.file.error(dynamic_tag_name(tag, module.header.machine), entry->at,
                                fmt::format("{}", fmt::join(allowed, " or ")),
                                fmt::format("{}", entry->value)));
}

// What ld.so asserts about its dynamic section (elf/get-dynamic-info.h), as errors.
Result<void> check_entry_sizes(const Module& module) {
  return with_format(module.format(), [&]<typename E>() -> Result<void> {
    ONEFOLD_CHECK(expect_value(module, DT_SYMENT, {sizeof(typename E::Sym)}));
    ONEFOLD_CHECK(expect_value(module, DT_RELENT, {sizeof(typename E::Rel)}));
    ONEFOLD_CHECK(expect_value(module, DT_RELAENT, {sizeof(typename E::Rela)}));
    ONEFOLD_CHECK(expect_value(module, DT_RELRENT, {sizeof(typename E::Addr)}));
    return expect_value(module, DT_PLTREL, {DT_REL, DT_RELA});
  });
}

Result<void> read_strings(Module& module) {
  const DynamicEntry* table = module.find_dynamic(DT_STRTAB);
  const DynamicEntry* size = module.find_dynamic(DT_STRSZ);
  if (table == nullptr) return {};
  if (size == nullptr) {
    return fail(module.file.error("DT_STRSZ", table->at, "an entry beside DT_STRTAB", "none"));
  }
  ONEFOLD_TRY(module.strings, blame(table->at.value, module.bytes_at(ModuleAddress(table->value),
                                                                     size->value, "DT_STRTAB")));
  module.strings_at = module.offset_in_file(module.strings);
  return {};
}

}  // namespace

const DynamicEntry* Module::find_dynamic(uint64_t tag) const {
  const DynamicEntry* found = nullptr;
  for (const DynamicEntry& entry : dynamic) {
    if (entry.tag == tag) found = &entry;
  }
  return found;
}

std::optional<uint64_t> Module::dynamic_value(uint64_t tag) const {
  const DynamicEntry* entry = find_dynamic(tag);
  if (entry == nullptr) return std::nullopt;
  return entry->value;
}

Result<std::string_view> Module::string(uint64_t offset, std::string_view field) const {
  return string_at(file, strings, strings_at, offset, field);
}

Result<std::string_view> Module::short_string(uint64_t offset, std::string_view field) const {
  auto rest = strings.subspan(as_size(std::min<uint64_t>(offset, strings.size())));
  if (rest.size() > PATH_MAX && std::memchr(rest.data(), 0, PATH_MAX + 1) == nullptr) {
    return fail(file.error(field, strings_at + offset,
                           fmt::format("a name of at most {} bytes", PATH_MAX), "a longer one"));
  }
  return string(offset, field);
}

Result<std::optional<std::string_view>> Module::dynamic_string(uint64_t tag) const {
  const DynamicEntry* entry = find_dynamic(tag);
  if (entry == nullptr) return std::nullopt;
  return blame(entry->at.value, string(entry->value, dynamic_tag_name(tag, header.machine)));
}

Result<std::vector<std::string_view>> Module::needed() const {
  std::vector<std::string_view> names;
  for (const DynamicEntry& entry : dynamic) {
    if (entry.tag != DT_NEEDED) continue;
    ONEFOLD_TRY(names.emplace_back(),
                blame(entry.at.value, short_string(entry.value, "DT_NEEDED")));
  }
  return names;
}

Result<std::optional<std::string_view>> Module::interpreter() const {
  // Linux (fs/binfmt_elf.c) takes the first.
  const auto segment = std::ranges::find(segments, uint32_t{PT_INTERP}, &Segment::type);
  if (segment == segments.end()) return std::nullopt;
  ONEFOLD_TRY(auto raw, file.bytes(segment->offset, segment->filesz, "PT_INTERP"));
  ONEFOLD_TRY(auto path, blame(segment->header_at.value,
                               string_at(file, raw, segment->offset, 0, "PT_INTERP")));
  if (path.empty()) return fail(file.error("PT_INTERP", segment->offset, "a path", "an empty one"));
  return path;
}

const Segment* Module::load_at(ModuleAddress at, uint64_t size) const {
  auto after = std::ranges::upper_bound(loads, at, {}, &Segment::vaddr);
  if (after == loads.begin()) return nullptr;
  const Segment& load = *std::prev(after);
  return load.holds(at, size) ? &load : nullptr;
}

Result<std::span<const std::byte>> Module::bytes_from(ModuleAddress at,
                                                      std::string_view field) const {
  const Segment* load = load_at(at, 0);
  if (load == nullptr || at - load->vaddr > load->filesz) {
    return fail(file.error(field, "an address inside the file-backed bytes of a PT_LOAD",
                           fmt::format("{:#x}", at.value)));
  }
  uint64_t skip = at - load->vaddr;
  return file.bytes(load->offset + skip, load->filesz - skip, field);
}

Result<std::span<const std::byte>> Module::bytes_at(ModuleAddress at, uint64_t size,
                                                    std::string_view field) const {
  ONEFOLD_TRY(auto from, bytes_from(at, field));
  if (size > from.size()) return fail(short_table(at, from, size, 1, field));
  return from.first(as_size(size));
}

Result<FileOffset> Module::offset_of(ModuleAddress at, uint64_t size,
                                     std::string_view field) const {
  ONEFOLD_TRY(auto bytes, bytes_at(at, size, field));
  return offset_in_file(bytes);
}

Error Module::short_table(ModuleAddress at, std::span<const std::byte> from, uint64_t count,
                          uint64_t entry_size, std::string_view field) const {
  auto wanted = entry_size == 1 ? fmt::format("{} bytes", count)
                                : fmt::format("{} entries of {} bytes", count, entry_size);
  return file.error(
      field, offset_in_file(from),
      fmt::format("a table inside its PT_LOAD's file-backed bytes, {} from there", from.size()),
      fmt::format("{} at address {:#x}", wanted, at.value));
}

Result<Module> read_module(const FileView& file) {
  Module module;
  module.file = file;
  ONEFOLD_TRY(module.header, read_header(file));
  module.machine = find_machine(module.header.machine, module.format(), module.header.flags);
  ONEFOLD_TRY(module.segments, read_segments(file, module.header));
  if (!module.header.is_loadable()) return module;
  module.loads.reserve(
      static_cast<size_t>(std::ranges::count(module.segments, uint32_t{PT_LOAD}, &Segment::type)));
  std::ranges::copy_if(module.segments, std::back_inserter(module.loads),
                       [](const Segment& s) { return s.type == PT_LOAD; });
  if (const Segment* segment = find_segment(module.segments, PT_DYNAMIC)) {
    ONEFOLD_TRY(module.dynamic, read_dynamic(module, *segment));
    ONEFOLD_CHECK(check_entry_sizes(module));
    ONEFOLD_CHECK(read_strings(module));
  }
  return module;
}

}  // namespace onefold
