#include "plan/sections.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"
#include "base/sort.h"
#include "plan/dead_tables.h"
#include "plan/plan.h"
#include "read/sections.h"

namespace onefold {
namespace {

// Any number of sections may have one long name.
constexpr size_t kMostOfName = 255;

std::string file_name(const Part& part) {
  std::string_view name =
      part.linkable->soname.empty() ? part.module->file.name() : part.linkable->soname;
  return std::string(name.substr(name.rfind('/') + 1).substr(0, kMostOfName));
}

// Attributes that still hold once the bytes are nothing but data or code of the fold.
uint64_t kept_flags(uint64_t flags) {
  return flags & (SHF_ALLOC | SHF_WRITE | SHF_EXECINSTR | SHF_TLS);
}

uint32_t zeros_in_file(uint32_t type) { return type == SHT_NOBITS ? uint32_t{SHT_PROGBITS} : type; }

class SectionPlanner {
 public:
  explicit SectionPlanner(const Plan& plan) : plan_(plan) {}

  SectionPlan run() {
    for (const Part& part : plan_.parts.list) add_part(part);
    if (plan_.is_total()) add_part(*plan_.loader);
    add_own();
    if (plan_.whole_pages) add_ends_of_pages();
    stable_sort_by(sections_, &OutputSection::address);
    fill_gaps();
    sections_.insert(sections_.begin(), OutputSection{.align = 0});
    SectionPlan result{.list = std::move(sections_), .in_memory = {}, .in_tls = {}};
    for (uint32_t i = 1; i < result.list.size(); ++i) {
      const bool tls = (result.list[i].flags & SHF_TLS) != 0;
      (tls ? result.in_tls : result.in_memory).push_back(i);
    }
    link(result.list);
    return result;
  }

 private:
  const PlannedLoad* load_around(ImageAddress at, uint64_t size) const {
    const PlannedLoad* load = plan_.layout.load_of(at);
    if (load == nullptr || at - load->vaddr > load->memsz ||
        size > load->memsz - (at - load->vaddr))
      return nullptr;
    return load;
  }

  // Tables of the program under the new program headers are gone.
  bool under_headers(const Part& part, const Section& section) const {
    if (part.scope_index != 0 || !plan_.layout.headers.in_program) return false;
    const uint64_t begin = plan_.layout.headers.offset;
    return section.offset.value >= begin && section.offset.value < begin + room_;
  }

  // Has the fold a section of this name in its place? Tools look sections up by name.
  bool is_replaced(std::string_view name) const {
    return std::ranges::any_of(
        plan_.own.all(), [&](const OwnSection& own) { return own.size != 0 && own.name == name; });
  }

  static bool is_dead(const Section& section) {
    switch (section.type) {
      case SHT_HASH:
      case SHT_GNU_HASH:
      case SHT_DYNSYM:
      case SHT_STRTAB:
      case SHT_GNU_versym:
      case SHT_GNU_verdef:
      case SHT_GNU_verneed:
      case SHT_REL:
      case SHT_RELA:
      case SHT_RELR:
      case SHT_NOTE:
        return true;
      default:
        return false;
    }
  }

  // What the loader still takes from the program itself keeps its type; all else is bytes.
  static uint32_t type_of(const Section& section, bool is_program) {
    if (section.type == SHT_NOBITS) return SHT_NOBITS;
    const bool called = section.type == SHT_INIT_ARRAY || section.type == SHT_PREINIT_ARRAY;
    return is_program && called ? section.type : uint32_t{SHT_PROGBITS};
  }

  // What the program headers leave of the program's dead tables. Without a section there, patchelf
  // takes it for free room in an ET_EXEC and moves .dynamic into that read-only segment.
  void add_rest_of_dead_tables(const Part& program) {
    const uint64_t used = with_format(plan_.format(), [&]<typename E>() -> uint64_t {
      return plan_.layout.headers.capacity * sizeof(typename E::Phdr);
    });
    const Segment& first = program.module->loads.front();
    const uint64_t end =
        std::min(room_, first.offset.value + first.filesz - plan_.layout.headers.offset);
    if (used >= end || read_sections(*program.module).empty()) return;
    add({.name = ".original.tables",
         .type = SHT_PROGBITS,
         .flags = SHF_ALLOC,
         .address = plan_.layout.headers.vaddr + used,
         .size = end - used},
        false);
  }

