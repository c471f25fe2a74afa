// Any bytes through the whole reader. Properties:
// - reading is a function of the bytes: a second reading, of a copy at an odd address, says the
// same;
// - what is read lies where the reader says it lies: PT_LOADs in the address space and apart,
// relocations
//   in a PT_LOAD and on known symbols, names inside the string table;
// - no more records come out than the file has bytes for;
// - an error is one line that says what was expected and what was found.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "property.h"
#include "read/arm_exidx.h"
#include "read/eh_frame.h"
#include "read/init_arrays.h"
#include "read/module.h"
#include "read/notes.h"
#include "read/relocations.h"
#include "read/symbols.h"
#include "read/unwind.h"
#include "read/versions.h"

namespace onefold::fuzz {
namespace {

bool is_within(std::string_view part, std::span<const std::byte> whole) {
  const auto* begin = reinterpret_cast<const char*>(whole.data());
  const auto not_before = std::greater_equal<const char*>();
  return not_before(part.data(), begin) &&
         not_before(begin + whole.size(), part.data() + part.size());
}

class Reading {
 public:
  explicit Reading(std::span<const std::byte> bytes) : file_("input", bytes) {
    auto module = take(read_module(file_));
    if (!module) return;
    add_module(*module);
    add_relocations_and_symbols(*module);
    add_versions(*module);
    add_notes(*module);
    add_unwinding(*module);
  }

  uint64_t digest() const { return digest_.value(); }

 private:
  // The value, or nothing after a look at the error.
  template <typename T>
  Result<T> take(Result<T> result) {
    if (result) return result;
    const Error& error = result.error();
    require_whole(error);
    const std::string line = to_string(error);
    require(line.starts_with("input: "));
    digest_.add(line);
    return result;
  }

  void add_string(Result<std::string_view> text, std::span<const std::byte> table) {
    text = take(std::move(text));
    if (!text) return;
    require(is_within(*text, table));
    digest_.add(*text);
  }

  void add_module(const Module& module) {
    digest_.add(module.header.phnum);
    digest_.add(module.header.shnum);
    require(module.segments.size() == module.header.phnum);
    require(!module.header.is_loadable() || !module.loads.empty());
    require(module.segments.size() <= file_.size() && module.dynamic.size() <= file_.size());
    for (const Segment& s : module.segments) {
      digest_.add(s.type);
      digest_.add(s.vaddr.value);
      digest_.add(s.memsz);
    }
    uint64_t end = 0;
    for (const Segment& s : module.loads) {
      require(s.filesz <= s.memsz);
      require(s.vaddr.value >= end && s.memsz <= module.format().max_address() - s.vaddr.value);
      end = s.vaddr.value + s.memsz;
      // Of no bytes, p_offset may point anywhere.
      require(s.filesz == 0 ||
              (s.offset.value <= file_.size() && s.filesz <= file_.size() - s.offset.value));
      if (s.memsz > 0) require(module.load_at(s.vaddr, s.memsz) != nullptr);
    }
    for (const DynamicEntry& entry : module.dynamic) {
      require(entry.tag != DT_NULL);
      digest_.add(entry.tag);
      digest_.add(entry.value);
    }
    if (auto needed = take(module.needed())) {
      for (std::string_view name : *needed) add_string(name, module.strings);
    }
    if (auto interpreter = take(module.interpreter()); interpreter && *interpreter) {
      add_string(**interpreter, file_.all());
    }
  }

  void add_relocations_and_symbols(const Module& module) {
    auto tables = take(read_relocation_tables(module));
    if (!tables) return;
    auto symbols = take(count_symbols(module, *tables));
    if (!symbols) return;
    require(symbols->count <= file_.size());
    add_symbols(module, symbols->count);
    add_init_functions(module, *tables, symbols->count);
    auto relocations = take(read_relocations(module, symbols->count));
    if (!relocations) return;
    // A RELR bitmap's byte stands for at most 8 places; there are at most three tables.
    require(relocations->size() <= uint64_t{3} * 8 * file_.size());
    for (const Relocation& relocation : *relocations) {
      // Type 0 of a table with types is R_*_NONE, which has no place.
      const bool has_place = relocation.type != 0 || relocation.table == RelocTable::kRelr;
      require(!has_place || module.load_at(relocation.place) != nullptr);
      require(relocation.symbol == 0 || relocation.symbol < symbols->count);
      digest_.add(relocation.place.value);
      digest_.add(relocation.type);
      digest_.add(static_cast<uint64_t>(relocation.addend));
    }
  }

