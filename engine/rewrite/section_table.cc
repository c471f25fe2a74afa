#include "rewrite/section_table.h"

#include <algorithm>
#include <cstring>

#include "base/checked.h"
#include "read/sections.h"

namespace onefold {
namespace {

constexpr uint64_t kTableAlign = 16;
constexpr size_t kMostOtherSections = 4;     // what is appended, .symtab, .strtab, .shstrtab
constexpr uint64_t kSectionNames = 0x10000;  // bytes that hold .shstrtab most often

template <typename E>
class TableEncoder {
 public:
  TableEncoder(const Plan& plan, uint64_t end) : plan_(plan), sections_(plan.sections.list) {
    table_.offset = align_up(end, kTableAlign);
  }

  SectionTable run() {
    // strip and objcopy put the program headers behind the ELF header whatever e_phoff says. Where
    // there is no room for them, better that these tools refuse the file than that they break it,
    // unless the program looks for its own sections.
    if (sections_.size() + plan_.data.sections.size() + kMostOtherSections >= SHN_LORESERVE ||
        (!plan_.layout.headers.in_program && plan_.data.sections.empty()))
      return std::move(table_);
    add_data_sections();
    add_symbol_table();
    StringTable names;
    sections_.push_back({.name = ".shstrtab", .type = SHT_STRTAB});
    for (const OutputSection& section : sections_) names.add(section.name);
    place(sections_.back(), as_bytes(names.bytes()));
    table_.bytes.resize(as_size(align_up(table_.bytes.size(), kTableAlign)));
    end_like_original();
    table_.place = {table_.offset + table_.bytes.size(), static_cast<uint16_t>(sections_.size()),
                    static_cast<uint16_t>(sections_.size() - 1)};
    for (const OutputSection& section : sections_) put(encode(section, names));
    return std::move(table_);
  }

 private:
  static std::span<const std::byte> as_bytes(const std::string& text) {
    return std::as_bytes(std::span(text.data(), text.size()));
  }

  template <typename T>
  void put(const T& record) {
    auto raw = std::as_bytes(std::span(&record, 1));
    table_.bytes.insert(table_.bytes.end(), raw.begin(), raw.end());
  }

  void place(OutputSection& section, std::span<const std::byte> bytes) {
    table_.bytes.resize(as_size(align_up(table_.bytes.size(), section.align)));
    section.offset = table_.offset + table_.bytes.size();
    append(section, bytes);
  }

  void append(OutputSection& section, std::span<const std::byte> bytes) {
    section.size += bytes.size();
    table_.bytes.insert(table_.bytes.end(), bytes.begin(), bytes.end());
  }

  typename E::Shdr encode(const OutputSection& section, const StringTable& names) const {
    using Native = typename E::Native;
    typename E::Shdr raw{};
    raw.sh_name = names.offset_of(section.name);
    raw.sh_type = section.type;
    raw.sh_flags = static_cast<Native>(section.flags);
    raw.sh_addr = static_cast<Native>(section.address.value);
    raw.sh_offset = static_cast<Native>(section.offset);
    raw.sh_size = static_cast<Native>(section.size);
    raw.sh_link = section.link;
    raw.sh_info = section.info;
    raw.sh_addralign = static_cast<Native>(section.type == SHT_NULL ? 0 : section.align);
    raw.sh_entsize = static_cast<Native>(section.entry_size);
    return raw;
  }

  // What is appended, in its place, is one too, for who folds the fold.
  void add_data_sections() {
    for (const Section& section : plan_.data.sections) {
      sections_.push_back({.name = std::string(section.name),
                           .type = section.type,
                           .flags = section.flags,
                           .offset = section.offset.value,
                           .size = section.size,
                           .align = section.align,
                           .entry_size = section.entry_size});
    }
    if (plan_.data.appended.empty()) return;
    sections_.push_back({.name = ".onefold.appended",
                         .type = SHT_PROGBITS,
                         .offset = plan_.data.appended_at.value,
                         .size = plan_.data.appended.size()});
  }

  // What follows the table lies within its page as it did, for who maps it.
  void end_like_original() {
    if (plan_.data.appended.empty()) return;
    const uint64_t end =
        table_.offset + table_.bytes.size() + sections_.size() * sizeof(typename E::Shdr);
    const uint64_t more = (plan_.data.appended_at.value - end) % plan_.layout.page;
    if (more % sizeof(typename E::Addr) == 0)
      table_.bytes.resize(as_size(table_.bytes.size() + more));
  }

