#include "read/init_arrays.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/checked.h"

namespace onefold {
namespace {

struct ArrayTags {
  uint64_t address, size;
  std::string_view name, size_name;
  std::vector<InitSlot> InitFunctions::* slots;
};
constexpr std::array<ArrayTags, 3> kArrays = {
    {{DT_PREINIT_ARRAY, DT_PREINIT_ARRAYSZ, "DT_PREINIT_ARRAY", "DT_PREINIT_ARRAYSZ",
      &InitFunctions::preinit_array},
     {DT_INIT_ARRAY, DT_INIT_ARRAYSZ, "DT_INIT_ARRAY", "DT_INIT_ARRAYSZ",
      &InitFunctions::init_array},
     {DT_FINI_ARRAY, DT_FINI_ARRAYSZ, "DT_FINI_ARRAY", "DT_FINI_ARRAYSZ",
      &InitFunctions::fini_array}}};

Result<std::vector<InitSlot>> read_slots(const Module& module, const ArrayTags& tags) {
  std::vector<InitSlot> slots;
  const DynamicEntry* address = module.find_dynamic(tags.address);
  if (address == nullptr) return slots;
  const DynamicEntry* size = module.find_dynamic(tags.size);
  if (size == nullptr) {
    return fail(module.file.error(tags.size_name, address->at,
                                  fmt::format("an entry beside {}", tags.name), "none"));
  }
  if (size->value == 0) return slots;
  const uint64_t word = module.format().word_size();
  if (size->value % word != 0) {
    return fail(module.file.error(tags.size_name, size->at, fmt::format("a multiple of {}", word),
                                  fmt::format("{}", size->value)));
  }
  ModuleAddress at(address->value);
  ONEFOLD_TRY(auto bytes, blame(address->at.value, module.bytes_at(at, size->value, tags.name)));
  with_format(module.format(), [&]<typename E>() {
    for (const auto& stored : FileView::as_table<typename E::Addr>(bytes)) {
      slots.push_back({.at = at, .word = stored});
      at = at + word;
    }
  });
  return slots;
}

// 0 is R_*_NONE on every machine; RELR entries have no type.
bool is_none(const Relocation& r) { return r.type == 0 && r.table != RelocTable::kRelr; }

std::optional<ModuleAddress> address_of(const Module& module, uint64_t tag) {
  auto value = module.dynamic_value(tag);
  return value ? std::optional(ModuleAddress(*value)) : std::nullopt;
}

// As a loader takes it. An addend at the place is a word of the class, and signed there.
int64_t addend_of(const Module& module, const InitSlot& slot) {
  const RelocRow* row = slot.relocation->table == RelocTable::kRelr || module.machine == nullptr
                            ? nullptr
                            : module.machine->find(slot.relocation->type);
  if (row != nullptr && row->addend == Addend::kIgnored) return 0;
  if (!slot.relocation->addend_in_place) return slot.relocation->addend;
  if (module.format().is_64()) return static_cast<int64_t>(slot.word);
  return static_cast<int32_t>(static_cast<uint32_t>(slot.word));
}

SlotKind kind_of(const Module& module, const Relocation& relocation) {
  if (relocation.table == RelocTable::kRelr) return SlotKind::kRelative;
  const RelocRow* row = module.machine == nullptr ? nullptr : module.machine->find(relocation.type);
  if (row == nullptr) return SlotKind::kOther;
  if (row == &module.machine->relative() && relocation.symbol == 0) return SlotKind::kRelative;
  switch (row->action) {
    case RelocAction::kBaseRelative:
      return SlotKind::kRelative;
    case RelocAction::kAbsolute:
    case RelocAction::kGlobDat:
      return SlotKind::kSymbolic;
    default:
      return SlotKind::kOther;
  }
}

}  // namespace

SlotRelocations::SlotRelocations(const Module& module, InitFunctions& functions) : module_(module) {
  const uint64_t word = module.format().word_size();
  ModuleAddress end;
  for (const ArrayTags& tags : kArrays) {
    std::vector<InitSlot>& slots = functions.*tags.slots;
    if (slots.empty()) continue;
    begin_ = arrays_.empty() ? slots.front().at : std::min(begin_, slots.front().at);
    end = std::max(end, slots.back().at + word);
    arrays_.push_back({.slots = &slots, .name = tags.name});
  }
  size_ = end - begin_;
}

void SlotRelocations::assign(const Relocation& relocation) {
  if (is_none(relocation)) return;
  const uint64_t word = module_.format().word_size();
  for (const Array& array : arrays_) {
    // One that begins up to a word before the array may reach into it, but no loader's relocation
    // is wider than the word it is aligned to there.
    const uint64_t distance = relocation.place - array.slots->front().at;
    if (distance >= array.slots->size() * word) continue;
    if (distance % word == 0) {
      (*array.slots)[as_size(distance / word)].relocation = relocation;
    } else if (!straddling_) {
      straddling_ = relocation.place;
      straddled_ = array.name;
    }
  }
}

Result<void> SlotRelocations::finish() const {
  if (!straddling_) return {};
  ONEFOLD_TRY(auto where, module_.offset_of(*straddling_, 1, straddled_));
  return fail(module_.file.error(fmt::format("{} r_offset", straddled_), where,
                                 "a relocation at the start of a slot",
                                 fmt::format("{:#x}", straddling_->value)));
}

Result<InitFunctions> read_init_arrays(const Module& module) {
  InitFunctions functions{.init = address_of(module, DT_INIT), .fini = address_of(module, DT_FINI)};
  for (const ArrayTags& tags : kArrays) {
    ONEFOLD_TRY(functions.*tags.slots, read_slots(module, tags));
  }
  return functions;
}

Result<InitFunctions> read_init_functions(const Module& module,
                                          const std::vector<RelocationTable>& tables,
                                          uint64_t symbol_count) {
  ONEFOLD_TRY(auto functions, read_init_arrays(module));
  SlotRelocations slots(module, functions);
  for (const RelocationTable& table : tables) {
    ONEFOLD_CHECK(
        visit_some_relocations(module, table, symbol_count, slots.filter(),
                               [&](const Relocation& relocation) { slots.meet(relocation); }));
  }
  ONEFOLD_CHECK(slots.finish());
  return functions;
}

SlotTarget slot_target(const Module& module, const InitSlot& slot) {
  if (!slot.relocation) {
    return {.kind = slot.word == 0 ? SlotKind::kEmpty : SlotKind::kStatic,
            .address = ModuleAddress(slot.word)};
  }
  SlotTarget target{.kind = kind_of(module, *slot.relocation),
                    .type = slot.relocation->type,
                    .symbol = slot.relocation->symbol,
                    .addend = addend_of(module, slot)};
  if (target.kind == SlotKind::kRelative) {
    target.address =
        ModuleAddress(static_cast<uint64_t>(target.addend) & module.format().max_address());
  }
  return target;
}

}  // namespace onefold
