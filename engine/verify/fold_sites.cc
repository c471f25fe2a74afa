#include "verify/fold_sites.h"

#include "base/checked.h"
#include "base/sort.h"

namespace onefold::verify {

Result<std::vector<FoldSite>> sites_of_fold(const Object& fold, const Entrance* entrance) {
  const RelocationType base = relative_type(*fold.psabi);
  std::vector<uint64_t> early;
  if (entrance != nullptr) {
    ONEFOLD_TRY(early, relocated_places(*fold.module, *entrance));
  }
  BytesCursor bytes(*fold.module);
  std::vector<FoldSite> sites;
  sites.reserve(as_size(relocation_count(*fold.module, fold.tables)) + early.size());
  auto add = [&](const Relocation& relocation, const RelocationType& type) -> FoldSite& {
    return sites.emplace_back(FoldSite{.place = relocation.place.value,
                                       .addend = addend_of(fold, relocation, type, bytes),
                                       .symbol = relocation.symbol,
                                       .ordinal = static_cast<uint32_t>(sites.size()),
                                       .type = type,
                                       .table = relocation.table,
                                       .own_symbol = relocation.own_symbol});
  };
  for (const RelocationTable& table : fold.tables) {
    ONEFOLD_CHECK(visit_relocations(
        *fold.module, table, fold.symbols.size(), [&](const Relocation& relocation) {
          add(relocation,
              table.kind == RelocTable::kRelr ? base : fold.psabi->find(relocation.type));
        }));
  }
  for (uint64_t place : early) {
    add({.place = ModuleAddress(place), .table = RelocTable::kRelr, .addend_in_place = true}, base)
        .early = true;
  }
  stable_sort_by(sites, &FoldSite::place);
  return sites;
}

}  // namespace onefold::verify
