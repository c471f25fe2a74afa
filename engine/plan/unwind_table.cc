#include "plan/unwind_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"
#include "base/sort.h"
#include "read/eh_frame.h"
#include "read/eh_frame_hdr.h"

namespace onefold {
namespace {

constexpr uint64_t kFrameAlign = 8;

class PartUnwind {
 public:
  PartUnwind(const Part& part, UnwindTable& table) : part_(part), table_(table) {}

  Result<void> run() {
    ONEFOLD_TRY(auto header, read_eh_frame_header(*part_.module));
    if (!header) return {};
    ONEFOLD_TRY(auto extent, find_eh_frame(*part_.module, *header));
    if (!extent) return {};
    UnwindSource source{
        .part = &part_, .begin = extent->begin, .offset = align_up(table_.size, kFrameAlign)};
    const size_t fields_before = table_.fields.size();
    begin_ = extent->begin;
    EhFrameVisitor visitor;
    visitor.cie = [&](const Cie& cie) {
      if (cie.personality) add_field(*cie.personality);
      end_at(cie.at + cie.size);
    };
    visitor.fde = [&](const Fde& fde, const Cie&) {
      add_field(fde.pc_begin);
      if (fde.lsda) add_field(*fde.lsda);
      check_range(fde);
      if (fde.pc_begin.target && is_of_part(*fde.pc_begin.target)) {
        table_.entries.push_back(
            {part_.place(*fde.pc_begin.target), source.offset + (fde.at - begin_)});
      }
      end_at(fde.at + fde.size);
    };
    ONEFOLD_CHECK(visit_eh_frame(*part_.module, *extent, visitor));
    // What follows is aligned, and a reader takes the zeros before it for lengths of 4 bytes.
    if (size_ % 4 != 0 && !unmovable_) {
      unmovable_ = part_.module->file.error(".eh_frame", "records padded to a multiple of 4 bytes",
                                            fmt::format("{:#x} bytes", size_));
    }
    if (unmovable_) return fail(std::move(*unmovable_));
    if (size_ == 0) return {};
    source.size = size_;
    source.fields = table_.fields.size() - fields_before;
    table_.size = source.offset + size_;
    table_.sources.push_back(source);
    return {};
  }

 private:
  // An unwinder looks for the module of a pc first: no record of the part tells of another's code.
  bool is_of_part(ModuleAddress pc) const {
    return part_.module->spans(pc) && !part_.is_left_out(pc);
  }

  // An unwinder adds it to where the function is then.
  void check_range(const Fde& fde) {
    if (!fde.pc_begin.target) return;
    const uint64_t most = part_.module->format().max_address();
    const uint64_t begin = part_.place(*fde.pc_begin.target).value & most;
    if (fde.pc_range <= most - begin) return;
    unmovable_ = part_.module->file.error(
        ".eh_frame FDE pc_range", "a range inside the address space, in the fold",
        fmt::format("{:#x} bytes at address {:#x}", fde.pc_range, begin));
  }

  void end_at(ModuleAddress end) { size_ = std::max(size_, end - begin_); }

  // The fold's tables lie behind all code: a distance is less than 0, or wraps as addresses do.
  bool reaches_back(const EncodedPointer& pointer) const {
    constexpr uint8_t kFormatBits = 0x0f;
    if (pointer.size == part_.module->format().word_size()) return true;
    return pointer.size == 4 && (pointer.encoding & kFormatBits) == DW_EH_PE_sdata4;
  }

  void add_field(const EncodedPointer& pointer) {
    if (pointer.stored == 0 && pointer.encoding != DW_EH_PE_absptr)
      return;  // a null pointer stays one
    if (pointer.application() == DW_EH_PE_pcrel && reaches_back(pointer)) {
      table_.fields.push_back({(pointer.at - begin_) & UnwindField::kMostAt, pointer.size});
      return;
    }
    // What is relative to the function moves as it is, and so do addresses of a program that is
    // never relocated; all else would need another encoding.
    const bool fixed = part_.scope_index == 0 && part_.module->header.type == ET_EXEC;
    if (pointer.application() == DW_EH_PE_funcrel) return;
    if (fixed && pointer.application() == DW_EH_PE_absptr) return;
    unmovable_ = part_.module->file.error(".eh_frame pointer encoding",
                                          "a pc-relative one, which can be moved",
                                          fmt::format("{:#x}", pointer.encoding));
  }

  const Part& part_;
  UnwindTable& table_;
  ModuleAddress begin_;
  uint64_t size_ = 0;
  std::optional<Error> unmovable_;
};

}  // namespace

Result<UnwindTable> plan_unwind(const Parts& parts) {
  UnwindTable table;
  uint64_t functions = 0;  // that the parts' search tables list
  for (const Part& part : parts.list) {
    ONEFOLD_TRY(auto header, read_eh_frame_header(*part.module));
    if (header) functions += header->fde_count.value_or(0);
  }
  table.entries.reserve(as_size(functions));
  table.fields.reserve(as_size(2 * functions));
  for (const Part& part : parts.list) ONEFOLD_CHECK(PartUnwind(part, table).run());
  if (table.size != 0) table.size += 4;  // the zero terminator
  // Parts ascend by address and most functions do within them; equal pcs keep their order.
  stable_sort_by(table.entries, &UnwindEntry::pc);
  return table;
}

}  // namespace onefold