  void add_init_functions(const Module& module, const std::vector<RelocationTable>& tables,
                          uint64_t symbol_count) {
    auto functions = take(read_init_functions(module, tables, symbol_count));
    if (!functions) return;
    for (const auto* slots :
         {&functions->preinit_array, &functions->init_array, &functions->fini_array}) {
      require(slots->size() <= file_.size());
      for (const InitSlot& slot : *slots) {
        require(module.load_at(slot.at, module.format().word_size()) != nullptr);
        require(!slot.relocation || slot.relocation->place == slot.at);
        const SlotTarget target = slot_target(module, slot);
        require(target.address.value <= module.format().max_address());
        require(target.symbol == 0 || target.symbol < symbol_count);
        digest_.add(target.address.value);
        digest_.add(static_cast<uint64_t>(target.kind));
      }
    }
  }

  void add_symbols(const Module& module, uint64_t count) {
    auto symbols = take(read_symbols(module, count));
    if (!symbols) return;
    require(symbols->size() == count);
    for (const Symbol& symbol : *symbols) {
      add_string(symbol.name, module.strings);
      digest_.add(symbol.value.value);
      digest_.add(symbol.section);
    }
    const auto versions = read_versions(module);
    if (!versions) return;
    if (auto indices = take(read_version_indices(module, *versions, count))) {
      require(indices->empty() || indices->size() == count);
      for (uint16_t index : *indices) digest_.add(index);
    }
  }

  void add_versions(const Module& module) {
    auto versions = take(read_versions(module));
    if (!versions) return;
    require(versions->defined.size() <= file_.size() && versions->needed.size() <= file_.size());
    for (const VersionDefinition& definition : versions->defined) {
      add_string(definition.name, module.strings);
      digest_.add(definition.index);
    }
    for (const VersionNeed& need : versions->needed) {
      add_string(need.file, module.strings);
      for (const NeededVersion& version : need.versions) add_string(version.name, module.strings);
    }
  }

  void add_notes(const Module& module) {
    auto notes = take(read_notes(module));
    if (!notes) return;
    for (const Note& note : *notes) {
      require(is_within(note.name, file_.all()));
      digest_.add(note.type);
      digest_.add(note.desc.size());
    }
    require(find_build_id(*notes).size() <= file_.size());
    if (auto properties = take(read_gnu_properties(module, *notes))) {
      for (const GnuProperty& property : *properties) digest_.add(property.type);
    }
  }

  void add_unwinding(const Module& module) {
    auto headers = take(read_unwind_headers(module));
    auto counts = take(count_unwind(module));
    if (!counts) return;
    // Whatever reads through, its headers read too.
    require(headers.has_value());
    if (counts->eh_frame) {
      require(counts->eh_frame->fdes.value_or(0) <= file_.size());
      digest_.add(counts->eh_frame->fdes.value_or(0));
      digest_.add(counts->eh_frame->table_entries.value_or(0));
    }
    if (counts->exidx) {
      require(counts->exidx->entries <= file_.size() / 8);
      digest_.add(counts->exidx->inlined.value_or(0));
    }
    // What was counted can be read, and is as much.
    add_eh_frame(module, *counts);
    auto table = find_exidx(module);
    require(table.has_value() && table->has_value() == counts->exidx.has_value());
    if (!*table) return;
    auto entries = read_exidx(module, **table);
    require(entries.has_value() && entries->size() == counts->exidx->entries);
    for (const ExidxEntry& entry : *entries) {
      require(module.load_at(entry.at, 8) != nullptr);
      require(entry.kind != ExidxKind::kTable || module.load_at(entry.table) != nullptr);
      digest_.add(entry.function.value);
    }
  }

  void add_eh_frame(const Module& module, const UnwindCounts& counts) {
    auto header = read_eh_frame_header(module);
    require(header.has_value());
    if (!*header) return;
    auto extent = find_eh_frame(module, **header);
    require(extent.has_value());
    if (!*extent) return;
    auto frame = read_eh_frame(module, **extent);
    require(frame.has_value() && counts.eh_frame);
    require(counts.eh_frame->fdes.value_or(0) == frame->fdes.size());
    require(counts.eh_frame->cies.value_or(0) == frame->cies.size());
    ModuleAddress end = (*extent)->begin;
    for (const Fde& fde : frame->fdes) {
      require(fde.at >= end && fde.cie < frame->cies.size());
      end = fde.at + fde.size;
      require(module.load_at(fde.at, fde.size) != nullptr);
      require(is_inside(fde.instructions));
      digest_.add(fde.pc_range);
    }
    for (const Cie& cie : frame->cies) {
      require(is_within(cie.augmentation, file_.all()) && is_inside(cie.instructions));
      digest_.add(cie.return_register);
    }
  }

  bool is_inside(std::span<const std::byte> part) const {
    return part.empty() ||
           is_within({reinterpret_cast<const char*>(part.data()), part.size()}, file_.all());
  }

  FileView file_;
  Digest digest_;
};

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold::fuzz;
  const auto input = as_input(data, size);
  const uint64_t digest = Reading(input).digest();

  std::vector<std::byte> copy(1);
  copy.insert(copy.end(), input.begin(), input.end());
  require(Reading(std::span(copy).subspan(1)).digest() == digest);
  return 0;
}