  void add_part(const Part& part) {
    const bool is_program = part.scope_index == 0;
    const std::string prefix = is_program ? "" : "." + file_name(part);
    if (is_program && plan_.layout.headers.in_program) room_ = room_over_dead_tables(*part.module);
    if (is_program && room_ != 0 && plan_.fixed_address) add_rest_of_dead_tables(part);
    for (const Section& section : read_sections(*part.module)) {
      if (!section.is_allocated() || section.size == 0 || under_headers(part, section)) continue;
      if (part.is_left_out(section.address)) continue;
      const bool tls = (section.flags & SHF_TLS) != 0;
      if (tls && plan_.tls.merged && section.type == SHT_NOBITS)
        continue;  // .tbss takes no room of its own
      OutputSection output{.name = prefix + std::string(section.name.substr(0, kMostOfName)),
                           .type = type_of(section, is_program),
                           .flags = kept_flags(section.flags),
                           .address = part.place(section.address),
                           .size = section.size,
                           .align = std::max<uint64_t>(section.align, 1)};
      if (tls && plan_.tls.merged) output.flags &= ~uint64_t{SHF_TLS};
      if (is_program && (is_replaced(section.name) || is_dead(section))) {
        output.name = ".original" + output.name;
      }
      add(std::move(output), tls && !plan_.tls.merged);
    }
  }

  // Splits a section at the end of its segment's file bytes, which COPY relocations may have moved
  // into .bss; and a .got.plt where RELRO ends, if the kernel maps that with what lies before it.
  void add(OutputSection section, bool tls_template) {
    if (tls_template && section.type == SHT_NOBITS) {
      const PlannedLoad* load = plan_.layout.load_of(section.address);
      section.offset = load == nullptr ? 0 : load->offset + (section.address - load->vaddr);
      sections_.push_back(std::move(section));
      return;
    }
    const PlannedLoad* load = load_around(section.address, section.size);
    if (load == nullptr) return;
    // In a packed layout the file has its zeros.
    const bool packed = plan_.layout.is_packed(*load);
    if (packed) section.type = zeros_in_file(section.type);
    uint64_t begin = section.address - load->vaddr;
    // Behind the file's bytes there are zeros, whatever the section says of itself.
    if (!packed && begin + section.size > load->filesz) section.type = SHT_NOBITS;
    if (begin < load->read_only && load->read_only - begin < section.size) {
      OutputSection protected_part = section;
      protected_part.name += ".relro";
      protected_part.offset = load->offset + begin;
      protected_part.size = load->read_only - begin;
      section.address = section.address + protected_part.size;
      section.size -= protected_part.size;
      section.align = 1;
      begin = load->read_only;
      sections_.push_back(std::move(protected_part));
    }
    section.offset =
        load->offset + std::min(begin, section.type == SHT_NOBITS ? load->filesz : begin);
    if (section.type == SHT_NOBITS && begin < load->filesz) {
      OutputSection filled = section;
      filled.name += ".copied";
      filled.type = SHT_PROGBITS;
      filled.size = std::min(section.size, load->filesz - begin);
      section.address = section.address + filled.size;
      section.offset += filled.size;
      section.size -= filled.size;
      section.align = 1;
      sections_.push_back(std::move(filled));
      if (section.size == 0) return;
    }
    sections_.push_back(std::move(section));
  }

  void add_own() {
    for (const OwnSection& own : plan_.own.all()) {
      if (own.size == 0) continue;
      sections_.push_back({.name = std::string(own.name),
                           .type = own.type,
                           .flags = own.flags,
                           .address = own.address,
                           .offset = own.offset,
                           .size = own.size,
                           .align = own.skew == 0 ? own.align : own.skew & -own.skew});
    }
    if (!plan_.tls.merged || plan_.tls.memsz == plan_.tls.filesz) return;
    const OwnSection& image = plan_.own[Own::kTlsImage];
    sections_.push_back({.name = ".tbss",
                         .type = SHT_NOBITS,
                         .flags = SHF_ALLOC | SHF_WRITE | SHF_TLS,
                         .address = plan_.tls.image + plan_.tls.filesz,
                         .offset = image.offset + image.size,
                         .size = plan_.tls.memsz - plan_.tls.filesz});
  }

  // strip and objcopy let a segment end with its last section.
  void add_ends_of_pages() {
    for (const PlannedLoad& load : plan_.layout.loads) {
      const PlannedLoad stated = plan_.stated(load);
      const ImageAddress end = load.vaddr + load.memsz;
      const uint64_t rest = stated.memsz - (end - stated.vaddr);
      if (rest == 0 || plan_.layout.is_packed(load)) continue;
      sections_.push_back({.name = ".fill",
                           .type = SHT_NOBITS,
                           .flags = SHF_ALLOC | SHF_WRITE,
                           .address = end,
                           .offset = load.offset + load.filesz,
                           .size = rest});
    }
  }

