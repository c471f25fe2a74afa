// Modules as linkers make them, drawn from the input: a program, libraries, what each of them calls
// a few names in a few versions, and how they refer to them. The fold is what fold_properties.h
// asserts. Where fold_fuzzer changes bytes of files, this one goes through what files may say, and
// spends no time on broken tables.

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "elf/layout.h"
#include "fold_properties.h"
#include "machine/machine.h"
#include "property.h"
#include "testing/elf_builder.h"

namespace onefold::fuzz {
namespace {

// Zeros behind the input's end.
class Draws {
 public:
  explicit Draws(std::span<const std::byte> input) : left_(input) {}
  unsigned below(unsigned limit) {
    if (left_.empty()) return 0;
    const auto byte = std::to_integer<unsigned>(left_.front());
    left_ = left_.subspan(1);
    return byte % limit;
  }
  bool one_in(unsigned count) { return below(count) == count - 1; }
  template <typename T, size_t size>
  const T& of(const std::array<T, size>& all) {
    return all[below(size)];
  }

 private:
  std::span<const std::byte> left_;
};

// libd.so is another release of liba.so.
struct Library {
  const char* soname;
  std::array<const char*, 3> versions;
};
constexpr std::array<Library, 4> kLibraries = {{{"liba.so", {"A1", "A2", "A3"}},
                                                {"libb.so", {"B1", "B2", "B3"}},
                                                {"libd.so", {"A1", "A2", "A3"}},
                                                {"libc.so.6", {"C1", "C2", "C3"}}}};
constexpr unsigned kMostRelocations = 10;
// What is kept, as fold_set.h has it: libc; libb.so, liba.so or libd.so, too; all but liba.so.
constexpr std::array<uint8_t, 8> kSelections = {{0, 0, 0, 1, 1 | 0x20, 1 | 0x40, 2, 2}};

// What a name is of. Linkers give one name to things of one kind.
struct Name {
  const char* name;
  uint8_t type;
};
constexpr std::array<Name, 5> kNames = {
    {{"f", STT_FUNC}, {"g", STT_FUNC}, {"v", STT_OBJECT}, {"w", STT_OBJECT}, {"t", STT_TLS}}};

// A library's definitions of a name: one without a version, or some with, one of them the default;
// of an object one.
struct Offered {
  const char* version;
  bool hidden;
};
struct Offer {
  const Library* library = nullptr;
  bool versioned = false;
  std::array<std::vector<Offered>, kNames.size()> of;
};
using Offers = std::array<Offer, kLibraries.size()>;

// Either the libraries have versions, or libc has names that they interpose.
Offers draw_offers(Draws& draws) {
  Offers offers;
  const bool interposes = draws.one_in(4);
  for (size_t i = 0; i < offers.size(); ++i) {
    Offer& offer = offers[i];
    offer.library = &kLibraries[i];
    const bool libc = i + 1 == offers.size();
    offer.versioned = draws.below(2) != 0 && (libc || !interposes);
    for (size_t n = 0; n < kNames.size(); ++n) {
      std::vector<Offered>& name = offer.of[n];
      if (draws.below(2) == 0 || (libc && !interposes)) continue;
      if (!offer.versioned) {
        name.push_back({"", false});
        continue;
      }
      if (kNames[n].type != STT_FUNC) {
        name.push_back({draws.of(offer.library->versions), false});
        continue;
      }
      const unsigned which = 1 + draws.below(7);
      const unsigned first = draws.below(4);  // which of them is the default; none
      for (unsigned v = 0; v < 3; ++v) {
        if ((which >> v & 1) != 0) name.push_back({offer.library->versions[v], v != first});
      }
    }
  }
  return offers;
}

template <typename E>
class ModuleDraw {
 public:
  using Builder = testing::ElfBuilder<E>;

  // `own`: what it offers; null for the program.
  ModuleDraw(Draws& draws, const Machine& machine, Builder builder, const Offers& offers,
             const Offer* own)
      : draws_(draws), machine_(machine), builder_(std::move(builder)), offers_(offers), own_(own) {
    builder_.text(testing::ByteString(0x100)).data(testing::ByteString(0x200)).bss(0x100);
  }

  std::vector<std::byte> draw() {
    static constexpr std::array<std::pair<bool, bool>, 4> kHashes = {
        {{false, true}, {true, false}, {true, true}, {false, true}}};
    const auto [sysv, gnu] = draws_.of(kHashes);
    builder_.hashes(sysv, gnu);
    if (own_ != nullptr && own_->versioned) {
      for (const char* version : own_->library->versions) builder_.define_version(version);
    }
    for (size_t name = 0; name < kNames.size(); ++name) draw_name(name);
    const unsigned relocations = draws_.below(kMostRelocations);
    for (unsigned i = 0; i < relocations; ++i) draw_relocation();
    if (has_tls_ || draws_.one_in(4))
      builder_.tls({.image = {1, 2, 3, 4, 5, 6, 7, 8}, .memsz = 0x80, .align = 8});
    if (draws_.one_in(8)) builder_.dynamic(DT_FLAGS, DF_BIND_NOW);
    if (draws_.one_in(8)) builder_.dynamic(DT_SYMBOLIC, 0);
    const auto image = builder_.build();
    return {image.bytes().begin(), image.bytes().end()};
  }

