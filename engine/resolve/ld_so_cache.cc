#include "resolve/ld_so_cache.h"

#include <algorithm>
#include <climits>
#include <cstring>

#include "base/checked.h"
#include "elf/layout.h"
#include "machine/abi_flags.h"

namespace onefold {
namespace {

constexpr std::string_view kOldMagic = "ld.so-1.7.0";
constexpr std::string_view kNewMagic = "glibc-ld.so.cache1.1";

// struct cache_file: the magic padded to a multiple of 4, then the count.
constexpr uint64_t kOldCountAt = 12;
constexpr uint64_t kOldHeaderSize = 16;
constexpr uint64_t kOldEntrySize = 12;

// struct cache_file_new.
constexpr uint64_t kNewCountAt = 20;
constexpr uint64_t kNewFlagsAt = 28;
constexpr uint64_t kNewExtensionAt = 32;
constexpr uint64_t kNewHeaderSize = 48;
constexpr uint64_t kNewEntrySize = 24;
constexpr uint64_t kHwcapInEntry = 16;

constexpr uint8_t kEndianMask = 3;
constexpr uint8_t kEndianLittle = 2;
constexpr uint8_t kEndianBig = 3;

constexpr uint32_t kExtensionMagic = 0xeaa42174;
constexpr uint32_t kExtensionHwcaps = 1;  // tag of the glibc-hwcaps section
constexpr uint64_t kExtensionHeaderSize = 8;
constexpr uint64_t kExtensionSectionSize = 16;

// DL_CACHE_HWCAP_EXTENSION, and the ISA level bits that may stand beside it.
constexpr uint32_t kHwcapExtension = 1U << 30;
constexpr uint32_t kHwcapIsaLevels = (1U << 10) - 1;
// The legacy "tls" subdirectory, which every processor may use (_DL_HWCAP_TLS_MASK).
constexpr uint64_t kHwcapTls = uint64_t{1} << 63;

bool has_magic(const FileView& file, uint64_t at, std::string_view magic) {
  if (!range_within(at, magic.size(), file.size())) return false;
  return std::memcmp(file.all().data() + at, magic.data(), magic.size()) == 0;
}

bool is_named_hwcap(uint64_t hwcap) {
  return (static_cast<uint32_t>(hwcap >> 32) & ~kHwcapIsaLevels) == kHwcapExtension;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number at the front of `text`, which is removed. Wraps as the int of _dl_cache_libcmp does.
uint32_t take_number(std::string_view& text) {
  uint32_t value = 0;
  while (!text.empty() && is_digit(text[0])) {
    value = value * 10 + static_cast<uint32_t>(text[0] - '0');
    text.remove_prefix(1);
  }
  return value;
}

}  // namespace

int compare_cache_names(std::string_view a, std::string_view b) {
  while (!a.empty()) {
    bool b_digit = !b.empty() && is_digit(b[0]);
    if (is_digit(a[0])) {
      if (!b_digit) return 1;
      const auto left = static_cast<int32_t>(take_number(a));
      const auto right = static_cast<int32_t>(take_number(b));
      if (left != right) return left < right ? -1 : 1;
    } else if (b_digit) {
      return -1;
    } else if (b.empty() || a[0] != b[0]) {
      return b.empty() || a[0] > b[0] ? 1 : -1;
    } else {
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return b.empty() ? 0 : -1;
}

std::string canonical_cache_name(std::string_view name) {
  std::string canonical;
  while (!name.empty()) {
    if (is_digit(name[0])) {
      canonical += std::to_string(take_number(name));
    } else {
      canonical += name[0];
      name.remove_prefix(1);
    }
  }
  return canonical;
}

std::optional<LdSoCache> LdSoCache::parse(const FileView& file, const Machine& machine,
                                          Format format, const std::vector<std::string>& hwcaps) {
  LdSoCache cache(file, machine, format.order);
  auto fits = [&](uint64_t header_end, uint64_t entry_size, uint32_t count) {
    return header_end < file.size() && (file.size() - header_end) / entry_size >= count;
  };
  auto read_new = [&](uint64_t at) {
    if (!has_magic(file, at, kNewMagic) || file.size() - at < kNewHeaderSize) return false;
    auto flags = std::to_integer<uint8_t>(file.all()[as_size(at + kNewFlagsAt)]);
    uint8_t wanted = format.order == std::endian::big ? kEndianBig : kEndianLittle;
    if (flags != 0 && (flags & kEndianMask) != wanted) return false;
    uint32_t count = cache.word(at + kNewCountAt);
    if (!fits(at + kNewHeaderSize, kNewEntrySize, count)) return false;
    cache.entries_at_ = at + kNewHeaderSize;
    cache.entry_size_ = kNewEntrySize;
    cache.count_ = count;
    cache.strings_at_ = at;
    cache.read_extensions(at, hwcaps);
    return true;
  };

  if (has_magic(file, 0, kNewMagic)) {
    if (!read_new(0)) return std::nullopt;
    return cache;
  }
  if (!has_magic(file, 0, kOldMagic) || file.size() < kOldHeaderSize) return std::nullopt;
  uint32_t count = cache.word(kOldCountAt);
  if (!fits(kOldHeaderSize, kOldEntrySize, count)) return std::nullopt;
  uint64_t old_end = kOldHeaderSize + count * kOldEntrySize;
  // The new header is aligned as its 64-bit fields are: to 8 bytes, but to 4 where i386 wrote it.
  for (uint64_t alignment : {uint64_t{8}, uint64_t{4}}) {
    uint64_t at = align_up(old_end, alignment);
    if (!has_magic(file, at, kNewMagic)) continue;
    if (!read_new(at)) return std::nullopt;
    return cache;
  }
  cache.entries_at_ = kOldHeaderSize;
  cache.entry_size_ = kOldEntrySize;
  cache.count_ = count;
  cache.strings_at_ = old_end;
  return cache;
}

uint32_t LdSoCache::word(uint64_t offset) const {
  auto raw = file_.all().subspan(as_size(offset), 4);  // every caller has checked the range
  if (order_ == std::endian::big) return FileView::as_table<Elf32Be::Word>(raw)[0];
  return FileView::as_table<Elf32Le::Word>(raw)[0];
}

LdSoCache::Entry LdSoCache::entry(uint32_t index) const {
  uint64_t at = entries_at_ + index * entry_size_;
  Entry entry{.flags = word(at), .key = word(at + 4), .value = word(at + 8)};
  if (entry_size_ == kNewEntrySize) {
    uint64_t first = word(at + kHwcapInEntry);
    uint64_t second = word(at + kHwcapInEntry + 4);
    entry.hwcap = order_ == std::endian::big ? first << 32 | second : second << 32 | first;
  }
  return entry;
}

std::optional<std::string_view> LdSoCache::string(uint64_t index) const {
  uint64_t at = strings_at_ + index;
  if (at >= file_.size()) return std::nullopt;
  const char* start = reinterpret_cast<const char*>(file_.all().data()) + at;
  const uint64_t most = std::min<uint64_t>(file_.size() - at, PATH_MAX + 1);
  const void* end = std::memchr(start, 0, as_size(most));
  if (end == nullptr) return std::nullopt;
  return std::string_view(start, static_cast<const char*>(end));
}

std::optional<int> LdSoCache::compare(std::string_view name, uint32_t index) const {
  auto key = string(entry(index).key);
  if (!key) return std::nullopt;
  return compare_cache_names(name, *key);
}

void LdSoCache::read_extensions(uint64_t header_at, const std::vector<std::string>& hwcaps) {
  uint64_t at = word(header_at + kNewExtensionAt);
  if (hwcaps.empty() || at == 0 || at % 4 != 0) return;
  if (!range_within(at, kExtensionHeaderSize, file_.size()) || word(at) != kExtensionMagic) return;
  uint64_t count = word(at + 4);
  at += kExtensionHeaderSize;
  if (!range_within(at, count * kExtensionSectionSize, file_.size())) return;
  // The last one counts (cache_extension_load).
  uint64_t offset = 0, size = 0;
  for (uint64_t i = 0; i < count; ++i, at += kExtensionSectionSize) {
    if (word(at) != kExtensionHwcaps || !range_within(word(at + 8), word(at + 12), file_.size()))
      continue;
    offset = word(at + 8);
    size = word(at + 12);
  }
  hwcap_priorities_.assign(as_size(size / 4), 0);
  for (uint32_t& priority : hwcap_priorities_) {
    // These are offsets from the start of the file.
    uint64_t name_at = word(offset);
    offset += 4;
    auto name = name_at >= strings_at_ ? string(name_at - strings_at_) : std::nullopt;
    auto wanted = name ? std::ranges::find(hwcaps, *name) : hwcaps.end();
    if (wanted != hwcaps.end()) priority = static_cast<uint32_t>(wanted - hwcaps.begin()) + 1;
  }
}

uint32_t LdSoCache::hwcap_priority(uint64_t hwcap) const {
  auto index = static_cast<uint32_t>(hwcap);
  return index < hwcap_priorities_.size() ? hwcap_priorities_[index] : 0;
}

uint32_t LdSoCache::first_of_name(std::string_view name, uint32_t index) const {
  while (index > 0 && compare(name, index - 1) == 0) --index;
  return index;
}

std::optional<std::string_view> LdSoCache::find(std::string_view name) {
  const auto [found, is_new] = found_.try_emplace(canonical_cache_name(name));
  if (is_new) found->second = search(name);
  return found->second;
}

std::optional<std::string_view> LdSoCache::search(std::string_view name) const {
  // The table is in descending order.
  uint32_t left = 0;
  uint32_t right = count_;
  std::optional<uint32_t> hit;
  while (left < right && !hit) {
    uint32_t middle = left + (right - left) / 2;
    auto order = compare(name, middle);
    if (!order) return std::nullopt;
    if (*order == 0) hit = middle;
    if (*order < 0) left = middle + 1;
    if (*order > 0) right = middle;
  }
  if (!hit) return std::nullopt;

  std::optional<std::string_view> best;
  uint32_t best_priority = 0;  // of a named hwcap
  for (uint32_t i = first_of_name(name, *hit); i < count_ && compare(name, i) == 0; ++i) {
    Entry e = entry(i);
    CacheMatch match = match_cache_flags(*machine_, e.flags);
    auto path = string(e.value);
    if (match == CacheMatch::kNo || !path) continue;
    if (is_named_hwcap(e.hwcap)) {
      uint32_t priority = hwcap_priority(e.hwcap);
      if (priority == 0 || (best && priority >= best_priority)) continue;
      best_priority = priority;
      best = path;
      continue;
    }
    // Entries of named subdirectories come first; the best of them wins, or else the first other
    // one.
    if (entry_size_ == kNewEntrySize && best) break;
    if ((e.hwcap & ~kHwcapTls) != 0) continue;
    best = path;
    if (match == CacheMatch::kBest) break;
  }
  return best;
}

}  // namespace onefold
