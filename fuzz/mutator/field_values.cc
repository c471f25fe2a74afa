#include "mutator/field_values.h"

#include <algorithm>
#include <array>

namespace onefold::fuzz {
namespace {

constexpr auto kInteresting = std::to_array<uint64_t>({0,
                                                       1,
                                                       2,
                                                       3,
                                                       4,
                                                       7,
                                                       8,
                                                       15,
                                                       16,
                                                       24,
                                                       0x7f,
                                                       0x80,
                                                       0xff,
                                                       0x100,
                                                       0xfff,
                                                       0x1000,
                                                       0x7fff,
                                                       0x8000,
                                                       0xffff,
                                                       0x10000,
                                                       0x7fffffff,
                                                       0x80000000,
                                                       0xfffffff0,
                                                       0xffffffff,
                                                       0x100000000,
                                                       0x7fffffffffffffff,
                                                       0x8000000000000000,
                                                       0xfffffffffffff000,
                                                       0xffffffffffffffff});

constexpr auto kTags =
    std::to_array<uint64_t>({DT_NULL,         DT_NEEDED,        DT_PLTRELSZ,
                             DT_PLTGOT,       DT_HASH,          DT_STRTAB,
                             DT_SYMTAB,       DT_RELA,          DT_RELASZ,
                             DT_RELAENT,      DT_STRSZ,         DT_SYMENT,
                             DT_INIT,         DT_FINI,          DT_SONAME,
                             DT_RPATH,        DT_SYMBOLIC,      DT_REL,
                             DT_RELSZ,        DT_RELENT,        DT_PLTREL,
                             DT_DEBUG,        DT_TEXTREL,       DT_JMPREL,
                             DT_BIND_NOW,     DT_INIT_ARRAY,    DT_FINI_ARRAY,
                             DT_INIT_ARRAYSZ, DT_FINI_ARRAYSZ,  DT_RUNPATH,
                             DT_FLAGS,        DT_PREINIT_ARRAY, DT_PREINIT_ARRAYSZ,
                             DT_RELRSZ,       DT_RELR,          DT_RELRENT,
                             DT_GNU_HASH,     DT_VERSYM,        DT_RELACOUNT,
                             DT_RELCOUNT,     DT_FLAGS_1,       DT_VERDEF,
                             DT_VERDEFNUM,    DT_VERNEED,       DT_VERNEEDNUM,
                             DT_AUXILIARY,    DT_FILTER,        0x70000000,
                             0x70000001,      0x70000003,       DT_TLSDESC_PLT,
                             DT_TLSDESC_GOT});

constexpr auto kTypes = std::to_array<uint64_t>(
    {PT_NULL, PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_NOTE, PT_PHDR, PT_TLS, PT_GNU_EH_FRAME,
     PT_GNU_STACK, PT_GNU_RELRO, PT_GNU_PROPERTY, 0x70000000, 0x70000001, ET_EXEC, ET_DYN, EM_386,
     EM_MIPS, EM_PPC, EM_PPC64, EM_S390, EM_ARM, EM_X86_64, EM_AARCH64, EM_RISCV,
     // st_info
     0x10, 0x11, 0x12, 0x16, 0x1a, 0x20, 0x22, 0xa1});

// Somewhere in or at the edge of a PT_LOAD, or of a table.
uint64_t some_address(const ElfMap& map, Random& random) {
  if (map.loads().empty()) return random.pick(std::span(kInteresting));
  const ElfMap::Load& load = random.pick(std::span(map.loads()));
  uint64_t address = load.address;
  switch (random.below(5)) {
    case 0:
      break;
    case 1:
      address += load.filesz;
      break;
    case 2:
      address += load.memsz;
      break;
    case 3:
      address += random.below(load.filesz);
      break;
    default:
      const Table& table = random.pick(std::span(map.tables()));
      address += table.at - load.offset;
      break;
  }
  // On a word, just before, or anywhere.
  if (random.one_in(3)) return address - 1 + random.below(3);
  return address & ~(map.word() - 1);
}

uint64_t near(uint64_t old, const ElfMap& map, Random& random) {
  const uint64_t steps[] = {1,      2,      4, 8, map.word(), 2 * map.word(), 3 * map.word(),
                            0x1000, 0x10000};
  const uint64_t step = random.pick(std::span(steps));
  return random.one_in(2) ? old + step : old - step;
}

// What another field of the file has.
uint64_t borrowed(Kind kind, const ElfMap& map, Random& random) {
  for (int tries = 0; tries < 8; ++tries) {
    const Table& table = random.pick(std::span(map.tables()));
    const FieldOf& field = random.pick(table.fields);
    if (field.kind != kind && tries < 6) continue;
    return map.get(table.at + random.below(table.count) * table.entry + field.at, field.width);
  }
  return 0;
}

}  // namespace

uint64_t value_for(Kind kind, uint64_t old, const ElfMap& map, std::span<const std::byte> file,
                   Random& random) {
  switch (random.below(8)) {
    case 0:
      return random.pick(std::span(kInteresting));
    case 1:
      return near(old, map, random);
    case 2:
      return borrowed(kind, map, random);
    case 3:
      return old ^ uint64_t { 1 } << random.below(64);
    default:
      break;
  }
  switch (kind) {
    case Kind::kOffset:
      return random.one_in(3) ? file.size() - random.below(64) : random.below(file.size() + 1);
    case Kind::kAddress:
      return some_address(map, random);
    case Kind::kSize:
      return random.one_in(2) ? near(old, map, random) : old << random.below(3) >> random.below(3);
    case Kind::kAlign:
      return uint64_t{1} << random.below(24);
    case Kind::kTag:
      return random.pick(std::span(kTags));
    case Kind::kType:
      return random.one_in(2) ? random.pick(std::span(kTypes)) : random.below(256);
    case Kind::kFlags:
      return random.below(16);
    case Kind::kName: {
      const Table* strings = map.find(TableKind::kStrings);
      return strings != nullptr ? random.below(strings->count + 1) : random.below(256);
    }
    case Kind::kIndex:
      return random.one_in(8) ? 0xfff0 + random.below(16) : random.below(16);
    default:
      return random.next();
  }
}

}  // namespace onefold::fuzz
