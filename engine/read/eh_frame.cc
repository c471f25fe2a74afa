#include "read/eh_frame.h"

#include <algorithm>

#include "base/checked.h"
#include "read/eh_cursor.h"

namespace onefold {
namespace {

// DWARF 5, 7.4: lengths from here on are reserved, the last one announces a 64-bit length.
constexpr uint32_t kReservedLength = 0xfffffff0;
constexpr uint32_t kExtendedLength = 0xffffffff;

struct Record {
  ModuleAddress at;
  uint64_t size = 0;  // with the length field; 4 for a terminator
  ModuleAddress body_at;
  std::span<const std::byte> body;  // empty for a terminator
};

// The record at the start of `bytes`, which is not empty.
template <typename E>
Result<Record> read_record(const Module& module, std::span<const std::byte> bytes,
                           ModuleAddress at) {
  constexpr std::string_view kField = ".eh_frame length";
  EhCursor<E> cursor(module, bytes, at);
  uint32_t word = cursor.template fixed<uint32_t>(kField);
  if (word >= kReservedLength && word != kExtendedLength) {
    cursor.refuse(kField, module.offset_in_file(bytes), "a length that DWARF does not reserve",
                  fmt::format("{:#x}", word));
  }
  uint64_t length = word == kExtendedLength ? cursor.template fixed<uint64_t>(kField) : word;
  if (length > cursor.rest().size()) {
    cursor.refuse(kField, module.offset_in_file(bytes),
                  fmt::format("a record inside the {} bytes that follow", cursor.rest().size()),
                  fmt::format("{:#x}", length));
  }
  Record record{.at = at, .body_at = cursor.at()};
  record.body = cursor.take(length, kField);
  record.size = cursor.at() - at;
  if (cursor.failed()) return cursor.failure();
  return record;
}

// The letters of a CIE's augmentation and the data that they announce.
template <typename E>
void read_augmentation(EhCursor<E>& cursor, const EhBases& bases, FileOffset string_at, Cie& cie) {
  std::string_view letters = cie.augmentation;
  if (cie.eh_data_at) letters.remove_prefix(2);
  if (cie.sized) letters.remove_prefix(1);
  for (char letter : letters) {
    if (cursor.failed()) return;
    if (letter == 'R') {
      cie.fde_encoding = cursor.encoding(".eh_frame CIE FDE pointer encoding", false);
    } else if (letter == 'L') {
      cie.lsda_encoding = cursor.encoding(".eh_frame CIE LSDA encoding", true);
    } else if (letter == 'P') {
      uint8_t encoding = cursor.encoding(".eh_frame CIE personality encoding", true);
      if (encoding == DW_EH_PE_omit || cursor.failed()) continue;
      cie.personality = cursor.pointer(encoding, bases, ".eh_frame CIE personality");
    } else if (letter == 'S') {
      cie.signal_frame = true;
    } else if (letter == 'B' || letter == 'G') {
      // aarch64: return addresses signed with the B key; frames with tagged memory. Neither has
      // data.
    } else if (cie.sized) {
      return;  // the length lets readers step over what they don't know
    } else {
      cursor.refuse(".eh_frame CIE augmentation", string_at,
                    "the letters z, R, L, P, S, B, G, after an optional eh",
                    printable(cie.augmentation));
    }
  }
}

// `cursor` is past the CIE ID.
template <typename E>
void read_cie(EhCursor<E>& cursor, const Module& module, const EhBases& bases, Cie& cie) {
  FileOffset version_at = cursor.offset();
  cie.version = cursor.u8(".eh_frame CIE version");
  if (cie.version != 1 && cie.version != 3 && cie.version != 4) {
    cursor.refuse(".eh_frame CIE version", version_at, "1, 3 or 4", std::to_string(cie.version));
  }
  FileOffset string_at = cursor.offset();
  cie.augmentation = cursor.string(".eh_frame CIE augmentation");
  if (cie.version == 4) {
    FileOffset size_at = cursor.offset();
    uint8_t address_size = cursor.u8(".eh_frame CIE address_size");
    if (address_size != module.format().word_size()) {
      cursor.refuse(".eh_frame CIE address_size", size_at,
                    std::to_string(module.format().word_size()), std::to_string(address_size));
    }
    cursor.u8(".eh_frame CIE segment_selector_size");
  }
  if (cie.augmentation.starts_with("eh")) {
    cie.eh_data_at = cursor.at();
    cursor.take(module.format().word_size(), ".eh_frame CIE eh data");
  }
  cie.code_alignment = cursor.uleb128(".eh_frame CIE code_alignment_factor");
  cie.data_alignment = cursor.sleb128(".eh_frame CIE data_alignment_factor");
  cie.return_register = cie.version == 1 ? cursor.u8(".eh_frame CIE return_address_register")
                                         : cursor.uleb128(".eh_frame CIE return_address_register");
  cie.sized = cie.augmentation.substr(cie.eh_data_at ? 2 : 0).starts_with('z');
  if (cie.sized) {
    uint64_t size = cursor.uleb128(".eh_frame CIE augmentation length");
    ModuleAddress data_at = cursor.at();
    EhCursor<E> data(module, cursor.take(size, ".eh_frame CIE augmentation length"), data_at);
    if (!cursor.failed()) {
      read_augmentation(data, bases, string_at, cie);
      cursor.adopt_failure(data);
    }
  } else {
    read_augmentation(cursor, bases, string_at, cie);
  }
  cie.instructions = cursor.rest();
}

// `cursor` is past the CIE pointer.
template <typename E>
void read_fde(EhCursor<E>& cursor, const Module& module, EhBases bases, const Cie& cie, Fde& fde) {
  fde.pc_begin = cursor.pointer(cie.fde_encoding, bases, ".eh_frame FDE pc_begin");
  fde.pc_range_at = cursor.at();
  FileOffset range_at = cursor.offset();
  fde.pc_range = cursor.value(cie.fde_encoding, ".eh_frame FDE pc_range");
  uint64_t begin = fde.pc_begin.target.value_or(ModuleAddress(0)).value;
  if (fde.pc_range > module.format().max_address() - begin) {
    cursor.refuse(".eh_frame FDE pc_range", range_at, "a range inside the address space",
                  fmt::format("{:#x} bytes at address {:#x}", fde.pc_range, begin));
  }
  bases.function = fde.pc_begin.target;
  const bool has_lsda = cie.lsda_encoding != DW_EH_PE_omit;
  if (cie.sized) {
    uint64_t size = cursor.uleb128(".eh_frame FDE augmentation length");
    ModuleAddress data_at = cursor.at();
    auto bytes = cursor.take(size, ".eh_frame FDE augmentation length");
    if (has_lsda && !cursor.failed()) {
      EhCursor<E> data(module, bytes, data_at);
      fde.lsda = data.pointer(cie.lsda_encoding, bases, ".eh_frame FDE LSDA");
      cursor.adopt_failure(data);
    }
  } else if (has_lsda && !cursor.failed()) {
    fde.lsda = cursor.pointer(cie.lsda_encoding, bases, ".eh_frame FDE LSDA");
  }
  fde.instructions = cursor.rest();
}

template <typename E>
class Walk {
 public:
  Walk(const Module& module, const EhFrameVisitor& visitor) : module_(module), visitor_(visitor) {
    if (auto got = module.dynamic_value(DT_PLTGOT)) bases_.data = ModuleAddress(*got);
  }

