#include "plan/resolved_ifuncs.h"

#include <algorithm>
#include <map>

namespace onefold {
namespace {

// One part as the code of its resolvers sees it.
class PartCode final : public ResolverModule {
 public:
  explicit PartCode(const Part& part) : part_(part) {}

  std::span<const std::byte> code(uint64_t address) const override {
    const ModuleAddress at(address);
    if (!is_code(at)) return {};
    auto bytes = part_.module->bytes_from(at, "st_value");
    return bytes ? *bytes : std::span<const std::byte>{};
  }
  std::optional<uint64_t> known_at(uint64_t address) const override {
    const auto found = known_.find(address);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }

  bool is_code(ModuleAddress at) const {
    const Segment* load = part_.module->load_at(at);
    return load != nullptr && (load->flags & (PF_X | PF_W)) == PF_X && !part_.is_left_out(at);
  }

  // The words of the part that lead to variables of the loader's.
  Result<void> find_words(const Part& loader, const Bindings& bindings, const Machine& machine,
                          ModuleAddress known) {
    std::vector<bool> leads(part_.linkable->symbols.size());
    for (size_t i = 1; i < leads.size(); ++i) {
      const Symbol& symbol = part_.linkable->symbols[i];
      leads[i] = !symbol.is_defined() && symbol.name == "_rtld_global_ro";
    }
    if (std::ranges::find(leads, true) == leads.end()) return {};
    auto visit = [&](const Relocation& relocation) {
      const RelocRow* row = machine.find(relocation.type);
      if (!leads[relocation.symbol] || row == nullptr || row->action != RelocAction::kGlobDat)
        return;
      const Binding binding = bindings.bind(part_.scope_index, relocation.symbol,
                                            LookupClass::kOther, /*through_got=*/true);
      if (binding.kind != BindingKind::kDefined || binding.definition.module != loader.scope_index)
        return;
      const Symbol& symbol = loader.linkable->symbols[binding.definition.symbol];
      if (symbol.type == STT_GNU_IFUNC) return;  // its result is another place
      known_[relocation.place.value] = symbol.value.value - known.value;
    };
    for (const RelocationTable& table : part_.linkable->tables) {
      if (table.kind == RelocTable::kRelr) continue;
      ONEFOLD_CHECK(
          visit_some_relocations(*part_.module, table, leads.size(), {.with_symbol = true}, visit));
    }
    return {};
  }

 private:
  const Part& part_;
  std::map<uint64_t, uint64_t> known_;  // by the word's address
};

// Where ld.so has what it knows of the processor.
Result<ModuleAddress> known_of_loader(const Part& loader, const CpuLevels& levels) {
  const auto& symbols = loader.linkable->symbols;
  const auto is_named = [&](const Symbol& symbol) {
    return symbol.name == levels.known_function && symbol.is_defined();
  };
  const auto function = std::ranges::find_if(symbols, is_named);
  if (std::ranges::count_if(symbols, is_named) == 1) {
    const auto code = PartCode(loader).code(function->value.value);
    if (const auto known = levels.known_address(code, function->value.value))
      return ModuleAddress(*known);
  }
  return fail(loader.module->file.error(
      std::string(levels.known_function),
      "the function that returns what the loader knows of the processor (or no --cpu)",
      "none, several, or other code"));
}

// By their addresses in the part.
Result<std::vector<ModuleAddress>> resolvers_of(const Part& part, const Machine& machine) {
  std::vector<ModuleAddress> resolvers;
  for (const Symbol& symbol : part.linkable->symbols) {
    if (symbol.type == STT_GNU_IFUNC && symbol.is_defined() && symbol.section != SHN_ABS)
      resolvers.push_back(symbol.value);
  }
  const auto row =
      std::ranges::find(machine.relocations, RelocAction::kIRelative, &RelocRow::action);
  if (row == machine.relocations.end()) return resolvers;
  for (const RelocationTable& table : part.linkable->tables) {
    if (table.kind == RelocTable::kRelr) continue;
    ONEFOLD_CHECK(visit_some_relocations(*part.module, table, part.linkable->symbols.size(),
                                         {.type = row->type}, [&](const Relocation& relocation) {
                                           resolvers.emplace_back(
                                               static_cast<uint64_t>(relocation.addend));
                                         }));
  }
  return resolvers;
}

}  // namespace

Result<ResolvedIfuncs> ResolvedIfuncs::of(const Parts& parts, const Part& loader,
                                          const Bindings& bindings, const Machine& machine,
                                          const CpuLevel& level, unsigned release) {
  const CpuLevels& levels = *machine.cpu_levels;
  ONEFOLD_TRY(const ModuleAddress known, known_of_loader(loader, levels));
  ResolvedIfuncs ifuncs;
  auto& functions = ifuncs.functions_;
  for (const Part& part : parts.list) {
    ONEFOLD_TRY(auto resolvers, resolvers_of(part, machine));
    if (resolvers.empty()) continue;
    PartCode code(part);
    ONEFOLD_CHECK(code.find_words(loader, bindings, machine, known));
    std::ranges::sort(resolvers);
    const auto same = std::ranges::unique(resolvers);
    resolvers.erase(same.begin(), same.end());
    for (ModuleAddress resolver : resolvers) {
      Function& function = functions.emplace_back();
      function.resolver = part.place(resolver).value;
      const auto result = levels.resolve(code, resolver.value, level, release);
      if (result && code.is_code(ModuleAddress(*result)))
        function.result = part.place(ModuleAddress(*result));
    }
  }
  std::ranges::sort(functions, {}, &Function::resolver);
  return ifuncs;
}

std::optional<ImageAddress> ResolvedIfuncs::find(uint64_t resolver) const {
  const auto found = std::ranges::lower_bound(functions_, resolver, {}, &Function::resolver);
  if (found == functions_.end() || found->resolver != resolver) return std::nullopt;
  return found->result;
}

size_t ResolvedIfuncs::known() const {
  return static_cast<size_t>(std::ranges::count_if(
      functions_, [](const Function& function) { return function.result.has_value(); }));
}

}  // namespace onefold
