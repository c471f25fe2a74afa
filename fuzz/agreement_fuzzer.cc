// The reader beside libelf (elfutils): where both accept a file, both say the same of its header,
// its program headers, its dynamic section and its symbols.

#include <gelf.h>
#include <libelf.h>

#include <algorithm>

#include "property.h"
#include "read/module.h"
#include "read/relocations.h"
#include "read/symbols.h"

namespace onefold::fuzz {
namespace {

void compare_header(::Elf* elf, const Module& module) {
  GElf_Ehdr header;
  require(gelf_getehdr(elf, &header) != nullptr);
  require(header.e_type == module.header.type && header.e_machine == module.header.machine);
  require(header.e_flags == module.header.flags && header.e_phoff == module.header.phoff.value);
  require((gelf_getclass(elf) == ELFCLASS64) == module.format().is_64());
}

// Of a section table that runs past the file libelf takes nothing, a section header that counts the
// program headers (PN_XNUM) neither.
bool counts_elsewhere(::Elf* elf) {
  GElf_Ehdr header;
  size_t sections = 0;
  return gelf_getehdr(elf, &header) != nullptr && header.e_phnum == PN_XNUM &&
         (elf_getshdrnum(elf, &sections) != 0 || sections == 0);
}

void compare_segments(::Elf* elf, const Module& module) {
  size_t count = 0;
  if (counts_elsewhere(elf) || elf_getphdrnum(elf, &count) != 0) return;
  // libelf counts the headers that the file has room for, and takes an e_phoff of 0 for none, as
  // the gABI has it. To the kernel and to ld.so it is an offset like any other.
  require(count == (module.header.phoff.value == 0 ? 0 : module.segments.size()));
  for (size_t i = 0; i < count; ++i) {
    GElf_Phdr theirs;
    if (gelf_getphdr(elf, static_cast<int>(i), &theirs) == nullptr) return;
    const Segment& ours = module.segments[i];
    require(theirs.p_type == ours.type && theirs.p_flags == ours.flags);
    require(theirs.p_offset == ours.offset.value && theirs.p_vaddr == ours.vaddr.value);
    require(theirs.p_filesz == ours.filesz && theirs.p_memsz == ours.memsz);
    require(theirs.p_align == ours.align);
  }
}

// libelf knows segments' contents as chunks of the file in the records of a type.
Elf_Data* chunk(::Elf* elf, FileOffset at, uint64_t size, Elf_Type type) {
  return elf_getdata_rawchunk(elf, static_cast<int64_t>(at.value), size, type);
}

void compare_dynamic(::Elf* elf, const Module& module) {
  if (module.dynamic.empty()) return;
  const uint64_t entry = module.format().is_64() ? 16 : 8;
  Elf_Data* data = chunk(elf, module.dynamic.front().at, module.dynamic.size() * entry, ELF_T_DYN);
  if (data == nullptr) return;
  for (size_t i = 0; i < module.dynamic.size(); ++i) {
    GElf_Dyn theirs;
    require(gelf_getdyn(data, static_cast<int>(i), &theirs) != nullptr);
    // Of a 32-bit file libelf widens the tag with its sign.
    const auto tag = static_cast<uint64_t>(theirs.d_tag);
    require((module.format().is_64() ? tag : tag & UINT32_MAX) == module.dynamic[i].tag);
    require(theirs.d_un.d_val == module.dynamic[i].value);
  }
}

// On mips an undefined function's address is that of a lazy stub, which only the implicit GOT
// needs, unless st_other marks it as a PLT entry that all modules are to use. The reader keeps the
// second alone.
bool is_stub_of_mips(const Module& module, const GElf_Sym& symbol) {
  return module.machine != nullptr && module.header.machine == EM_MIPS &&
         symbol.st_shndx == SHN_UNDEF && (symbol.st_other & STO_MIPS_PLT) == 0;
}

void compare_symbols(::Elf* elf, const Module& module) {
  auto tables = read_relocation_tables(module);
  if (!tables) return;
  auto count = count_symbols(module, *tables);
  if (!count || count->count == 0) return;
  auto symbols = read_symbols(module, count->count);
  if (!symbols) return;
  const uint64_t entry = module.format().is_64() ? 24 : 16;
  auto at = module.offset_of(ModuleAddress(*module.dynamic_value(DT_SYMTAB)),
                             symbols->size() * entry, "DT_SYMTAB");
  require(at.has_value());
  Elf_Data* data = chunk(elf, *at, symbols->size() * entry, ELF_T_SYM);
  if (data == nullptr) return;
  for (size_t i = 0; i < symbols->size(); ++i) {
    GElf_Sym theirs;
    require(gelf_getsym(data, static_cast<int>(i), &theirs) != nullptr);
    const Symbol& ours = (*symbols)[i];
    const uint64_t value = is_stub_of_mips(module, theirs) ? 0 : theirs.st_value;
    require(value == ours.value.value && theirs.st_size == ours.size);
    require(theirs.st_shndx == ours.section && theirs.st_other == ours.other);
    require(GELF_ST_TYPE(theirs.st_info) == ours.type &&
            GELF_ST_BIND(theirs.st_info) == ours.binding);
  }
}

void compare(std::span<const std::byte> input) {
  auto module = read_module(FileView("input", input));
  if (!module) return;
  elf_version(EV_CURRENT);
  // libelf may swap bytes where they lie.
  std::vector<char> copy(input.size());
  std::ranges::copy(std::span(reinterpret_cast<const char*>(input.data()), input.size()),
                    copy.begin());
  ::Elf* elf = elf_memory(copy.data(), copy.size());
  if (elf == nullptr) return;
  if (elf_kind(elf) == ELF_K_ELF) {
    compare_header(elf, *module);
    compare_segments(elf, *module);
    compare_dynamic(elf, *module);
    compare_symbols(elf, *module);
  }
  elf_end(elf);
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold::fuzz;
  compare(as_input(data, size));
  return 0;
}
