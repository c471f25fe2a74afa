// The fold's one set of symbol versions (DT_VERDEF, DT_VERNEED): all that folded files define, and
// what they need of kept libraries, under numbers of its own.
#pragma once

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/part.h"
#include "resolve/bindings.h"

namespace onefold {

struct OutputVersionNeed {
  std::string_view file;
  struct Version {
    std::string_view name;
    uint32_t hash;
    uint16_t index;
    bool weak;
  };
  std::vector<Version> versions;
};

struct OutputVersionDefinition {
  std::string_view name;
  uint32_t hash;
  uint16_t index;
};

// Indices are DT_VERSYM's, without the hidden bit; 1 is no version.
class OutputVersions {
 public:
  static constexpr uint16_t kOldest = 2;

  // Both outlive it.
  OutputVersions(const Parts& parts, const Scope& scope) : parts_(parts), scope_(scope) {}

  // `kept_names` are the names by which the fold's DT_NEEDED asks for the kept libraries, by scope
  // index (empty for folded ones). Errors: more versions than 15 bits number.
  Result<void> plan(std::vector<std::string_view> kept_names);

  // Of a definition in a folded module.
  uint16_t defined(uint32_t module, uint32_t symbol) const;
  // Of a reference that asks for `version` (null: none) and is bound so. Errors: as of plan().
  Result<uint16_t> needed(const VersionName* version, const Binding& binding);
  // Of a version that the fold defines, from now on.
  Result<uint16_t> defined_index(std::string_view name, uint32_t hash);
  // A symbol of the base version is hidden from references to others.
  void need_table() { needs_table_ = true; }
  // The fold's own, kOldest, which unversioned references take before others; call it once.
  void add_oldest();

  const std::vector<OutputVersionDefinition>& definitions() const { return definitions_; }
  const std::vector<OutputVersionNeed>& needs() const { return needs_; }
  // Has the fold a DT_VERDEF, be it of its base alone? Without any table it would answer dlvsym
  // whatever version is asked for (glibc, elf/dl-lookup.c, check_match), which no part did that has
  // a DT_VERSYM.
  bool has_definitions() const;

 private:
  Result<void> plan_definitions();
  Result<void> plan_needs();
  Result<void> index_by_part();
  Result<uint16_t> next_index();
  Result<uint16_t> add_need(const VersionName& version);

  const Parts& parts_;
  const Scope& scope_;
  std::vector<std::string_view> kept_names_;
  std::vector<OutputVersionDefinition> definitions_;
  std::vector<OutputVersionNeed> needs_;
  std::map<std::string_view, size_t> need_of_file_;
  std::map<std::string_view, uint16_t> defined_indices_;
  std::vector<std::vector<uint16_t>> of_part_;  // by part, by its version index
  std::map<std::pair<std::string_view, std::string_view>, uint16_t> needed_indices_;  // file, name
  uint32_t last_index_ = kOldest;
  bool needs_table_ = false;
};

}  // namespace onefold
