// model_bindings PROGRAM: the bindings that the resolve stage computes for all relocations of the
// program's closure, for oracle/bindings to hold against what the real loader says.
//
// One binding a line: the file that refers, the file that defines, the symbol, its version (may be
// empty), separated by tabs. Nothing for references that are bound without a lookup or to nothing.
#include <cstdio>
#include <set>
#include <tuple>

#include "machine/machine.h"
#include "plan/init_order.h"
#include "read/relocations.h"
#include "resolve/bindings.h"
#include "resolve/closure.h"

namespace onefold {
namespace {

using Line = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;

std::optional<LookupClass> class_of(const RelocRow& row) {
  switch (row.action) {
    case RelocAction::kNone:
    case RelocAction::kBaseRelative:
    case RelocAction::kIRelative:
      return std::nullopt;
    case RelocAction::kJumpSlot:
    case RelocAction::kTlsModule:
    case RelocAction::kTlsDtpOffset:
    case RelocAction::kTlsTpOffset:
    case RelocAction::kTlsTpOffsetNegated:
    case RelocAction::kTlsDescriptor:
      return LookupClass::kPlt;
    case RelocAction::kCopy:
      return LookupClass::kCopy;
    default:
      return LookupClass::kOther;
  }
}

// ld.so looks nothing up for these (RESOLVE_MAP).
bool is_local(const Symbol& symbol) {
  return symbol.is_local() || symbol.visibility == STV_HIDDEN || symbol.visibility == STV_INTERNAL;
}

Result<void> add_module(const Closure& closure, const Bindings& bindings, const Machine& machine,
                        uint32_t module, std::set<Line>& lines) {
  const Linkable& linkable = bindings.scope().modules()[module];
  const auto add = [&](const Relocation& relocation) {
    const RelocRow* row = machine.find(relocation.type);
    const auto lookup_class = row != nullptr ? class_of(*row) : std::nullopt;
    if (!lookup_class || relocation.symbol == 0) return;
    const Symbol& symbol = linkable.symbols[relocation.symbol];
    if (is_local(symbol)) return;
    const Binding binding = bindings.bind(module, relocation.symbol, *lookup_class);
    if (binding.kind != BindingKind::kDefined) return;
    const VersionName* version = linkable.version_of(relocation.symbol);
    lines.emplace(closure.entries[module].path, closure.entries[binding.definition.module].path,
                  symbol.name, version != nullptr ? version->name : std::string_view());
  };
  for (const RelocationTable& table : linkable.tables) {
    if (table.kind == RelocTable::kRelr) continue;
    ONEFOLD_CHECK(visit_relocations(*linkable.module, table, linkable.symbols.size(), add));
  }
  return {};
}

Result<void> print_bindings(const std::string& program) {
  ONEFOLD_TRY(auto closure, resolve_closure(program, {}));
  std::vector<Linkable> linkables;
  for (const ClosureEntry& entry : closure.entries) {
    ONEFOLD_TRY(auto linkable, read_linkable(entry.module));
    linkables.push_back(std::move(linkable));
  }
  const Header& header = closure.entries.front().module.header;
  const Machine* machine = find_machine(header.machine, header.format, header.flags);
  if (machine == nullptr) return {};
  Scope scope(linkables);
  Bindings bindings(scope);
  bindings.settle_unique_symbols(dependency_order(closure));
  std::set<Line> lines;
  for (uint32_t module = 0; module < linkables.size(); ++module) {
    ONEFOLD_CHECK(add_module(closure, bindings, *machine, module, lines));
  }
  for (const auto& [user, definer, symbol, version] : lines) {
    std::printf("%.*s\t%.*s\t%.*s\t%.*s\n", static_cast<int>(user.size()), user.data(),
                static_cast<int>(definer.size()), definer.data(), static_cast<int>(symbol.size()),
                symbol.data(), static_cast<int>(version.size()), version.data());
  }
  return {};
}

}  // namespace
}  // namespace onefold

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  if (auto done = onefold::print_bindings(argv[1]); !done) {
    std::fprintf(stderr, "model_bindings: %s\n", onefold::to_string(done.error()).c_str());
    return 1;
  }
  return 0;
}