  Result<void> run(std::span<const std::byte> bytes, ModuleAddress at, bool stop_at_terminator) {
    while (!bytes.empty()) {
      ONEFOLD_TRY(auto record, read_record<E>(module_, bytes, at));
      if (!record.body.empty()) {
        ONEFOLD_CHECK(visit(record));
      } else if (stop_at_terminator) {
        return {};
      }
      bytes = bytes.subspan(as_size(record.size));
      at = at + record.size;
    }
    return {};
  }

 private:
  Result<void> visit(const Record& record) {
    EhCursor<E> cursor(module_, record.body, record.body_at);
    FileOffset id_at = cursor.offset();
    // LSB: 4 bytes even after an extended length, other than in .debug_frame.
    auto id = cursor.template fixed<uint32_t>(".eh_frame CIE ID or pointer");
    if (cursor.failed()) return cursor.failure();
    if (id == 0) return visit_cie(cursor, record);
    const ModuleAddress cie_at = record.body_at - id;
    // Most follow the one that the FDE before them had.
    if (cie_ >= cies_.size() || cies_[cie_].at != cie_at) {
      auto found = std::ranges::lower_bound(cies_, cie_at, {}, &Cie::at);
      cie_ = static_cast<size_t>(found - cies_.begin());
    }
    if (id > record.body_at.value || cie_ == cies_.size() || cies_[cie_].at != cie_at) {
      return fail(module_.file.error(".eh_frame FDE CIE pointer", id_at,
                                     "the distance back to a CIE", fmt::format("{:#x}", id)));
    }
    Fde fde{.at = record.at, .size = record.size, .cie_pointer_at = record.body_at};
    fde.cie = cie_;
    read_fde(cursor, module_, bases_, cies_[cie_], fde);
    if (cursor.failed()) return cursor.failure();
    if (visitor_.fde) visitor_.fde(fde, cies_[cie_]);
    return {};
  }

  Result<void> visit_cie(EhCursor<E>& cursor, const Record& record) {
    Cie cie{.at = record.at, .size = record.size};
    read_cie(cursor, module_, bases_, cie);
    if (cursor.failed()) return cursor.failure();
    cies_.push_back(cie);
    if (visitor_.cie) visitor_.cie(cie);
    return {};
  }

