#include "plan/fixups.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/sort.h"
namespace onefold {
namespace {

bool binds_now(const Module& module) {
  return (module.flags() & DF_BIND_NOW) != 0 || (module.flags_1() & DF_1_NOW) != 0 ||
         module.find_dynamic(DT_BIND_NOW) != nullptr;
}

class FixupPlanner {
 public:
  explicit FixupPlanner(const FixupContext& context) : context_(context) {
    for (const RelocRow& row : context_.machine.relocations) {
      if (row.action == RelocAction::kBaseRelative && relative_ == nullptr) relative_ = &row;
      if (row.action == RelocAction::kIRelative && irelative_ == nullptr) irelative_ = &row;
    }
    copies_of_.resize(context_.parts.list.size());
    irelative_of_.resize(context_.parts.list.size());
    for (const CopiedObject& copy : context_.copies) {
      copies_of_[context_.parts.of_module[copy.part->scope_index]].push_back({&copy});
    }
    for (auto& copies : copies_of_) {
      stable_sort_by(copies, [](const CopiedFrom& c) { return c.copy->from; });
      ModuleAddress end;
      for (CopiedFrom& c : copies) c.latest_end = end = std::max(end, c.copy->from + c.copy->size);
    }
  }

  Result<Fixups> run() {
    for (const Part& part : context_.parts.list) ONEFOLD_CHECK(plan_part(part));
    sort();
    return std::move(fixups_);
  }

 private:
  // One relocation with all that is known about it.
  struct Site {
    const Part& part;
    const Relocation& relocation;
    const RelocRow& row;
    int64_t addend;
  };

  Result<void> plan_part(const Part& part);
  bool plan_lazy(const Part& program, const RelocationTable& table);
  bool plan_lazy_site(const Site& site);
  Result<void> plan_site(const Site& site);
  Result<void> plan_tls_site(const Site& site, const Binding& binding);
  Result<void> plan_undefined(const Site& site, const Binding& binding);
  Result<void> plan_local(const Site& site, const Part& target, const Symbol& symbol);
  Result<void> narrow_word(const Site& site, uint64_t value);
  Result<int64_t> addend_of(const Part& part, const Relocation& relocation,
                            const RelocRow& row) const;

  bool host_may_interpose(Definition definition) const;
  LookupClass class_of(const RelocRow& row) const;
  std::string_view name_of(const Site& site) const;
  tl::unexpected<Error> refuse(const Site& site, std::string expected, std::string found) const;

  void relative(const Site& site, uint64_t image_address);
  void irelative(const Site& site, uint64_t image_address);
  void symbolic(const Site& site, SymbolId symbol);
  void tls(const Site& site, int64_t addend);
  void word(const Site& site, uint64_t value) {
    patch(site.part, site.relocation.place, value, site.row.size);
  }
  void patch(const Part& part, ModuleAddress place, uint64_t value, uint8_t size);
  void add(const Site& site, Fixup fixup);
  template <typename Place>
  void at_each_place(const Part& part, ModuleAddress place, Place act) const;
  void sort();

