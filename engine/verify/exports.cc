#include "verify/exports.h"

#include <fmt/format.h>

#include <algorithm>

#include "verify/choices.h"

namespace onefold::verify {
namespace {

using Kind = Value::Kind;

// What a lookup's answer stands for.
std::optional<Value> value_found(const Scope& scope, const std::optional<Definition>& definition) {
  if (!definition) return std::nullopt;
  const Symbol& symbol = scope.symbol(*definition);
  const uint64_t value = symbol.value.value;
  if (symbol.type == STT_TLS) return Value{Kind::kBlockOffset, definition->object, value};
  if (scope.is_absolute(symbol)) return Value{Kind::kNumber, 0, value};
  const bool resolved = symbol.type == STT_GNU_IFUNC && symbol.is_defined();
  return Value{resolved ? Kind::kResolved : Kind::kPlace, definition->object, value};
}

// What a symbol of `object` leads to, for a relocation of which it is not known what it makes of
// that.
Value value_led_to(const Scope& scope, uint32_t object, uint32_t symbol) {
  const Bound bound = scope.bind(object, symbol, Asks::kAddress);
  if (bound.kind == Bound::Kind::kDefined) return *value_found(scope, bound.definition);
  return {bound.kind == Bound::Kind::kWeakZero ? Kind::kWeakZero : Kind::kUndefined, object,
          symbol};
}

// A call may go through the program's canonical PLT entry instead of to the function itself.
bool is_program_plt(const Context& context, uint32_t name, const Value& found,
                    const Value& expected) {
  if (found.object != 0 || found.kind != Kind::kPlace || !context.is_folded(0)) return false;
  const Scope& before = context.before();
  for (const Definition& d : before.called(name)) {
    if (d.object != 0 || !before.may_look()) break;
    const Symbol& symbol = before.symbol(d);
    const uint64_t entry = symbol.value.value + context.part_of(0).bias;
    if (symbol.is_defined() || entry != found.number) continue;
    const Bound bound = before.bind(0, d.symbol, Asks::kCall);
    return bound.kind == Bound::Kind::kDefined && value_found(before, bound.definition) == expected;
  }
  return false;
}

class ExportComparison {
 public:
  ExportComparison(Context& context, Report& report)
      : context_(context), report_(report), is_version_(context.before().names().count()) {
    for (uint32_t i = 0; i < context.before().size(); ++i) {
      const Object& object = context.before().object(i);
      without_versions_.push_back(context.is_folded(i) && object.versym.empty());
      for (const VersionDefinition& version : object.version_tables.defined) {
        const uint32_t name = context.before().names().find(version.name);
        if (name != Names::kNone) is_version_[name] = true;
      }
    }
  }

  void run() {
    const Names& names = context_.before().names();
    std::vector<Agreed> same;
    for (uint32_t name = 0; name < names.count(); ++name) {
      if (names.text(name).empty() || !concerns_fold(name)) continue;
      if (compare_name(name)) same.push_back(agreed_);
    }
    // Last, for what dlvsym finds in the fold may be known to be another's, whose block is
    // elsewhere.
    for (const Agreed& agreed : same) {
      agreed_ = agreed;
      const uint32_t name = agreed.name;
      for_each_version(name, [&](const Version* version) {
        return compare_query({.name = name, .version = version, .exact = true}, "dlvsym");
      });
    }
  }

 private:
  bool concerns_fold(uint32_t name) const {
    for (const Definition& d : context_.before().called(name)) {
      const Symbol& symbol = context_.before().symbol(d);
      // An ABS symbol that only carries a version's name, as old linkers made them.
      if (is_version_[name] && symbol.section == SHN_ABS && symbol.value.value == 0) return false;
      if (context_.is_folded(d.object)) return true;
    }
    return std::ranges::any_of(context_.after().called(name),
                               [](const Definition& d) { return d.object == 0; });
  }

