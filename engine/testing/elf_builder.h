// Tiny ELF files built in memory, in any of the four formats and for any machine:
//
//   auto image = ElfBuilder<Elf32Be>().soname("libx.so").needed("libc.so.6").symbol({.name =
//   "f"}).build();
//
// An image has three PT_LOADs whose addresses are fixed, so that symbols and relocations can name
// places before anything is laid out; none of them lies at its file offset, so that mixing the two
// up shows:
//
//   R   base()            headers, tables, notes, unwind table
//   RX  text_at(0)        text
//   RW  data_at(0)        data, init and fini arrays, dynamic section, TLS image, then bss
#pragma once

#include <elf.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "elf/layout.h"
#include "testing/elf_image.h"

namespace onefold::testing {

using ByteString = std::vector<uint8_t>;

struct SymbolSpec {
  std::string name;
  uint64_t value = 0;
  uint64_t size = 0;
  uint8_t type = STT_FUNC;
  uint8_t binding = STB_GLOBAL;
  uint8_t other = 0;         // st_other: visibility and machine bits
  uint16_t section = 1;      // SHN_UNDEF: wanted, not defined
  std::string version = {};  // none: VER_NDX_GLOBAL, or VER_NDX_LOCAL for STB_LOCAL
  std::string version_of =
      {};  // the library that the version is wanted of; none: this file defines it
  bool hidden_version = false;  // foo@V, not foo@@V; without a version foo@
};

struct RelocationSpec {
  uint64_t place = 0;
  uint32_t type = 0;
  std::string symbol = {};  // none: index 0
  int64_t addend = 0;       // RELA only
};

struct SegmentSpec {
  uint32_t type = PT_NULL;
  uint32_t flags = 0;
  uint64_t offset = 0, vaddr = 0, filesz = 0, memsz = 0, align = 0;
};

struct TlsSpec {
  ByteString image;
  uint64_t memsz = 0;
  uint64_t align = 1;
};

// Everything that an image is made of; the builder below fills it in.
struct ImageSpec {
  struct DynamicSpec {
    uint64_t tag;
    uint64_t value;
    std::string text;  // when not empty, the value is its offset in DT_STRTAB
  };
  struct NoteSpec {
    std::string name;
    uint32_t type;
    ByteString desc;
    uint64_t align;
  };
  struct FunctionRange {
    uint64_t start, size;
  };
  struct VersionSpec {
    std::string name;
    std::vector<std::string> parents;
    uint16_t flags;
  };

  uint16_t type = ET_DYN;
  uint16_t machine = 0;
  uint32_t flags = 0;
  uint64_t entry = 0;
  uint64_t base = 0x400000;
  uint64_t page_size = 0x1000;
  std::string interp;
  bool has_dynamic = true;
  std::vector<DynamicSpec> dynamic;
  std::vector<SymbolSpec> symbols;
  bool sysv_hash = false;
  bool gnu_hash = true;
  std::vector<VersionSpec> versions;
  std::vector<uint64_t> relr;
  std::vector<RelocationSpec> rel, rela, jmprel;
  bool jmprel_has_addends = true;
  std::vector<uint64_t> init_array, fini_array;
  std::optional<TlsSpec> tls;
  std::vector<NoteSpec> notes;
  std::vector<FunctionRange> unwind;
  ByteString text = ByteString(16);
  ByteString data = ByteString(256);
  uint64_t bss = 0;
  bool relro = false;
  std::vector<SegmentSpec> segments;
  bool section_headers = false;
};

template <typename E>
class ElfBuilder {
 public:
  // A real machine of the format: EM_386, EM_PPC, EM_X86_64, EM_S390.
  static constexpr uint16_t kMachine =
      E::k64 ? (E::kOrder == std::endian::little ? EM_X86_64 : EM_S390)
             : (E::kOrder == std::endian::little ? EM_386 : EM_PPC);

  ElfBuilder() { spec_.machine = kMachine; }
  ElfBuilder& type(uint16_t e_type) { return put(spec_.type, e_type); }
  ElfBuilder& machine(uint16_t e_machine) { return put(spec_.machine, e_machine); }
  ElfBuilder& flags(uint32_t e_flags) { return put(spec_.flags, e_flags); }
  ElfBuilder& entry(uint64_t e_entry) { return put(spec_.entry, e_entry); }
  // The address of the first PT_LOAD, a multiple of the page size. Set it before anything uses
  // text_at or data_at.
  ElfBuilder& base(uint64_t address) { return put(spec_.base, address); }
  // p_align of the PT_LOADs; 16 makes a file of about 1 KiB that only a lenient loader would map.
  ElfBuilder& page_size(uint64_t size) { return put(spec_.page_size, size); }
  ElfBuilder& section_headers() { return put(spec_.section_headers, true); }  // null and .shstrtab

