#include "verify/object.h"

#include <fmt/format.h>

#include <bit>

#include "base/checked.h"
#include "base/name_hash.h"
#include "elf/hash.h"

namespace onefold::verify {
namespace {

// glibc, elf/dl-lookup.c (do_lookup_x): the bloom filter, then the chain from the name's bucket on,
// up to an entry whose lowest bit is set.
template <typename E>
Result<std::vector<uint32_t>> reached_by_gnu_hash(const Object& object, ModuleAddress at) {
  const Module& module = *object.module;
  constexpr uint32_t kBits = E::k64 ? 64 : 32;
  ONEFOLD_TRY(auto head, module.table_at<typename E::Word>(at, 4, "DT_GNU_HASH"));
  const uint32_t bucket_count = head[0];
  const uint32_t first = head[1];
  const uint32_t bloom_count = head[2];
  const uint32_t shift = head[3];
  ONEFOLD_TRY(auto bloom, module.table_at<typename E::Addr>(at + 16, bloom_count, "DT_GNU_HASH"));
  const ModuleAddress buckets_at = at + 16 + uint64_t{bloom_count} * sizeof(typename E::Addr);
  ONEFOLD_TRY(auto buckets,
              module.table_at<typename E::Word>(buckets_at, bucket_count, "DT_GNU_HASH"));
  std::vector<uint32_t> reached;
  if (bucket_count == 0 || bloom_count == 0 || first >= object.symbols.size()) return reached;
  // Symbols behind the last chain (unhashed ones that relocations use) have no entry.
  ONEFOLD_TRY(auto chain_bytes,
              module.bytes_from(buckets_at + uint64_t{bucket_count} * 4, "DT_GNU_HASH"));
  auto chain = FileView::as_table<typename E::Word>(chain_bytes);
  uint64_t run = first;  // where the chain that holds the symbol in hand may begin at the earliest
  for (uint64_t s = first; s < object.symbols.size() && s - first < chain.size(); ++s) {
    const uint32_t stored = chain[as_size(s - first)];
    const uint32_t hash = gnu_hash(object.symbols[as_size(s)].name);
    const uint32_t bucket = buckets[hash % bucket_count];
    const uint64_t word = bloom[(hash / kBits) & (bloom_count - 1)];
    const bool in_bloom =
        ((word >> (hash % kBits)) & (word >> ((shift < 32 ? hash >> shift : 0) % kBits)) & 1) != 0;
    if (bucket != 0 && bucket >= run && bucket <= s && (stored | 1) == (hash | 1) && in_bloom)
      reached.push_back(static_cast<uint32_t>(s));
    if ((stored & 1) != 0) run = s + 1;
  }
  return reached;
}

template <typename E, typename Entry>
Result<std::vector<uint32_t>> reached_by_sysv_hash(const Object& object, ModuleAddress at) {
  const Module& module = *object.module;
  ONEFOLD_TRY(auto head, module.table_at<Entry>(at, 2, "DT_HASH"));
  const uint64_t buckets = head[0];
  const uint64_t count = head[1];
  ONEFOLD_TRY(auto table,
              module.table_at<Entry>(at + 2 * sizeof(Entry), buckets + count, "DT_HASH"));
  std::vector<uint32_t> reached;
  for (uint64_t b = 0; b < buckets; ++b) {
    // count_symbols has seen that chains end and meet no symbol twice.
    for (uint64_t s = table[as_size(b)]; s != 0 && s < count; s = table[as_size(buckets + s)]) {
      if (s < object.symbols.size() && sysv_hash(object.symbols[as_size(s)].name) % buckets == b)
        reached.push_back(static_cast<uint32_t>(s));
    }
  }
  return reached;
}

Result<std::vector<uint32_t>> reached_symbols(const Object& object) {
  const Module& module = *object.module;
  return with_format(module.format(), [&]<typename E>() -> Result<std::vector<uint32_t>> {
    if (auto at = module.dynamic_value(DT_GNU_HASH))
      return reached_by_gnu_hash<E>(object, ModuleAddress(*at));
    auto at = module.dynamic_value(DT_HASH);
    if (!at) return std::vector<uint32_t>{};
    if (object.psabi->sysv_hash_entry == 8)
      return reached_by_sysv_hash<E, typename E::Xword>(object, ModuleAddress(*at));
    return reached_by_sysv_hash<E, typename E::Word>(object, ModuleAddress(*at));
  });
}

// glibc, elf/dl-version.c (_dl_check_map_versions): needed versions, then defined ones but the
// base.
std::vector<Version> number_versions(const Versions& tables) {
  std::vector<Version> versions(2);
  auto put = [&](uint16_t index, std::string_view name, uint32_t hash) {
    if (index >= versions.size()) versions.resize(size_t{index} + 1);
    versions[index] = {name, hash};
  };
  for (const VersionNeed& need : tables.needed) {
    for (const NeededVersion& v : need.versions) put(v.index, v.name, v.hash);
  }
  for (const VersionDefinition& v : tables.defined) {
    if ((v.flags & VER_FLG_BASE) == 0) put(v.index, v.name, v.hash);
  }
  return versions;
}

// All symbols may have one long name, or each another's tail: a file of n bytes then has names of
// n * n. Linkers share tails too, and a name has a symbol for each of its versions.
Result<void> check_names(const Object& object) {
  constexpr uint64_t kMostTimes = 16;
  constexpr uint64_t kForEach = 1024;
  const Module& module = *object.module;
  const uint64_t most = kMostTimes * module.strings.size() + kForEach * object.symbols.size();
  uint64_t length = 0;
  for (const Symbol& symbol : object.symbols) length += symbol.name.size();
  if (length <= most) return {};
  return fail(module.file.error("DT_SYMTAB st_name",
                                fmt::format("names of {} bytes together at most", most),
                                fmt::format("{}", length)));
}

}  // namespace

void Names::reserve(size_t names) {
  if (names * 2 > slots_.size()) resize(std::bit_ceil(names * 2));
}

void Names::resize(size_t slots) {
  slots_.assign(slots, kNone);
  for (uint32_t number = 0; number < texts_.size(); ++number) {
    size_t slot = hashes_[number] & (slots_.size() - 1);
    while (slots_[slot] != kNone) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = number;
  }
}

uint32_t Names::number_of(std::string_view name, uint32_t hash) {
  if (texts_.size() * 2 >= slots_.size()) resize(std::bit_ceil(texts_.size() * 2 + 64));
  size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != kNone; slot = (slot + 1) & (slots_.size() - 1)) {
    if (hashes_[slots_[slot]] == hash && texts_[slots_[slot]] == name) return slots_[slot];
  }
  slots_[slot] = count();
  texts_.push_back(name);
  hashes_.push_back(hash);
  return slots_[slot];
}