  bool compare_name(uint32_t name) {
    report_.compared(Aspect::kExport);
    agreed_ = {.name = name};
    Query query{.name = name, .newest = true};
    if (!compare_query(query, "dlsym")) return false;
    query.newest = false;
    if (!compare_query(query, "an unversioned reference")) return false;
    const bool calls_differ = has_undefined(name);
    query.asks = Asks::kCall;
    if (calls_differ && !compare_query(query, "an unversioned call")) return false;
    return for_each_version(name, [&](const Version* version) {
      Query versioned{.name = name, .version = version};
      if (!compare_query(versioned, "a versioned reference")) return false;
      versioned.asks = Asks::kCall;
      return !calls_differ || compare_query(versioned, "a versioned call");
    });
  }

  // Only these a reference finds and a call does not.
  bool has_undefined(uint32_t name) const {
    const auto is_any = [&](const Scope& scope) {
      return std::ranges::any_of(
          scope.called(name), [&](const Definition& d) { return !scope.symbol(d).is_defined(); });
    };
    return is_any(context_.before()) || is_any(context_.after());
  }

  // Until one says no: then that is the answer.
  template <typename Compare>
  bool for_each_version(uint32_t name, const Compare& compare) {
    const Version* last = nullptr;
    for (const Definition& d : context_.before().called(name)) {
      if (context_.before().gave_up() || context_.after().gave_up()) return false;
      const Version* version = context_.before().object(d.object).version_of(d.symbol);
      // One that no lookup finds has no version that one would ask for.
      if (!is_findable(context_.before().symbol(d))) continue;
      if (version == nullptr || (last != nullptr && last->name == version->name)) continue;
      last = version;
      if (!compare(version)) return false;
    }
    return true;
  }

  bool compare_query(const Query& query, std::string_view who) {
    const auto before = context_.before().find(query);
    note_imports(query, before);
    const auto after = context_.after().find(query);
    if (before && after && agreed_ == Agreed{query.name, *before, *after}) return true;
    const auto expected_value = value_found(context_.before(), before);
    const auto found = value_found(context_.after(), after);
    std::optional<Value> expected;
    if (expected_value) expected = translate(query, *expected_value, found.value_or(Value{}));
    if (expected == found) {
      if (found && found->kind == Kind::kResolved && !is_left(query, *expected_value)) return false;
      if (!before) return true;
      if (!same_symbol(*before, *after, query)) return false;
      // What is known of an exact query is known of its version alone.
      if (!query.exact) agreed_ = {query.name, *before, *after};
      return true;
    }
    if (expected_value && found && is_chosen(*expected_value, *found))
      return same_symbol(*before, *after, query);
    if (found && expected && query.asks == Asks::kCall &&
        is_program_plt(context_, query.name, *found, *expected_value))
      return true;
    if (before && is_known(query, *before, found)) return true;
    if (before && is_left_to_kept(query, *before, after)) return true;
    // It alone leads to that block.
    if (before && found && context_.translate(*expected_value, *found) == *found)
      return same_symbol(*before, *after, query);
    std::string where = printable(context_.before().names().text(query.name));
    if (query.version != nullptr) where += "@" + printable(query.version->name);
    report_.differ(Aspect::kExport, fmt::format("{} of {}", who, where),
                   expected ? describe(*expected, context_.after()) : "nothing",
                   found ? describe(*found, context_.after()) : "nothing");
    return false;
  }

  // Two definitions that were compared and are the same: most queries of a name find them again.
  struct Agreed {
    uint32_t name = Names::kNone;
    Definition before = {Context::kKept, 0};
    Definition after = {Context::kKept, 0};
    bool operator==(const Agreed&) const = default;
  };

  // What a walk over all definitions of a name tells, once for all queries of it.
  struct Called {
    uint32_t name = Names::kNone;
    bool has_import = false;  // is_thread_local_import
    bool has_unique = false;
    bool has_kept = false;
    uint32_t kept_without_version = UINT32_MAX;  // the first object that has one of those
  };

  const Called& all_of(uint32_t name) {
    if (called_.name == name) return called_;
    called_ = {.name = name};
    const Scope& scope = context_.before();
    for (const Definition& d : scope.called(name)) {
      const Symbol& symbol = scope.symbol(d);
      const bool kept = !context_.is_folded(d.object);
      called_.has_import = called_.has_import || is_thread_local_import(symbol);
      called_.has_unique = called_.has_unique || symbol.binding == STB_GNU_UNIQUE;
      called_.has_kept = called_.has_kept || kept;
      if (kept && scope.object(d.object).version_of(d.symbol) == nullptr)
        called_.kept_without_version = std::min(called_.kept_without_version, d.object);
    }
    return called_;
  }

