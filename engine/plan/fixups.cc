#include "plan/fixups.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>

#include "plan/fixup_list.h"
#include "plan/in_place.h"
#include "plan/lazy_plt.h"
#include "plan/relative_fixups.h"
#include "plan/tls_fixups.h"
#include "plan/tls_pairs.h"

namespace onefold {
namespace {

class FixupPlanner {
 public:
  FixupPlanner(const FixupContext& context, FixupList& list) : context_(context), list_(list) {}

  // All but those of plan_relatives.
  Result<void> plan_part(const Part& part);

 private:
  using Site = FixupSite;

  Result<void> plan_site(const Site& site);
  void plan_relative(const Site& site) {
    list_.relative(site, site.part.place(ModuleAddress(static_cast<uint64_t>(site.addend))).value);
  }
  Result<void> plan_bound(const Site& site, const Binding& binding);
  Result<void> plan_import(const Site& site, const Binding& binding) {
    ONEFOLD_TRY(const SymbolId id,
                context_.symbols.import_of(site.part.scope_index, site.relocation.symbol, binding));
    plan_symbolic(site, id);
    return {};
  }
  void plan_symbolic(const Site& site, SymbolId symbol) {
    const ImplicitGot* got = context_.machine.implicit_got;
    if (got != nullptr && site.row.type == got->word_type) context_.symbols.need_word(symbol);
    list_.symbolic(site, symbol);
  }
  Result<void> plan_into_loader(const Site& site, Definition definition);
  Result<void> plan_tls(const Site& site, Definition definition) {
    return plan_tls_fixup(context_, list_, site, definition, is_offset_written(site));
  }
  Result<void> plan_undefined(const Site& site, const Binding& binding);
  Result<void> refuse_ifunc(const Site& site) const;
  Result<void> plan_local(const Site& site, const Part& target, const Symbol& symbol);
  void plan_ifunc(const Site& site, uint64_t resolver);
  Result<void> narrow_word(const Site& site, uint64_t value);

  bool host_may_interpose(Definition definition) const;
  LookupClass class_of(const RelocRow& row) const;
  std::string_view name_of(const Site& site) const;
  // By a relocation of its own, beside the module's number at the site?
  bool is_offset_written(const Site& site) const {
    const ModuleAddress second = site.relocation.place + context_.machine.format.word_size();
    return written_offsets_.contains(second.value);
  }