 private:
  bool is_program() const { return own_ == nullptr; }

  void draw_name(size_t name) {
    if (own_ != nullptr && !own_->of[name].empty()) {
      for (const Offered& offered : own_->of[name]) define(name, offered);
      return;
    }
    switch (draws_.below(4)) {
      case 0:
        return refer(name);
      case 1:
        return is_program() ? copy(name) : refer(name);
      case 2:
        if (is_program()) define(name, {"", false});
        return;
      default:
        return;
    }
  }

  // One of the definitions that there are of it: null, if there is none.
  const Offered* choose(size_t name, const char*& soname) {
    for (unsigned first = draws_.below(kLibraries.size()), i = 0; i < kLibraries.size(); ++i) {
      const Offer& offer = offers_[(first + i) % kLibraries.size()];
      if (offer.of[name].empty()) continue;
      soname = offer.library->soname;
      return &offer.of[name][draws_.below(static_cast<unsigned>(offer.of[name].size()))];
    }
    return nullptr;
  }

  void refer(size_t name) {
    const Name& kind = kNames[name];
    testing::SymbolSpec symbol{.name = kind.name, .type = kind.type, .section = SHN_UNDEF};
    const char* soname = "";
    const Offered* offered = choose(name, soname);
    if (offered == nullptr) {
      symbol.binding = STB_WEAK;
      return add(kind, std::move(symbol));
    }
    if (offered->version[0] != 0) {
      symbol.version = offered->version;
      symbol.version_of = soname;
    }
    if (draws_.one_in(4)) symbol.binding = STB_WEAK;
    if (kind.type == STT_FUNC && is_program() && draws_.below(2) != 0)
      symbol.value = builder_.text_at(0x80 + next_++ * 4);  // a canonical PLT entry
    add(kind, std::move(symbol));
  }

  // The program's own of a library's object.
  void copy(size_t name) {
    const Name& kind = kNames[name];
    const auto row = std::ranges::find(machine_.relocations, RelocAction::kCopy, &RelocRow::action);
    const char* soname = "";
    const Offered* offered = kind.type == STT_OBJECT ? choose(name, soname) : nullptr;
    if (offered == nullptr || row == machine_.relocations.end()) return;
    testing::SymbolSpec symbol{.name = kind.name,
                               .value = builder_.data_at(0x200 + next_++ * 8),
                               .size = 8,
                               .type = STT_OBJECT};
    if (offered->version[0] != 0) {
      symbol.version = offered->version;
      symbol.version_of = soname;
    }
    relocate({.place = symbol.value, .type = row->type, .symbol = kind.name});
    add(kind, std::move(symbol));
  }

  void define(size_t name, const Offered& offered) {
    const Name& kind = kNames[name];
    testing::SymbolSpec symbol{.name = kind.name,
                               .type = kind.type,
                               .version = offered.version,
                               .hidden_version = offered.hidden};
    const uint64_t i = next_++;
    if (draws_.one_in(4)) symbol.binding = STB_WEAK;
    if (draws_.one_in(8)) symbol.other = STV_PROTECTED;
    if (symbol.type == STT_FUNC) {
      symbol.value = builder_.text_at(i * 4);
      if (draws_.one_in(8)) symbol.type = STT_GNU_IFUNC;
      if (draws_.one_in(16)) symbol.type = STT_NOTYPE;
    } else if (symbol.type == STT_TLS) {
      symbol.value = i * 4;
      symbol.size = 4;
    } else {
      symbol.value = builder_.data_at(0x100 + i * 8);
      symbol.size = 8;
      if (draws_.one_in(8)) {
        symbol.binding = STB_GNU_UNIQUE;
      } else if (draws_.one_in(16)) {
        symbol.section = SHN_ABS;
      }
    }
    add(kind, std::move(symbol));
  }

  void add(const Name& kind, testing::SymbolSpec symbol) {
    names_.push_back(kind);
    has_tls_ = has_tls_ || kind.type == STT_TLS;
    builder_.symbol(std::move(symbol));
  }

  // What refers to a symbol of that type as linkers have it.
  static bool fits(RelocAction action, uint8_t type) {
    switch (action) {
      case RelocAction::kAbsolute:
      case RelocAction::kGlobDat:
        return type != STT_TLS;
      case RelocAction::kJumpSlot:
        return type == STT_FUNC;
      case RelocAction::kTlsModule:
      case RelocAction::kTlsDtpOffset:
      case RelocAction::kTlsTpOffset:
      case RelocAction::kTlsDescriptor:
        return type == STT_TLS;
      default:
        return false;
    }
  }

