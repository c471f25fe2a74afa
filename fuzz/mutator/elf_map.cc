#include "mutator/elf_map.h"

#include <algorithm>
#include <cstddef>

namespace onefold::fuzz {
namespace {

// Of a longer table the rest is left alone.
constexpr uint64_t kMostRecords = 512;
constexpr uint64_t kMostLinks = 64;  // of a chain of version records

#define FIELD(record, name, kind) \
  FieldOf { offsetof(record, name), sizeof(record::name), Kind::kind }

// The fields of each record, for one class; byte order makes no difference here.
template <typename E>
struct Fields {
  using Ehdr = typename E::Ehdr;
  using Phdr = typename E::Phdr;
  using Shdr = typename E::Shdr;
  using Dyn = typename E::Dyn;
  using Sym = typename E::Sym;
  using Rel = typename E::Rel;
  using Rela = typename E::Rela;
  using Verdef = typename E::Verdef;
  using Verdaux = typename E::Verdaux;
  using Verneed = typename E::Verneed;
  using Vernaux = typename E::Vernaux;
  using Nhdr = typename E::Nhdr;

  static constexpr FieldOf kEhdr[] = {
      {EI_CLASS, 1, Kind::kType},      {EI_DATA, 1, Kind::kType},
      FIELD(Ehdr, e_type, kType),      FIELD(Ehdr, e_machine, kType),
      FIELD(Ehdr, e_entry, kAddress),  FIELD(Ehdr, e_phoff, kOffset),
      FIELD(Ehdr, e_shoff, kOffset),   FIELD(Ehdr, e_flags, kFlags),
      FIELD(Ehdr, e_phentsize, kSize), FIELD(Ehdr, e_phnum, kSize),
      FIELD(Ehdr, e_shentsize, kSize), FIELD(Ehdr, e_shnum, kSize),
      FIELD(Ehdr, e_shstrndx, kIndex)};
  static constexpr FieldOf kPhdr[] = {
      FIELD(Phdr, p_type, kType),   FIELD(Phdr, p_offset, kOffset), FIELD(Phdr, p_vaddr, kAddress),
      FIELD(Phdr, p_filesz, kSize), FIELD(Phdr, p_memsz, kSize),    FIELD(Phdr, p_flags, kFlags),
      FIELD(Phdr, p_align, kAlign)};
  static constexpr FieldOf kShdr[] = {
      FIELD(Shdr, sh_type, kType),       FIELD(Shdr, sh_flags, kFlags),
      FIELD(Shdr, sh_addr, kAddress),    FIELD(Shdr, sh_offset, kOffset),
      FIELD(Shdr, sh_size, kSize),       FIELD(Shdr, sh_link, kIndex),
      FIELD(Shdr, sh_addralign, kAlign), FIELD(Shdr, sh_entsize, kSize)};
  static constexpr FieldOf kDyn[] = {FIELD(Dyn, d_tag, kTag), FIELD(Dyn, d_val, kAddress),
                                     FIELD(Dyn, d_val, kSize), FIELD(Dyn, d_val, kFlags)};
  static constexpr FieldOf kSym[] = {FIELD(Sym, st_name, kName),   FIELD(Sym, st_value, kAddress),
                                     FIELD(Sym, st_size, kSize),   FIELD(Sym, st_info, kType),
                                     FIELD(Sym, st_other, kFlags), FIELD(Sym, st_shndx, kIndex)};
  // r_info: the type in its low byte or word, the symbol above it (of 24 bits the lower 16).
  static constexpr bool kBig = E::kOrder == std::endian::big;
  static constexpr size_t kTypeWidth = E::k64 ? 4 : 1, kSymbolWidth = E::k64 ? 4 : 2;
  static constexpr size_t kTypeAt = kBig ? sizeof(typename E::Native) - kTypeWidth : 0;
  static constexpr size_t kSymbolAt = E::k64 ? (kBig ? 0 : 4) : 1;
  static constexpr FieldOf kRel[] = {
      FIELD(Rel, r_offset, kAddress),
      {offsetof(Rel, r_info) + kTypeAt, kTypeWidth, Kind::kType},
      {offsetof(Rel, r_info) + kSymbolAt, kSymbolWidth, Kind::kIndex}};
  static constexpr FieldOf kRela[] = {kRel[0], kRel[1], kRel[2], FIELD(Rela, r_addend, kAddress)};
  static constexpr FieldOf kVerdef[] = {
      FIELD(Verdef, vd_version, kValue), FIELD(Verdef, vd_flags, kFlags),
      FIELD(Verdef, vd_ndx, kIndex),     FIELD(Verdef, vd_cnt, kSize),
      FIELD(Verdef, vd_hash, kHash),     FIELD(Verdef, vd_aux, kSize),
      FIELD(Verdef, vd_next, kSize)};
  static constexpr FieldOf kVerdaux[] = {FIELD(Verdaux, vda_name, kName),
                                         FIELD(Verdaux, vda_next, kSize)};
  static constexpr FieldOf kVerneed[] = {
      FIELD(Verneed, vn_version, kValue), FIELD(Verneed, vn_cnt, kSize),
      FIELD(Verneed, vn_file, kName), FIELD(Verneed, vn_aux, kSize),
      FIELD(Verneed, vn_next, kSize)};
  static constexpr FieldOf kVernaux[] = {
      FIELD(Vernaux, vna_hash, kHash), FIELD(Vernaux, vna_flags, kFlags),
      FIELD(Vernaux, vna_other, kIndex), FIELD(Vernaux, vna_name, kName),
      FIELD(Vernaux, vna_next, kSize)};
  static constexpr FieldOf kNhdr[] = {FIELD(Nhdr, n_namesz, kSize), FIELD(Nhdr, n_descsz, kSize),
                                      FIELD(Nhdr, n_type, kType)};
};

#undef FIELD

constexpr FieldOf kHalfIndex[] = {{0, 2, Kind::kIndex}};
constexpr FieldOf kWordIndex[] = {{0, 4, Kind::kIndex}, {0, 4, Kind::kSize}};
constexpr FieldOf kXwordIndex[] = {{0, 8, Kind::kIndex}};
constexpr FieldOf kWord[] = {{0, 4, Kind::kValue}, {0, 2, Kind::kValue}, {0, 1, Kind::kType}};
constexpr FieldOf kByte[] = {{0, 1, Kind::kType}};
constexpr FieldOf kAddress4[] = {{0, 4, Kind::kAddress}};
constexpr FieldOf kAddress8[] = {{0, 8, Kind::kAddress}};

std::span<const FieldOf> address_field(Format format) {
  return format.is_64() ? std::span<const FieldOf>(kAddress8) : kAddress4;
}

}  // namespace

void put(std::span<std::byte> file, Format format, uint64_t at, size_t width, uint64_t value) {
  for (size_t i = 0; i < width; ++i) {
    const size_t byte = format.order == std::endian::little ? i : width - 1 - i;
    file[at + byte] = static_cast<std::byte>(value >> 8 * i);
  }
}

uint64_t ElfMap::get(uint64_t at, size_t width) const {
  if (at > file_.size() || width > file_.size() - at) return 0;
  uint64_t value = 0;
  for (size_t i = 0; i < width; ++i) {
    const size_t byte = format_.order == std::endian::little ? width - 1 - i : i;
    value = value << 8 | std::to_integer<uint64_t>(file_[at + byte]);
  }
  return value;
}

ElfMap::ElfMap(std::span<const std::byte> file) : file_(file) {
  constexpr std::byte kMagic[] = {std::byte{0x7f}, std::byte{'E'}, std::byte{'L'}, std::byte{'F'}};
  if (file.size() < sizeof(Elf32Le::Ehdr) || !std::ranges::equal(file.first(4), kMagic)) return;
  format_.elf_class = file[EI_CLASS] == std::byte{ELFCLASS32} ? Class::k32 : Class::k64;
  format_.order = file[EI_DATA] == std::byte{ELFDATA2MSB} ? std::endian::big : std::endian::little;
  with_format(format_, [this]<typename E>() { walk<E>(); });
}

void ElfMap::add(TableKind kind, uint64_t at, uint64_t entry, uint64_t count,
                 std::span<const FieldOf> fields) {
  if (at >= file_.size()) return;
  count = std::min({count, kMostRecords, (file_.size() - at) / entry});
  if (count > 0) tables_.push_back({kind, at, entry, count, fields});
}

void ElfMap::add_at(TableKind kind, uint64_t tag, uint64_t size, uint64_t entry,
                    std::span<const FieldOf> fields) {
  auto address = dynamic_value(tag);
  auto at = address ? offset_of(*address) : std::nullopt;
  if (at) add(kind, *at, entry, size / entry, fields);
}

const Table* ElfMap::find(TableKind kind) const {
  auto found = std::ranges::find(tables_, kind, &Table::kind);
  return found == tables_.end() ? nullptr : &*found;
}

std::optional<uint64_t> ElfMap::offset_of(uint64_t address) const {
  for (const Load& load : loads_) {
    if (address >= load.address && address - load.address < load.filesz) {
      const uint64_t at = address - load.address + load.offset;
      if (at < file_.size()) return at;
    }
  }
  return std::nullopt;
}

std::optional<uint64_t> ElfMap::dynamic_value_at(uint64_t tag) const {
  const Table* dynamic = find(TableKind::kDynamic);
  if (dynamic == nullptr) return std::nullopt;
  for (uint64_t i = 0; i < dynamic->count; ++i) {
    const uint64_t at = dynamic->at + i * dynamic->entry;
    if (get(at, word()) == tag) return at + word();
  }
  return std::nullopt;
}

std::optional<uint64_t> ElfMap::dynamic_value(uint64_t tag) const {
  auto at = dynamic_value_at(tag);
  return at ? std::optional(get(*at, word())) : std::nullopt;
}

template <typename E>
void ElfMap::walk() {
  using F = Fields<E>;
  using Ehdr = typename E::Ehdr;
  using Phdr = typename E::Phdr;
  add(TableKind::kHeader, 0, sizeof(Ehdr), 1, F::kEhdr);
  add(TableKind::kProgramHeaders, get(offsetof(Ehdr, e_phoff), word()), sizeof(Phdr),
      get(offsetof(Ehdr, e_phnum), 2), F::kPhdr);
  add(TableKind::kSectionHeaders, get(offsetof(Ehdr, e_shoff), word()), sizeof(typename E::Shdr),
      get(offsetof(Ehdr, e_shnum), 2), F::kShdr);
  const Table* headers = find(TableKind::kProgramHeaders);
  if (headers == nullptr) return;
  const Table table = *headers;
  for (uint64_t i = 0; i < table.count; ++i) {
    const uint64_t at = table.at + i * table.entry;
    const uint64_t offset = get(at + offsetof(Phdr, p_offset), word());
    const uint64_t filesz = get(at + offsetof(Phdr, p_filesz), word());
    switch (get(at, 4)) {
      case PT_LOAD:
        loads_.push_back({offset, get(at + offsetof(Phdr, p_vaddr), word()), filesz,
                          get(at + offsetof(Phdr, p_memsz), word())});
        break;
      case PT_DYNAMIC:
        add(TableKind::kDynamic, offset, sizeof(typename E::Dyn), filesz / sizeof(typename E::Dyn),
            F::kDyn);
        break;
      case PT_NOTE:
        add(TableKind::kNotes, offset, sizeof(typename E::Nhdr), 1, F::kNhdr);
        break;
      case PT_GNU_EH_FRAME:
        add(TableKind::kFrameIndex, offset, 4, filesz / 4, kWord);
        // PT_GNU_EH_FRAME ends where .eh_frame begins, near enough.
        add(TableKind::kFrames, offset + filesz, 4, 64, kWord);
        break;
      case 0x70000001:  // PT_ARM_EXIDX
        add(TableKind::kExidx, offset, 4, filesz / 4, kWord);
        break;
      default:
        break;
    }
  }
  walk_dynamic<E>();
}

template <typename E>
void ElfMap::walk_dynamic() {
  using F = Fields<E>;
  auto size = [&](uint64_t tag) { return dynamic_value(tag).value_or(0); };
  add_at(TableKind::kRelocations, DT_RELA, size(DT_RELASZ), sizeof(typename E::Rela), F::kRela);
  add_at(TableKind::kRelocations, DT_REL, size(DT_RELSZ), sizeof(typename E::Rel), F::kRel);
  if (size(DT_PLTREL) == DT_RELA) {
    add_at(TableKind::kPltRelocations, DT_JMPREL, size(DT_PLTRELSZ), sizeof(typename E::Rela),
           F::kRela);
  } else {
    add_at(TableKind::kPltRelocations, DT_JMPREL, size(DT_PLTRELSZ), sizeof(typename E::Rel),
           F::kRel);
  }
  const auto address = address_field(format_);
  add_at(TableKind::kRelr, DT_RELR, size(DT_RELRSZ), word(), address);
  add_at(TableKind::kArrays, DT_INIT_ARRAY, size(DT_INIT_ARRAYSZ), word(), address);
  add_at(TableKind::kArrays, DT_FINI_ARRAY, size(DT_FINI_ARRAYSZ), word(), address);
  add_at(TableKind::kStrings, DT_STRTAB, size(DT_STRSZ), 1, kByte);
  walk_hashes<E>();
  walk_chain<E>(TableKind::kVerdef, DT_VERDEF);
  walk_chain<E>(TableKind::kVerneed, DT_VERNEED);
}

template <typename E>
void ElfMap::walk_hashes() {
  uint64_t symbols = 0;
  if (auto hash = dynamic_value(DT_HASH); hash && offset_of(*hash)) {
    const uint64_t at = *offset_of(*hash);
    // s390x and alpha have doublewords: then the first word of a big-endian file's is 0.
    const bool wide = E::k64 && E::kOrder == std::endian::big && get(at, 4) == 0;
    const size_t entry = wide ? 8 : 4;
    symbols = get(at + entry, entry);
    const uint64_t words = std::min<uint64_t>(2 + get(at, entry) + symbols, kMostRecords);
    add(TableKind::kSysvHash, at, entry, words,
        wide ? std::span<const FieldOf>(kXwordIndex) : kWordIndex);
  }
  if (auto hash = dynamic_value(DT_GNU_HASH); hash && offset_of(*hash)) {
    const uint64_t at = *offset_of(*hash);
    const uint64_t first = get(at + 4, 4);
    const uint64_t words = 4 + get(at + 8, 4) * word() / 4 + get(at, 4);
    add(TableKind::kGnuHash, at, 4, std::min<uint64_t>(words + 64, kMostRecords), kWordIndex);
    symbols = std::max<uint64_t>(symbols, first + 64);
  }
  // Where the next table begins, symbols end, in files that linkers make.
  if (auto table = dynamic_value(DT_SYMTAB), strings = dynamic_value(DT_STRTAB);
      table && strings && *strings > *table) {
    symbols = std::min<uint64_t>(std::max<uint64_t>(symbols, 1),
                                 (*strings - *table) / sizeof(typename E::Sym));
  }
  symbols = std::min(symbols, kMostRecords);
  add_at(TableKind::kSymbols, DT_SYMTAB, symbols * sizeof(typename E::Sym), sizeof(typename E::Sym),
         Fields<E>::kSym);
  add_at(TableKind::kVersym, DT_VERSYM, symbols * 2, 2, kHalfIndex);
}

template <typename E>
void ElfMap::walk_chain(TableKind kind, uint64_t table_tag) {
  using F = Fields<E>;
  const bool defined = kind == TableKind::kVerdef;
  auto address = dynamic_value(table_tag);
  auto start = address ? offset_of(*address) : std::nullopt;
  if (!start) return;
  // The same places in both records: vd_next is at 16, vn_next at 12; vda_next at 4, vna_next
  // at 12.
  const uint64_t aux_at = defined ? 12 : 8, next_at = defined ? 16 : 12,
                 aux_next_at = defined ? 4 : 12;
  uint64_t at = *start;
  for (uint64_t i = 0; i < kMostLinks && at < file_.size(); ++i) {
    add(kind, at, defined ? sizeof(typename E::Verdef) : sizeof(typename E::Verneed), 1,
        defined ? std::span<const FieldOf>(F::kVerdef) : F::kVerneed);
    uint64_t aux = at + get(at + aux_at, 4);
    for (uint64_t j = 0; j < kMostLinks && aux < file_.size(); ++j) {
      add(kind, aux, defined ? sizeof(typename E::Verdaux) : sizeof(typename E::Vernaux), 1,
          defined ? std::span<const FieldOf>(F::kVerdaux) : F::kVernaux);
      const uint64_t next = get(aux + aux_next_at, 4);
      if (next == 0) break;
      aux += next;
    }
    const uint64_t next = get(at + next_at, 4);
    if (next == 0) break;
    at += next;
  }
}

}  // namespace onefold::fuzz
