#include "plan/own_sizes.h"

#include <bit>

namespace onefold {

void describe_own_sections(OwnSections& own, Format format, uint64_t page) {
  const uint64_t word = format.word_size();
  auto set = [&](Own id, std::string_view name, uint32_t type, uint64_t flags, uint64_t align) {
    own[id] = {.name = name, .type = type, .flags = flags, .align = align};
  };
  set(Own::kTlsImage, ".tdata", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE | SHF_TLS, 1);
  set(Own::kInitArray, ".init_array", SHT_INIT_ARRAY, SHF_ALLOC | SHF_WRITE, word);
  set(Own::kFiniArray, ".fini_array", SHT_FINI_ARRAY, SHF_ALLOC | SHF_WRITE, word);
  set(Own::kDynamic, ".dynamic", SHT_DYNAMIC, SHF_ALLOC | SHF_WRITE, word);
  set(Own::kAliases, ".data.onefold", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, page);
  set(Own::kAnswers, ".data.onefold.answers", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 16);
  set(Own::kGot, ".got.onefold", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 16);
  set(Own::kNext, ".text.onefold.dlsym", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 16);
  set(Own::kLate, ".text.onefold.dlopen", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 16);
  set(Own::kIfuncSlots, ".got.onefold.ifunc", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, word);
  set(Own::kIfuncs, ".text.onefold.ifunc", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 16);
  set(Own::kStart, ".text.onefold", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 16);
  set(Own::kQueries, ".text.onefold.queries", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 16);
  set(Own::kEnter, ".text.onefold.enter", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 16);
  set(Own::kLevel, ".text.onefold.level", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 16);
  set(Own::kInterp, ".interp", SHT_PROGBITS, SHF_ALLOC, 1);
  set(Own::kProperty, ".note.gnu.property", SHT_NOTE, SHF_ALLOC, word);
  set(Own::kNotes, ".note.onefold", SHT_NOTE, SHF_ALLOC, 4);
  set(Own::kGnuHash, ".gnu.hash", SHT_GNU_HASH, SHF_ALLOC, word);
  set(Own::kSysvHash, ".hash", SHT_HASH, SHF_ALLOC, word);
  set(Own::kDynSym, ".dynsym", SHT_DYNSYM, SHF_ALLOC, word);
  set(Own::kDynStr, ".dynstr", SHT_STRTAB, SHF_ALLOC, 1);
  set(Own::kVerSym, ".gnu.version", SHT_GNU_versym, SHF_ALLOC, 2);
  set(Own::kVerDef, ".gnu.version_d", SHT_GNU_verdef, SHF_ALLOC, word);
  set(Own::kVerNeed, ".gnu.version_r", SHT_GNU_verneed, SHF_ALLOC, word);
  set(Own::kRelocations, ".rela.dyn", SHT_RELA, SHF_ALLOC, word);
  set(Own::kPackedRelatives, ".rodata.onefold.relr", SHT_PROGBITS, SHF_ALLOC, word);
  set(Own::kPltRelocations, ".rela.plt", SHT_RELA, SHF_ALLOC, word);
  set(Own::kEhFrameHdr, ".eh_frame_hdr", SHT_PROGBITS, SHF_ALLOC, 4);
  set(Own::kEhFrame, ".eh_frame", SHT_PROGBITS, SHF_ALLOC, 8);
  set(Own::kLoaderHeaders, ".data.onefold.phdrs", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, word);
  set(Own::kExidx, ".ARM.exidx", SHT_ARM_EXIDX, SHF_ALLOC | SHF_LINK_ORDER, 4);
}

GnuHashShape gnu_hash_shape(const DynamicSymbols& symbols, Format format) {
  GnuHashShape shape;
  shape.buckets = symbols.bucket_count();
  // About 12 bits a symbol keep false positives of the bloom filter near 2 %.
  const uint64_t bits = std::max<uint64_t>(symbols.exports().size(), 1) * 12;
  shape.bloom_words = static_cast<uint32_t>(std::bit_ceil(bits / (format.word_size() * 8) + 1));
  return shape;
}

void set_read_only_sizes(Plan& plan) {
  const DynamicSymbols& symbols = *plan.symbols;
  const Format format = plan.format();
  const uint64_t count = symbols.count();
  auto& own = plan.own;
  with_format(format, [&]<typename E>() {
    const GnuHashShape shape = gnu_hash_shape(symbols, format);
    own[Own::kInterp].size = plan.interpreter.size();
    own[Own::kProperty].size = plan.property_note.size();
    own[Own::kNotes].size = plan.notes.size();
    if (symbols.order() == SymbolOrder::kGnuHash) {
      own[Own::kGnuHash].size = 16 + shape.bloom_words * format.word_size() +
                                (uint64_t{shape.buckets} + symbols.exports().size()) * 4;
    } else {
      own[Own::kSysvHash].size = (2 + uint64_t{symbols.bucket_count()} + count) * 4;
    }
    own[Own::kDynSym].size = count * sizeof(typename E::Sym);
    own[Own::kDynStr].size = plan.strings.bytes().size();
    if (symbols.has_versions()) own[Own::kVerSym].size = count * 2;
    if (symbols.has_definitions()) {
      own[Own::kVerDef].size = (symbols.definitions().size() + 1) *
                               (sizeof(typename E::Verdef) + sizeof(typename E::Verdaux));
    }
    for (const OutputVersionNeed& need : symbols.needs()) {
      own[Own::kVerNeed].size +=
          sizeof(typename E::Verneed) + need.versions.size() * sizeof(typename E::Vernaux);
    }
    own[Own::kPltRelocations].size = plan.fixups.plt.size() * sizeof(typename E::Rela);
    own[Own::kPackedRelatives].size = plan.packed_relatives.size() * format.word_size();
    own[Own::kRelocations].size =
        plan.fixups.list.size() *
        (plan.machine->rela ? sizeof(typename E::Rela) : sizeof(typename E::Rel));
    if (!plan.machine->rela) {
      own[Own::kRelocations].type = SHT_REL;
      own[Own::kRelocations].name = ".rel.dyn";
    }
    if (plan.unwind.size != 0) own[Own::kEhFrameHdr].size = 12 + plan.unwind.entries.size() * 8;
    own[Own::kEhFrame].size = plan.unwind.size;
    own[Own::kExidx].size = plan.exidx.size();
  });
}

Result<void> describe_processor_sections(Plan& plan) {
  const Module& program = *plan.parts.program().module;
  Own id = Own::kProcessorFirst;
  for (const ProcessorHeader& header : plan.machine->processor_headers) {
    OwnSection& own = plan.own[std::exchange(id, Own::kProcessorSecond)];
    own = {.name = header.section, .type = header.section_type, .flags = SHF_ALLOC, .align = 8};
    const Segment* segment = find_segment(program.segments, header.type);
    if (segment == nullptr) continue;
    ONEFOLD_TRY(auto bytes,
                blame(segment->header_at.value,
                      program.file.bytes(segment->offset, segment->filesz, "p_offset")));
    own.size = bytes.size();
  }
  return {};
}

PlannedLoad& place_block(Plan& plan, uint32_t flags, std::initializer_list<Own> sections) {
  uint64_t size = 0;
  uint64_t align = 1;
  for (Own id : sections) {
    if (!plan.own.has(id)) continue;
    align = std::max(align, plan.own[id].align);
    size = align_up(size, plan.own[id].align) + plan.own[id].skew + plan.own[id].size;
  }
  if (align > plan.layout.page) {
    plan.layout.memory_end = ImageAddress(align_up(plan.layout.memory_end.value, align));
  }
  PlannedLoad& load = plan.layout.add_block(flags, size);
  uint64_t at = 0;
  for (Own id : sections) {
    OwnSection& section = plan.own[id];
    if (section.size == 0) continue;
    at = align_up(at, section.align) + section.skew;
    section.address = load.vaddr + at;
    section.offset = load.offset + at;
    at += section.size;
  }
  return load;
}

}  // namespace onefold
