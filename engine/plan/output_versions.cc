#include "plan/output_versions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "elf/hash.h"

namespace onefold {
namespace {

// Canonical PLT entries are some, too.
bool has_definition(const Linkable& linkable, uint16_t version) {
  for (uint32_t s = 1; s < linkable.symbols.size(); ++s) {
    const Symbol& symbol = linkable.symbols[s];
    if (linkable.version_index(s) == version && (symbol.is_defined() || is_candidate(symbol)))
      return true;
  }
  return false;
}

}  // namespace

Result<void> OutputVersions::plan(std::vector<std::string_view> kept_names) {
  kept_names_ = std::move(kept_names);
  ONEFOLD_CHECK(plan_definitions());
  ONEFOLD_CHECK(plan_needs());
  return index_by_part();
}

Result<uint16_t> OutputVersions::next_index() {
  // 0 is local, 1 global; 2 would make a definition the oldest for unversioned references.
  if (++last_index_ >= kVersymHidden) {
    const Module& program = *parts_.program().module;
    return fail(program.file.error("DT_VERSYM", "at most 32765 symbol versions in the whole fold",
                                   fmt::format("{}", last_index_ - 2)));
  }
  return static_cast<uint16_t>(last_index_);
}

Result<uint16_t> OutputVersions::defined_index(std::string_view name, uint32_t hash) {
  const auto [known, is_new] = defined_indices_.emplace(name, 0);
  if (is_new) {
    ONEFOLD_TRY(known->second, next_index());
    definitions_.push_back({name, hash, known->second});
  }
  return known->second;
}

// Versions that folded modules define, empty ones too, since kept files and plugins may ask for
// them by name.
Result<void> OutputVersions::plan_definitions() {
  for (const Part& part : parts_.list) {
    for (const VersionDefinition& version : part.linkable->version_tables.defined) {
      if ((version.flags & VER_FLG_BASE) != 0 || defined_indices_.contains(version.name)) continue;
      ONEFOLD_CHECK(defined_index(version.name, version.hash));
    }
  }
  return {};
}

// What folded modules need of kept files.
Result<void> OutputVersions::plan_needs() {
  const std::set<std::string_view> kept(kept_names_.begin(), kept_names_.end());
  for (const Part& part : parts_.list) {
    for (const VersionNeed& need : part.linkable->version_tables.needed) {
      if (need.file.empty() || !kept.contains(need.file)) continue;
      for (const NeededVersion& version : need.versions) {
        const bool weak = (version.flags & VER_FLG_WEAK) != 0;
        ONEFOLD_CHECK(add_need({version.name, version.hash, need.file, weak}));
      }
    }
  }
  return {};
}

Result<uint16_t> OutputVersions::add_need(const VersionName& version) {
  const auto [slot, is_new_file] = need_of_file_.emplace(version.file, needs_.size());
  if (is_new_file) needs_.push_back({version.file, {}});
  auto& versions = needs_[slot->second].versions;
  const auto [known, is_new] = needed_indices_.emplace(std::pair(version.file, version.name), 0);
  if (is_new) {
    ONEFOLD_TRY(known->second, next_index());
    versions.push_back({version.name, version.hash, known->second, version.weak});
  } else if (!version.weak) {
    std::ranges::find(versions, known->second, &OutputVersionNeed::Version::index)->weak = false;
  }
  return known->second;
}

// Which version of the fold each of a part's is.
Result<void> OutputVersions::index_by_part() {
  for (const Part& part : parts_.list) {
    auto& indices = of_part_.emplace_back();
    for (const VersionName& version : part.linkable->versions) {
      // An object copied from a kept library has the version that was needed there, for R_COPY and
      // as a definition; one of a library without versions has a version that nobody defines.
      auto needed = needed_indices_.find({version.file, version.name});
      auto defined = defined_indices_.find(version.name);
      const auto index = static_cast<uint16_t>(indices.size());
      uint16_t found = needed != needed_indices_.end()     ? needed->second
                       : defined != defined_indices_.end() ? defined->second
                                                           : uint16_t{1};
      if (found == 1 && version.hash != 0 && has_definition(*part.linkable, index)) {
        ONEFOLD_TRY(found, defined_index(version.name, version.hash));
      }
      indices.push_back(found);
    }
  }
  return {};
}

uint16_t OutputVersions::defined(uint32_t module, uint32_t symbol) const {
  const Linkable& linkable = *parts_.part_of(module).linkable;
  if (linkable.version_of(symbol) == nullptr) return 1;
  return of_part_[parts_.of_module[module]][linkable.version_index(symbol)];
}

Result<uint16_t> OutputVersions::needed(const VersionName* version, const Binding& binding) {
  constexpr uint16_t kNoVersion = 1;
  if (version == nullptr) return kNoVersion;
  const auto known = [&](std::string_view file) {
    const auto at = needed_indices_.find({file, version->name});
    return at == needed_indices_.end() ? uint16_t{0} : at->second;
  };
  if (const uint16_t index = known(version->file); index != 0) return index;
  // Nothing has it, and what the fold itself exports under that name in another version is to be no
  // answer: a version that the fold defines and no symbol has.
  if (binding.kind != BindingKind::kDefined) return defined_index(version->name, version->hash);
  // The version was asked of a file that is folded, but a kept one has the definition. Weak: the
  // original starts with a release of that file that lacks it.
  const auto [module, symbol] = binding.definition;
  if (const uint16_t index = known(kept_names_[module]); index != 0) return index;
  const VersionName* found = scope_.modules()[module].version_of(symbol);
  // A definition without a version answers whatever version is asked for; who asks for none may
  // find an older one of the name.
  if (found == nullptr) return defined_index(version->name, version->hash);
  if (found->name != version->name) return kNoVersion;
  // The loader inside: no file is left to ask it of.
  if (kept_names_[module].empty()) return defined_index(found->name, found->hash);
  return add_need({found->name, found->hash, kept_names_[module], true});
}

bool OutputVersions::has_definitions() const {
  if (!definitions_.empty() || needs_table_) return true;
  return needs_.empty() && std::ranges::any_of(parts_.list, [](const Part& part) {
           return part.linkable->has_versions();
         });
}

void OutputVersions::add_oldest() {
  constexpr std::string_view kName = "ONEFOLD_UNVERSIONED";
  definitions_.insert(definitions_.begin(), {kName, sysv_hash(kName), kOldest});
}

}  // namespace onefold