  // What dlsym and dlvsym make of them is nobody's meaning (verify/lookup.h).
  void note_imports(Query query, const std::optional<Definition>& without) {
    const Scope& scope = context_.before();
    if (!query.newest && !query.exact) return;
    if (!all_of(query.name).has_import) return;
    query.imports = true;
    if (scope.find(query) == without) return;
    report_.known("dlsym finds a thread-local variable that an import in DT_HASH stood for",
                  scope.names().text(query.name));
  }

  Value translate(const Query& query, const Value& value, const Value& found) {
    return query.exact ? context_.translation(value, found) : context_.translate(value, found);
  }

  // Differences that are known.
  bool is_known(const Query& query, Definition before, const std::optional<Value>& found) {
    return (found && is_as_reference(query, before, *found)) ||
           is_without_versions(query, before, found);
  }

  // An address of the fold that is what the function returns.
  bool is_chosen(const Value& function, const Value& found) const {
    return found.kind == Kind::kPlace && found.object == 0 &&
           context_.choices().is_chosen(function, found.number);
  }

  // Whose implementation is found by the loader everywhere.
  bool is_left(const Query& query, const Value& function) {
    if (context_.choices().is_left(function)) return true;
    report_.differ(Aspect::kExport, context_.before().names().text(query.name),
                   "the same implementation as elsewhere", "the loader's choice");
    return false;
  }

  // What has no DT_VERSYM at all answers dlvsym whatever version is asked for; the fold has one.
  bool is_without_versions(const Query& query, Definition before,
                           const std::optional<Value>& found) {
    if (!query.exact) return false;
    Query next = query;
    next.passed_over = &without_versions_;
    const auto definition = context_.before().find(next);
    if (definition == before) return false;
    const auto expected = value_found(context_.before(), definition);
    if (expected.has_value() != found.has_value()) return false;
    if (expected && context_.translate(*expected, *found) != *found &&
        !is_chosen(*expected, *found))
      return false;
    report_.known("dlvsym passes over what a folded library without any versions defines",
                  context_.before().names().text(query.name));
    return true;
  }

  // A definition without a version, in a library that has versions: it answers a reference to one,
  // and not dlvsym (elf/dl-lookup.c, check_match). One entry of the table cannot be both.
  bool is_as_reference(const Query& query, Definition before, const Value& found) {
    if (!query.exact) return false;
    Query reference{.name = query.name, .version = query.version};
    for (Asks asks : {Asks::kAddress, Asks::kCall}) {
      reference.asks = asks;
      const auto definition = context_.before().find(reference);
      if (!definition || definition == before || !context_.is_folded(definition->object)) continue;
      if (context_.translation(*value_found(context_.before(), definition), found) != found)
        continue;
      report_.known("dlvsym finds what a reference to the version finds, which has none",
                    context_.before().names().text(query.name));
      return true;
    }
    return false;
  }

  // Behind a kept library dlsym and dlvsym found a definition that references to its name, or to
  // its version, did not reach. An entry of the table would answer those, too.
  bool is_left_to_kept(const Query& query, Definition before,
                       const std::optional<Definition>& after) {
    if (after && after->object == 0) return false;
    std::string_view known;
    if (query.exact) {
      known =
          is_behind_unversioned(query)
              ? "dlvsym passes over a folded definition behind a kept one that has no version"
          : is_shared_unique(query.name)
              ? "dlvsym of a unique symbol that kept and folded libraries have finds another one"
              : "";
    } else if (query.newest && context_.is_folded(before.object) &&
               is_behind_oldest(query.name, before)) {
      known = "dlsym passes over a folded definition behind a kept one of an old version";
    }
    if (known.empty()) return false;
    report_.known(known, context_.before().names().text(query.name));
    return true;
  }

