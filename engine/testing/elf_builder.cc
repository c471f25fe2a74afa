#include "testing/elf_builder.h"

#include <algorithm>

#include "testing/byte_writer.h"
#include "testing/dynamic_tables.h"
#include "testing/unwind_table.h"

namespace onefold::testing {
namespace {

template <typename E>
class Layout {
 public:
  explicit Layout(const ImageSpec& spec) : spec_(spec), order_(order_symbols(spec)) {}

  ElfImage<E> build() {
    out_.pad_to(sizeof(Ehdr) + kMostHeaders * sizeof(Phdr) + spec_.segments.size() * sizeof(Phdr));
    intern_strings();
    lay_read_only();
    close_load(PF_R, 0, spec_.base);
    lay_text();
    lay_writable();
    write_other_headers();
    if (spec_.section_headers) lay_section_headers();
    write_ehdr();
    for (size_t i = 0; i < headers_.size(); ++i) {
      out_.put_record(sizeof(Ehdr) + i * sizeof(Phdr), headers_[i]);
    }
    std::map<std::string, uint32_t, std::less<>> indices;
    for (uint32_t i = 0; i < order_.symbols.size(); ++i) indices.emplace(order_.symbols[i].name, i);
    return ElfImage<E>(out_.take(), std::move(parts_), std::move(indices));
  }

 private:
  using Ehdr = typename E::Ehdr;
  using Phdr = typename E::Phdr;
  using Native = typename E::Native;
  using Place = typename ElfImage<E>::Place;
  static constexpr uint64_t kMostHeaders = 12;  // that the builder itself may need
  static constexpr uint64_t kWord = sizeof(Native);

  static Native native(uint64_t value) { return static_cast<Native>(value); }

  // Begins a PT_LOAD whose first byte has this address.
  void begin_load(uint64_t address) {
    out_.align(spec_.page_size);
    load_at_ = out_.size();
    load_address_ = address;
  }
  void close_load(uint32_t flags, uint64_t bss, uint64_t address) {
    uint64_t size = out_.size() - load_at_;
    add_header({.type = PT_LOAD,
                .flags = flags,
                .offset = load_at_,
                .vaddr = address,
                .filesz = size,
                .memsz = size + bss,
                .align = spec_.page_size});
  }
  uint64_t address_here() const { return load_address_ + (out_.size() - load_at_); }

  void place(Part part, std::span<const std::byte> bytes, uint64_t alignment = kWord) {
    if (bytes.empty()) return;
    out_.align(alignment);
    parts_[part] = Place{out_.size(), address_here(), bytes.size()};
    out_.append(bytes);
  }
  void place_words(Part part, const std::vector<uint64_t>& values) {
    ByteWriter words;
    for (uint64_t value : values) words.append_record(typename E::Addr(native(value)));
    place(part, words.bytes());
  }

  void add_header(const SegmentSpec& s) {
    Phdr raw{};
    raw.p_type = s.type;
    raw.p_flags = s.flags;
    raw.p_offset = native(s.offset);
    raw.p_vaddr = native(s.vaddr);
    raw.p_paddr = native(s.vaddr);
    raw.p_filesz = native(s.filesz);
    raw.p_memsz = native(s.memsz);
    raw.p_align = native(s.align);
    headers_.push_back(raw);
  }
  void add_header_over(uint32_t type, uint32_t flags, Part part, uint64_t align) {
    auto found = parts_.find(part);
    if (found == parts_.end()) return;
    const Place& at = found->second;
    add_header({.type = type,
                .flags = flags,
                .offset = at.offset,
                .vaddr = at.address,
                .filesz = at.size,
                .memsz = at.size,
                .align = align});
  }

