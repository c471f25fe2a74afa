#include "read/versions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"

namespace onefold {
namespace {

// Where a chain begins: at an offset in its table, as a field of the file says.
struct ChainStart {
  uint64_t at = 0;
  std::string_view field;
  FileOffset field_at;
  uint64_t value = 0;  // the field's
};

// Walks a chain of T whose links are distances in bytes from one entry to the next (vd_next,
// vda_next, ...). A link of 0 ends it; each link must step over the entry it stands in, so the
// chain only moves forward and ends.
template <typename T>
class Chain {
 public:
  Chain(const Module& module, std::span<const std::byte> table, std::string_view link_name)
      : module_(module), table_(table), link_name_(link_name) {}

  // visit(entry, offset of the entry in the table) for `count` entries from `start`; `link` reads
  // an entry's distance.
  template <typename Link, typename Visit>
  Result<void> walk(const ChainStart& start, uint64_t count, std::string_view count_name, Link link,
                    Visit visit) const {
    if (!fits(start.at)) {
      return fail(module_.file.error(start.field, start.field_at, "an entry inside its segment",
                                     fmt::format("{:#x}", start.value)));
    }
    uint64_t at = start.at;
    for (uint64_t i = 0; i < count; ++i) {
      const T& entry = FileView::as_table<T>(table_.subspan(as_size(at)))[0];
      ONEFOLD_CHECK(visit(entry, at));
      uint64_t step = link(entry);
      bool last = i + 1 == count;
      if (last != (step == 0)) {
        return wrong(at, link_name_, fmt::format("a chain of {} {}", count, count_name),
                     last ? "a longer one" : fmt::format("{}", i + 1));
      }
      if (step != 0 && step < sizeof(T)) {
        return wrong(at, link_name_, fmt::format("0 or at least {}", sizeof(T)),
                     fmt::format("{}", step));
      }
      if (!fits(at + step)) {
        return wrong(at, link_name_, "an entry inside its segment", fmt::format("{:#x}", step));
      }
      at += step;
    }
    return {};
  }

  tl::unexpected<Error> wrong(uint64_t at, std::string_view field, std::string expected,
                              std::string found) const {
    return fail(module_.file.error(field, module_.offset_in_file(table_) + at, std::move(expected),
                                   std::move(found)));
  }

 private:
  bool fits(uint64_t at) const { return at <= table_.size() && table_.size() - at >= sizeof(T); }

