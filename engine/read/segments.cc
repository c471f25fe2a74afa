#include "read/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <climits>
#include <cstddef>

#include "base/checked.h"

namespace onefold {
namespace {

template <typename E>
std::vector<Segment> decode(std::span<const typename E::Phdr> table, FileOffset at) {
  std::vector<Segment> segments;
  segments.reserve(table.size());
  for (const auto& raw : table) {
    segments.push_back({.type = raw.p_type,
                        .flags = raw.p_flags,
                        .offset = FileOffset(raw.p_offset),
                        .vaddr = ModuleAddress(raw.p_vaddr),
                        .paddr = ModuleAddress(raw.p_paddr),
                        .filesz = raw.p_filesz,
                        .memsz = raw.p_memsz,
                        .align = raw.p_align,
                        .header_at = at});
    at = at + sizeof(raw);
  }
  return segments;
}

// What every segment whose bytes are read must satisfy.
class SegmentChecks {
 public:
  SegmentChecks(const FileView& file, Format format) : file_(file), format_(format) {}

  // Of no bytes, p_offset does not matter: linkers let a segment of zeros alone point past the end.
  Result<void> in_file(const Segment& s, std::string_view name) const {
    if (s.filesz == 0 || range_within(s.offset.value, s.filesz, file_.size())) return {};
    return wrong(s, name, "p_filesz", fmt::format("bytes inside the file's {}", file_.size()),
                 fmt::format("{} bytes at offset {:#x}", s.filesz, s.offset.value));
  }

  Result<void> filesz_fits_memsz(const Segment& s, std::string_view name) const {
    if (s.filesz <= s.memsz) return {};
    return wrong(s, name, "p_filesz", fmt::format("at most p_memsz ({:#x})", s.memsz),
                 fmt::format("{:#x}", s.filesz));
  }

  // Any number of PT_LOADs may have the same bytes of the file; of linkers', neighbours share a
  // page.
  Result<void> few_bytes(const Segment& s, uint64_t sum) const {
    constexpr uint64_t kMostTimes = 8;
    if (sum / kMostTimes <= file_.size()) return {};
    return wrong(s, "PT_LOAD", "p_filesz",
                 fmt::format("a sum over all of at most {} times the file's {} bytes", kMostTimes,
                             file_.size()),
                 fmt::format("{}", sum));
  }

  Result<void> in_address_space(const Segment& s, std::string_view name) const {
    auto end = checked_add(s.vaddr.value, s.memsz);
    if (end && *end <= format_.max_address()) return {};
    return wrong(s, name, "p_memsz", "an end inside the address space",
                 fmt::format("{:#x} bytes at address {:#x}", s.memsz, s.vaddr.value));
  }

  Result<void> power_of_two(const Segment& s, std::string_view name) const {
    if (s.align == 0 || std::has_single_bit(s.align)) return {};
    return wrong(s, name, "p_align", "0 or a power of two", fmt::format("{:#x}", s.align));
  }

  Result<void> congruent(const Segment& s, std::string_view name) const {
    if (s.align <= 1 || ((s.vaddr.value - s.offset.value) & (s.align - 1)) == 0) return {};
    return wrong(
        s, name, "p_offset",
        fmt::format("congruent to p_vaddr ({:#x}) modulo p_align ({:#x})", s.vaddr.value, s.align),
        fmt::format("{:#x}", s.offset.value));
  }

  tl::unexpected<Error> wrong(const Segment& s, std::string_view name, std::string_view field,
                              std::string expected, std::string found) const {
    return fail(file_.error(fmt::format("{} {}", name, field), s.header_at, std::move(expected),
                            std::move(found)));
  }

