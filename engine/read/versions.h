// Symbol versions: DT_VERSYM, DT_VERDEF, DT_VERNEED. Linux Standard Base, "Symbol Versioning".
#pragma once

#include <string_view>
#include <vector>

#include "read/module.h"

namespace onefold {

// One Verdef. `parents` are the names after the first Verdaux.
struct VersionDefinition {
  std::string_view name;
  uint16_t index = 0;  // vd_ndx without VERSYM_HIDDEN
  uint16_t flags = 0;  // VER_FLG_BASE, VER_FLG_WEAK
  uint32_t hash = 0;
  bool hidden = false;  // VERSYM_HIDDEN of vd_ndx
  std::vector<std::string_view> parents;
};

// One Vernaux: a version that this module wants of `VersionNeed::file`.
struct NeededVersion {
  std::string_view name;
  uint16_t index = 0;  // vna_other without VERSYM_HIDDEN
  uint16_t flags = 0;  // VER_FLG_WEAK: may be missing at run time
  uint32_t hash = 0;
  bool hidden = false;  // VERSYM_HIDDEN of vna_other
};

struct VersionNeed {
  std::string_view file;
  std::vector<NeededVersion> versions;
};

struct Versions {
  std::vector<VersionDefinition> defined;
  std::vector<VersionNeed> needed;
};

// Errors: a table outside its segment, vd_version or vn_version other than 1, a chain that leaves
// its table, steps on itself, or whose length is not DT_VERDEFNUM, DT_VERNEEDNUM, vd_cnt or vn_cnt;
// a name outside DT_STRTAB.
Result<Versions> read_versions(const Module& module);

constexpr uint16_t kVersymHidden = 0x8000;  // the bit of a DT_VERSYM entry

// DT_VERSYM, one entry a symbol with the hidden bit; empty without DT_VERSYM. `versions` are the
// module's. Errors: a table outside its segment, an index above all that the versions have.
Result<std::vector<uint16_t>> read_version_indices(const Module& module, const Versions& versions,
                                                   uint64_t symbol_count);

}  // namespace onefold
