#include "read/implicit_got.h"

#include <fmt/format.h>

#include <algorithm>

#include "elf/names.h"

namespace onefold {
namespace {

Result<uint64_t> stated(const Module& module, uint64_t tag, const DynamicEntry& got) {
  if (auto value = module.dynamic_value(tag)) return *value;
  return fail(module.file.error(dynamic_tag_name(tag, module.header.machine), got.at,
                                "an entry beside DT_PLTGOT", "none"));
}

// Does only the stub of a lazy call refer to this word?
template <typename E>
bool is_for_calls(const Machine& machine, const typename E::Sym& symbol, uint64_t word) {
  if (ELF64_ST_TYPE(symbol.st_info.get()) != STT_FUNC || symbol.st_shndx == SHN_COMMON)
    return false;
  if (symbol.st_shndx != SHN_UNDEF) return word != symbol.st_value;
  return symbol.st_value != 0 && (symbol.st_other & machine.canonical_plt_flag) == 0;
}

}  // namespace

Result<std::optional<GotShape>> read_got_shape(const Module& module) {
  const DynamicEntry* got = module.find_dynamic(DT_PLTGOT);
  if (got == nullptr || module.machine == nullptr || module.machine->implicit_got == nullptr)
    return std::nullopt;
  const ImplicitGot& tags = *module.machine->implicit_got;
  GotShape shape;
  ONEFOLD_TRY(shape.local_count, stated(module, tags.local_count_tag, *got));
  ONEFOLD_TRY(shape.first_symbol, stated(module, tags.first_symbol_tag, *got));
  ONEFOLD_TRY(shape.symbol_count, stated(module, tags.symbol_count_tag, *got));
  if (shape.first_symbol <= shape.symbol_count) return shape;
  return fail(module.file.error(dynamic_tag_name(tags.first_symbol_tag, module.header.machine),
                                module.find_dynamic(tags.first_symbol_tag)->at,
                                fmt::format("a symbol index of at most {}", shape.symbol_count),
                                fmt::format("{}", shape.first_symbol)));
}

Result<std::optional<RelocationTable>> read_got_table(const Module& module) {
  ONEFOLD_TRY(auto shape, read_got_shape(module));
  if (!shape) return std::nullopt;
  const DynamicEntry& entry = *module.find_dynamic(DT_PLTGOT);
  RelocationTable table{
      .kind = RelocTable::kGot, .rela = false, .address = ModuleAddress(entry.value)};
  // Both are values of an entry of 32 or 64 bits; a sum that wraps around is none that a file
  // holds.
  const uint64_t most = module.file.size();
  const uint64_t words = std::min(shape->local_count, most) + std::min(shape->global_count(), most);
  ONEFOLD_TRY(table.bytes, blame(entry.at.value,
                                 module.bytes_at(table.address, words * module.format().word_size(),
                                                 "DT_PLTGOT")));
  return table;
}

Result<void> visit_got(const Module& module, const RelocationTable& got, uint64_t symbol_count,
                       const RelocationVisitor& visit) {
  ONEFOLD_TRY(auto shape, read_got_shape(module));
  const ImplicitGot& rules = *module.machine->implicit_got;
  if (shape->symbol_count > symbol_count) {
    return fail(module.file.error(dynamic_tag_name(rules.symbol_count_tag, module.header.machine),
                                  module.find_dynamic(rules.symbol_count_tag)->at,
                                  fmt::format("at most the {} symbols of DT_SYMTAB", symbol_count),
                                  fmt::format("{}", shape->symbol_count)));
  }
  return with_format(module.format(), [&]<typename E>() -> Result<void> {
    auto words = FileView::as_table<typename E::Addr>(got.bytes);
    Relocation relocation{
        .place = got.address, .type = rules.word_type, .table = got.kind, .addend_in_place = true};
    const bool second_is_own = words.size() > 1 && (words[1] & rules.second_word_bits) != 0;
    for (uint64_t i = 0; i < shape->local_count; ++i) {
      if (i >= (second_is_own ? 2 : 1)) visit(relocation);
      relocation.place = relocation.place + sizeof(typename E::Addr);
    }
    if (shape->global_count() == 0) return {};
    ONEFOLD_TRY(auto symbols, module.table_at<typename E::Sym>(
                                  ModuleAddress(module.dynamic_value(DT_SYMTAB).value_or(0)),
                                  shape->symbol_count, "DT_SYMTAB"));
    for (uint64_t s = shape->first_symbol; s < shape->symbol_count; ++s) {
      const auto& symbol = symbols[as_size(s)];
      const uint64_t word = words[as_size(shape->local_count + (s - shape->first_symbol))];
      relocation.symbol = static_cast<uint32_t>(s);
      relocation.type = rules.word_type;
      relocation.addend_in_place = false;
      if (is_for_calls<E>(*module.machine, symbol, word)) {
        relocation.type = rules.call_type;
      } else if (ELF64_ST_TYPE(symbol.st_info.get()) == STT_SECTION &&
                 symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_COMMON) {
        relocation.symbol = 0;
        relocation.addend_in_place = true;
      }
      if (relocation.symbol != 0 || symbol.st_other == 0) visit(relocation);
      relocation.place = relocation.place + sizeof(typename E::Addr);
    }
    return {};
  });
}

}  // namespace onefold
