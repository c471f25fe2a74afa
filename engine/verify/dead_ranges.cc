#include "verify/dead_ranges.h"

#include <algorithm>

namespace onefold::verify {
namespace {

uint64_t size_of_header(Format format) {
  return with_format(format, []<typename E>() -> uint64_t { return sizeof(typename E::Ehdr); });
}
uint64_t size_of_program_header(Format format) {
  return with_format(format, []<typename E>() -> uint64_t { return sizeof(typename E::Phdr); });
}

class DeadTables {
 public:
  DeadTables(const Module& program, const Object& object) : program_(program), object_(object) {}

  std::vector<DeadRange> find() {
    const Format format = program_.format();
    if (const Segment* first = first_load()) {
      add(first->vaddr.value + (program_.header.phoff.value - first->offset.value),
          program_.header.phnum * size_of_program_header(format));
    }
    for (const Segment& segment : program_.segments) {
      if (is_moved(segment)) add(segment.vaddr.value, segment.filesz);
    }
    for (const RelocationTable& table : object_.tables) {
      if (table.kind != RelocTable::kGot) add(table.address.value, table.bytes.size());
    }
    with_format(format, [&]<typename E>() {
      add_dynamic(DT_SYMTAB, object_.symbols.size() * sizeof(typename E::Sym));
      add_dynamic(DT_VERSYM, object_.symbols.size() * 2);
      add_dynamic(DT_STRTAB, program_.strings.size());
      add_hash<E>();
      add_gnu_hash<E>();
      add_versions<E>();
    });
    std::ranges::sort(ranges_, {}, &DeadRange::at);
    return std::move(ranges_);
  }

  const Segment* first_load() const {
    return program_.loads.empty() ? nullptr : &program_.loads.front();
  }

 private:
  // The fold has its own: of a dynamic section, a loader writes into one that is writable.
  bool is_moved(const Segment& segment) const {
    const Segment* load = program_.load_at(segment.vaddr, segment.filesz);
    const bool is_read_only = load != nullptr && (load->flags & PF_W) == 0;
    return segment.type == PT_INTERP || segment.type == PT_NOTE ||
           segment.type == PT_GNU_PROPERTY ||
           (segment.type == PT_DYNAMIC && is_read_only && program_.header.type == ET_DYN) ||
           std::ranges::find(object_.psabi->headers, segment.type) != object_.psabi->headers.end();
  }

  void add(uint64_t at, uint64_t size) {
    if (size != 0) ranges_.push_back({at, size});
  }
  void add_dynamic(uint64_t tag, uint64_t size) {
    if (auto at = program_.dynamic_value(tag)) add(*at, size);
  }
  template <typename E>
  void add_hash() {
    auto at = program_.dynamic_value(DT_HASH);
    if (!at) return;
    if (object_.psabi->sysv_hash_entry == 8) {
      add_hash_of<typename E::Xword>(*at);
    } else {
      add_hash_of<typename E::Word>(*at);
    }
  }
  template <typename Entry>
  void add_hash_of(uint64_t at) {
    auto head = program_.table_at<Entry>(ModuleAddress(at), 2, "DT_HASH");
    if (head) add(at, (2 + uint64_t{(*head)[0]} + (*head)[1]) * sizeof(Entry));
  }
  template <typename E>
  void add_gnu_hash() {
    auto at = program_.dynamic_value(DT_GNU_HASH);
    if (!at) return;
    auto head = program_.table_at<typename E::Word>(ModuleAddress(*at), 4, "DT_GNU_HASH");
    if (!head) return;
    const uint64_t first = (*head)[1];
    const uint64_t chains = object_.symbols.size() > first ? object_.symbols.size() - first : 0;
    add(*at,
        16 + uint64_t{(*head)[2]} * sizeof(typename E::Addr) + (uint64_t{(*head)[0]} + chains) * 4);
  }
  template <typename E>
  void add_versions() {
    uint64_t needs = 0;
    for (const VersionNeed& need : object_.version_tables.needed) {
      needs += sizeof(typename E::Verneed) + need.versions.size() * sizeof(typename E::Vernaux);
    }
    add_dynamic(DT_VERNEED, needs);
    uint64_t defined = 0;
    for (const VersionDefinition& version : object_.version_tables.defined) {
      defined +=
          sizeof(typename E::Verdef) + (1 + version.parents.size()) * sizeof(typename E::Verdaux);
    }
    add_dynamic(DT_VERDEF, defined);
  }

  const Module& program_;
  const Object& object_;
  std::vector<DeadRange> ranges_;
};

}  // namespace

std::vector<DeadRange> dead_ranges(const Module& program, const Module& fold,
                                   const Object& object) {
  DeadTables tables(program, object);
  const Segment* first = tables.first_load();
  if (first == nullptr || first->filesz == 0) return {};
  std::vector<DeadRange> result;
  if (first->offset.value == 0)
    result.push_back({first->vaddr.value, size_of_header(program.format())});
  // The table of program headers, as far as dead tables reach without a gap but of zeros.
  const FileOffset phoff = fold.header.phoff;
  if (phoff < first->offset || phoff - first->offset >= first->filesz) return result;
  const uint64_t begin = first->vaddr.value + (phoff - first->offset);
  const uint64_t end = begin + fold.header.phnum * size_of_program_header(fold.format());
  uint64_t reached = begin;
  for (const DeadRange& table : tables.find()) {
    if (table.at + table.size <= reached) continue;
    if (table.at > reached) {
      auto gap = program.bytes_at(ModuleAddress(reached), table.at - reached, "gap");
      const bool zero =
          gap && std::ranges::all_of(*gap, [](std::byte b) { return b == std::byte{0}; });
      if (!zero) break;
    }
    reached = table.at + table.size;
    if (reached >= end) break;
  }
  if (reached > begin) result.push_back({begin, std::min(reached, end) - begin});
  return result;
}

bool is_dead(const Segment& load, const Object& object) {
  const Module& module = *object.module;
  auto tables = DeadTables(module, object).find();
  uint64_t reached = load.vaddr.value;
  if (load.offset.value == 0) reached += size_of_header(module.format());
  const uint64_t end = load.vaddr.value + load.filesz;
  for (const DeadRange& table : tables) {
    if (reached >= end || table.at >= end) break;
    if (table.at > reached) {
      // Tables are aligned to 8 or 16 bytes, as notes are.
      auto gap = module.bytes_at(ModuleAddress(reached), table.at - reached, "gap");
      if (!gap || gap->size() >= 16 ||
          std::ranges::any_of(*gap, [](std::byte b) { return b != std::byte{0}; }))
        return false;
    }
    reached = std::max(reached, table.at + table.size);
  }
  return reached >= end && load.filesz == load.memsz;
}

}  // namespace onefold::verify