  const FixupContext& context_;
  Fixups fixups_;                                 // `list` holds the relative ones until sort()
  std::vector<Fixup> symbolic_;                   // and those for TLS
  std::vector<std::vector<Fixup>> irelative_of_;  // by part index
  const RelocRow* relative_ = nullptr;
  const RelocRow* irelative_ = nullptr;
  // Copies out of one part ascend by address; few overlap, so a search backwards ends soon.
  struct CopiedFrom {
    const CopiedObject* copy;
    ModuleAddress latest_end = {};  // of this one and all before it
  };
  std::vector<std::vector<CopiedFrom>> copies_of_;  // by part index
  std::unordered_set<uint64_t> dtp_offset_places_;  // of the part in hand
  std::unordered_map<std::string_view, size_t> thunk_of_;
};

LookupClass FixupPlanner::class_of(const RelocRow& row) const {
  switch (row.action) {
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

// FOLDING rule 13: what a program that loads a folded shared object may have, or must share, stays
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
  return site.part.linkable->symbols[site.relocation.symbol].name;
}

tl::unexpected<Error> FixupPlanner::refuse(const Site& site, std::string expected,
                                           std::string found) const {
  return fail(site.part.module->file.error(
      fmt::format("{} of {:#x}", site.row.name, site.relocation.place.value), std::move(expected),
      std::move(found)));
}

// Calls act(image address) for the place itself and for each copy that the program has of it. The
// initialisation image of a merged TLS block lies elsewhere than in the part.
template <typename Place>
void FixupPlanner::at_each_place(const Part& part, ModuleAddress place, Place act) const {
  ImageAddress image = part.place(place);
  if (context_.tls.merged && part.has_tls) {
    const Segment& segment = *find_segment(part.module->segments, PT_TLS);
    if (place >= segment.vaddr && place - segment.vaddr < segment.filesz) {
      image = context_.tls.image + part.tls_offset + (place - segment.vaddr);
    }
  }
  act(image);
  size_t index = context_.parts.of_module[part.scope_index];
  const auto& copies = copies_of_[index];
  auto next =
      std::ranges::upper_bound(copies, place, {}, [](const CopiedFrom& c) { return c.copy->from; });
  while (next != copies.begin() && place < std::prev(next)->latest_end) {
    const CopiedObject& copy = *(--next)->copy;
    if (place - copy.from < copy.size) act(copy.to + (place - copy.from));
  }
}

void FixupPlanner::patch(const Part& part, ModuleAddress place, uint64_t value, uint8_t size) {
  at_each_place(part, place,
                [&](ImageAddress at) { fixups_.patches.push_back({at, value, size}); });
}

void FixupPlanner::add(const Site& site, Fixup fixup) {
  const Segment* load = site.part.module->load_at(site.relocation.place);
  if (load != nullptr && (load->flags & PF_W) == 0) fixups_.text_relocations = true;
  fixup.size = std::max<uint8_t>(site.row.size, 1);
  auto& to = fixup.kind == FixupKind::kRelative ? fixups_.list
             : fixup.kind == FixupKind::kIRelative
                 ? irelative_of_[context_.parts.of_module[site.part.scope_index]]
                 : symbolic_;
  at_each_place(site.part, site.relocation.place, [&](ImageAddress at) {
    fixup.place = at;
    to.push_back(fixup);
  });
}

void FixupPlanner::relative(const Site& site, uint64_t image_address) {
  if (context_.fixed_address) return word(site, image_address);
  add(site, {.addend = static_cast<int64_t>(image_address),
             .type = relative_->type,
             .kind = FixupKind::kRelative});
}

void FixupPlanner::irelative(const Site& site, uint64_t image_address) {
  add(site, {.addend = static_cast<int64_t>(image_address),
             .type = irelative_->type,
             .kind = FixupKind::kIRelative});
}

void FixupPlanner::symbolic(const Site& site, SymbolId symbol) {
  add(site, {.addend = site.addend,
             .type = site.row.type,
             .symbol = symbol,
             .kind = FixupKind::kSymbolic});
}

void FixupPlanner::tls(const Site& site, int64_t addend) {
  add(site, {.addend = addend, .type = site.row.type, .kind = FixupKind::kTls});
}

Result<void> FixupPlanner::plan_part(const Part& part) {
  const auto& linkable = *part.linkable;
  dtp_offset_places_.clear();
  std::optional<Error> first_error;
  for (const RelocationTable& table : linkable.tables) {
    if (table.kind == RelocTable::kRelr || !part.has_tls) continue;
    ONEFOLD_CHECK(visit_relocations(
        *part.module, table, linkable.symbols.size(), [&](const Relocation& relocation) {
          const RelocRow* row = context_.machine.find(relocation.type);
          if (row != nullptr && row->action == RelocAction::kTlsDtpOffset) {
            dtp_offset_places_.insert(relocation.place.value);
          }
        }));
  }
  for (const RelocationTable& table : linkable.tables) {
    if (table.kind == RelocTable::kJmprel && plan_lazy(part, table)) continue;
    auto visit = [&](const Relocation& relocation) {
      if (first_error) return;
      const bool relr = table.kind == RelocTable::kRelr;
      const RelocRow* row = relr ? relative_ : context_.machine.find(relocation.type);
      if (row == nullptr) {
        first_error = part.module->file.error(
            "r_type", fmt::format("a relocation type of {}", context_.machine.name),
            fmt::format("{}", relocation.type));
        return;
      }
      auto addend = addend_of(part, relocation, *row);
      if (!addend) {
        first_error = addend.error();
        return;
      }
      if (auto planned = plan_site({part, relocation, *row, *addend}); !planned)
        first_error = planned.error();
    };
    ONEFOLD_CHECK(visit_relocations(*part.module, table, linkable.symbols.size(), visit));
    if (first_error) return fail(std::move(*first_error));
  }
  return {};
}

// A program that the loader binds lazily stays so: its functions are looked up when they are first
// called, as before. Slots of folded functions hold their addresses already; the loader adds the
// load bias to them and to the others alike (elf_machine_lazy_rel).
bool FixupPlanner::plan_lazy(const Part& program, const RelocationTable& table) {
  const Module& module = *program.module;
  if (program.scope_index != 0 || context_.shared_object || !table.rela || binds_now(module) ||
      module.find_dynamic(DT_PLTGOT) == nullptr) {
    return false;
  }
  const size_t patches = fixups_.patches.size();
  bool possible = true;
  auto visit = [&](const Relocation& relocation) {
    const RelocRow* row = context_.machine.find(relocation.type);
    possible = possible && row != nullptr &&
               plan_lazy_site({program, relocation, *row, relocation.addend});
  };
  possible =
      visit_relocations(module, table, program.linkable->symbols.size(), visit).has_value() &&
      possible;
  if (!possible) {
    fixups_.plt.clear();
    fixups_.patches.resize(patches);
  }
  return possible;
}

bool FixupPlanner::plan_lazy_site(const Site& site) {
  Fixup fixup{.place = site.part.place(site.relocation.place),
              .addend = site.addend,
              .type = site.row.type,
              .kind = FixupKind::kSymbolic,
              .size = std::max<uint8_t>(site.row.size, 1)};
  if (site.row.action == RelocAction::kIRelative) {
    fixup.kind = FixupKind::kIRelative;
    fixups_.plt.push_back(fixup);
    return true;
  }
  if (site.row.action != RelocAction::kJumpSlot || site.relocation.symbol == 0) return false;
  ++fixups_.symbolic_before;
  const Binding binding = context_.bindings.bind(0, site.relocation.symbol, LookupClass::kPlt);
  const bool folded =
      binding.kind == BindingKind::kDefined && context_.parts.is_folded(binding.definition.module);
  if (!folded) {
    fixup.symbol = context_.symbols.import_of(0, site.relocation.symbol, binding);
    fixups_.plt.push_back(fixup);
    return true;
  }
  auto exported = context_.symbols.export_of(binding.definition.module, binding.definition.symbol);
  const Part& target = context_.parts.part_of(binding.definition.module);
  const Symbol& symbol = target.linkable->symbols[binding.definition.symbol];
  if (symbol.section == SHN_ABS || (!exported && symbol.type == STT_GNU_IFUNC)) return false;
  fixup.symbol =
      exported ? *exported
               : context_.symbols.local_of(binding.definition.module, binding.definition.symbol);
  fixups_.plt.push_back(fixup);
  if (symbol.type != STT_GNU_IFUNC) word(site, target.place(symbol.value).value);
  return true;
}

Result<int64_t> FixupPlanner::addend_of(const Part& part, const Relocation& relocation,
                                        const RelocRow& row) const {
  if (row.addend == Addend::kIgnored && row.action != RelocAction::kBaseRelative) return 0;
  if (!relocation.addend_in_place || row.size == 0 || row.action == RelocAction::kNone)
    return relocation.addend;
  auto bytes = part.module->bytes_at(relocation.place, row.size, "r_offset");
  if (!bytes) {
    // In memory but not in the file: zero.
    if (part.module->load_at(relocation.place, row.size) != nullptr) return 0;
    return fail(std::move(bytes).error());
  }
  return with_format(part.module->format(), [&]<typename E>() -> int64_t {
    if (row.size == 8)
      return static_cast<int64_t>(FileView::as_table<typename E::Xword>(*bytes)[0].get());
    if (row.size == 4)
      return static_cast<int32_t>(FileView::as_table<typename E::Word>(*bytes)[0].get());
    return 0;
  });
}

Result<void> FixupPlanner::plan_site(const Site& site) {
  const auto action = site.row.action;
  switch (action) {
    case RelocAction::kNone:
      return {};
    case RelocAction::kBaseRelative:
      relative(site, site.part.place(ModuleAddress(static_cast<uint64_t>(site.addend))).value);
      return {};
    case RelocAction::kIRelative:
      irelative(site, site.part.place(ModuleAddress(static_cast<uint64_t>(site.addend))).value);
      return {};
    case RelocAction::kMachine:
    case RelocAction::kStatic:
      return refuse(site,
                    fmt::format("a relocation that can be folded on {}", context_.machine.name),
                    "a type that needs more than a word of data");
    default:
      break;
  }
  const uint32_t module = site.part.scope_index;
  if (site.relocation.symbol == 0) {
    if (action >= RelocAction::kTlsModule && action <= RelocAction::kTlsDescriptor) {
      return plan_tls_site(site, {BindingKind::kDefined, {module, 0}});
    }
    // glibc's RESOLVE_MAP takes the null symbol, which is local, for one of value 0 in the module.
    if (action == RelocAction::kCopy) return {};  // of no bytes
    return plan_local(
        site, site.part,
        site.part.linkable->symbols.empty() ? Symbol{} : site.part.linkable->symbols.front());
  }
  ++fixups_.symbolic_before;
  Binding binding = context_.bindings.bind(module, site.relocation.symbol, class_of(site.row));
  if (binding.kind != BindingKind::kDefined) return plan_undefined(site, binding);
  if (!context_.parts.is_folded(binding.definition.module)) {
    if (action == RelocAction::kCopy) {
      auto own = context_.symbols.export_of(module, site.relocation.symbol);
      if (!own)
        return refuse(site, "an exported symbol of the program", std::string(name_of(site)));
      symbolic(site, *own);
      return {};
    }
    symbolic(site, context_.symbols.import_of(module, site.relocation.symbol, binding));
    return {};
  }
  if (action == RelocAction::kCopy) {
    if (module == 0) return {};  // plan_copies has it
    return refuse(site, "none in a library", std::string(name_of(site)));
  }
  if (context_.shared_object && host_may_interpose(binding.definition)) {
    if (auto exported =
            context_.symbols.export_of(binding.definition.module, binding.definition.symbol)) {
      symbolic(site, *exported);
      return {};
    }
  }
  if (action >= RelocAction::kTlsModule && action <= RelocAction::kTlsDescriptor) {
    return plan_tls_site(site, binding);
  }
  const Part& target = context_.parts.part_of(binding.definition.module);
  return plan_local(site, target, target.linkable->symbols[binding.definition.symbol]);
}

// A definition inside the fold.
Result<void> FixupPlanner::plan_local(const Site& site, const Part& target, const Symbol& symbol) {
  const uint64_t addend = static_cast<uint64_t>(site.addend);
  const bool absolute = symbol.section == SHN_ABS;
  const uint64_t value = absolute ? symbol.value.value : target.place(symbol.value).value;
  switch (site.row.action) {
    case RelocAction::kSize:
      word(site, symbol.size + addend);
      return {};
    case RelocAction::kPcRelative:
      if (symbol.type == STT_GNU_IFUNC || absolute) {
        return refuse(site, "a function or object with an address in its module",
                      std::string(name_of(site)));
      }
      return narrow_word(site, value + addend - site.part.place(site.relocation.place).value);
    default:
      break;
  }
  if (symbol.type == STT_GNU_IFUNC && symbol.is_defined()) {
    if (site.addend != 0)
      return refuse(site, "no addend towards an IFUNC", fmt::format("{:#x}", addend));
    irelative(site, value);
  } else if (absolute) {
    return narrow_word(site, value + addend);
  } else if (site.row.size != context_.machine.format.word_size()) {
    if (!context_.fixed_address) {
      return refuse(site, "a whole word in a program that is loaded anywhere",
                    fmt::format("{} bytes", site.row.size));
    }
    return narrow_word(site, value + addend);
  } else {
    relative(site, value + addend);
  }
  return {};
}

// A value that must fit the place: ld.so reports an overflow of its own sum, and in the fold
// modules lie at other distances.
Result<void> FixupPlanner::narrow_word(const Site& site, uint64_t value) {
  const bool is_signed = site.row.action == RelocAction::kPcRelative;
  const bool fits =
      site.row.size != 4 || (is_signed ? value + 0x80000000 <= 0xffffffff : value <= 0xffffffff);
  if (!fits) return refuse(site, "a value of 32 bits", fmt::format("{:#x}", value));
  word(site, value);
  return {};
}

Result<void> FixupPlanner::plan_undefined(const Site& site, const Binding& binding) {
  if (binding.kind == BindingKind::kUndefinedWeak || context_.shared_object) {
    // What a later libc or a host program may still define stays symbolic, as in the original.
    symbolic(site,
             context_.symbols.import_of(site.part.scope_index, site.relocation.symbol, binding));
    return {};
  }
  const bool now = binds_now(*site.part.module);
  if (site.row.action != RelocAction::kJumpSlot || now) {
    return refuse(site,
                  "a definition in the closure, without which the original does not start either",
                  fmt::format("undefined symbol {}", name_of(site)));
  }
  const VersionName* version = site.part.linkable->version_of(site.relocation.symbol);
  auto [known, is_new] = thunk_of_.emplace(name_of(site), fixups_.lazy_undefined.size());
  if (is_new) {
    fixups_.lazy_undefined.push_back(
        {&site.part, name_of(site), version != nullptr ? version->name : std::string_view()});
  }
  relative(site, (context_.thunks + known->second * context_.thunk_size).value);
  return {};
}

Result<void> FixupPlanner::plan_tls_site(const Site& site, const Binding& binding) {
  const Part& target = context_.parts.part_of(binding.definition.module);
  const Symbol* symbol =
      site.relocation.symbol == 0 ? nullptr : &target.linkable->symbols[binding.definition.symbol];
  const uint64_t offset = target.tls_offset + (symbol != nullptr ? symbol->value.value : 0) +
                          static_cast<uint64_t>(site.addend);
  const uint64_t word_size = context_.machine.format.word_size();
  switch (site.row.action) {
    case RelocAction::kTlsModule: {
      tls(site, 0);
      // Without a DTPOFF beside it the pair's second word is an offset in the module's block, known
      // since link time.
      ModuleAddress second = site.relocation.place + word_size;
      if (target.tls_offset == 0 || dtp_offset_places_.contains(second.value)) return {};
      ONEFOLD_TRY(auto bytes, site.part.module->bytes_at(second, word_size, "GOT"));
      uint64_t value = with_format(site.part.module->format(), [&]<typename E>() -> uint64_t {
        return FileView::as_table<typename E::Addr>(bytes)[0];
      });
      patch(site.part, second, value + target.tls_offset, static_cast<uint8_t>(word_size));
      return {};
    }
    case RelocAction::kTlsDtpOffset:
      word(site, offset - static_cast<uint64_t>(context_.machine.tls_dtv_bias));
      return {};
    case RelocAction::kTlsTpOffset:
    case RelocAction::kTlsTpOffsetNegated: {
      if (context_.shared_object) {
        fixups_.static_tls = true;
        tls(site, static_cast<int64_t>(offset));
        return {};
      }
      int64_t value = tp_offset(context_.tls, context_.machine, offset);
      word(site,
           static_cast<uint64_t>(site.row.action == RelocAction::kTlsTpOffset ? value : -value));
      return {};
    }
    case RelocAction::kTlsDescriptor:
      tls(site, static_cast<int64_t>(offset));
      return {};
    default:
      return refuse(site, "a TLS relocation", "another one");
  }
}

// Relative ones by address, for locality; then the rest by symbol, since ld.so remembers the last
// one looked up; then IRELATIVE, the program's last, as ld.so relocates the closure backwards.
void FixupPlanner::sort() {
  auto& list = fixups_.list;
  if (!std::ranges::is_sorted(list, {}, &Fixup::place)) stable_sort_by(list, &Fixup::place);
  std::ranges::sort(symbolic_, {}, [](const Fixup& f) {
    return std::tuple(f.symbol.exported, f.symbol.number, f.type, f.place);
  });
  list.insert(list.end(), symbolic_.begin(), symbolic_.end());
  for (auto part = irelative_of_.rbegin(); part != irelative_of_.rend(); ++part) {
    list.insert(list.end(), part->begin(), part->end());
  }
  stable_sort_by(fixups_.patches, &Patch::place);
}

}  // namespace

Result<Fixups> plan_fixups(const FixupContext& context) { return FixupPlanner(context).run(); }

}  // namespace onefold
