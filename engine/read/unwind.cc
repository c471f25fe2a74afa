#include "read/unwind.h"

#include <fmt/format.h>

#include <algorithm>

#include "read/arm_exidx.h"
#include "read/eh_frame.h"
#include "read/eh_frame_hdr.h"

namespace onefold {
namespace {

// Takes the search table's entries out as the walk meets the FDEs that they name.
class TableCheck {
 public:
  explicit TableCheck(std::vector<EhFrameTableEntry> entries) : entries_(std::move(entries)) {
    // Most linkers lay FDEs out in the order of the code already.
    if (!std::ranges::is_sorted(entries_, {}, &EhFrameTableEntry::fde)) {
      std::ranges::sort(entries_, {}, &EhFrameTableEntry::fde);
    }
  }

  void meet(const Fde& fde) {
    for (; next_ < entries_.size() && entries_[next_].fde <= fde.at; ++next_) {
      const EhFrameTableEntry& entry = entries_[next_];
      if (wrong_ != nullptr) continue;
      if (entry.fde != fde.at || fde.pc_begin.target != entry.initial_location) wrong_ = &entry;
    }
  }

  Result<void> finish(const Module& module) const {
    const EhFrameTableEntry* wrong = wrong_;
    if (wrong == nullptr && next_ < entries_.size()) wrong = &entries_[next_];
    if (wrong == nullptr) return {};
    ONEFOLD_TRY(auto where, module.offset_of(wrong->at, 1, ".eh_frame_hdr table"));
    return fail(module.file.error(".eh_frame_hdr table", where, "an FDE and its pc_begin",
                                  fmt::format("FDE address {:#x} and initial location {:#x}",
                                              wrong->fde.value, wrong->initial_location.value)));
  }

 private:
  std::vector<EhFrameTableEntry> entries_;
  size_t next_ = 0;
  const EhFrameTableEntry* wrong_ = nullptr;
};

Result<EhFrameCounts> count_eh_frame(const Module& module, const EhFrameHeader& header) {
  EhFrameCounts counts{header.fde_count, 0, 0};
  ONEFOLD_TRY(auto entries, read_eh_frame_table(module, header));
  TableCheck table(std::move(entries));
  ONEFOLD_TRY(auto extent, find_eh_frame(module, header));
  if (extent) {
    auto count_fde = [&](const Fde& fde, const Cie&) {
      ++*counts.fdes;
      table.meet(fde);
    };
    ONEFOLD_CHECK(visit_eh_frame(module, *extent,
                                 {.cie = [&](const Cie&) { ++*counts.cies; }, .fde = count_fde}));
  }
  ONEFOLD_CHECK(table.finish(module));
  return counts;
}

Result<ExidxCounts> count_exidx(const Module& module, const ExidxTable& table) {
  ExidxCounts counts{0, 0, 0, 0};
  ONEFOLD_CHECK(visit_exidx(module, table, [&](const ExidxEntry& entry) {
    ++counts.entries;
    if (entry.kind == ExidxKind::kCantUnwind) ++*counts.cant_unwind;
    if (entry.kind == ExidxKind::kInline) ++*counts.inlined;
    if (entry.kind == ExidxKind::kTable) ++*counts.tables;
  }));
  return counts;
}

}  // namespace

Result<UnwindCounts> read_unwind_headers(const Module& module) {
  UnwindCounts counts;
  ONEFOLD_TRY(auto header, read_eh_frame_header(module));
  if (header) counts.eh_frame.emplace().table_entries = header->fde_count;
  ONEFOLD_TRY(auto exidx, find_exidx(module));
  if (exidx) counts.exidx.emplace().entries = exidx->count();
  return counts;
}

Result<UnwindCounts> count_unwind(const Module& module) {
  UnwindCounts counts;
  ONEFOLD_TRY(auto header, read_eh_frame_header(module));
  if (header) {
    ONEFOLD_TRY(counts.eh_frame, count_eh_frame(module, *header));
  }
  ONEFOLD_TRY(auto exidx, find_exidx(module));
  if (exidx) {
    ONEFOLD_TRY(counts.exidx, count_exidx(module, *exidx));
  }
  return counts;
}

}  // namespace onefold
