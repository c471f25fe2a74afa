#include "mutator/elf_mutator.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "file_set.h"
#include "mutator/elf_map.h"
#include "mutator/field_values.h"
#include "mutator/random.h"
#include "mutator/repair.h"

namespace onefold::fuzz {
namespace {

using Bytes = std::vector<std::byte>;

// One file under mutation.
class ElfMutation {
 public:
  ElfMutation(Bytes& file, size_t most, Random& random)
      : file_(file), most_(most), random_(random), map_(file) {}

  // False: nothing to do here.
  bool run() {
    if (map_.tables().empty()) return false;
    using Step = bool (ElfMutation::*)();
    // The likelier, the more often it stands here.
    static constexpr auto kSteps = std::to_array<Step>(
        {&ElfMutation::set_field, &ElfMutation::set_field, &ElfMutation::set_field,
         &ElfMutation::set_field, &ElfMutation::set_field, &ElfMutation::set_field,
         &ElfMutation::set_dynamic, &ElfMutation::set_dynamic, &ElfMutation::copy_record,
         &ElfMutation::swap_records, &ElfMutation::remove_record, &ElfMutation::grow_table,
         &ElfMutation::move_segment, &ElfMutation::resize, &ElfMutation::share_name,
         &ElfMutation::swap_tables});
    return (this->*random_.pick(std::span(kSteps)))();
  }

 private:
  const Table& some_table() { return random_.pick(std::span(map_.tables())); }
  uint64_t record_at(const Table& table, uint64_t index) const {
    return table.at + index * table.entry;
  }
  std::span<std::byte> record(const Table& table, uint64_t index) {
    return std::span(file_).subspan(record_at(table, index), table.entry);
  }
  void set(uint64_t at, size_t width, uint64_t value) {
    put(file_, map_.format(), at, width, value);
  }

  bool set_field() {
    const Table& table = some_table();
    const FieldOf& field = random_.pick(table.fields);
    const uint64_t at = record_at(table, random_.below(table.count)) + field.at;
    set(at, field.width, value_for(field.kind, map_.get(at, field.width), map_, file_, random_));
    return true;
  }

  // An entry's value by what its tag means.
  bool set_dynamic() {
    const Table* dynamic = map_.find(TableKind::kDynamic);
    if (dynamic == nullptr) return false;
    const uint64_t at = record_at(*dynamic, random_.below(dynamic->count));
    const uint64_t tag = map_.get(at, map_.word());
    Kind kind = Kind::kSize;
    if (tag == DT_NEEDED || tag == DT_SONAME || tag == DT_RPATH || tag == DT_RUNPATH)
      kind = Kind::kName;
    if (tag == DT_FLAGS || tag == DT_FLAGS_1) kind = Kind::kFlags;
    if (map_.offset_of(map_.get(at + map_.word(), map_.word()))) kind = Kind::kAddress;
    set(at + map_.word(), map_.word(),
        value_for(kind, map_.get(at + map_.word(), map_.word()), map_, file_, random_));
    return true;
  }

  bool copy_record() {
    const Table& table = some_table();
    if (table.count < 2) return false;
    auto from = record(table, random_.below(table.count));
    auto to = record(table, random_.below(table.count));
    std::copy(from.begin(), from.end(), to.begin());
    return true;
  }

  bool swap_records() {
    const Table& table = some_table();
    if (table.count < 2) return false;
    auto one = record(table, random_.below(table.count));
    auto other = record(table, random_.below(table.count));
    std::ranges::swap_ranges(one, other);
    return true;
  }

  // Those behind it move up; the last stands twice.
  bool remove_record() {
    const Table& table = some_table();
    const uint64_t gone = random_.below(table.count);
    if (gone + 1 >= table.count) return false;
    std::memmove(file_.data() + record_at(table, gone), file_.data() + record_at(table, gone + 1),
                 table.end() - record_at(table, gone + 1));
    return true;
  }