uint32_t Names::find(std::string_view name) const {
  if (slots_.empty()) return kNone;
  const uint32_t hash = name_hash(name);
  size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != kNone; slot = (slot + 1) & (slots_.size() - 1)) {
    if (hashes_[slots_[slot]] == hash && texts_[slots_[slot]] == name) return slots_[slot];
  }
  return kNone;
}

const Version* Object::version_of(uint32_t symbol) const {
  if (versym.empty()) return nullptr;
  const uint16_t index = versym[symbol] & 0x7fff;
  if (index >= versions.size() || versions[index].hash == 0) return nullptr;
  return &versions[index];
}

std::string_view Object::file_name() const {
  std::string_view path = module->file.name();
  return path.substr(path.rfind('/') + 1);
}

void number_names(std::span<Object> objects, Names& names) {
  size_t symbols = 0;
  for (const Object& object : objects) symbols += object.symbols.size();
  names.reserve(symbols / 2);  // many have one name
  for (Object& object : objects) {
    for (size_t i = 0; i < object.names.size(); ++i)
      object.names[i] = names.number_of(object.symbols[i].name, object.names[i]);
  }
}

Result<Object> read_object(const Module& module) {
  Object object;
  object.module = &module;
  object.psabi = find_psabi(module.header);
  if (object.psabi == nullptr) {
    return fail(module.file.error("e_machine", FileOffset(18),
                                  "a machine that verify has a table of",
                                  fmt::format("EM_{}", module.header.machine)));
  }
  ONEFOLD_TRY(auto soname, module.dynamic_string(DT_SONAME));
  object.soname = soname.value_or("");
  ONEFOLD_TRY(object.tables, read_relocation_tables(module));
  ONEFOLD_TRY(auto count, count_symbols(module, object.tables));
  ONEFOLD_TRY(object.symbols, read_symbols(module, count.count));
  ONEFOLD_CHECK(check_names(object));
  object.names.reserve(object.symbols.size());
  for (const Symbol& symbol : object.symbols) object.names.push_back(name_hash(symbol.name));
  ONEFOLD_TRY(object.version_tables, read_versions(module));
  ONEFOLD_TRY(object.versym, read_version_indices(module, object.version_tables, count.count));
  object.versions = number_versions(object.version_tables);
  ONEFOLD_TRY(object.hashed, reached_symbols(object));
  object.symbolic =
      (module.flags() & DF_SYMBOLIC) != 0 || module.find_dynamic(DT_SYMBOLIC) != nullptr;
  object.binds_now = (module.flags() & DF_BIND_NOW) != 0 || (module.flags_1() & DF_1_NOW) != 0 ||
                     module.find_dynamic(DT_BIND_NOW) != nullptr;
  object.tls = find_segment(module.segments, PT_TLS);
  object.has_interp = find_segment(module.segments, PT_INTERP) != nullptr;
  return object;
}

}  // namespace onefold::verify