  const Module& module_;
  const EhFrameVisitor& visitor_;
  EhBases bases_;
  std::vector<Cie> cies_;  // ascending by `at`
  size_t cie_ = 0;         // of the last FDE
};

// The size of the allocated section that starts at `at`, if section headers tell and it fits in
// `limit`.
std::optional<uint64_t> section_size(const Module& module, ModuleAddress at, uint64_t limit) {
  return with_format(module.format(), [&]<typename E>() -> std::optional<uint64_t> {
    auto sections =
        module.file.table<typename E::Shdr>(module.header.shoff, module.header.shnum, "e_shoff");
    if (!sections) return std::nullopt;  // no loader needs them: then they tell nothing
    for (const auto& section : *sections) {
      const bool has_bytes = (section.sh_flags & SHF_ALLOC) != 0 && section.sh_type != SHT_NOBITS;
      if (has_bytes && section.sh_addr == at.value && section.sh_size != 0 &&
          section.sh_size <= limit) {
        return section.sh_size;
      }
    }
    return std::nullopt;
  });
}

// From `begin` to the end of the last FDE of the search table; 0 if the table is empty.
Result<uint64_t> size_by_table(const Module& module, const EhFrameHeader& header,
                               ModuleAddress begin, std::span<const std::byte> bytes) {
  std::optional<EhFrameTableEntry> outside;
  EhFrameTableEntry last;
  ONEFOLD_CHECK(visit_eh_frame_table(module, header, [&](const EhFrameTableEntry& entry) {
    if (entry.fde < begin || entry.fde - begin >= bytes.size()) outside = entry;
    if (entry.fde > last.fde) last = entry;
  }));
  if (outside) {
    ONEFOLD_TRY(auto where, module.offset_of(outside->at, 1, ".eh_frame_hdr table"));
    return fail(
        module.file.error(".eh_frame_hdr FDE address", where,
                          fmt::format("an address inside the {} bytes from .eh_frame on at {:#x}",
                                      bytes.size(), begin.value),
                          fmt::format("{:#x}", outside->fde.value)));
  }
  if (header.fde_count == 0U) return 0;
  uint64_t skip = last.fde - begin;
  return with_format(module.format(), [&]<typename E>() -> Result<uint64_t> {
    ONEFOLD_TRY(auto record, read_record<E>(module, bytes.subspan(as_size(skip)), last.fde));
    return skip + record.size;
  });
}

}  // namespace

Result<std::optional<EhFrameExtent>> find_eh_frame(const Module& module,
                                                   const EhFrameHeader& header) {
  if (!header.eh_frame) return std::nullopt;
  ONEFOLD_TRY(auto where, module.offset_of(header.eh_frame->at, 1, ".eh_frame_hdr eh_frame_ptr"));
  if (!header.eh_frame->target) {
    return fail(module.file.error(".eh_frame_hdr eh_frame_ptr", where, "an address in the module",
                                  fmt::format("{:#x} under encoding {:#04x}",
                                              header.eh_frame->stored, header.eh_frame->encoding)));
  }
  EhFrameExtent extent{.begin = *header.eh_frame->target};
  ONEFOLD_TRY(auto bytes,
              blame(where.value, module.bytes_from(extent.begin, ".eh_frame_hdr eh_frame_ptr")));
  extent.size = section_size(module, extent.begin, bytes.size());
  if (!header.fde_count) return extent;
  // Unwinders follow the table wherever it leads: GNU ld 2.40 ends the section inside its last FDE
  // in some ppc64 libraries.
  ONEFOLD_TRY(uint64_t size, size_by_table(module, header, extent.begin, bytes));
  if (size > extent.size.value_or(0)) extent.size = size;
  return extent;
}

Result<void> visit_eh_frame(const Module& module, const EhFrameExtent& extent,
                            const EhFrameVisitor& visitor) {
  ONEFOLD_TRY(auto bytes, module.bytes_from(extent.begin, ".eh_frame"));
  if (extent.size) {
    ONEFOLD_TRY(bytes, module.bytes_at(extent.begin, *extent.size, ".eh_frame"));
  }
  return with_format(module.format(), [&]<typename E>() {
    return Walk<E>(module, visitor).run(bytes, extent.begin, !extent.size);
  });
}

Result<EhFrame> read_eh_frame(const Module& module, const EhFrameExtent& extent) {
  EhFrame frame;
  ONEFOLD_CHECK(
      visit_eh_frame(module, extent,
                     {.cie = [&](const Cie& cie) { frame.cies.push_back(cie); },
                      .fde = [&](const Fde& fde, const Cie&) { frame.fdes.push_back(fde); }}));
  return frame;
}

}  // namespace onefold