  // Everything that DT_STRTAB holds must be known before it is laid.
  void intern_strings() {
    std::string base_name = "base";
    for (const auto& entry : spec_.dynamic) {
      strings_.offset_of(entry.text);
      if (entry.tag == DT_SONAME) base_name = entry.text;
    }
    for (const SymbolSpec& symbol : order_.symbols) strings_.offset_of(symbol.name);
    versions_ = collect_versions(spec_, base_name);
    verdef_ = encode_verdef<E>(versions_, strings_);
    verneed_ = encode_verneed<E>(versions_, strings_);
  }

  void lay_read_only() {
    load_at_ = 0;
    load_address_ = spec_.base;
    if (!spec_.interp.empty()) {
      place(Part::kInterp, std::as_bytes(std::span(spec_.interp.c_str(), spec_.interp.size() + 1)),
            1);
    }
    lay_notes(4, Part::kNotes4);
    lay_notes(8, Part::kNotes8);
    if (spec_.has_dynamic) lay_symbol_tables();
    lay_relocations();
    lay_unwind_table();
  }

  void lay_notes(uint64_t align, Part part) {
    ByteWriter notes;
    for (const auto& note : spec_.notes) {
      if (note.align != align) continue;
      notes.align(align);
      notes.append_record(typename E::Nhdr{.n_namesz = static_cast<uint32_t>(note.name.size() + 1),
                                           .n_descsz = static_cast<uint32_t>(note.desc.size()),
                                           .n_type = note.type});
      notes.append_text(note.name);
      notes.append({uint8_t{0}});
      notes.align(align);
      notes.append(note.desc);
    }
    notes.align(align);
    place(part, notes.bytes(), align);
  }

  void lay_symbol_tables() {
    if (spec_.sysv_hash) {
      bool wide = E::k64 && (spec_.machine == EM_S390 || spec_.machine == EM_ALPHA);
      place(Part::kHash, encode_sysv_hash<E>(order_, wide ? 8 : 4), 8);
    }
    if (spec_.gnu_hash) place(Part::kGnuHash, encode_gnu_hash<E>(order_));
    ByteWriter symbols, indices;
    for (const SymbolSpec& s : order_.symbols) {
      typename E::Sym raw{};
      raw.st_name = strings_.offset_of(s.name);
      raw.st_info = static_cast<uint8_t>(ELF64_ST_INFO(s.binding, s.type));
      raw.st_other = s.other;
      raw.st_shndx = s.section;
      raw.st_value = native(s.value);
      raw.st_size = native(s.size);
      symbols.append_record(raw);
      indices.append_record(typename E::Half(versions_.index_of(s)));
    }
    place(Part::kSymbols, symbols.bytes());
    place(Part::kStrings, std::as_bytes(std::span(strings_.text())), 1);
    if (!versions_.empty()) place(Part::kVersym, indices.bytes(), 2);
    place(Part::kVerdef, verdef_);
    place(Part::kVerneed, verneed_);
  }

  typename E::Rel rel(const RelocationSpec& r) const {
    uint64_t symbol = r.symbol.empty() ? 0 : order_.index_of(r.symbol);
    uint64_t info = E::k64 ? symbol << 32 | r.type : symbol << 8 | (r.type & 0xff);
    return {.r_offset = native(r.place), .r_info = native(info)};
  }
  typename E::Rela rela(const RelocationSpec& r) const {
    auto raw = rel(r);
    using Addend = decltype(typename E::Sxword().get());
    return {
        .r_offset = raw.r_offset, .r_info = raw.r_info, .r_addend = static_cast<Addend>(r.addend)};
  }
  void place_relocations(Part part, const std::vector<RelocationSpec>& list, bool addends) {
    ByteWriter records;
    for (const auto& r : list) {
      if (addends) {
        records.append_record(rela(r));
      } else {
        records.append_record(rel(r));
      }
    }
    place(part, records.bytes());
  }

  void lay_relocations() {
    place_words(Part::kRelr, spec_.relr);
    place_relocations(Part::kRel, spec_.rel, false);
    place_relocations(Part::kRela, spec_.rela, true);
    place_relocations(Part::kJmprel, spec_.jmprel, spec_.jmprel_has_addends);
  }