  // Which unversioned references take (check_match).
  bool is_behind_oldest(uint32_t name, Definition found) const {
    const Scope& scope = context_.before();
    return std::ranges::any_of(scope.called(name), [&](const Definition& d) {
      const Object& object = scope.object(d.object);
      return d.object < found.object && !context_.is_folded(d.object) &&
             is_findable(scope.symbol(d)) &&
             (object.versym.empty() || (object.versym[d.symbol] & 0x7fff) <= 2);
    });
  }

  // Libraries without any versions left out.
  bool is_behind_unversioned(Query query) {
    query.passed_over = &without_versions_;
    const auto found = context_.before().find(query);
    return found && context_.is_folded(found->object) &&
           all_of(query.name).kept_without_version < found->object;
  }

  // What uses a folded one is bound already, and ld.so does not hear of it.
  bool is_shared_unique(uint32_t name) {
    const Called& called = all_of(name);
    return called.has_unique && called.has_kept;
  }

  bool same_symbol(Definition before, Definition after, const Query& query) {
    const Symbol& a = context_.before().symbol(before);
    const Symbol& b = context_.after().symbol(after);
    if (!a.is_defined() || !b.is_defined()) return true;
    // Whether it is weak matters to nobody any more; a unique one is found by the whole process.
    const bool same_scope = (a.binding == STB_GNU_UNIQUE) == (b.binding == STB_GNU_UNIQUE);
    const auto* stand_in = context_.stand_in_at(b.value.value);
    const uint64_t size = stand_in == nullptr ? a.size : stand_in->size.value_or(a.size);
    const bool same_type =
        a.type == b.type || (a.type == STT_GNU_IFUNC && b.type == STT_FUNC);  // is_chosen
    if (same_type && size == b.size && a.other == b.other && same_scope) return true;
    // Two libraries may have one number under one name.
    if (query.exact && is_known(query, before, value_found(context_.after(), after))) return true;
    auto text = [](const Symbol& s) {
      return fmt::format("type {}, binding {}, {} bytes, st_other {:#x}", s.type, s.binding, s.size,
                         s.other);
    };
    report_.differ(Aspect::kExport, context_.before().names().text(query.name), text(a), text(b));
    return false;
  }

  Context& context_;
  Report& report_;
  std::vector<bool> is_version_;        // by name
  std::vector<bool> without_versions_;  // by object; folded ones
  Called called_;                       // all_of the last name
  Agreed agreed_;                       // of the last name
};

}  // namespace

void compare_exports(Context& context, Report& report) { ExportComparison(context, report).run(); }

Result<void> compare_kept_bindings(Context& context, Report& report) {
  for (uint32_t original = 0; original < context.before().size(); ++original) {
    const uint32_t place = context.kept_place(original);
    if (context.is_folded(original) || place == Context::kKept) continue;
    const Object& object = context.before().object(original);
    for (const RelocationTable& table : object.tables) {
      if (table.kind == RelocTable::kRelr) continue;
      ONEFOLD_CHECK(visit_relocations(
          *object.module, table, object.symbols.size(), [&](const Relocation& relocation) {
            const RelocationType type = object.psabi->find(relocation.type);
            if (relocation.symbol == 0 || type.meaning == Meaning::kNothing) return;
            report.compared(Aspect::kBinding);
            Value before = value_of(context.before(), original, relocation, type, 0);
            Value after = value_of(context.after(), place, relocation, type, 0);
            // Whatever its loader makes of the symbol, it must be the same one.
            if (before.kind == Kind::kUnknown) {
              before = value_led_to(context.before(), original, relocation.symbol);
              after = value_led_to(context.after(), place, relocation.symbol);
            }
            if (before.kind == Kind::kUndefined && after.kind == Kind::kUndefined) return;
            const Value expected = context.translate(before, after);
            if (expected == after) return;
            if (asks_of(object, type) == Asks::kCall &&
                is_program_plt(context, object.names[relocation.symbol], after, before))
              return;
            report.differ(Aspect::kBinding,
                          fmt::format("{} of {}", printable(object.symbols[relocation.symbol].name),
                                      object.file_name()),
                          describe(expected, context.after()), describe(after, context.after()));
          }));
    }
  }
  return {};
}

}  // namespace onefold::verify
