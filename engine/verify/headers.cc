#include "verify/headers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "elf/names.h"
#include "read/implicit_got.h"
#include "read/notes.h"
#include "verify/load_cursor.h"

namespace onefold::verify {
namespace {

std::string text_of(std::optional<std::string_view> text) {
  return std::string(text.value_or("none"));
}

class HeaderComparison {
 public:
  HeaderComparison(Context& context, Report& report)
      : context_(context),
        report_(report),
        before_(*context.before().object(0).module),
        after_(*context.fold().module) {}

  Result<void> run() {
    if (!context_.gains_address()) compare("e_type", before_.header.type, after_.header.type);
    compare("e_flags", before_.header.flags, after_.header.flags);
    ONEFOLD_CHECK(compare_strings());
    compare_flags();
    check_headers_place();
    check_relative_count();
    check_text_relocations();
    check_lazy_table();
    check_processor_entries();
    check_processor_headers();
    check_implicit_got();
    check_dynamic();
    return {};
  }

 private:
  void compare(std::string_view what, uint64_t expected, uint64_t found) {
    report_.compared(Aspect::kHeader);
    if (expected == found) return;
    report_.differ(Aspect::kHeader, std::string(what), fmt::format("{:#x}", expected),
                   fmt::format("{:#x}", found));
  }
  void demand(bool holds, std::string_view what, std::string_view expected) {
    report_.compared(Aspect::kHeader);
    if (!holds)
      report_.differ(Aspect::kHeader, std::string(what), std::string(expected), "otherwise");
  }

  Result<void> compare_strings() {
    for (auto [tag, name] :
         {std::pair{DT_SONAME, "DT_SONAME"}, {DT_RPATH, "DT_RPATH"}, {DT_RUNPATH, "DT_RUNPATH"}}) {
      ONEFOLD_TRY(auto expected, tag == DT_SONAME
                                     ? expected_soname()
                                     : before_.dynamic_string(static_cast<uint64_t>(tag)));
      ONEFOLD_TRY(auto found, after_.dynamic_string(static_cast<uint64_t>(tag)));
      // By an empty name nothing is asked for.
      if (tag == DT_SONAME && expected && expected->empty()) expected = std::nullopt;
      report_.compared(Aspect::kHeader);
      if (expected != found)
        report_.differ(Aspect::kHeader, name, text_of(expected), text_of(found));
    }
    ONEFOLD_TRY(auto expected, before_.interpreter());
    if (expected && context_.input().interpreter) expected = *context_.input().interpreter;
    ONEFOLD_TRY(auto found, after_.interpreter());
    report_.compared(Aspect::kHeader);
    if (expected != found)
      report_.differ(Aspect::kHeader, "PT_INTERP", text_of(expected), text_of(found));
    return {};
  }

  void compare_flags() {
    const uint64_t own_tables = DF_TEXTREL | DF_SYMBOLIC | DF_STATIC_TLS;
    uint64_t flags_1 = before_.flags_1();
    if (context_.gains_address()) flags_1 &= ~uint64_t{DF_1_PIE};
    uint64_t static_tls = 0;
    if (context_.is_shared_object()) {
      for (const Part& part : context_.parts()) {
        const Module& module = *context_.object(part).module;
        flags_1 |= module.flags_1() & (DF_1_NODELETE | DF_1_NOOPEN | DF_1_GLOBAL);
        static_tls |= module.flags() & DF_STATIC_TLS;
      }
    }
    compare("DT_FLAGS", before_.flags() & ~own_tables, after_.flags() & ~own_tables);
    compare("DT_FLAGS_1", flags_1, after_.flags_1());
    for (const FoldSite& site : context_.sites()) {
      const bool thread_offset = site.type.meaning == Meaning::kThreadOffset ||
                                 site.type.meaning == Meaning::kThreadOffsetNegated;
      if (context_.is_shared_object() && thread_offset) static_tls |= DF_STATIC_TLS;
    }
    demand((after_.flags() & static_tls) == static_tls, "DF_STATIC_TLS", "set");
    demand((after_.flags() & DF_SYMBOLIC) == 0 && after_.find_dynamic(DT_SYMBOLIC) == nullptr,
           "DF_SYMBOLIC", "not set: parts bind by the whole scope");
    const bool bind_now = before_.find_dynamic(DT_BIND_NOW) != nullptr;
    demand(!bind_now || context_.fold().binds_now || !has_plt(), "DT_BIND_NOW", "bound at start");
  }