  // A copy at the end of the last PT_LOAD, which grows, with some records twice.
  bool grow_table() {
    static constexpr std::array<std::array<uint64_t, 2>, 11> kTagsOf = {
        {{DT_RELA, DT_RELASZ},
         {DT_REL, DT_RELSZ},
         {DT_JMPREL, DT_PLTRELSZ},
         {DT_RELR, DT_RELRSZ},
         {DT_INIT_ARRAY, DT_INIT_ARRAYSZ},
         {DT_FINI_ARRAY, DT_FINI_ARRAYSZ},
         {DT_STRTAB, DT_STRSZ},
         {DT_VERSYM, 0},
         {DT_VERDEF, DT_VERDEFNUM},
         {DT_VERNEED, DT_VERNEEDNUM},
         {DT_GNU_HASH, 0}}};
    const auto& [tag, size_tag] = random_.pick(std::span(kTagsOf));
    auto value_at = map_.dynamic_value_at(tag);
    auto offset = value_at ? map_.offset_of(map_.get(*value_at, map_.word())) : std::nullopt;
    if (!offset || map_.loads().empty()) return false;
    auto size_at = size_tag != 0 ? map_.dynamic_value_at(size_tag) : std::nullopt;
    uint64_t size = size_at ? map_.get(*size_at, map_.word()) : 64 + random_.below(192);
    size = std::min<uint64_t>({size, file_.size() - *offset, 4096});
    const ElfMap::Load load = map_.loads().back();
    const uint64_t at = std::max<uint64_t>(load.offset, (file_.size() + 15) & ~uint64_t{15});
    const uint64_t times = 1 + random_.below(3);
    if (at > most_ || size * times > most_ - at) return false;
    const Bytes table(file_.begin() + static_cast<ptrdiff_t>(*offset),
                      file_.begin() + static_cast<ptrdiff_t>(*offset + size));
    set(*value_at, map_.word(), load.address + (at - load.offset));
    if (size_at) set(*size_at, map_.word(), size * times);
    extend_last_load(at + size * times);
    // From here on the map's bytes are gone.
    file_.resize(at);
    for (uint64_t i = 0; i < times; ++i) file_.insert(file_.end(), table.begin(), table.end());
    return true;
  }

  // So that the last PT_LOAD reaches `end` of the file.
  void extend_last_load(uint64_t end) {
    const Table* headers = map_.find(TableKind::kProgramHeaders);
    if (headers == nullptr) return;
    for (uint64_t i = headers->count; i-- > 0;) {
      const uint64_t at = record_at(*headers, i);
      if (map_.get(at, 4) != PT_LOAD) continue;
      uint64_t size = 0;
      for (const FieldOf& field : headers->fields) {
        if (field.kind == Kind::kOffset) size = end - map_.get(at + field.at, field.width);
        if (field.kind == Kind::kSize) set(at + field.at, field.width, size);
      }
      return;
    }
  }

  // By pages, in memory and in the file alike or not.
  bool move_segment() {
    const Table* headers = map_.find(TableKind::kProgramHeaders);
    if (headers == nullptr) return false;
    const uint64_t at = record_at(*headers, random_.below(headers->count));
    const uint64_t pages = uint64_t{0x1000} << random_.below(6);
    const uint64_t by = random_.one_in(2) ? pages : 0 - pages;
    for (const FieldOf& field : headers->fields) {
      if (field.kind == Kind::kAddress || (field.kind == Kind::kOffset && random_.one_in(4)))
        set(at + field.at, field.width, map_.get(at + field.at, field.width) + by);
    }
    return true;
  }

  bool resize() {
    if (random_.one_in(2)) {
      const Table& table = some_table();
      file_.resize(std::min<uint64_t>(file_.size(), table.end() - random_.below(3)));
      return true;
    }
    const uint64_t more = 1 + random_.below(256);
    if (file_.size() + more > most_) return false;
    file_.resize(file_.size() + more, static_cast<std::byte>(random_.below(2) * 0xff));
    return true;
  }

  // Two symbols of one name: versions, duplicates, an import that the file itself answers.
  bool share_name() {
    const Table* symbols = map_.find(TableKind::kSymbols);
    if (symbols == nullptr || symbols->count < 3) return false;
    const uint64_t from = record_at(*symbols, 1 + random_.below(symbols->count - 1));
    const uint64_t times = 1 + random_.below(4);
    for (uint64_t i = 0; i < times; ++i) {
      const uint64_t to = record_at(*symbols, 1 + random_.below(symbols->count - 1));
      set(to, 4, map_.get(from, 4));
    }
    return true;
  }

  // Two DT_* pointers change places.
  bool swap_tables() {
    const Table* dynamic = map_.find(TableKind::kDynamic);
    if (dynamic == nullptr) return false;
    const uint64_t one = record_at(*dynamic, random_.below(dynamic->count)) + map_.word();
    const uint64_t other = record_at(*dynamic, random_.below(dynamic->count)) + map_.word();
    const uint64_t value = map_.get(one, map_.word());
    set(one, map_.word(), map_.get(other, map_.word()));
    set(other, map_.word(), value);
    return true;
  }