  void draw_relocation() {
    const RelocRow& row =
        machine_.relocations[draws_.below(static_cast<unsigned>(machine_.relocations.size()))];
    testing::RelocationSpec relocation{.place = builder_.data_at(0x10 + places_++ * 16),
                                       .type = row.type};
    if (row.action == RelocAction::kAbsolute && row.size != machine_.format.word_size()) return;
    const bool local =
        row.action == RelocAction::kBaseRelative || (is_tls(row.action) && draws_.one_in(4));
    if (!local) {
      if (names_.empty()) return;
      const Name& kind = names_[draws_.below(static_cast<unsigned>(names_.size()))];
      if (!fits(row.action, kind.type)) return;
      relocation.symbol = kind.name;
    }
    if (row.action == RelocAction::kBaseRelative)
      relocation.addend = static_cast<int64_t>(builder_.text_at(0xc0));
    if (row.action == RelocAction::kAbsolute) relocation.addend = int64_t{4} * draws_.below(4);
    has_tls_ = has_tls_ || is_tls(row.action);
    if (row.action == RelocAction::kJumpSlot) {
      if (!machine_.rela) builder_.jmprel_without_addends();
      builder_.jmprel(relocation);
    } else {
      relocate(relocation);
    }
  }

  void relocate(const testing::RelocationSpec& relocation) {
    if (machine_.rela) {
      builder_.rela(relocation);
    } else {
      builder_.rel(relocation);
    }
  }

  Draws& draws_;
  const Machine& machine_;
  Builder builder_;
  const Offers& offers_;
  const Offer* own_;
  uint64_t next_ = 0;    // each definition has a place of its own
  uint64_t places_ = 0;  // and each relocation
  bool has_tls_ = false;
  std::vector<Name> names_;
};

void put(FileSet& set, std::string path, std::vector<std::byte> bytes) {
  set.files.push_back({.path = std::move(path), .bytes = std::move(bytes)});
}

template <typename E>
FileSet draw_set(Draws& draws) {
  using Builder = testing::ElfBuilder<E>;
  const Machine& machine =
      *find_machine(Builder::kMachine, Format{E::k64 ? Class::k64 : Class::k32, E::kOrder}, 0);
  FileSet set;
  set.options = static_cast<uint8_t>(draws.one_in(8) ? 4 : 0);
  const bool musl = draws.one_in(4);
  const std::string loader =
      musl ? "/lib/ld-musl-" + std::string(machine.musl_name) + ".so.1" : "/lib/ld.so.1";
  const bool fixed = draws.below(2) != 0;
  Builder program;
  program.base(fixed ? 0x400000 : 0).type(fixed ? ET_EXEC : ET_DYN).interp(loader);
  program.entry(program.text_at(0xf0));
  const unsigned first = draws.below(3);
  for (unsigned i = 0; i < 3; ++i) program.needed(kLibraries[(first + i) % 3].soname);
  program.needed(kLibraries.back().soname);
  const Offers offers = draw_offers(draws);
  put(set, kProgramPath, ModuleDraw<E>(draws, machine, program, offers, nullptr).draw());
  for (const Offer& offer : offers) {
    const Library& library = *offer.library;
    Builder builder = Builder().base(0).soname(library.soname);
    const bool libc = &offer == &offers.back();
    if (!libc && library.soname != std::string_view("libb.so") && draws.below(2) != 0)
      builder.needed("libb.so");
    put(set, libc && musl ? loader : std::string("/lib/") + library.soname,
        ModuleDraw<E>(draws, machine, builder, offers, &offer).draw());
  }
  if (!musl) {
    const auto image = Builder().base(0).soname("ld.so.1").build();
    put(set, loader, {image.bytes().begin(), image.bytes().end()});
  }
  set.options |= draws.of(kSelections);
  return set;
}

// ONEFOLD_FUZZ_SET=FILE in the environment: the set that was drawn, as fold_fuzzer takes it.
void write_set(const FileSet& set) {
  const char* path = std::getenv("ONEFOLD_FUZZ_SET");
  if (path == nullptr) return;
  const auto bytes = pack_file_set(set);
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

template <typename E>
void check_drawn(Draws& draws) {
  const FileSet set = draw_set<E>(draws);
  write_set(set);
  check_fold_of(set);
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold;
  using namespace onefold::fuzz;
  Draws draws(as_input(data, size));
  switch (draws.below(4)) {
    case 0:
      check_drawn<Elf64Le>(draws);
      break;
    case 1:
      check_drawn<Elf64Be>(draws);
      break;
    case 2:
      check_drawn<Elf32Le>(draws);
      break;
    default:
      check_drawn<Elf32Be>(draws);
  }
  return 0;
}