  bool has_plt() const {
    return std::ranges::any_of(context_.sites(), [](const FoldSite& s) { return s.is_plt(); });
  }

  // ld.so takes the load bias from PT_PHDR and AT_PHDR; kernels before 5.18 compute the latter from
  // e_phoff and the first PT_LOAD.
  void check_headers_place() {
    const Segment* phdr = find_segment(after_.segments, PT_PHDR);
    if (context_.entrance() != nullptr) return check_loader_headers(phdr);
    const bool had = find_segment(before_.segments, PT_PHDR) != nullptr;
    demand((phdr != nullptr) == had, "PT_PHDR", had ? "one" : "none");
    if (phdr == nullptr) return;
    const Segment& first = after_.loads.front();
    compare("PT_PHDR p_vaddr", after_.header.phoff.value - first.offset.value + first.vaddr.value,
            phdr->vaddr.value);
    compare("PT_PHDR p_offset", after_.header.phoff.value, phdr->offset.value);
    const Segment* load = after_.load_at(phdr->vaddr, phdr->memsz);
    demand(load != nullptr && phdr->vaddr - load->vaddr + load->offset.value == phdr->offset.value,
           "PT_PHDR", "inside a PT_LOAD");
    const uint64_t entry = with_format(
        after_.format(), []<typename E>() -> uint64_t { return sizeof(typename E::Phdr); });
    compare("PT_PHDR p_memsz", after_.header.phnum * entry, phdr->memsz);
  }

  // The entrance states AT_PHDR itself.
  void check_loader_headers(const Segment* phdr) {
    demand(phdr != nullptr && phdr->vaddr.value == context_.entrance()->headers &&
               after_.load_at(phdr->vaddr, phdr->memsz) != nullptr,
           "PT_PHDR", "where AT_PHDR is, inside a PT_LOAD");
    if (phdr == nullptr) return;
    compare("PT_PHDR p_offset", after_.header.phoff.value, phdr->offset.value);
    const uint64_t entry = with_format(
        after_.format(), []<typename E>() -> uint64_t { return sizeof(typename E::Phdr); });
    compare("PT_PHDR p_memsz", after_.header.phnum * entry, phdr->memsz);
  }

  // glibc knows the C library by its soname: in a total fold that is the fold.
  Result<std::optional<std::string_view>> expected_soname() const {
    if (context_.loader() == nullptr) return before_.dynamic_string(DT_SONAME);
    for (const Part& part : context_.parts()) {
      const std::string_view soname = context_.object(part).soname;
      if (soname.starts_with("libc.so.")) return soname;
    }
    return std::nullopt;
  }

  // The first DT_RELACOUNT entries are applied without a look at their type.
  void check_relative_count() {
    const uint64_t tag = context_.fold().tables.empty() || context_.fold().tables.back().rela
                             ? DT_RELACOUNT
                             : DT_RELCOUNT;
    const uint64_t count = after_.dynamic_value(tag).value_or(0);
    uint64_t relative = 0;
    for (const FoldSite& site : context_.sites()) {
      const bool counts = !site.is_plt() && !site.early && site.ordinal < count;
      if (counts && site.type.meaning == Meaning::kBase) ++relative;
    }
    compare("DT_RELACOUNT", count, relative);
  }

  void check_text_relocations() {
    bool in_text = false;
    LoadCursor loads(after_);
    for (const FoldSite& site : context_.sites()) {
      const ModuleAddress place(site.place);
      const Segment* load = loads.at(place, site.early ? context_.word() : 1);
      // Those of the entrance it could not write at all.
      demand(!site.early || (load != nullptr && (load->flags & PF_W) != 0),
             "the entrance's relative relocations", "places in writable segments");
      in_text = in_text || (!site.early && load != nullptr && (load->flags & PF_W) == 0);
    }
    const bool stated =
        (after_.flags() & DF_TEXTREL) != 0 || after_.find_dynamic(DT_TEXTREL) != nullptr;
    demand(!in_text || stated, "DT_TEXTREL", "set: a site is in a read-only segment");
  }

