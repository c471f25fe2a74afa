// One module of a closure with all that binding and relocating it needs, read once.
#pragma once

#include <string_view>
#include <vector>

#include "read/module.h"
#include "read/relocations.h"
#include "read/symbols.h"
#include "read/versions.h"

namespace onefold {

// What ld.so keeps of one version index (struct r_found_version): hash 0 means "no version".
struct VersionName {
  std::string_view name;
  uint32_t hash = 0;
  std::string_view file;  // of a needed version: vn_file; empty for a defined one
  bool weak = false;      // VER_FLG_WEAK
};

// Borrows the module. Immutable once read.
struct Linkable {
  const Module* module = nullptr;
  std::string_view soname;  // DT_SONAME; empty without one
  std::vector<Symbol> symbols;
  std::vector<uint32_t> name_hashes;   // one a symbol: name_hash of its name
  std::vector<uint32_t> lookup_order;  // as HashedSymbols has it; empty: .dynsym's
  std::vector<uint16_t>
      version_indices;                // one a symbol, with kVersymHidden; empty without DT_VERSYM
  std::vector<VersionName> versions;  // by version index; 0 and 1 are never named
  Versions version_tables;            // as the file has them, the base definition included
  std::vector<RelocationTable> tables;

  bool has_versions() const { return !version_indices.empty(); }
  uint16_t version_index(uint32_t symbol) const {
    return has_versions() ? version_indices[symbol] & static_cast<uint16_t>(~kVersymHidden) : 1;
  }
  bool is_hidden_version(uint32_t symbol) const {
    return has_versions() && (version_indices[symbol] & kVersymHidden) != 0;
  }
  // The `i`th symbol that lookups meet, from 1 on.
  uint32_t in_lookup_order(uint32_t i) const {
    return lookup_order.empty() ? i : lookup_order[i - 1];
  }
  // Fills name_hashes.
  void hash_names();
  // The version of `symbol`, or null where it has none.
  const VersionName* version_of(uint32_t symbol) const;
};

// Errors: whatever the readers of symbols, versions and relocation tables report; a relocation
// table of the kind (REL, RELA) that the machine does not have; a version index with its hidden bit
// where no linker sets it, or below 2.
Result<Linkable> read_linkable(const Module& module);

// An undefined symbol with a value, a canonical PLT entry, is a definition for whoever asks for the
// function's address. Linkers make them in programs alone, where nothing else has the name.
// Errors: another; one that is hidden without a version.
Result<void> check_plt_entries(const Linkable& linkable, bool of_program);

}  // namespace onefold