  using Symbols = std::vector<typename E::Sym>;

  // Every part's .symtab, moved to where the part lies: local symbols first, as the gABI wants
  // them.
  void add_symbol_table() {
    Symbols locals(1);
    Symbols globals;
    StringTable names;
    auto add_all_or_none = [&](const Part& part) {
      const size_t locals_before = locals.size();
      const size_t globals_before = globals.size();
      if (add_symbols_of(part, locals, globals, names)) return;
      locals.resize(locals_before);
      globals.resize(globals_before);
    };
    for (const Part& part : plan_.parts.list) add_all_or_none(part);
    if (plan_.is_total()) add_all_or_none(*plan_.loader);
    if (locals.size() + globals.size() == 1) return;
    sections_.push_back({.name = ".symtab",
                         .type = SHT_SYMTAB,
                         .align = plan_.format().word_size(),
                         .entry_size = sizeof(typename E::Sym),
                         .link = static_cast<uint32_t>(sections_.size() + 1),
                         .info = static_cast<uint32_t>(locals.size())});
    table_.bytes.reserve(std::as_bytes(std::span(locals)).size() +
                         std::as_bytes(std::span(globals)).size() + names.bytes().size() +
                         (sections_.size() + 3) * sizeof(typename E::Shdr) + kSectionNames);
    place(sections_.back(), std::as_bytes(std::span(locals)));
    append(sections_.back(), std::as_bytes(std::span(globals)));
    sections_.push_back({.name = ".strtab", .type = SHT_STRTAB});
    place(sections_.back(), as_bytes(names.bytes()));
  }

  // Those of its one SHT_SYMTAB (gABI, "Sections"). False for a broken one: strings out of bounds,
  // or names that together are much longer than their table, which no linker writes.
  bool add_symbols_of(const Part& part, Symbols& locals, Symbols& globals,
                      StringTable& names) const {
    const FileView& file = part.module->file;
    const auto inputs = read_sections(*part.module);
    auto input = std::ranges::find(inputs, uint32_t{SHT_SYMTAB}, &Section::type);
    if (input == inputs.end()) return true;
    if (input->link >= inputs.size()) return false;
    const Section& strings = inputs[input->link];
    auto symbols = file.bytes(input->offset, input->size, ".symtab");
    auto text = file.bytes(strings.offset, strings.size, ".strtab");
    if (!symbols || !text) return false;
    uint64_t rest = text->size() * 16 + 0x10000;
    for (typename E::Sym raw : FileView::as_table<typename E::Sym>(*symbols)) {
      const auto type = ELF64_ST_TYPE(raw.st_info.get());
      if (type == STT_SECTION || raw.st_shndx == SHN_UNDEF) continue;
      auto name = string_at(file, *text, strings.offset, raw.st_name, "st_name");
      if (!name || name->size() > rest) return false;
      rest -= name->size();
      // The linker's own names for tables that each part had one of.
      if (name->empty() || *name == "_DYNAMIC" || *name == "_GLOBAL_OFFSET_TABLE_") continue;
      if (raw.st_shndx < SHN_LORESERVE && type != STT_TLS &&
          part.is_left_out(ModuleAddress(raw.st_value)))
        continue;
      raw.st_name = names.add(*name);
      if (raw.st_shndx < SHN_LORESERVE) move(part, type == STT_TLS, raw);
      (ELF64_ST_BIND(raw.st_info.get()) == STB_LOCAL ? locals : globals).push_back(raw);
    }
    return true;
  }

  void move(const Part& part, bool tls, typename E::Sym& raw) const {
    if (tls) {
      raw.st_value = static_cast<typename E::Native>(raw.st_value + part.tls_offset);
      raw.st_shndx = plan_.sections.index_of(plan_.tls.image + raw.st_value, true);
      return;
    }
    const ImageAddress at = part.place(ModuleAddress(raw.st_value));
    raw.st_value = static_cast<typename E::Native>(at.value);
    raw.st_shndx = plan_.sections.index_of(at, false);
  }

  const Plan& plan_;
  std::vector<OutputSection> sections_;
  SectionTable table_;
};

}  // namespace

SectionTable encode_section_table(const Plan& plan, uint64_t end) {
  return with_format(plan.format(), [&]<typename E>() { return TableEncoder<E>(plan, end).run(); });
}

}  // namespace onefold
