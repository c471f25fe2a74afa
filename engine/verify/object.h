// One ELF file as a loader binds it: symbols that its hash table leads to, versions, relocations.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "read/module.h"
#include "read/relocations.h"
#include "read/symbols.h"
#include "read/versions.h"
#include "verify/psabi.h"

namespace onefold::verify {

// Names as numbers, so that lookups compare numbers.
class Names {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  void reserve(size_t names);
  // `hash`: name_hash of it.
  uint32_t number_of(std::string_view name, uint32_t hash);
  uint32_t find(std::string_view name) const;  // kNone: never numbered
  std::string_view text(uint32_t number) const { return texts_[number]; }
  uint32_t count() const { return static_cast<uint32_t>(texts_.size()); }

 private:
  void resize(size_t slots);
  std::vector<std::string_view> texts_;
  std::vector<uint32_t> hashes_;
  std::vector<uint32_t> slots_;  // open addressing; kNone: free
};

// One entry of ld.so's l_versions: hash 0 means "no version".
struct Version {
  std::string_view name;
  uint32_t hash = 0;
};

struct Object {
  const Module* module = nullptr;
  const PsAbi* psabi = nullptr;
  std::string_view soname;  // DT_SONAME or empty
  std::vector<Symbol> symbols;
  std::vector<uint32_t> names;    // by symbol: its name_hash, and then its number
  std::vector<uint16_t> versym;   // by symbol; empty without DT_VERSYM
  std::vector<Version> versions;  // by version index
  Versions version_tables;
  std::vector<RelocationTable> tables;
  std::vector<uint32_t> hashed;  // symbols that a lookup by hash reaches, in the order it does
  bool symbolic = false;         // DF_SYMBOLIC
  bool binds_now = false;
  const Segment* tls = nullptr;

  const Version* version_of(uint32_t symbol) const;  // null: none
  bool is_program() const { return module->header.type == ET_EXEC || has_interp; }
  bool is_x86() const {
    return module->header.machine == EM_X86_64 || module->header.machine == EM_386;
  }
  bool has_interp = false;
  std::string_view file_name() const;  // without folders
};

// Borrows `module`; `names` are hashes, so that files may be read side by side. Errors: those of
// the readers; a machine without a psABI table.
Result<Object> read_object(const Module& module);
// Once: hashes become numbers.
void number_names(std::span<Object> objects, Names& names);

}  // namespace onefold::verify