  const FixupContext& context_;
  FixupList& list_;
  std::map<std::string_view, size_t> thunk_of_;
  std::unordered_set<uint64_t> written_offsets_;  // of the part in hand
  bool binds_now_ = false;                        // of the table in hand
};

LookupClass FixupPlanner::class_of(const RelocRow& row) const {
  if (row.action == RelocAction::kCopy) return LookupClass::kCopy;
  const bool plt = row.action == RelocAction::kJumpSlot || is_tls(row.action);
  return plt ? LookupClass::kPlt : LookupClass::kOther;
}

// DESIGN rule 13: what a program that loads a folded shared object may have, or must share, stays
// symbolic: the object's own exports, unique symbols, type information (compared by address) and
// the replaceable operators new and delete.
bool FixupPlanner::host_may_interpose(Definition definition) const {
  const Symbol& symbol = context_.bindings.scope().symbol(definition);
  if (definition.module == 0 || symbol.binding == STB_GNU_UNIQUE) return true;
  constexpr std::string_view kShared[] = {"_ZTI", "_ZTS", "_Znw", "_Zna", "_Zdl", "_Zda"};
  return std::ranges::any_of(
      kShared, [&](std::string_view prefix) { return symbol.name.starts_with(prefix); });
}

std::string_view FixupPlanner::name_of(const Site& site) const {
  if (site.relocation.symbol == 0) return {};
  return site.part.linkable->symbols[site.relocation.symbol].name;
}

Result<void> FixupPlanner::plan_part(const Part& part) {
  const auto& linkable = *part.linkable;
  // Second words stay as they are where no block moves.
  const bool moves = std::ranges::any_of(context_.parts.list,
                                         [](const Part& other) { return other.tls_offset != 0; });
  written_offsets_.clear();
  if (moves) {
    ONEFOLD_TRY(written_offsets_, written_second_words(linkable, context_.machine));
  }
  const bool all_now = context_.musl || binds_now(*part.module);
  list_.begin(part);
  std::optional<Error> first_error;
  for (const RelocationTable& table : linkable.tables) {
    if (table.kind == RelocTable::kJmprel && plan_lazy_plt(context_, part, table, list_)) continue;
    // Of the other tables ld.so binds all at start (elf/dynamic-link.h).
    binds_now_ = all_now || (table.kind != RelocTable::kJmprel && table.kind != RelocTable::kGot);
    const RelocRow* row = nullptr;  // of the last relocation: types come in long runs
    RelocationFilter filter;
    if (has_relatives_apart(context_)) filter.other_than = context_.machine.relative().type;
    if (table.kind == RelocTable::kRelr) {
      if (filter.other_than) continue;
      row = &context_.machine.relative();
    }
    auto visit = [&](const Relocation& relocation) {
      if (first_error) return;
      if (table.kind != RelocTable::kRelr && (row == nullptr || row->type != relocation.type))
        row = context_.machine.find(relocation.type);
      if (row == nullptr) {
        first_error = part.module->file.error(
            "r_type", fmt::format("a relocation type of {}", context_.machine.name),
            fmt::format("{}", relocation.type));
        return;
      }
      if (row->action == RelocAction::kBaseRelative && !relocation.addend_in_place) {  // most
        plan_relative({part, relocation, *row, relocation.addend});
        return;
      }
      auto addend = addend_of(*part.module, context_.machine, relocation, *row);
      if (!addend) {
        first_error = addend.error();
        return;
      }
      if (auto planned = plan_site({part, relocation, *row, *addend}); !planned)
        first_error = planned.error();
    };
    ONEFOLD_CHECK(
        visit_some_relocations(*part.module, table, linkable.symbols.size(), filter, visit));
    if (first_error) return fail(std::move(*first_error));
  }
  return {};
}

Result<void> FixupPlanner::plan_site(const Site& site) {
  const auto action = site.row.action;
  // Code reads its slots where they were linked to be.
  if ((action == RelocAction::kJumpSlot || action == RelocAction::kGlobDat) &&
      list_.moves(site.relocation.place, site.row.size))
    return refuse(site, "a slot outside of PT_TLS", "one inside");
  switch (action) {
    case RelocAction::kNone:
      return {};
    case RelocAction::kBaseRelative:
      plan_relative(site);
      return {};
    case RelocAction::kIRelative:
      if (context_.musl) return refuse_ifunc(site);
      plan_ifunc(site, site.part.place(ModuleAddress(static_cast<uint64_t>(site.addend))).value);
      return {};
    case RelocAction::kTlsTpOffset:
    case RelocAction::kTlsTpOffsetNegated:
      if (context_.shared_object) list_.fixups.static_tls = true;
      break;
    case RelocAction::kMachine:
    case RelocAction::kStatic:
      return refuse(site,
                    fmt::format("a relocation that can be folded on {}", context_.machine.name),
                    "a type that needs more than a word of data");
    case RelocAction::kSize:
      if (!context_.musl) break;
      return refuse(site, "none of its type, which the loader does not know", "one");
    default:
      break;
  }
  const uint32_t module = site.part.scope_index;
  if (site.relocation.symbol == 0) {
    if (is_tls(action)) {
      return plan_tls(site, {module, 0});
    }
    // glibc's RESOLVE_MAP takes the null symbol, which is local, for one of value 0 in the module.
    if (action == RelocAction::kCopy) return {};  // of no bytes
    return plan_local(
        site, site.part,
        site.part.linkable->symbols.empty() ? Symbol{} : site.part.linkable->symbols.front());
  }
  if (site.relocation.own_symbol && !context_.musl) {
    return plan_local(site, site.part, site.part.linkable->symbols[site.relocation.symbol]);
  }
  const Symbol& reference = site.part.linkable->symbols[site.relocation.symbol];
  if (context_.machine.local_value_in_addend && !context_.musl && !is_tls(action) &&
      action != RelocAction::kCopy && reference.binding == STB_LOCAL && reference.is_defined())
    return plan_local(site, site.part, Symbol{.section = 1});
  ++list_.fixups.symbolic_before;
  return plan_bound(site, context_.bindings.bind(module, site.relocation.symbol, class_of(site.row),
                                                 action == RelocAction::kGlobDat));
}

Result<void> FixupPlanner::plan_bound(const Site& site, const Binding& binding) {
  const auto action = site.row.action;
  const uint32_t module = site.part.scope_index;
  if (binding.kind != BindingKind::kDefined) return plan_undefined(site, binding);
  if (!context_.parts.is_folded(binding.definition.module)) {
    if (action == RelocAction::kCopy) {
      auto own = context_.symbols.export_of(module, site.relocation.symbol);
      if (!own)
        return refuse(site, "an exported symbol of the program", std::string(name_of(site)));
      plan_symbolic(site, *own);
      return {};
    }
    if (context_.loader != nullptr) return plan_into_loader(site, binding.definition);
    return plan_import(site, binding);
  }
  if (action == RelocAction::kCopy) {
    if (module == 0) return {};  // plan_copies has it
    return refuse(site, "none in a library", std::string(name_of(site)));
  }
  const bool tls = is_tls(action);
  if (context_.shared_object && host_may_interpose(binding.definition)) {
    if (auto exported =
            context_.symbols.export_of(binding.definition.module, binding.definition.symbol)) {
      // By name the loader finds an offset in a block, or an address.
      if (tls != (context_.bindings.scope().symbol(binding.definition).type == STT_TLS)) {
        return refuse(site, tls ? "a thread-local variable" : "none that is thread-local",
                      std::string(name_of(site)));
      }
      if (action == RelocAction::kTlsModule && !is_offset_written(site) &&
          context_.parts.part_of(binding.definition.module).tls_offset != 0) {
        return refuse(site, "an offset beside it that a relocation writes",
                      std::string(name_of(site)));
      }
      plan_symbolic(site, *exported);
      return {};
    }
  }
  if (tls) return plan_tls(site, binding.definition);
  const Part& target = context_.parts.part_of(binding.definition.module);
  return plan_local(site, target, target.linkable->symbols[binding.definition.symbol]);
}

// Its distance from the fold is fixed, though not known yet.
Result<void> FixupPlanner::plan_into_loader(const Site& site, Definition definition) {
  const Part& loader = *context_.loader;
  const Symbol& symbol = loader.linkable->symbols[definition.symbol];
  const bool whole_word = site.row.size == context_.machine.format.word_size();
  if (is_tls(site.row.action))
    return refuse(site, "a thread-local variable", std::string(name_of(site)));
  if (symbol.type == STT_TLS || (!whole_word && symbol.section != SHN_ABS)) {
    return refuse(site, "a whole word towards the loader (--keep libc)",
                  std::string(name_of(site)));
  }
  list_.set_to_loader(symbol.section != SHN_ABS && site.row.action != RelocAction::kSize);
  auto planned = plan_local(site, loader, symbol);
  list_.set_to_loader(false);
  return planned;
}

// A definition inside the fold.
Result<void> FixupPlanner::plan_local(const Site& site, const Part& target, const Symbol& symbol) {
  const uint64_t addend = static_cast<uint64_t>(site.addend);
  if (site.row.action == RelocAction::kSize) {
    list_.word(site, symbol.size + addend);
    return {};
  }
  const bool absolute = symbol.section == SHN_ABS;
  // Of a thread-local variable ld.so too makes an address, which look_at_first_load has not seen.
  if (!absolute && target.is_left_out(symbol.value + addend)) {
    return refuse(site, "an address behind the library's headers and tables",
                  std::string(name_of(site)));
  }
  uint64_t value = absolute ? symbol.value.value : target.place(symbol.value).value;
  if (!absolute && &target != context_.loader) {
    const auto found =
        std::ranges::find(context_.stand_ins, ImageAddress(value), &StandIn::original);
    if (found != context_.stand_ins.end()) value = found->own.value;
  }
  if (site.row.action == RelocAction::kPcRelative) {
    if (symbol.type == STT_GNU_IFUNC || absolute) {
      return refuse(site, "a function or object with an address in its module",
                    std::string(name_of(site)));
    }
    return narrow_word(site, value + addend - site.part.place(site.relocation.place).value);
  }
  if (symbol.type == STT_GNU_IFUNC && symbol.is_defined()) {
    if (context_.musl || !list_.knows_ifuncs()) return refuse_ifunc(site);
    if (site.addend != 0)
      return refuse(site, "no addend towards an IFUNC", fmt::format("{:#x}", addend));
    plan_ifunc(site, value);
  } else if (absolute) {
    return narrow_word(site, value + addend);
  } else if (site.row.size != context_.machine.format.word_size()) {
    if (!context_.fixed_address) {
      return refuse(site, "a whole word in a program that is loaded anywhere",
                    fmt::format("{} bytes", site.row.size));
    }
    return narrow_word(site, value + addend);
  } else {
    list_.relative(site, value + addend);
  }
  return {};
}

void FixupPlanner::plan_ifunc(const Site& site, uint64_t resolver) {
  if (context_.resolved != nullptr) {
    if (auto result = context_.resolved->find(resolver)) return list_.relative(site, result->value);
  }
  if (context_.ifuncs != nullptr && site.row.action == RelocAction::kJumpSlot) {
    const size_t part = context_.parts.of_module[site.part.scope_index];
    if (auto thunk = context_.ifuncs->call(part, resolver)) return list_.word(site, thunk->value);
  }
  list_.irelative(site, resolver);
}

Result<void> FixupPlanner::refuse_ifunc(const Site& site) const {
  return refuse(site, "none that asks for an IFUNC, which the loader does not know", "one");
}

// A value that must fit a place of less than a word: ld.so reports an overflow of its own sum, or
// cuts it off, and in the fold modules lie at other distances. Of a whole word's sum nobody asks
// whether it has wrapped around.
Result<void> FixupPlanner::narrow_word(const Site& site, uint64_t value) {
  if (site.row.size < context_.machine.format.word_size()) {
    const unsigned bits = 8U * site.row.size;
    const bool is_signed = site.row.action == RelocAction::kPcRelative;
    const uint64_t from_least = is_signed ? value + (uint64_t{1} << (bits - 1)) : value;
    if (from_least >> bits != 0)
      return refuse(site, fmt::format("a value of {} bits", bits), fmt::format("{:#x}", value));
  }
  list_.word(site, value);
  return {};
}

Result<void> FixupPlanner::plan_undefined(const Site& site, const Binding& binding) {
  if (binding.kind == BindingKind::kUndefinedWeak && context_.loader != nullptr) {
    // All that could define it is inside.
    const auto action = site.row.action;
    if (is_tls(action) || action == RelocAction::kCopy) {
      // glibc leaves the place alone, but for a descriptor (_dl_tlsdesc_undefweak); musl does not.
      if (action == RelocAction::kTlsDescriptor || context_.musl) return plan_import(site, binding);
      return {};
    }
    return plan_local(site, site.part, Symbol{.section = SHN_ABS});
  }
  if (binding.kind == BindingKind::kUndefinedWeak || context_.shared_object) {
    // What a later libc or a host program may still define stays symbolic, as in the original.
    return plan_import(site, binding);
  }
  if (site.row.action != RelocAction::kJumpSlot || binds_now_) {
    return refuse(site,
                  "a definition in the closure, without which the original does not start either",
                  fmt::format("undefined symbol {}", name_of(site)));
  }
  const VersionName* version = site.part.linkable->version_of(site.relocation.symbol);
  auto [known, is_new] = thunk_of_.emplace(name_of(site), list_.fixups.lazy_undefined.size());
  if (is_new) {
    list_.fixups.lazy_undefined.push_back(
        {&site.part, name_of(site), version != nullptr ? version->name : std::string_view()});
  }
  list_.relative(site, (context_.thunks + known->second * context_.thunk_size).value);
  return {};
}

}  // namespace

Result<Fixups> plan_fixups(const FixupContext& context, FixupList list) {
  FixupPlanner planner(context, list);
  for (const Part& part : context.parts.list) ONEFOLD_CHECK(planner.plan_part(part));
  if (context.ifuncs != nullptr) list.fill_slots(*context.ifuncs);
  return list.finish();
}

}  // namespace onefold
