// The fold's one .dynsym with its versions: what it still needs of kept libraries, and every
// definition that dlsym, plugins and kept libraries could find in the original.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/hash_index.h"
#include "plan/kept_definitions.h"
#include "plan/output_versions.h"
#include "plan/part.h"
#include "plan/resolved_ifuncs.h"
#include "plan/stand_in.h"
#include "plan/string_table.h"
#include "resolve/bindings.h"

namespace onefold {

struct OutputSymbol {
  std::string_view name;
  uint32_t hash = 0;         // name_hash of it
  uint32_t name_offset = 0;  // in .dynstr
  uint64_t value = 0;        // image address; offset in the merged block for STT_TLS
  uint64_t size = 0;
  uint8_t type = 0;
  uint8_t binding = 0;
  uint8_t other = 0;  // st_other
  bool defined =
      false;  // an undefined export is a canonical PLT entry: `value` is the function's address
  bool absolute = false;  // SHN_ABS
  // Of an import: a weak reference that nothing answers. It stays apart from strong ones of the
  // same name, which would make an error of it.
  bool optional = false;
  uint32_t module = 0;   // of an export: in scope order
  uint16_t version = 1;  // DT_VERSYM entry, hidden bit included
};

// What a fixup refers to: an import by its number, or an export.
struct SymbolId {
  uint32_t number = 0;
  bool exported = false;
  bool local = false;
};

// By what .dynsym is sorted: exports by bucket of DT_GNU_HASH, behind all else; or the symbols that
// have a word in the GOT, behind all else, where that is implicit.
enum class SymbolOrder : uint8_t { kGnuHash, kGot };

class DynamicSymbols {
 public:
  // Both outlive it.
  DynamicSymbols(const Parts& parts, const Bindings& bindings)
      : parts_(parts),
        bindings_(bindings),
        kept_(parts, bindings.scope()),
        versions_(parts, bindings.scope()) {}

  // Versions and exports. `kept_names` as OutputVersions has them. Errors: of its plan(); a file
  // whose definitions of one name no table can hold.
  Result<void> plan(std::vector<std::string_view> kept_names);

  // The reference of `module`'s `symbol` towards a kept library (or towards nothing, if it is weak
  // and undefined). Errors: as of plan().
  Result<SymbolId> import_of(uint32_t module, uint32_t symbol, const Binding& binding);

  // The export that a lookup by this definition's name and version finds, if it is this one;
  // nullopt if another stands there, or none.
  std::optional<SymbolId> export_of(uint32_t module, uint32_t symbol) const;

  // A STB_LOCAL symbol for a definition of the fold: what refers to it is bound without a lookup.
  SymbolId local_of(uint32_t module, uint32_t symbol);

  // A relocation of the fold will need the symbol's word of an implicit GOT.
  void need_word(SymbolId id) { words_.push_back(id); }

  // Puts all names into .dynstr: those of the first symbols last. After freeze().
  void intern(StringTable& strings);

  // Exports of the original's address become the stand-in's. Before freeze().
  void replace(const StandIn& stand_in);
  // IFUNCs of which it is known what their resolvers return become functions. Before freeze().
  void replace(const ResolvedIfuncs& resolved);

  // Final order: the null symbol, local ones, then the others by `order`.
  void freeze(SymbolOrder order);
  SymbolOrder order() const { return order_; }
  uint32_t index_of(SymbolId id) const;
  uint32_t index_of_export(uint32_t place) const;  // in exports(), after freeze()
  // All but the null symbol.
  std::vector<const OutputSymbol*> in_order() const;
  uint32_t count() const {  // the null symbol included
    return static_cast<uint32_t>(locals_.size() + sequence_.size()) + 1;
  }
  // The last so many have a word of an implicit GOT.
  uint32_t got_symbols() const { return got_symbols_; }
  const std::vector<OutputSymbol>& locals() const { return locals_; }
  const std::vector<OutputSymbol>& imports() const { return imports_; }
  const std::vector<OutputSymbol>& exports() const {
    return exports_;
  }  // in final order after freeze()
  uint32_t first_export() const {
    return static_cast<uint32_t>(locals_.size() + imports_.size()) + 1;
  }
  uint32_t bucket_count() const { return bucket_count_; }
  // The exports' DT_GNU_HASH values, after freeze().
  const std::vector<uint32_t>& gnu_hashes() const { return gnu_hashes_; }

