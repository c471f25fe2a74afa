#include "resolve/linkable.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/name_hash.h"
#include "elf/hash.h"
#include "read/hashed_symbols.h"
#include "resolve/definition.h"

namespace onefold {
namespace {

// glibc, elf/dl-version.c (_dl_check_map_versions): the base definition (VER_FLG_BASE) is no
// version.
std::vector<VersionName> index_versions(const Versions& tables) {
  std::vector<VersionName> names(2);
  auto put = [&](uint16_t index, VersionName name) {
    if (index >= names.size()) names.resize(size_t{index} + 1);
    names[index] = name;
  };
  for (const VersionNeed& need : tables.needed) {
    for (const NeededVersion& version : need.versions) {
      put(version.index,
          {version.name, version.hash, need.file, (version.flags & VER_FLG_WEAK) != 0});
    }
  }
  for (const VersionDefinition& version : tables.defined) {
    if ((version.flags & VER_FLG_BASE) != 0) continue;
    put(version.index, {version.name, version.hash, {}, false});
  }
  return names;
}

Error hidden_version(const FileView& file, std::string_view field, std::string_view name) {
  return file.error(field, "a version index without its hidden bit (0x8000)",
                    fmt::format("it, for {}", printable(name)));
}

// With that bit a reference does not take a definition without versions (elf/dl-lookup.c,
// check_match). No linker sets it.
Result<void> refuse_hidden_versions(const Module& module, const Versions& tables) {
  auto refuse = [&](std::string_view field, std::string_view name) {
    return fail(hidden_version(module.file, field, name));
  };
  for (const VersionNeed& need : tables.needed) {
    auto hidden = std::ranges::find(need.versions, true, &NeededVersion::hidden);
    if (hidden != need.versions.end()) return refuse("vna_other", hidden->name);
  }
  auto hidden = std::ranges::find(tables.defined, true, &VersionDefinition::hidden);
  if (hidden != tables.defined.end()) return refuse("vd_ndx", hidden->name);
  return {};
}

// 0 and 1 say that a symbol has no version (LSB, "Symbol Version Table"), where ld.so would find
// one. No linker numbers one so.
Result<void> refuse_reserved_indices(const Module& module, const Versions& tables) {
  auto check = [&](std::string_view field, std::string_view name, uint16_t index) -> Result<void> {
    if (index > VER_NDX_GLOBAL) return {};
    return fail(module.file.error(field, "a version index from 2 on",
                                  fmt::format("{}, for {}", index, printable(name))));
  };
  for (const VersionNeed& need : tables.needed) {
    for (const NeededVersion& version : need.versions)
      ONEFOLD_CHECK(check("vna_other", version.name, version.index));
  }
  for (const VersionDefinition& version : tables.defined) {
    if ((version.flags & VER_FLG_BASE) == 0)
      ONEFOLD_CHECK(check("vd_ndx", version.name, version.index));
  }
  return {};
}

// ld.so compares hashes as they are stored, the fold's tables have those of the names. No linker
// writes others.
Result<void> refuse_other_hashes(const Module& module, const Versions& tables) {
  auto check = [&](std::string_view field, std::string_view name, uint32_t hash) -> Result<void> {
    if (hash == sysv_hash(name)) return {};
    return fail(module.file.error(field,
                                  fmt::format("{:#x}, of {}", sysv_hash(name), printable(name)),
                                  fmt::format("{:#x}", hash)));
  };
  for (const VersionNeed& need : tables.needed) {
    for (const NeededVersion& version : need.versions)
      ONEFOLD_CHECK(check("vna_hash", version.name, version.hash));
  }
  for (const VersionDefinition& version : tables.defined) {
    if ((version.flags & VER_FLG_BASE) == 0)
      ONEFOLD_CHECK(check("vd_hash", version.name, version.hash));
  }
  return {};
}

// ld.so of most machines reads one kind alone, and passes over or dies of the other
// (ELF_MACHINE_NO_REL, ELF_MACHINE_NO_RELA).
Result<void> check_kinds(const Module& module, const std::vector<RelocationTable>& tables) {
  if (module.machine == nullptr) return {};
  for (const RelocationTable& table : tables) {
    if (table.kind == RelocTable::kRelr || table.rela == module.machine->rela) continue;
    auto name = [](bool rela) { return std::string(rela ? "DT_RELA" : "DT_REL"); };
    return fail(module.file.error(
        table.kind == RelocTable::kJmprel ? "DT_PLTREL" : "d_tag",
        fmt::format("{}, the relocations of {}", name(module.machine->rela), module.machine->name),
        name(table.rela)));
  }
  return {};
}

// ld.so finds a definition without a name by a reference without one; the fold has no such symbols.
Result<void> refuse_nameless_definitions(const Module& module, std::span<const Symbol> symbols) {
  for (size_t i = 1; i < symbols.size(); ++i) {
    const Symbol& symbol = symbols[i];
    if (!symbol.name.empty() || !is_matchable(symbol)) continue;
    return fail(module.file.error("st_name", "a name, of every definition that is not local",
                                  fmt::format("none, of symbol {}", i)));
  }
  return {};
}

// ld.so calls its resolver at an address of no module (SYMBOL_ADDRESS). No linker makes one.
Result<void> refuse_absolute_ifuncs(const Module& module, std::span<const Symbol> symbols) {
  for (const Symbol& symbol : symbols) {
    if (symbol.section != SHN_ABS || symbol.type != STT_GNU_IFUNC) continue;
    return fail(module.file.error("st_shndx", "a section, of each IFUNC",
                                  fmt::format("SHN_ABS, of {}", printable(symbol.name))));
  }
  return {};
}

// ld.so takes such a symbol for one of a version without a name. No linker makes one.
Result<void> refuse_unnamed_versions(const Linkable& linkable) {
  const auto& indices = linkable.version_indices;
  for (size_t i = 1; i < indices.size(); ++i) {
    const uint16_t index = indices[i] & ~kVersymHidden;
    if (index < 2 || linkable.version_of(static_cast<uint32_t>(i)) != nullptr) continue;
    return fail(linkable.module->file.error(
        "DT_VERSYM", "an index that DT_VERDEF or DT_VERNEED has",
        fmt::format("{}, of symbol {}, {}", index, i, printable(linkable.symbols[i].name))));
  }
  return {};
}

// A lookup that meets a hidden or local symbol leaves the module, whatever else it has of that name
// (elf/dl-lookup.c, do_lookup_x). No linker hashes one.
Result<void> refuse_shadows(const Module& module, std::span<const Symbol> symbols,
                            const std::vector<bool>& hashed) {
  std::set<std::string_view> shadows;
  for (size_t i = 1; i < symbols.size(); ++i) {
    if (!hashed[i] || is_candidate(symbols[i])) continue;
    // Were it neither, would it be found?
    Symbol open = symbols[i];
    open.visibility = STV_DEFAULT;
    if (open.is_local()) open.binding = STB_GLOBAL;
    if (is_candidate(open)) shadows.insert(open.name);
  }
  if (shadows.empty()) return {};
  for (size_t i = 1; i < symbols.size(); ++i) {
    if (!is_candidate(symbols[i]) || !shadows.contains(symbols[i].name)) continue;
    return fail(
        module.file.error("st_other", "no hidden or local symbol of a definition's name",
                          fmt::format("one, of symbol {}, {}", i, printable(symbols[i].name))));
  }
  return {};
}

// A definition that no lookup finds would be found in the fold, whose tables are made anew. No
// linker leaves one out. What is undefined is left out but for canonical PLT entries.
Result<void> refuse_unhashed_definitions(const Module& module, std::span<Symbol> symbols,
                                         const std::vector<bool>& hashed) {
  for (size_t i = 1; i < symbols.size(); ++i) {
    if (!hashed[i] && !symbols[i].is_defined()) symbols[i].unhashed = true;
    if (hashed[i] || !is_candidate(symbols[i])) continue;
    return fail(
        module.file.error(module.find_dynamic(DT_GNU_HASH) ? "DT_GNU_HASH" : "DT_HASH",
                          "a table that leads to every definition",
                          fmt::format("none to symbol {}, {}", i, printable(symbols[i].name))));
  }
  return {};
}

// The names of a module's symbols may all lie inside one long string: whatever hashes, compares or
// copies them would take time and memory out of proportion to the file. Linkers put one name inside
// another's tail, and a name has a symbol for each of its versions.
Result<void> check_names(const Module& module, std::span<const Symbol> symbols) {
  constexpr uint64_t kMostTimes = 16;
  constexpr uint64_t kAlways = 1 << 16;
  uint64_t length = 0;
  for (const Symbol& symbol : symbols) length += symbol.name.size();
  const uint64_t most = module.strings.size() * kMostTimes + kAlways;
  if (length <= most) return {};
  return fail(module.file.error("DT_SYMTAB st_name",
                                fmt::format("names of {} bytes together at most", most),
                                fmt::format("{}", length)));
}

// Relocations of symbol 0 are of an address in their module. gABI, "Symbol Table": all its fields
// are 0.
Result<void> check_null_symbol(const Module& module, std::span<const Symbol> symbols) {
  if (symbols.empty()) return {};
  const Symbol& null = symbols.front();
  if (null.value == ModuleAddress() && null.size == 0 && !null.is_defined() && null.is_local())
    return {};
  return fail(module.file.error("DT_SYMTAB", "a first symbol that is 0", "another"));
}

}  // namespace

Result<void> check_plt_entries(const Linkable& linkable, bool of_program) {
  const FileView& file = linkable.module->file;
  std::map<std::string_view, uint32_t> times;  // of the entries' names
  for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
    const Symbol& symbol = linkable.symbols[s];
    if (symbol.is_defined() || !is_candidate(symbol)) continue;
    times.emplace(symbol.name, 0);
    if (!of_program) {
      return fail(
          file.error("st_value", "0, of each undefined symbol of a library",
                     fmt::format("{:#x}, of {}", symbol.value.value, printable(symbol.name))));
    }
    if (linkable.is_hidden_version(s) && linkable.version_of(s) == nullptr)
      return fail(hidden_version(file, "DT_VERSYM", symbol.name));
  }
  if (times.empty()) return {};
  for (const Symbol& symbol : linkable.symbols) {
    if (!is_candidate(symbol)) continue;
    const auto entry = times.find(symbol.name);
    if (entry == times.end() || entry->second++ == 0) continue;
    return fail(file.error("st_value", "one symbol of the name of a canonical PLT entry",
                           fmt::format("another one of {}", printable(symbol.name))));
  }
  return {};
}