  // strip and objcopy write zeros where no section is: whatever is not zero there gets one.
  void fill_gaps() {
    std::vector<OutputSection> fillers;
    size_t next = 0;
    for (const PlannedLoad& load : plan_.layout.loads) {
      if (load.part == nullptr || load.source->filesz == 0) continue;
      auto bytes = load.part->module->file.all().subspan(as_size(load.source->offset.value),
                                                         as_size(load.source->filesz));
      uint64_t covered = 0;
      auto gap_until = [&](uint64_t end) {
        end = std::min<uint64_t>(end, bytes.size());
        if (covered >= end ||
            (load.part->scope_index == 0 && &load == &plan_.layout.loads.front() &&
             plan_.layout.headers.in_program && covered < room_end(load))) {
          return;
        }
        if (std::ranges::all_of(bytes.subspan(as_size(covered), as_size(end - covered)),
                                [](std::byte b) { return b == std::byte{0}; }))
          return;
        fillers.push_back({.name = ".fill",
                           .type = SHT_PROGBITS,
                           .flags = SHF_ALLOC |
                                    ((load.flags & PF_W) != 0 ? uint64_t{SHF_WRITE} : 0) |
                                    ((load.flags & PF_X) != 0 ? uint64_t{SHF_EXECINSTR} : 0),
                           .address = load.vaddr + covered,
                           .offset = load.offset + covered,
                           .size = end - covered});
      };
      while (next < sections_.size() && sections_[next].address < load.vaddr) ++next;
      size_t at = next;
      for (; at < sections_.size() && load.holds(sections_[at].address); ++at) {
        if (sections_[at].type == SHT_NOBITS && (sections_[at].flags & SHF_TLS) != 0) continue;
        const uint64_t begin = sections_[at].address - load.vaddr;
        gap_until(begin);
        covered = std::max(covered, begin + sections_[at].size);
      }
      gap_until(load.source->filesz);
      next = at;
    }
    sections_.insert(sections_.end(), fillers.begin(), fillers.end());
    stable_sort_by(sections_, &OutputSection::address);
  }

  uint64_t room_end(const PlannedLoad& load) const {
    return plan_.layout.headers.offset - load.offset + room_;
  }

  // sh_link, sh_info and entry sizes of the dynamic tables.
  void link(std::vector<OutputSection>& list) const {
    auto index = [&](std::string_view name) {
      for (size_t i = 0; i < list.size(); ++i) {
        if (list[i].name == name) return static_cast<uint32_t>(i);
      }
      return 0U;
    };
    const uint32_t dynsym = index(".dynsym");
    const uint32_t dynstr = index(".dynstr");
    with_format(plan_.format(), [&]<typename E>() {
      for (OutputSection& section : list) {
        switch (section.type) {
          case SHT_DYNSYM:
            section.link = dynstr;
            section.info = static_cast<uint32_t>(plan_.symbols->locals().size() + 1);
            section.entry_size = sizeof(typename E::Sym);
            break;
          case SHT_DYNAMIC:
            section.link = dynstr;
            section.entry_size = sizeof(typename E::Dyn);
            break;
          case SHT_GNU_HASH:
            section.link = dynsym;
            // Of 64-bit files its words have two sizes.
            section.entry_size = plan_.format().is_64() ? 0 : 4;
            break;
          case SHT_HASH:
            section.link = dynsym;
            section.entry_size = 4;
            break;
          case SHT_ARM_EXIDX:
            section.link = index(".text");
            break;
          case SHT_GNU_versym:
            section.link = dynsym;
            section.entry_size = 2;
            break;
          case SHT_GNU_verdef:
            section.link = dynstr;
            section.info = static_cast<uint32_t>(plan_.symbols->definitions().size() + 1);
            break;
          case SHT_GNU_verneed:
            section.link = dynstr;
            section.info = static_cast<uint32_t>(plan_.symbols->needs().size());
            break;
          case SHT_RELA:
            section.link = dynsym;
            section.entry_size = sizeof(typename E::Rela);
            break;
          case SHT_REL:
            section.link = dynsym;
            section.entry_size = sizeof(typename E::Rel);
            break;
          case SHT_INIT_ARRAY:
          case SHT_PREINIT_ARRAY:
          case SHT_FINI_ARRAY:
            section.entry_size = plan_.format().word_size();
            break;
          default:
            break;
        }
      }
    });
  }

  const Plan& plan_;
  uint64_t room_ = 0;  // bytes over which the program's dead tables lay
  std::vector<OutputSection> sections_;
};

}  // namespace

uint16_t SectionPlan::index_of(ImageAddress at, bool tls) const {
  const auto& indices = tls ? in_tls : in_memory;
  auto after =
      std::ranges::upper_bound(indices, at, {}, [&](uint32_t i) { return list[i].address; });
  if (after == indices.begin()) return SHN_ABS;
  const uint32_t index = *std::prev(after);
  if (at - list[index].address > list[index].size || index >= SHN_LORESERVE) return SHN_ABS;
  return static_cast<uint16_t>(index);
}

uint16_t SectionPlan::index_for(ImageAddress at, bool tls) const {
  const uint16_t index = index_of(at, tls);
  return index == SHN_ABS ? uint16_t{1} : index;
}

SectionPlan plan_sections(const Plan& plan) { return SectionPlanner(plan).run(); }

Result<void> check_section_count(const Plan& plan) {
  constexpr size_t kMost = SHN_LORESERVE / 2;
  const size_t count = plan.sections.list.size() + plan.data.sections.size();
  if (plan.data.sections.empty() || count < kMost) return {};
  return fail(plan.parts.program().module->file.error(
      "e_shnum", fmt::format("less than {} sections in the whole fold", kMost),
      fmt::format("{}", count)));
}

}  // namespace onefold