  const std::vector<OutputVersionDefinition>& definitions() const {
    return versions_.definitions();
  }
  const std::vector<OutputVersionNeed>& needs() const { return versions_.needs(); }
  bool has_definitions() const { return versions_.has_definitions(); }
  bool has_versions() const { return has_definitions() || !needs().empty(); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  // What there is under one name.
  struct Name {
    uint32_t first = kNone;  // its exports are a chain from here on: next_of_name_, kNone ends it
    uint32_t last = kNone;
    Definition of;  // the first
    bool default_seen = false;
    uint32_t default_of = kNone;   // the module whose versioned definition is the default one
    uint32_t unversioned = kNone;  // in passed_over_: the first behind a default or a kept one
  };

  Result<void> answer_versions_behind();
  Result<void> answer_references(uint32_t kept);
  Result<void> answer_version(const Name& name, const VersionName& version);
  Result<void> refuse_second_default() const;
  Result<void> add_exports(const Part& part);
  Result<bool> becomes_definition(const Part& part, uint32_t s, OutputSymbol& output);
  bool answers_as(Definition entry, Definition definition) const;
  void use_unique(Definition definition, OutputSymbol& output) const;
  void add_to_entry(Definition entry);
  OutputSymbol exported(Definition definition) const;
  bool add_to_name(OutputSymbol& output, bool hidden, Definition of);
  bool is_hidden_by_kept(Definition own) const;
  bool is_found_unversioned(Definition definition) const;
  bool is_default(Definition own) const;
  bool answers_unversioned(Definition own) const;
  void note_default(Definition own);
  void note_name(Definition own);
  void pass_over(Name& name, const OutputSymbol& output);
  const Name* find_name(const OutputSymbol& symbol) const;  // null: none is known
  uint32_t name_slot(const OutputSymbol& symbol, Definition of);
  void add_unversioned_copies();
  uint32_t found_unversioned(uint32_t first, LookupClass lookup_class) const;
  uint32_t find_export(std::string_view name, uint32_t hash, uint16_t version) const;
  bool is_musl() const { return bindings_.scope().loader() == LoaderKind::kMusl; }
  void put_copies_first();
  void sort_by_bucket();
  void sort_by_word();
  const OutputSymbol& symbol_of(SymbolId id) const {
    return id.exported ? exports_[id.number] : imports_[id.number];
  }

  const Parts& parts_;
  const Bindings& bindings_;
  KeptDefinitions kept_;
  OutputVersions versions_;

  std::vector<OutputSymbol> locals_;
  std::vector<OutputSymbol> imports_;
  std::vector<OutputSymbol> exports_;
  bool has_copies_ = false;  // for unversioned references
  SymbolOrder order_ = SymbolOrder::kGnuHash;
  std::vector<SymbolId> words_;  // with repetitions
  uint32_t got_symbols_ = 0;
  std::vector<uint32_t> export_order_;  // by export number: place in exports_ after freeze()
  // After freeze(): what follows the local symbols, by place in imports_ and exports_; and where
  // each of those comes in it.
  std::vector<SymbolId> sequence_;
  std::vector<uint32_t> import_sequence_;
  std::vector<uint32_t> export_sequence_;
  std::vector<uint32_t> gnu_hashes_;
  std::vector<SymbolId> import_ids_;
  HashIndex import_index_;  // of import_ids_, by name and version
  std::vector<Name> names_;
  HashIndex name_index_;    // of names_
  HashIndex export_index_;  // of exports, by name and version
  std::vector<uint32_t> next_of_name_;
  std::vector<OutputSymbol> passed_over_;
  std::optional<Definition> second_default_;
  std::vector<uint32_t> unclear_names_;  // in names_: an unversioned reference could mistake them

  uint32_t bucket_count_ = 1;
};

}  // namespace onefold