void Linkable::hash_names() {
  name_hashes.clear();
  name_hashes.reserve(symbols.size());
  for (const Symbol& symbol : symbols) name_hashes.push_back(name_hash(symbol.name));
}

const VersionName* Linkable::version_of(uint32_t symbol) const {
  uint16_t index = version_index(symbol);
  if (index >= versions.size() || versions[index].hash == 0) return nullptr;
  return &versions[index];
}

Result<Linkable> read_linkable(const Module& module) {
  Linkable linkable;
  linkable.module = &module;
  ONEFOLD_TRY(auto soname, module.dynamic_string(DT_SONAME));
  linkable.soname = soname.value_or("");
  ONEFOLD_TRY(linkable.tables, read_relocation_tables(module));
  ONEFOLD_CHECK(check_kinds(module, linkable.tables));
  ONEFOLD_TRY(auto count, count_symbols(module, linkable.tables));
  ONEFOLD_TRY(linkable.symbols, read_symbols(module, count.count));
  ONEFOLD_CHECK(check_names(module, linkable.symbols));
  linkable.hash_names();
  ONEFOLD_CHECK(check_null_symbol(module, linkable.symbols));
  ONEFOLD_CHECK(refuse_absolute_ifuncs(module, linkable.symbols));
  ONEFOLD_TRY(linkable.version_tables, read_versions(module));
  ONEFOLD_CHECK(refuse_hidden_versions(module, linkable.version_tables));
  ONEFOLD_CHECK(refuse_reserved_indices(module, linkable.version_tables));
  ONEFOLD_CHECK(refuse_other_hashes(module, linkable.version_tables));
  ONEFOLD_TRY(linkable.version_indices,
              read_version_indices(module, linkable.version_tables, count.count));
  linkable.versions = index_versions(linkable.version_tables);
  ONEFOLD_CHECK(refuse_unnamed_versions(linkable));
  ONEFOLD_CHECK(refuse_nameless_definitions(module, linkable.symbols));
  ONEFOLD_TRY(auto hashed, find_hashed_symbols(module, linkable.symbols));
  ONEFOLD_CHECK(refuse_shadows(module, linkable.symbols, hashed.reached));
  ONEFOLD_CHECK(refuse_unhashed_definitions(module, linkable.symbols, hashed.reached));
  linkable.lookup_order = std::move(hashed.order);
  return linkable;
}

}  // namespace onefold