  void lay_unwind_table() {
    if (spec_.unwind.empty()) return;
    out_.align(kWord);
    auto table = encode_unwind<E>(spec_.unwind, address_here());
    place(Part::kEhFrameHdr, table.header, 4);
    place(Part::kEhFrame, table.frames, 4);
  }

  void lay_text() {
    begin_load(spec_.base + 0x10000);
    place(Part::kText, std::as_bytes(std::span(spec_.text)), 1);
    close_load(PF_R | PF_X, 0, load_address_);
  }

  void lay_writable() {
    begin_load(spec_.base + 0x20000);
    place(Part::kData, std::as_bytes(std::span(spec_.data)), 1);
    place_words(Part::kInitArray, spec_.init_array);
    place_words(Part::kFiniArray, spec_.fini_array);
    if (spec_.has_dynamic) lay_dynamic();
    if (spec_.tls) lay_tls();
    close_load(PF_R | PF_W, spec_.bss, load_address_);
  }
  void lay_tls() {
    out_.align(std::max<uint64_t>(spec_.tls->align, 1));
    tls_ = {out_.size(), address_here(), spec_.tls->image.size()};
    place(Part::kTls, std::as_bytes(std::span(spec_.tls->image)), 1);
  }

  void lay_dynamic() {
    ByteWriter entries;
    auto entry = [&](uint64_t tag, uint64_t value) {
      entries.append_record(typename E::Dyn{.d_tag = native(tag), .d_val = native(value)});
    };
    auto table = [&](Part part, uint64_t tag, uint64_t size_tag = DT_NULL,
                     uint64_t count_tag = DT_NULL, uint64_t count = 0) {
      if (!parts_.contains(part)) return;
      entry(tag, parts_[part].address);
      if (size_tag != DT_NULL) entry(size_tag, parts_[part].size);
      if (count_tag != DT_NULL) entry(count_tag, count);
    };
    for (const auto& given : spec_.dynamic) {
      entry(given.tag, given.text.empty() ? given.value : strings_.offset_of(given.text));
    }
    table(Part::kHash, DT_HASH);
    table(Part::kGnuHash, DT_GNU_HASH);
    table(Part::kStrings, DT_STRTAB, DT_STRSZ);
    table(Part::kSymbols, DT_SYMTAB, DT_NULL, DT_SYMENT, sizeof(typename E::Sym));
    table(Part::kVersym, DT_VERSYM);
    table(Part::kVerdef, DT_VERDEF, DT_NULL, DT_VERDEFNUM, versions_.definitions.size());
    table(Part::kVerneed, DT_VERNEED, DT_NULL, DT_VERNEEDNUM, versions_.needs.size());
    table(Part::kRelr, DT_RELR, DT_RELRSZ, DT_RELRENT, kWord);
    table(Part::kRel, DT_REL, DT_RELSZ, DT_RELENT, sizeof(typename E::Rel));
    table(Part::kRela, DT_RELA, DT_RELASZ, DT_RELAENT, sizeof(typename E::Rela));
    table(Part::kJmprel, DT_JMPREL, DT_PLTRELSZ, DT_PLTREL,
          spec_.jmprel_has_addends ? DT_RELA : DT_REL);
    table(Part::kInitArray, DT_INIT_ARRAY, DT_INIT_ARRAYSZ);
    table(Part::kFiniArray, DT_FINI_ARRAY, DT_FINI_ARRAYSZ);
    entry(DT_NULL, 0);
    place(Part::kDynamic, entries.bytes());
  }

