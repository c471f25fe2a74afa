#include "plan/relative_fixups.h"

#include <utility>

#include "plan/in_place.h"

namespace onefold {
namespace {

Result<void> plan_table(const FixupPlaces& places, const Part& part, const RelocationTable& table,
                        FixupList& list) {
  const RelocRow& row = places.machine.relative();
  std::optional<Error> first_error;
  const auto visit = [&](const Relocation& relocation) {
    int64_t addend = relocation.addend;
    if (relocation.addend_in_place) {
      auto in_place = addend_of(*part.module, places.machine, relocation, row);
      if (!in_place && !first_error) first_error = in_place.error();
      addend = in_place.value_or(0);
    }
    list.relative({part, relocation, row, addend},
                  part.place(ModuleAddress(static_cast<uint64_t>(addend))).value);
  };
  const size_t symbols = part.linkable->symbols.size();
  if (table.kind == RelocTable::kRelr) {  // of no type
    ONEFOLD_CHECK(visit_relocations(*part.module, table, symbols, visit));
  } else {
    ONEFOLD_CHECK(visit_some_relocations(*part.module, table, symbols, {.type = row.type}, visit));
  }
  if (first_error) return fail(*std::move(first_error));
  return {};
}

}  // namespace

bool has_relatives_apart(const FixupPlaces& places) {
  return !places.fixed_address && places.machine.relative().action == RelocAction::kBaseRelative;
}

Result<FixupList> plan_relatives(const FixupPlaces& places) {
  ONEFOLD_TRY(auto list, FixupList::create(places));
  if (!has_relatives_apart(places)) return list;
  for (const Part& part : places.parts.list) {
    list.begin(part);
    for (const RelocationTable& table : part.linkable->tables)
      ONEFOLD_CHECK(plan_table(places, part, table, list));
  }
  return list;
}

}  // namespace onefold