  const Module& module_;
  std::span<const std::byte> table_;
  std::string_view link_name_;  // the field that holds the distance
};

// Version indices are 15 bits, so a table of this size names every one; a chain whose entries share
// their auxiliary entries could else ask for 2^32 steps.
constexpr uint64_t kMostVersions = 0x10000;
constexpr size_t kUsual = 16;  // what a file states is no reason to take so much memory

// The number of entries of `table`, as the dynamic entry `tag` states it.
Result<uint64_t> count_entry(const Module& module, const DynamicEntry& table, uint64_t tag,
                             std::string_view name) {
  const DynamicEntry* entry = module.find_dynamic(tag);
  if (entry == nullptr) {
    return fail(module.file.error(name, table.at, "an entry with the number of versions", "none"));
  }
  // Who follows the links alone, as glibc does, reads at least one.
  if (entry->value != 0 && entry->value <= kMostVersions) return entry->value;
  return fail(module.file.error(name, entry->at, fmt::format("1 to {}", kMostVersions),
                                fmt::format("{}", entry->value)));
}

template <typename E>
Result<std::vector<VersionDefinition>> read_defined(const Module& module) {
  using Verdef = typename E::Verdef;
  using Verdaux = typename E::Verdaux;
  std::vector<VersionDefinition> defined;
  const DynamicEntry* entry = module.find_dynamic(DT_VERDEF);
  if (entry == nullptr) return defined;
  ONEFOLD_TRY(auto count, count_entry(module, *entry, DT_VERDEFNUM, "DT_VERDEFNUM"));
  ONEFOLD_TRY(auto table,
              blame(entry->at.value, module.bytes_from(ModuleAddress(entry->value), "DT_VERDEF")));
  Chain<Verdef> chain(module, table, "vd_next");
  const FileOffset table_at = module.offset_in_file(table);
  Chain<Verdaux> names(module, table, "vda_next");
  uint64_t total = 0;
  auto visit = [&](const Verdef& raw, uint64_t at) -> Result<void> {
    if (raw.vd_version != 1) {
      return chain.wrong(at, "vd_version", "1", fmt::format("{}", raw.vd_version.get()));
    }
    if (raw.vd_cnt == 0) return chain.wrong(at, "vd_cnt", "at least 1, the version's name", "0");
    total += raw.vd_cnt;
    if (total > kMostVersions) {
      return chain.wrong(at, "vd_cnt", fmt::format("at most {} names in all", kMostVersions),
                         fmt::format("{}", total));
    }
    VersionDefinition definition{.name = {},
                                 .index = static_cast<uint16_t>(raw.vd_ndx & ~kVersymHidden),
                                 .flags = raw.vd_flags,
                                 .hash = raw.vd_hash,
                                 .hidden = (raw.vd_ndx & kVersymHidden) != 0,
                                 .parents = {}};
    bool first = true;
    auto visit_name = [&](const Verdaux& aux, uint64_t name_at) -> Result<void> {
      ONEFOLD_TRY(auto name,
                  blame((table_at + name_at).value, module.short_string(aux.vda_name, "vda_name")));
      if (first) {
        definition.name = name;
      } else {
        definition.parents.push_back(name);
      }
      first = false;
      return {};
    };
    ONEFOLD_CHECK(names.walk(
        {at + raw.vd_aux, "vd_aux", table_at + at, raw.vd_aux}, raw.vd_cnt, "(vd_cnt)",
        [](const Verdaux& aux) -> uint64_t { return aux.vda_next; }, visit_name));
    defined.push_back(std::move(definition));
    return {};
  };
  ONEFOLD_CHECK(chain.walk(
      {0, "DT_VERDEF", entry->at, entry->value}, count, "(DT_VERDEFNUM)",
      [](const Verdef& raw) -> uint64_t { return raw.vd_next; }, visit));
  return defined;
}

template <typename E>
Result<std::vector<VersionNeed>> read_needed(const Module& module) {
  using Verneed = typename E::Verneed;
  using Vernaux = typename E::Vernaux;
  std::vector<VersionNeed> needed;
  const DynamicEntry* entry = module.find_dynamic(DT_VERNEED);
  if (entry == nullptr) return needed;
  ONEFOLD_TRY(auto count, count_entry(module, *entry, DT_VERNEEDNUM, "DT_VERNEEDNUM"));
  ONEFOLD_TRY(auto table,
              blame(entry->at.value, module.bytes_from(ModuleAddress(entry->value), "DT_VERNEED")));
  Chain<Verneed> chain(module, table, "vn_next");
  const FileOffset table_at = module.offset_in_file(table);
  Chain<Vernaux> versions(module, table, "vna_next");
  uint64_t total = 0;
  auto visit = [&](const Verneed& raw, uint64_t at) -> Result<void> {
    if (raw.vn_version != 1) {
      return chain.wrong(at, "vn_version", "1", fmt::format("{}", raw.vn_version.get()));
    }
    if (raw.vn_cnt == 0) {
      return chain.wrong(at, "vn_cnt", "at least 1, a version of the file", "0");
    }
    total += raw.vn_cnt;
    if (total > kMostVersions) {
      return chain.wrong(at, "vn_cnt", fmt::format("at most {} versions in all", kMostVersions),
                         fmt::format("{}", total));
    }
    VersionNeed need;
    ONEFOLD_TRY(need.file,
                blame((table_at + at).value, module.short_string(raw.vn_file, "vn_file")));
    need.versions.reserve(std::min<size_t>(raw.vn_cnt, kUsual));
    auto visit_version = [&](const Vernaux& aux, uint64_t version_at) -> Result<void> {
      ONEFOLD_TRY(auto name, blame((table_at + version_at).value,
                                   module.short_string(aux.vna_name, "vna_name")));
      need.versions.push_back({.name = name,
                               .index = static_cast<uint16_t>(aux.vna_other & ~kVersymHidden),
                               .flags = aux.vna_flags,
                               .hash = aux.vna_hash,
                               .hidden = (aux.vna_other & kVersymHidden) != 0});
      return {};
    };
    ONEFOLD_CHECK(versions.walk(
        {at + raw.vn_aux, "vn_aux", table_at + at, raw.vn_aux}, raw.vn_cnt, "(vn_cnt)",
        [](const Vernaux& aux) -> uint64_t { return aux.vna_next; }, visit_version));
    needed.push_back(std::move(need));
    return {};
  };
  ONEFOLD_CHECK(chain.walk(
      {0, "DT_VERNEED", entry->at, entry->value}, count, "(DT_VERNEEDNUM)",
      [](const Verneed& raw) -> uint64_t { return raw.vn_next; }, visit));
  return needed;
}

// 0 without versions.
uint16_t highest_index(const Versions& versions) {
  uint16_t highest = 0;
  for (const VersionDefinition& definition : versions.defined) {
    highest = std::max(highest, definition.index);
  }
  for (const VersionNeed& need : versions.needed) {
    for (const NeededVersion& version : need.versions) {
      highest = std::max(highest, version.index);
    }
  }
  return highest;
}

}  // namespace

Result<Versions> read_versions(const Module& module) {
  return with_format(module.format(), [&]<typename E>() -> Result<Versions> {
    Versions versions;
    ONEFOLD_TRY(versions.defined, read_defined<E>(module));
    ONEFOLD_TRY(versions.needed, read_needed<E>(module));
    return versions;
  });
}

Result<std::vector<uint16_t>> read_version_indices(const Module& module, const Versions& versions,
                                                   uint64_t symbol_count) {
  const DynamicEntry* entry = module.find_dynamic(DT_VERSYM);
  if (entry == nullptr) return std::vector<uint16_t>{};
  const uint16_t highest = highest_index(versions);
  return with_format(module.format(), [&]<typename E>() -> Result<std::vector<uint16_t>> {
    ONEFOLD_TRY(auto table, blame(entry->at.value,
                                  module.table_at<typename E::Half>(ModuleAddress(entry->value),
                                                                    symbol_count, "DT_VERSYM")));
    std::vector<uint16_t> indices(table.begin(), table.end());
    // ld.so looks the index up unchecked in its table of versions, which it makes if there are any.
    auto outside = std::ranges::find_if(
        indices, [&](uint16_t index) { return (index & ~kVersymHidden) > highest; });
    if (highest == 0 || outside == indices.end()) return indices;
    const FileOffset at = module.offset_in_file(std::as_bytes(table));
    return fail(module.file.error(
        "DT_VERSYM", at + static_cast<uint64_t>(outside - indices.begin()) * sizeof(uint16_t),
        fmt::format("a version index up to {}", highest),
        fmt::format("{}", *outside & ~kVersymHidden)));
  });
}

}  // namespace onefold