  uint64_t base() const { return spec_.base; }
  uint64_t text_at(uint64_t distance) const { return spec_.base + 0x10000 + distance; }
  uint64_t data_at(uint64_t distance) const { return spec_.base + 0x20000 + distance; }
  ElfBuilder& text(ByteString bytes) { return put(spec_.text, std::move(bytes)); }
  ElfBuilder& data(ByteString bytes) {
    return put(spec_.data, std::move(bytes));
  }  // 256 zeros if not set
  ElfBuilder& bss(uint64_t size) { return put(spec_.bss, size); }

  // The dynamic section. DT_STRTAB, DT_SYMTAB, DT_HASH and so on follow from what else is set.
  ElfBuilder& no_dynamic() { return put(spec_.has_dynamic, false); }
  ElfBuilder& interp(std::string path) { return put(spec_.interp, std::move(path)); }
  ElfBuilder& soname(std::string name) { return dynamic_string(DT_SONAME, std::move(name)); }
  ElfBuilder& needed(std::string name) { return dynamic_string(DT_NEEDED, std::move(name)); }
  ElfBuilder& rpath(std::string path) { return dynamic_string(DT_RPATH, std::move(path)); }
  ElfBuilder& runpath(std::string path) { return dynamic_string(DT_RUNPATH, std::move(path)); }
  ElfBuilder& dynamic(uint64_t tag, uint64_t value) { return add(spec_.dynamic, {tag, value, ""}); }
  ElfBuilder& dynamic_string(uint64_t tag, std::string text) {
    return add(spec_.dynamic, {tag, 0, std::move(text)});
  }

  // Symbols. DT_GNU_HASH alone by default; entries of DT_HASH are 8 bytes on 64-bit s390x and
  // alpha, as in its psABI; versions that no define_version names are defined as they come.
  ElfBuilder& symbol(SymbolSpec symbol) { return add(spec_.symbols, std::move(symbol)); }
  ElfBuilder& undefined(const std::string& name, const std::string& version = "",
                        const std::string& library = "") {
    return symbol({.name = name, .section = SHN_UNDEF, .version = version, .version_of = library});
  }
  ElfBuilder& hashes(bool sysv, bool gnu) {
    spec_.sysv_hash = sysv;
    return put(spec_.gnu_hash, gnu);
  }
  ElfBuilder& define_version(std::string name, std::vector<std::string> parents = {},
                             uint16_t flags = 0) {
    return add(spec_.versions, {std::move(name), std::move(parents), flags});
  }

  // Relocations. DT_JMPREL directly follows DT_RELA, so a larger DT_RELASZ makes them overlap.
  ElfBuilder& rel(RelocationSpec relocation) { return add(spec_.rel, std::move(relocation)); }
  ElfBuilder& rela(RelocationSpec relocation) { return add(spec_.rela, std::move(relocation)); }
  ElfBuilder& jmprel(RelocationSpec relocation) { return add(spec_.jmprel, std::move(relocation)); }
  ElfBuilder& jmprel_without_addends() { return put(spec_.jmprel_has_addends, false); }
  ElfBuilder& relr(std::vector<uint64_t> words) { return put(spec_.relr, std::move(words)); }

  ElfBuilder& init_array(std::vector<uint64_t> functions) {
    return put(spec_.init_array, std::move(functions));
  }
  ElfBuilder& fini_array(std::vector<uint64_t> functions) {
    return put(spec_.fini_array, std::move(functions));
  }
  ElfBuilder& tls(TlsSpec tls) {
    spec_.tls = std::move(tls);
    return *this;
  }
  ElfBuilder& stack(uint64_t memsz, uint32_t p_flags = PF_R | PF_W) {
    return segment({.type = PT_GNU_STACK, .flags = p_flags, .memsz = memsz, .align = 16});
  }
  ElfBuilder& relro() { return put(spec_.relro, true); }  // over the whole RW segment
  ElfBuilder& segment(SegmentSpec segment) { return add(spec_.segments, segment); }  // as it is

  // Notes of one alignment share a PT_NOTE.
  ElfBuilder& note(std::string name, uint32_t type, ByteString desc, uint64_t align = 4) {
    return add(spec_.notes, {std::move(name), type, std::move(desc), align});
  }
  ElfBuilder& build_id(ByteString id) { return note(ELF_NOTE_GNU, NT_GNU_BUILD_ID, std::move(id)); }
  ElfBuilder& gnu_property(uint32_t type, ByteString data);  // a note of its own

  // A function of the unwind table: .eh_frame with one CIE ("zR", pcrel sdata4), .eh_frame_hdr with
  // a sorted table.
  ElfBuilder& unwind(uint64_t start, uint64_t size) { return add(spec_.unwind, {start, size}); }

  ElfImage<E> build() const;

 private:
  template <typename T, typename U>
  ElfBuilder& put(T& field, U value) {
    field = static_cast<T>(std::move(value));
    return *this;
  }
  template <typename T>
  ElfBuilder& add(std::vector<T>& list, T value) {
    list.push_back(std::move(value));
    return *this;
  }

  ImageSpec spec_;
};

extern template class ElfBuilder<Elf32Le>;
extern template class ElfBuilder<Elf32Be>;
extern template class ElfBuilder<Elf64Le>;
extern template class ElfBuilder<Elf64Be>;

}  // namespace onefold::testing
