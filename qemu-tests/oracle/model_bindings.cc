// model_bindings [--model resolve|verify] [--root DIR] PROGRAM: the bindings that the resolve
// stage, or verify, computes for all relocations of the program's closure, for oracle/bindings to
// hold against what the real loader says.
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
#include "verify/init.h"
#include "verify/lookup.h"
#include "verify/sites.h"

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
    const Binding binding = bindings.bind(module, relocation.symbol, *lookup_class,
                                          row->action == RelocAction::kGlobDat);
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

Result<std::set<Line>> lines_of_resolve(const Closure& closure) {
  std::vector<Linkable> linkables;
  for (const ClosureEntry& entry : closure.entries) {
    ONEFOLD_TRY(auto linkable, read_linkable(entry.module));
    linkables.push_back(std::move(linkable));
  }
  std::set<Line> lines;
  const Machine* machine = closure.entries.front().module.machine;
  if (machine == nullptr) return lines;
  Scope scope(linkables);
  Bindings bindings(scope);
  bindings.settle_unique_symbols(dependency_order(closure));
  for (uint32_t module = 0; module < linkables.size(); ++module) {
    ONEFOLD_CHECK(add_module(closure, bindings, *machine, module, lines));
  }
  return lines;
}

// Which lookup a relocation of verify's table makes, if it makes one.
std::optional<verify::Asks> lookup_of(const verify::Object& object,
                                      const verify::RelocationType& type) {
  switch (type.meaning) {
    case verify::Meaning::kNothing:
    case verify::Meaning::kBase:
    case verify::Meaning::kResolver:
    case verify::Meaning::kUnknown:
      return std::nullopt;
    default:
      return verify::asks_of(object, type);
  }
}

Result<std::set<Line>> lines_of_verify(const Closure& closure) {
  verify::Names names;
  std::vector<verify::Object> objects;
  std::vector<std::vector<uint32_t>> needs;
  for (const ClosureEntry& entry : closure.entries) {
    ONEFOLD_TRY(auto object, verify::read_object(entry.module));
    verify::number_names({&object, 1}, names);
    objects.push_back(std::move(object));
    needs.emplace_back(entry.needs.begin(), entry.needs.end());
  }
  std::vector<const verify::Object*> pointers;
  pointers.reserve(objects.size());
  for (const verify::Object& object : objects) pointers.push_back(&object);
  verify::Scope scope(std::move(pointers), names, verify::Loader::kGlibc);
  scope.settle_unique(verify::initialiser_order(needs, verify::Loader::kGlibc));
  std::set<Line> lines;
  for (uint32_t o = 0; o < objects.size(); ++o) {
    const verify::Object& object = objects[o];
    auto add = [&](const Relocation& relocation) {
      const auto asks = lookup_of(object, object.psabi->find(relocation.type));
      if (!asks || relocation.symbol == 0) return;
      const Symbol& symbol = object.symbols[relocation.symbol];
      if (is_local(symbol)) return;
      const verify::Bound bound = scope.bind(o, relocation.symbol, *asks);
      if (bound.kind != verify::Bound::Kind::kDefined) return;
      const verify::Version* version = object.version_of(relocation.symbol);
      lines.emplace(closure.entries[o].path, closure.entries[bound.definition.object].path,
                    symbol.name, version != nullptr ? version->name : std::string_view());
    };
    for (const RelocationTable& table : object.tables) {
      if (table.kind == RelocTable::kRelr) continue;
      ONEFOLD_CHECK(visit_relocations(*object.module, table, object.symbols.size(), add));
    }
  }
  return lines;
}

Result<void> print_bindings(const std::string& program, const ResolveOptions& options,
                            bool of_verify) {
  ONEFOLD_TRY(auto closure, resolve_closure(program, options));
  ONEFOLD_TRY(auto lines, of_verify ? lines_of_verify(closure) : lines_of_resolve(closure));
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
  onefold::ResolveOptions options;
  std::string_view model = "resolve";
  int at = 1;
  for (; at + 2 < argc; at += 2) {
    const std::string_view flag = argv[at];
    if (flag == "--root") {
      options.root = argv[at + 1];
    } else if (flag == "--model") {
      model = argv[at + 1];
    } else {
      return 2;
    }
  }
  if (at + 1 != argc || (model != "resolve" && model != "verify")) return 2;
  if (auto done = onefold::print_bindings(argv[at], options, model == "verify"); !done) {
    std::fprintf(stderr, "model_bindings: %s\n", onefold::to_string(done.error()).c_str());
    return 1;
  }
  return 0;
}
