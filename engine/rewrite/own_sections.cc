#include "rewrite/own_sections.h"

#include <algorithm>
#include <cstring>

#include "base/checked.h"
#include "machine/ifunc_code.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"
#include "read/eh_pointer.h"
#include "rewrite/dynamic_tables.h"
#include "rewrite/headers.h"
#include "rewrite/level.h"

namespace onefold {
namespace {

void put_bytes(std::span<std::byte> to, std::span<const std::byte> from) {
  if (!from.empty()) std::memcpy(to.data(), from.data(), from.size());
}

void put_text(std::span<std::byte> to, std::string_view text) {
  std::memcpy(to.data(), text.data(), text.size());
}

// The stub's data: machine/stubs/ has the layout. Distances are from the table's start.
template <typename E>
void write_start_table(const Plan& plan, std::span<std::byte> bytes) {
  const StartTable& start = plan.start;
  const ImageAddress base = plan.start_table();
  std::vector<typename E::Addr> words;
  auto word = [&](uint64_t value) { words.push_back(static_cast<typename E::Native>(value)); };
  word(start.entry - base);
  word(start.page_size);
  word(start.relro.size());
  word(start.init.size());
  word(start.fini.size());
  word(base.value);
  word(start.first_alias.value == 0 ? 0 : start.first_alias - base);
  for (const RelroRange& range : start.relro) {
    word(range.at - base);
    word(range.size);
  }
  for (const auto* calls : {&start.init, &start.fini}) {
    for (const CallEntry& call : *calls) {
      word(call.at - base);
      word(call.count);
    }
  }
  put_bytes(bytes, std::as_bytes(std::span(words)));
}

// The nodes' pointers are fixups; dont_free keeps ld.so from freeing what is no heap memory.
template <typename E>
void write_aliases(const Plan& plan, std::span<std::byte> bytes) {
  const uint64_t word = plan.format().word_size();
  auto text = bytes.subspan(as_size(plan.aliases.size() * plan.alias_node_size()));
  for (size_t i = 0; i < plan.aliases.size(); ++i) {
    typename E::Word dont_free = 1U;
    put_bytes(bytes.subspan(as_size(i * plan.alias_node_size() + 2 * word)),
              std::as_bytes(std::span(&dont_free, 1)));
    put_text(text, plan.aliases[i]);
    text = text.subspan(plan.aliases[i].size() + 1);
  }
}

void write_start(const Plan& plan, std::span<std::byte> bytes) {
  const StartStub& stub = *plan.machine->start_stub;
  const ImageAddress begin = plan.own[Own::kStart].address;
  const ImageAddress code = plan.start_code();
  put_bytes(bytes.subspan(as_size(code - begin)), std::as_bytes(stub.code));
  with_format(plan.format(), [&]<typename E>() {
    write_start_table<E>(plan, bytes.subspan(as_size(plan.start_table() - begin)));
  });
  ImageAddress message = plan.start_table() + plan.start.words() * plan.format().word_size();
  for (size_t i = 0; i < plan.thunk_messages.size(); ++i) {
    put_text(bytes.subspan(as_size(message - begin)), plan.thunk_messages[i]);
    stub.write_thunk(bytes.subspan(i * stub.thunk_size, stub.thunk_size),
                     (begin + i * stub.thunk_size).value, message.value,
                     (code + stub.report).value);
    message = message + plan.thunk_messages[i].size() + 1;
  }
}

// The code and its data: machine/stubs/next.c has the layout. Distances are from the table's start.
template <typename E>
void write_next(const Plan& plan, std::span<std::byte> bytes) {
  const auto& code = plan.machine->next_code->code;
  const NextTable& next = *plan.next;
  const ImageAddress base = plan.own[Own::kNext].address + code.size();
  put_bytes(bytes, std::as_bytes(code));
  bytes = bytes.subspan(code.size());
  auto put = [&](const auto& field) {
    put_bytes(bytes, std::as_bytes(std::span(&field, 1)));
    bytes = bytes.subspan(sizeof(field));
  };
  auto word = [&](uint64_t value) {
    put(typename E::Addr(static_cast<typename E::Native>(value)));
  };
  const ImageAddress strings =
      base + next.size(plan.parts, plan.format()) - next.strings.bytes().size();
  auto string = [&](uint32_t offset) { word(offset == 0 ? 0 : strings + offset - base); };
  word(next.dlsym - base);
  word(next.dlvsym - base);
  word(next.getauxval - base);
  word(next.hwprobe ? *next.hwprobe - base : 0);
  word(plan.parts.list.size());
  word(next.definitions.size());
  for (const Part& part : plan.parts.list) {
    const ImageAddress begin = part.place(part.loads().front().vaddr);
    word(begin - base);
    word(part.place(part.loads().back().end()) - begin);
  }
  for (const NextDefinition& definition : next.definitions) {
    for (uint32_t half : {definition.hash, definition.part, static_cast<uint32_t>(definition.kind),
                          uint32_t{definition.hidden}})
      put(typename E::Word(half));
    string(definition.name);
    string(definition.version);
    const bool absolute = definition.kind == NextKind::kAbsolute;
    word(absolute ? definition.value : ImageAddress(definition.value) - base);
  }
  put_text(bytes, next.strings.bytes());
}

void write_late(const Plan& plan, std::span<std::byte> bytes) {
  const LateCode& code = *plan.machine->late_code;
  LateThunk thunk{.at = plan.own[Own::kLate].address.value, .first = plan.late->initialiser.value};
  for (ImageAddress function : {plan.late->dlopen, plan.late->dlmopen}) {
    thunk.goes_on = function.value;
    code.write_thunk(bytes.first(code.thunk_size), thunk);
    bytes = bytes.subspan(code.thunk_size);
    thunk.at += code.thunk_size;
  }
}

void write_ifuncs(const Plan& plan, std::span<std::byte> bytes) {
  const IfuncCode& code = *find_ifunc_code(*plan.machine);
  for (size_t i = 0; i < plan.ifuncs.count(); ++i) {
    code.write_thunk(bytes.subspan(i * code.thunk_size, code.thunk_size),
                     plan.ifuncs.thunk(i).value, plan.ifuncs.slot(i).value);
  }
}

void write_queries(const Plan& plan, std::span<std::byte> bytes) {
  const CpuQueries& code = *plan.queries.code;
  QueryThunk thunk{.at = plan.own[Own::kQueries].address.value};
  for (const QueryPlan::Site& site : plan.queries.sites) {
    thunk.answer = plan.own[Own::kAnswers].address.value + uint64_t{code.answer_size} * site.answer;
    thunk.goes_on = plan.loader->place(site.at).value + code.size;
    thunk.question = site.question;
    code.write_thunk(bytes.first(code.thunk_size), thunk);
    bytes = bytes.subspan(code.thunk_size);
    thunk.at += code.thunk_size;
  }
}

// The code and its data: machine/stubs/enter.c has the layout. Distances are from the table's
// start.
template <typename E>
void write_enter(const Plan& plan, std::span<std::byte> bytes) {
  const auto& code = plan.machine->enter_code;
  const ImageAddress base = plan.own[Own::kEnter].address + code.size();
  const EncodedHeaders headers = encode_loader_headers(plan);
  std::vector<typename E::Addr> words;
  auto word = [&](uint64_t value) { words.push_back(static_cast<typename E::Native>(value)); };
  if (plan.is_total()) {
    word(0);
    word(ImageAddress(plan.loader->bias) - base);
    word(plan.loader->place(plan.loader->module->header.entry) - base);
  } else {
    word(plan.own[Own::kInterp].address - base);
    word(0);
    word(0);
  }
  word(plan.program_entry - base);
  word(plan.own[Own::kLoaderHeaders].address - base);
  word(headers.count);
  word(plan.own[Own::kLoaderHeaders].address + headers.dynamic_vaddr - base);
  const EnterTable& enter = plan.enter;
  const uint64_t message = bytes.size() - EnterTable::kMessage.size();
  word(plan.own[Own::kEnter].address + message - base);
  word(EnterTable::kMessage.size());
  word(base.value);
  word(plan.own[Own::kPackedRelatives].address - base);
  word(plan.packed_relatives.size());
  word(enter.protect.size());
  word(enter.zeros.size());
  for (const auto* list : {&enter.protect, &enter.zeros}) {
    for (const EnterRange& range : *list) {
      word(range.at - base);
      word(range.size);
      word(range.rights);
    }
  }
  put_bytes(bytes, std::as_bytes(code));
  put_bytes(bytes.subspan(code.size()), std::as_bytes(std::span(words)));
  put_text(bytes.subspan(as_size(message)), EnterTable::kMessage);
}

template <typename E>
void write_words(const std::vector<uint64_t>& words, std::span<std::byte> bytes) {
  for (size_t i = 0; i < words.size(); ++i) {
    const typename E::Addr raw(static_cast<typename E::Native>(words[i]));
    put_bytes(bytes.subspan(i * sizeof(raw)), std::as_bytes(std::span(&raw, 1)));
  }
}

// Linux Standard Base, ".eh_frame_hdr": version 1, eh_frame_ptr pcrel sdata4, fde_count udata4,
// table datarel sdata4.
template <typename E>
void write_eh_frame_hdr(const Plan& plan, std::span<std::byte> bytes) {
  const ImageAddress base = plan.own[Own::kEhFrameHdr].address;
  const uint8_t head[4] = {1, DW_EH_PE_pcrel | DW_EH_PE_sdata4, DW_EH_PE_udata4,
                           DW_EH_PE_datarel | DW_EH_PE_sdata4};
  put_bytes(bytes, std::as_bytes(std::span(head)));
  std::byte* to = bytes.data() + sizeof(head);
  auto word = [&](uint64_t value) {
    const typename E::Word raw(static_cast<uint32_t>(value));
    std::memcpy(to, &raw, sizeof(raw));
    to += sizeof(raw);
  };
  const ImageAddress frame = plan.own[Own::kEhFrame].address;
  word(frame - (base + 4));
  word(plan.unwind.entries.size());
  for (const UnwindEntry& entry : plan.unwind.entries) {
    word(entry.pc - base);
    word(frame + entry.fde - base);
  }
}

template <typename E>
void move_unwind_fields(std::span<const UnwindField> fields, uint64_t moved,
                        std::span<std::byte> bytes) {
  for (const UnwindField& field : fields) {
    auto at = bytes.subspan(as_size(field.at), field.size);
    auto move = [&]<typename T>() {
      T value;
      std::memcpy(&value, at.data(), sizeof(value));
      value = static_cast<decltype(value.get())>(value.get() - moved);
      std::memcpy(at.data(), &value, sizeof(value));
    };
    if (field.size == 2) move.template operator()<typename E::Half>();
    if (field.size == 4) move.template operator()<typename E::Word>();
    if (field.size == 8) move.template operator()<typename E::Xword>();
  }
}

// EHABI32, "The index table": prel31 offsets, bit 31 clear.
template <typename E>
void write_exidx(const Plan& plan, std::span<std::byte> bytes) {
  ImageAddress at = plan.own[Own::kExidx].address;
  auto word = [&](uint64_t value) {
    const typename E::Word raw(static_cast<uint32_t>(value));
    put_bytes(bytes, std::as_bytes(std::span(&raw, 1)));
    bytes = bytes.subspan(sizeof(raw));
    at = at + sizeof(raw);
  };
  for (const ExidxRow& row : plan.exidx.rows) {
    word((row.function - at) & 0x7fffffff);
    word(row.in_table ? (row.table - at) & 0x7fffffff : row.word);
  }
}

void write_processor_section(const Plan& plan, size_t header, std::span<std::byte> bytes) {
  const Module& program = *plan.parts.program().module;
  const Segment& segment =
      *find_segment(program.segments, plan.machine->processor_headers[header].type);
  put_bytes(bytes, program.file.all().subspan(as_size(segment.offset.value), bytes.size()));
}

}  // namespace

std::span<const std::byte> initial_tls_bytes(const Part& part) {
  if (!part.has_tls) return {};
  const Segment& tls = *find_segment(part.module->segments, PT_TLS);
  // Zeros alone may lie behind the last initialised byte, and at any address.
  if (tls.filesz == 0) return {};
  const Segment& load = *part.module->load_at(tls.vaddr);
  const FileOffset from = load.offset + (tls.vaddr - load.vaddr);
  return part.module->file.all().subspan(as_size(from.value), as_size(tls.filesz));
}

void write_own_section(const Plan& plan, Own id, std::span<std::byte> bytes) {
  with_format(plan.format(), [&]<typename E>() {
    switch (id) {
      case Own::kInitArray:
      case Own::kFiniArray:
      case Own::kAnswers:
      case Own::kIfuncSlots:
        return;  // words that fixups or patches fill, and answers that are not known yet
      case Own::kDynamic:
        return write_dynamic<E>(plan, bytes);
      case Own::kAliases:
        return write_aliases<E>(plan, bytes);
      case Own::kStart:
        return write_start(plan, bytes);
      case Own::kPackedRelatives:
        return write_words<E>(plan.packed_relatives, bytes);
      case Own::kNext:
        return write_next<E>(plan, bytes);
      case Own::kLate:
        return write_late(plan, bytes);
      case Own::kIfuncs:
        return write_ifuncs(plan, bytes);
      case Own::kQueries:
        return write_queries(plan, bytes);
      case Own::kEnter:
        return write_enter<E>(plan, bytes);
      case Own::kLevel:
        return write_level(plan, bytes);
      case Own::kLoaderHeaders:
        return put_bytes(bytes, encode_loader_headers(plan).bytes);
      case Own::kInterp:
        return put_text(bytes, plan.interpreter);
      case Own::kProperty:
        return put_bytes(bytes, plan.property_note);
      case Own::kNotes:
        return put_bytes(bytes, plan.notes);
      case Own::kProcessorFirst:
        return write_processor_section(plan, 0, bytes);
      case Own::kProcessorSecond:
        return write_processor_section(plan, 1, bytes);
      case Own::kGnuHash:
        return write_gnu_hash<E>(plan, bytes);
      case Own::kSysvHash:
        return write_sysv_hash<E>(plan, bytes);
      case Own::kGot:
        return write_got<E>(plan, bytes);
      case Own::kDynSym:
        return write_symbols<E>(plan, bytes);
      case Own::kDynStr:
        return put_text(bytes, plan.strings.bytes());
      case Own::kVerSym:
        return write_version_indices<E>(plan, bytes);
      case Own::kVerDef:
        return write_version_definitions<E>(plan, bytes);
      case Own::kVerNeed:
        return write_version_needs<E>(plan, bytes);
      case Own::kRelocations:
        return write_relocations<E>(plan, plan.fixups.list, bytes);
      case Own::kPltRelocations:
        return write_relocations<E>(plan, plan.fixups.plt, bytes);
      case Own::kEhFrameHdr:
        return write_eh_frame_hdr<E>(plan, bytes);
      case Own::kTlsImage:
      case Own::kEhFrame:
        return;  // part by part, source by source
      case Own::kExidx:
        return write_exidx<E>(plan, bytes);
      case Own::kCount:
        return;
    }
  });
}

void write_unwind_source(const Plan& plan, const UnwindSource& source,
                         std::span<const UnwindField> fields, std::span<std::byte> bytes) {
  auto from = source.part->module->bytes_at(source.begin, source.size, ".eh_frame");
  if (from) put_bytes(bytes, *from);
  const uint64_t moved =
      (plan.own[Own::kEhFrame].address + source.offset) - source.part->place(source.begin);
  with_format(plan.format(), [&]<typename E>() { move_unwind_fields<E>(fields, moved, bytes); });
}

}  // namespace onefold