  Bytes& file_;
  const size_t most_;
  Random& random_;
  const ElfMap map_;
};

size_t total(const FileSet& set) {
  size_t bytes = 8;
  for (const SetFile& file : set.files) bytes += file.path.size() + file.bytes.size() + 6;
  return bytes;
}

SetFile& some_file(FileSet& set, Random& random) { return random.pick(std::span(set.files)); }

void mutate_set(FileSet& set, Random& random) {
  if (set.bare || set.files.empty()) return;
  switch (random.below(6)) {
    case 0:
      set.options = static_cast<uint8_t>(random.next());
      break;
    case 1:
      std::swap(some_file(set, random).bytes, some_file(set, random).bytes);
      break;
    case 2:
      std::swap(some_file(set, random), some_file(set, random));
      break;
    case 3:
      if (set.files.size() > 1 && random.one_in(4))
        set.files.erase(set.files.begin() + static_cast<ptrdiff_t>(random.below(set.files.size())));
      break;
    case 4: {
      // A link beside a file: /lib/NAME -> another.
      SetFile link{some_file(set, random).path + (random.one_in(2) ? ".1" : ""), true, {}};
      for (char c : some_file(set, random).path) link.bytes.push_back(static_cast<std::byte>(c));
      if (set.files.size() < 12) set.files.push_back(std::move(link));
      break;
    }
    default:
      some_file(set, random).bytes = SetFile(some_file(set, random)).bytes;
      break;
  }
}

void mutate_bytes(Bytes& bytes, size_t most, Random& random, const MutateBytes& engine) {
  if (!engine || bytes.empty()) {
    if (!bytes.empty()) random.pick(std::span(bytes)) = static_cast<std::byte>(random.next());
    return;
  }
  const size_t size = bytes.size();
  bytes.resize(std::max(size, std::min(most, size + 64)));
  bytes.resize(engine(reinterpret_cast<uint8_t*>(bytes.data()), size, bytes.size()));
}

// Packs what fits: the last files lose bytes.
Bytes pack_at_most(const FileSet& set, size_t most) {
  Bytes packed = pack_file_set(set);
  if (packed.size() > most) packed.resize(most);
  return packed;
}

// The other file's table over this one's of the same kind, as far as both go.
bool take_table(Bytes& into, const Bytes& from, Random& random) {
  const ElfMap own(into);
  const ElfMap other(from);
  if (own.tables().empty() || other.tables().empty() || !(own.format() == other.format()))
    return false;
  const Table& table = random.pick(std::span(own.tables()));
  const Table* theirs = other.find(table.kind);
  if (theirs == nullptr) return false;
  const uint64_t size = std::min(table.end() - table.at, theirs->end() - theirs->at);
  std::memcpy(into.data() + table.at, from.data() + theirs->at, size);
  return true;
}

}  // namespace

std::vector<std::byte> mutate(std::span<const std::byte> input, size_t most, uint64_t seed,
                              const MutateBytes& bytes) {
  Random random(seed);
  FileSet set = parse_file_set(input);
  if (set.files.empty()) {
    Bytes plain(input.begin(), input.end());
    mutate_bytes(plain, most, random, bytes);
    return plain;
  }
  do {
    const size_t used = total(set);
    const size_t room = most > used ? most - used : 0;
    if (random.one_in(12)) {
      mutate_set(set, random);
      continue;
    }
    SetFile& file = some_file(set, random);
    if (random.one_in(8) || !ElfMutation(file.bytes, file.bytes.size() + room, random).run())
      mutate_bytes(file.bytes, file.bytes.size() + room, random, bytes);
    // Else a changed name is one that no lookup finds.
    if (random.one_in(3)) repair_hashes(file.bytes, ElfMap(file.bytes));
  } while (random.below(5) >= 2);
  return pack_at_most(set, most);
}

std::vector<std::byte> cross_over(std::span<const std::byte> first,
                                  std::span<const std::byte> second, size_t most, uint64_t seed) {
  Random random(seed);
  FileSet set = parse_file_set(first);
  FileSet other = parse_file_set(second);
  if (set.files.empty() || other.files.empty()) return {first.begin(), first.end()};
  SetFile& into = some_file(set, random);
  const SetFile& from = some_file(other, random);
  if (random.one_in(3) || !take_table(into.bytes, from.bytes, random)) into.bytes = from.bytes;
  return pack_at_most(set, most);
}

}  // namespace onefold::fuzz