  void write_other_headers() {
    add_header_over(PT_INTERP, PF_R, Part::kInterp, 1);
    add_header_over(PT_DYNAMIC, PF_R | PF_W, Part::kDynamic, kWord);
    add_header_over(PT_NOTE, PF_R, Part::kNotes4, 4);
    add_header_over(PT_NOTE, PF_R, Part::kNotes8, 8);
    add_header_over(PT_GNU_EH_FRAME, PF_R, Part::kEhFrameHdr, 4);
    if (spec_.tls) {
      add_header({.type = PT_TLS,
                  .flags = PF_R,
                  .offset = tls_.offset,
                  .vaddr = tls_.address,
                  .filesz = tls_.size,
                  .memsz = spec_.tls->memsz,
                  .align = spec_.tls->align});
    }
    if (spec_.relro) {
      add_header({.type = PT_GNU_RELRO,
                  .flags = PF_R,
                  .offset = load_at_,
                  .vaddr = load_address_,
                  .filesz = out_.size() - load_at_,
                  .memsz = out_.size() - load_at_,
                  .align = 1});
    }
    for (const SegmentSpec& segment : spec_.segments) add_header(segment);
  }

  void lay_section_headers() {
    constexpr std::string_view kNames("\0.shstrtab\0", 11);
    uint64_t names_at = out_.size();
    out_.append_text(kNames);
    typename E::Shdr names{};
    names.sh_name = 1;
    names.sh_type = SHT_STRTAB;
    names.sh_offset = native(names_at);
    names.sh_size = native(kNames.size());
    names.sh_addralign = 1;
    ByteWriter headers;
    headers.append_record(typename E::Shdr{});
    headers.append_record(names);
    place(Part::kSections, headers.bytes());
  }

  void write_ehdr() {
    Ehdr ehdr{};
    const uint8_t ident[] = {ELFMAG0,
                             ELFMAG1,
                             ELFMAG2,
                             ELFMAG3,
                             E::k64 ? ELFCLASS64 : ELFCLASS32,
                             E::kOrder == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB,
                             EV_CURRENT};
    std::ranges::copy(ident, ehdr.e_ident.begin());
    ehdr.e_type = spec_.type;
    ehdr.e_machine = spec_.machine;
    ehdr.e_version = EV_CURRENT;
    ehdr.e_entry = native(spec_.entry);
    ehdr.e_phoff = native(sizeof(Ehdr));
    ehdr.e_flags = spec_.flags;
    ehdr.e_ehsize = sizeof(Ehdr);
    ehdr.e_phentsize = sizeof(Phdr);
    ehdr.e_phnum = static_cast<uint16_t>(headers_.size());
    ehdr.e_shentsize = sizeof(typename E::Shdr);
    if (spec_.section_headers) {
      ehdr.e_shoff = native(parts_[Part::kSections].offset);
      ehdr.e_shnum = 2;
      ehdr.e_shstrndx = 1;
    }
    out_.put_record(0, ehdr);
  }

  const ImageSpec& spec_;
  SymbolOrder order_;
  VersionTables versions_;
  StringPool strings_;
  std::vector<std::byte> verdef_, verneed_;
  ByteWriter out_;
  uint64_t load_at_ = 0;
  uint64_t load_address_ = 0;
  Place tls_;
  std::map<Part, Place> parts_;
  std::vector<Phdr> headers_;
};

}  // namespace

template <typename E>
ElfBuilder<E>& ElfBuilder<E>::gnu_property(uint32_t type, ByteString data) {
  ByteWriter desc;
  desc.append_record(typename E::Word(type));
  desc.append_record(typename E::Word(static_cast<uint32_t>(data.size())));
  desc.append(data);
  desc.align(sizeof(typename E::Addr));
  auto* bytes = reinterpret_cast<const uint8_t*>(desc.bytes().data());
  return note(ELF_NOTE_GNU, NT_GNU_PROPERTY_TYPE_0, ByteString(bytes, bytes + desc.size()),
              sizeof(typename E::Addr));
}

template <typename E>
ElfImage<E> ElfBuilder<E>::build() const {
  return Layout<E>(spec_).build();
}

template class ElfBuilder<Elf32Le>;
template class ElfBuilder<Elf32Be>;
template class ElfBuilder<Elf64Le>;
template class ElfBuilder<Elf64Be>;

}  // namespace onefold::testing