  // PLT entries of the program know their slots by number.
  void check_lazy_table() {
    if (!has_plt()) return;
    compare("DT_PLTGOT", before_.dynamic_value(DT_PLTGOT).value_or(0),
            after_.dynamic_value(DT_PLTGOT).value_or(0));
    auto slots = [](const Object& object) {
      std::vector<uint64_t> places;
      for (const RelocationTable& table : object.tables) {
        if (table.kind != RelocTable::kJmprel) continue;
        (void)visit_relocations(*object.module, table, object.symbols.size(),
                                [&](const Relocation& r) { places.push_back(r.place.value); });
      }
      return places;
    };
    demand(slots(context_.before().object(0)) == slots(context_.fold()), "DT_JMPREL",
           "the program's slots in their order");
  }

  void check_processor_entries() {
    const Module& fold = *context_.fold().module;
    for (const ProcessorEntry& entry : context_.psabi().entries) {
      const auto before = before_.dynamic_value(entry.tag);
      const auto found = fold.dynamic_value(entry.tag);
      switch (entry.rule) {
        case ProcessorEntry::Rule::kLikeProgram:
          demand(found == before, entry.name, "what the program says");
          break;
        case ProcessorEntry::Rule::kPltAddress:
          demand(has_plt() ? found == before : found.has_value() || !any_part_has(entry.tag),
                 entry.name, has_plt() ? "the program's" : "one");
          break;
        case ProcessorEntry::Rule::kSeveralParts:
          demand((found.value_or(0) & entry.bits) == entry.bits, entry.name,
                 fmt::format("bits {:#x}", entry.bits));
          break;
        case ProcessorEntry::Rule::kOfFold:
          demand(found == entry.bits, entry.name, fmt::format("{:#x}", entry.bits));
          break;
        case ProcessorEntry::Rule::kDistance: {
          auto expected = place_of(before_, entry.tag);
          if (expected && !context_.parts().empty()) {
            *expected += context_.parts().front().bias;
            *expected &= fold.format().max_address();
          }
          demand(context_.is_shared_object() || place_of(fold, entry.tag) == expected, entry.name,
                 "the distance to the program's place");
          break;
        }
      }
    }
  }

  // Where the last entry of `tag`, a distance from itself, leads to.
  static std::optional<uint64_t> place_of(const Module& module, uint64_t tag) {
    const DynamicEntry* entry = module.find_dynamic(tag);
    const Segment* dynamic = find_segment(module.segments, PT_DYNAMIC);
    if (entry == nullptr || dynamic == nullptr) return std::nullopt;
    // Loaders look for the section where p_vaddr is, whatever p_offset says.
    const uint64_t at = dynamic->vaddr.value + (entry->at - module.dynamic.front().at);
    return (at + entry->value) & module.format().max_address();
  }

  void check_processor_headers() {
    for (uint32_t type : context_.psabi().headers) {
      const Segment* expected = find_segment(before_.segments, type);
      const Segment* found = find_segment(after_.segments, type);
      demand((expected == nullptr) == (found == nullptr) &&
                 (found == nullptr || same_bytes(*expected, *found)),
             segment_type_name(type, before_.header.machine), "what the program says");
    }
  }

  bool same_bytes(const Segment& expected, const Segment& found) const {
    auto a = before_.file.bytes(expected.offset, expected.filesz, "p_offset");
    auto b = after_.bytes_at(found.vaddr, found.filesz, "p_vaddr");
    return a && b && std::ranges::equal(*a, *b);
  }

  // What the loader relocates there by itself is the fold's own, and the order of .dynsym with it.
  void check_implicit_got() {
    if (!context_.psabi().implicit_got) return;
    const auto& tables = context_.fold().tables;
    const auto got = std::ranges::find(tables, RelocTable::kGot, &RelocationTable::kind);
    demand(got != tables.end(), "DT_PLTGOT", "a GOT");
    if (got == tables.end()) return;
    const Segment* load = after_.load_at(got->address, got->bytes.size());
    demand(load != nullptr && (load->flags & PF_W) != 0 &&
               !context_.is_in_part(got->address.value, got->bytes.size()),
           "DT_PLTGOT", "writable words of the fold's own");
    auto shape = read_got_shape(after_);
    demand(shape && *shape && (*shape)->symbol_count == context_.fold().symbols.size(),
           "the symbols with a word of the GOT", "the last ones of DT_SYMTAB");
  }