 private:
  const FileView& file_;
  Format format_;
};

using Loads = std::vector<const Segment*>;  // ascending and disjoint

Result<Loads> check_loads(const SegmentChecks& checks, const std::vector<Segment>& segments) {
  Loads loads;
  loads.reserve(segments.size());
  uint64_t filesz = 0;
  for (const Segment& s : segments) {
    if (s.type != PT_LOAD) continue;
    ONEFOLD_CHECK(checks.filesz_fits_memsz(s, "PT_LOAD"));
    ONEFOLD_CHECK(checks.in_file(s, "PT_LOAD"));
    ONEFOLD_CHECK(checks.few_bytes(s, filesz += s.filesz));
    ONEFOLD_CHECK(checks.in_address_space(s, "PT_LOAD"));
    ONEFOLD_CHECK(checks.power_of_two(s, "PT_LOAD"));
    ONEFOLD_CHECK(checks.congruent(s, "PT_LOAD"));
    if (!loads.empty() && s.vaddr < loads.back()->end()) {
      return checks.wrong(s, "PT_LOAD", "p_vaddr",
                          fmt::format("at least {:#x}, the end of the PT_LOAD before it",
                                      loads.back()->end().value),
                          fmt::format("{:#x}", s.vaddr.value));
    }
    loads.push_back(&s);
  }
  return loads;
}

// The PT_LOAD whose memory holds `at`, or null.
const Segment* find_load(const Loads& loads, ModuleAddress at) {
  auto after = std::ranges::upper_bound(loads, at, {}, &Segment::vaddr);
  if (after == loads.begin() || !(*std::prev(after))->holds(at, 1)) return nullptr;
  return *std::prev(after);
}

// ld.so copies the initial TLS block from its address.
Result<void> check_tls(const SegmentChecks& checks, const Loads& loads, const Segment& s) {
  ONEFOLD_CHECK(checks.filesz_fits_memsz(s, "PT_TLS"));
  ONEFOLD_CHECK(checks.in_file(s, "PT_TLS"));
  ONEFOLD_CHECK(checks.in_address_space(s, "PT_TLS"));
  ONEFOLD_CHECK(checks.power_of_two(s, "PT_TLS"));
  if (s.filesz == 0) return {};
  const Segment* load = find_load(loads, s.vaddr);
  if (load != nullptr && range_within(s.vaddr - load->vaddr, s.filesz, load->filesz)) return {};
  return checks.wrong(s, "PT_TLS", "p_vaddr",
                      fmt::format("{} file-backed bytes of a PT_LOAD there", s.filesz),
                      fmt::format("{:#x}", s.vaddr.value));
}

// ld.so ends the program if it cannot protect these pages. The last one may be padding after the
// PT_LOAD.
Result<void> check_relro(const SegmentChecks& checks, const Loads& loads, const Segment& s) {
  ONEFOLD_CHECK(checks.in_address_space(s, "PT_GNU_RELRO"));
  if (s.memsz == 0 || find_load(loads, s.vaddr) != nullptr) return {};
  return checks.wrong(s, "PT_GNU_RELRO", "p_vaddr", "an address inside a PT_LOAD",
                      fmt::format("{:#x}", s.vaddr.value));
}

// Linux (fs/binfmt_elf.c) refuses an interpreter's path that is empty or longer than any path.
Result<void> check_interp(const SegmentChecks& checks, const Segment& s) {
  if (s.filesz < 2 || s.filesz > PATH_MAX) {
    return checks.wrong(s, "PT_INTERP", "p_filesz", fmt::format("2 to {} bytes", PATH_MAX),
                        fmt::format("{}", s.filesz));
  }
  return checks.in_file(s, "PT_INTERP");
}

Result<void> check_other(const SegmentChecks& checks, const Loads& loads, const Segment& s) {
  switch (s.type) {
    case PT_GNU_RELRO:
      return check_relro(checks, loads, s);
    case PT_TLS:
      return check_tls(checks, loads, s);
    case PT_INTERP:
      return check_interp(checks, s);
    default:
      return {};
  }
}

FileOffset phnum_at(Format format) {
  return with_format(format,
                     []<typename E>() { return FileOffset(offsetof(typename E::Ehdr, e_phnum)); });
}

}  // namespace

Result<std::vector<Segment>> read_program_headers(const FileView& file, const Header& header) {
  if (header.phnum == 0) return std::vector<Segment>{};  // gABI: then e_phoff means nothing
  return with_format(header.format, [&]<typename E>() -> Result<std::vector<Segment>> {
    ONEFOLD_TRY(auto table,
                blame(offsetof(typename E::Ehdr, e_phoff),
                      file.table<typename E::Phdr>(header.phoff, header.phnum, "e_phoff")));
    return decode<E>(table, header.phoff);
  });
}

Result<std::vector<Segment>> read_segments(const FileView& file, const Header& header) {
  auto segments = read_program_headers(file, header);
  if (!segments || !header.is_loadable()) return segments;
  if (find_segment(*segments, PT_LOAD) == nullptr) {
    return fail(file.error("e_phnum", phnum_at(header.format), "at least one PT_LOAD",
                           fmt::format("none in {} program headers", header.phnum)));
  }
  SegmentChecks checks(file, header.format);
  ONEFOLD_TRY(const Loads loads, check_loads(checks, *segments));
  for (const Segment& s : *segments) ONEFOLD_CHECK(check_other(checks, loads, s));
  return segments;
}

const Segment* find_segment(const std::vector<Segment>& segments, uint32_t type) {
  const auto last = std::find_if(segments.rbegin(), segments.rend(), [type](const Segment& s) {
    return s.type == type && (type != PT_TLS || s.memsz != 0);
  });
  return last == segments.rend() ? nullptr : &*last;
}

}  // namespace onefold
