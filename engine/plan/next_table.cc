#include "plan/next_table.h"

#include <algorithm>
#include <array>

#include "base/hash_index.h"
#include "base/sort.h"
#include "elf/hash.h"
#include "machine/next_code.h"

namespace onefold {
namespace {

constexpr uint64_t kHeadWords = 6;

bool is_asked_for(const Symbol& symbol) {
  return symbol.name == "dlsym" || symbol.name == "dlvsym";
}

bool asks(const Part& part) {
  return std::ranges::any_of(part.linkable->symbols, [](const Symbol& symbol) {
    return !symbol.is_defined() && is_asked_for(symbol);
  });
}

// Could dlsym find it?
bool is_visible(const Symbol& symbol) {
  return symbol.is_defined() && !symbol.is_local() && !symbol.name.empty() &&
         symbol.visibility != STV_HIDDEN && symbol.visibility != STV_INTERNAL &&
         symbol.type != STT_SECTION && symbol.type != STT_FILE;
}

class NextPlanner {
 public:
  NextPlanner(const Parts& parts, const Scope& scope, const ResolvedIfuncs& resolved,
              NextTable& table)
      : parts_(parts), scope_(scope), resolved_(resolved), table_(table) {}

  void run() {
    for (const Part& part : parts_.list) {
      const auto& symbols = part.linkable->symbols;
      for (uint32_t i = 1; i < symbols.size(); ++i) {
        if (is_visible(symbols[i])) add_name({part.scope_index, i});
      }
    }
    stable_sort_by(table_.definitions, &NextDefinition::hash);
  }

 private:
  // All definitions of a name, when one of them is met.
  void add_name(Definition definition) {
    // Each name once: a hostile file may define one any number of times.
    const std::string_view name = scope_.symbol(definition).name;
    const auto number = static_cast<uint32_t>(met_.size());
    auto same = [&](uint32_t known) { return met_[known] == name; };
    if (!met_index_.emplace(scope_.hash(definition), number, same).second) return;
    met_.push_back(name);
    group_.clear();
    bool several = false;
    scope_.visit_all(definition, [&](Definition other) {
      if (!parts_.is_folded(other.module) || !is_visible(scope_.symbol(other))) return;
      group_.push_back(other);
      several = several || other.module != group_.front().module;
    });
    if (!several) return;
    for (Definition other : group_) add(other, other == group_.front());
  }

  void add(Definition definition, bool first) {
    const Part& part = parts_.part_of(definition.module);
    const Symbol& symbol = scope_.symbol(definition);
    NextDefinition next{.hash = gnu_hash(symbol.name),
                        .part = parts_.of_module[definition.module],
                        .hidden = part.linkable->is_hidden_version(definition.symbol),
                        .name = table_.strings.add(symbol.name),
                        .value = part.place(symbol.value).value};
    if (const VersionName* version = part.linkable->version_of(definition.symbol))
      next.version = table_.strings.add(version->name);
    if (symbol.type == STT_TLS) {
      if (!first) return;  // its address is a thread's, which only the C library can tell
      next.kind = NextKind::kExported;
    } else if (symbol.type == STT_GNU_IFUNC) {
      next.kind = first ? NextKind::kExported : NextKind::kResolver;
      const auto result = first ? std::nullopt : resolved_.find(next.value);
      if (result) {
        next.kind = NextKind::kAddress;
        next.value = result->value;
      }
    } else if (symbol.section == SHN_ABS) {
      next.kind = NextKind::kAbsolute;
      next.value = symbol.value.value;
    }
    table_.definitions.push_back(next);
  }

  const Parts& parts_;
  const Scope& scope_;
  const ResolvedIfuncs& resolved_;
  NextTable& table_;
  std::vector<std::string_view> met_;
  HashIndex met_index_;  // of met_
  std::vector<Definition> group_;
};

}  // namespace

uint64_t NextTable::size(const Parts& parts, Format format) const {
  const uint64_t word = format.word_size();
  return (kHeadWords + 2 * parts.list.size()) * word + definitions.size() * (16 + 3 * word) +
         strings.bytes().size();
}

std::optional<ImageAddress> c_library_function(const Parts& parts, std::string_view name) {
  for (const Part& part : parts.list) {
    const std::string_view soname = part.linkable->soname;
    if (!soname.starts_with("libc.so.") && !soname.starts_with("libdl.so.")) continue;
    for (const Symbol& symbol : part.linkable->symbols) {
      if (is_visible(symbol) && symbol.name == name && symbol.type == STT_FUNC)
        return part.place(symbol.value);
    }
  }
  return std::nullopt;
}

std::optional<NextTable> plan_next(const Parts& parts, const Scope& scope, const Machine& machine,
                                   const ResolvedIfuncs& resolved) {
  if (machine.next_code == nullptr || std::ranges::none_of(parts.list, asks)) return std::nullopt;
  const auto dlsym = c_library_function(parts, "dlsym");
  const auto dlvsym = c_library_function(parts, "dlvsym");
  const auto getauxval = c_library_function(parts, "getauxval");
  if (!dlsym || !dlvsym || !getauxval) return std::nullopt;
  NextTable table{.dlsym = *dlsym,
                  .dlvsym = *dlvsym,
                  .getauxval = *getauxval,
                  .hwprobe = c_library_function(parts, "__riscv_hwprobe"),
                  .definitions = {},
                  .strings = {}};
  NextPlanner(parts, scope, resolved, table).run();
  return table;
}

}  // namespace onefold