  bool any_part_has(uint64_t tag) const {
    return std::ranges::any_of(context_.parts(), [&](const Part& part) {
      return context_.object(part).module->find_dynamic(tag) != nullptr;
    });
  }

  void check_dynamic() {
    demand(context_.is_shared_object() || after_.find_dynamic(DT_DEBUG) != nullptr, "DT_DEBUG",
           "one");
    const Segment* dynamic = find_segment(after_.segments, PT_DYNAMIC);
    const Segment* load =
        dynamic == nullptr ? nullptr : after_.load_at(dynamic->vaddr, dynamic->memsz);
    demand(load != nullptr && (load->flags & PF_W) != 0, "PT_DYNAMIC", "in a writable segment");
    demand(load == nullptr ||
               dynamic->vaddr - load->vaddr + load->offset.value == dynamic->offset.value,
           "PT_DYNAMIC p_offset", "where its PT_LOAD has it");
    if (auto symbols = after_.dynamic_value(DT_SYMTAB)) {
      const Segment* tables = after_.load_at(ModuleAddress(*symbols));
      demand(tables != nullptr && (tables->flags & PF_W) == 0, "DT_SYMTAB",
             "in a read-only segment");
    }
    if (const Segment* tls = context_.fold().tls) {
      const Segment* image = after_.load_at(tls->vaddr, tls->filesz);
      demand(image != nullptr || tls->filesz == 0, "PT_TLS", "an image inside a PT_LOAD");
      const bool mapped =
          image != nullptr && tls->vaddr - image->vaddr + image->offset.value == tls->offset.value;
      demand(tls->filesz == 0 || mapped, "PT_TLS p_offset", "where its PT_LOAD has it");
    }
  }

  Context& context_;
  Report& report_;
  const Module& before_;
  const Module& after_;
};

using Properties = std::map<uint32_t, uint64_t>;

Result<Properties> properties_of(const Module& module) {
  ONEFOLD_TRY(auto notes, read_notes(module));
  ONEFOLD_TRY(auto list, read_gnu_properties(module, notes));
  Properties properties;
  for (const GnuProperty& property : list) {
    if (property.data.size() == 4)
      properties[property.type] = word_of(property.data, module.format().order);
  }
  return properties;
}

uint64_t value_in(const Properties& properties, uint32_t type) {
  auto found = properties.find(type);
  return found == properties.end() ? 0 : found->second;
}

}  // namespace

Result<void> compare_headers(Context& context, Report& report) {
  return HeaderComparison(context, report).run();
}

// Linux gABI extensions: features of which every part must be capable (x86: IBT, SHSTK; aarch64:
// BTI, PAC), and what any part needs of the processor.
Result<void> compare_properties(Context& context, Report& report) {
  const bool x86 = context.psabi().machine == EM_X86_64 || context.psabi().machine == EM_386;
  const uint32_t and_type = x86 ? 0xc0000002 : 0xc0000000;
  const uint32_t or_type = 0xc0008002;
  uint64_t all = UINT64_MAX;
  uint64_t any = 0;
  for (const Part& part : context.parts()) {
    ONEFOLD_TRY(auto own, properties_of(*context.object(part).module));
    all &= value_in(own, and_type);
    any |= value_in(own, or_type);
  }
  ONEFOLD_TRY(auto fold, properties_of(*context.fold().module));
  report.compared(Aspect::kProperty, 2);
  if (value_in(fold, and_type) != all) {
    report.differ(Aspect::kProperty, "features of all parts", fmt::format("{:#x}", all),
                  fmt::format("{:#x}", value_in(fold, and_type)));
  }
  if (x86 && value_in(fold, or_type) != any) {
    report.differ(Aspect::kProperty, "instruction sets needed", fmt::format("{:#x}", any),
                  fmt::format("{:#x}", value_in(fold, or_type)));
  }
  return {};
}

}  // namespace onefold::verify
