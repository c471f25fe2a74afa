#include <unordered_set>

#include "verify/lookup.h"
#include "verify/sites.h"

namespace onefold::verify {
namespace {

// Names of unique symbols that lookups may find in several objects.
std::unordered_set<uint32_t> contested(const std::vector<const Object*>& objects) {
  std::unordered_map<uint32_t, std::string_view> versions;
  std::unordered_set<uint32_t> names;
  for (const Object* object : objects) {
    for (uint32_t s : object->hashed) {
      if (object->symbols[s].binding != STB_GNU_UNIQUE || !object->symbols[s].is_defined())
        continue;
      const Version* version = object->version_of(s);
      const std::string_view text = version != nullptr ? version->name : std::string_view();
      auto [known, is_new] = versions.emplace(object->names[s], text);
      if ((!is_new && known->second != text) || object->symbolic) names.insert(object->names[s]);
    }
  }
  // Behind the program's copy another version's may be found, for which the copy serves.
  const Object& program = *objects.front();
  for (uint32_t s : program.hashed) {
    const Symbol& symbol = program.symbols[s];
    if (symbol.is_defined() && symbol.binding != STB_GNU_UNIQUE &&
        versions.contains(program.names[s]))
      names.insert(program.names[s]);
  }
  return names;
}

}  // namespace

void Scope::settle_unique(const std::vector<uint32_t>& order) {
  const auto names = contested(objects_);
  if (names.empty()) return;
  std::unordered_map<uint32_t, Definition> first;
  for (uint32_t o : order) {
    const Object& object = *objects_[o];
    auto meet = [&](const Relocation& relocation) {
      if (relocation.symbol == 0) return;
      const uint32_t name = object.names[relocation.symbol];
      if (object.symbols[relocation.symbol].is_local() || !names.contains(name)) return;
      if (first.contains(name)) return;
      const RelocationType type = object.psabi->find(relocation.type);
      const bool copies = type.meaning == Meaning::kCopy;
      const Query query{.name = name,
                        .version = object.version_of(relocation.symbol),
                        .asks = copies ? Asks::kCopy : Asks::kAddress};
      auto found = search_from(o, query);
      if (found && found->object != o && !copies && symbol(*found).binding != STB_GNU_UNIQUE &&
          object.symbols[relocation.symbol].visibility == STV_PROTECTED)
        found = search_protected(o, relocation.symbol, asks_of(object, type));
      if (!found || symbol(*found).binding != STB_GNU_UNIQUE) return;
      // A copy is the object from then on.
      first.emplace(name, copies ? Definition{o, relocation.symbol} : *found);
    };
    for (const RelocationTable& table : object.tables) {
      // Tables that cannot be read are reported where the sites are compared.
      if (table.kind == RelocTable::kRelr ||
          !visit_relocations(*object.module, table, object.symbols.size(), meet))
        continue;
    }
  }
  unique_ = std::move(first);
}

}  // namespace onefold::verify
