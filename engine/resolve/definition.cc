#include "resolve/definition.h"

namespace onefold {

bool is_candidate(const Symbol& symbol) { return !symbol.name.empty() && is_matchable(symbol); }

bool has_known_type(const Symbol& symbol) {
  switch (symbol.type) {
    case STT_NOTYPE:
    case STT_OBJECT:
    case STT_FUNC:
    case STT_COMMON:
    case STT_TLS:
    case STT_GNU_IFUNC:
      return true;
    default:
      return false;
  }
}

bool is_matchable(const Symbol& symbol) {
  if (symbol.is_local() || symbol.unhashed || !has_known_type(symbol)) return false;
  if (symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL) return false;
  // glibc's dlsym finds a thread-local import in DT_HASH, too: the start of the importer's own
  // block, which is nobody's variable.
  if (symbol.type == STT_TLS) return symbol.is_defined();
  // check_match: no value and not absolute: undefined.
  return symbol.value.value != 0 || symbol.section == SHN_ABS;
}

namespace {

bool musl_finds(const Linkable& module, uint32_t symbol) {
  const Symbol& candidate = module.symbols[symbol];
  return candidate.type != STT_GNU_IFUNC &&
         (candidate.value.value != 0 || candidate.type == STT_TLS) &&
         !module.is_hidden_version(symbol);
}

}  // namespace

Match match_version(const Linkable& module, uint32_t symbol, const VersionName* wanted,
                    LoaderKind loader) {
  if (loader == LoaderKind::kMusl) return musl_finds(module, symbol) ? Match::kYes : Match::kNo;
  if (!module.has_versions()) return Match::kYes;
  const uint16_t index = module.version_index(symbol);
  const bool hidden = module.is_hidden_version(symbol);
  if (wanted != nullptr) {
    const VersionName* has = module.version_of(symbol);
    if (has != nullptr && has->hash == wanted->hash && has->name == wanted->name)
      return Match::kYes;
    // A definition without a version, not hidden, satisfies any reference.
    return has == nullptr && !hidden ? Match::kYes : Match::kNo;
  }
  if (index < 3) return Match::kYes;
  return hidden ? Match::kNo : Match::kVersionedDefault;
}

}  // namespace onefold
