#include "verify/unwind.h"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

#include "base/checked.h"
#include "base/sort.h"
#include "read/arm_exidx.h"
#include "read/eh_frame.h"
#include "read/eh_frame_hdr.h"

namespace onefold::verify {
namespace {

// One function's record, with everything that an unwinder draws from it in `meaning`.
struct Record {
  uint64_t pc = 0;  // in the fold
  uint64_t meaning = 0;
  uint64_t at = 0;  // of the FDE; not compared
  std::pair<uint64_t, uint64_t> key() const { return {pc, meaning}; }
};

class Digest {
 public:
  void word(uint64_t value) { hash_ = XXH3_64bits_withSeed(&value, sizeof(value), hash_); }
  void bytes(std::span<const std::byte> bytes) {
    hash_ = XXH3_64bits_withSeed(bytes.data(), bytes.size(), hash_);
  }
  // Where it points, as an address of the fold.
  void pointer(const std::optional<EncodedPointer>& pointer, uint64_t bias) {
    word(pointer ? 1 : 0);
    if (!pointer) return;
    word(pointer->is_indirect() ? 1 : 0);
    word(pointer->target ? pointer->target->value + bias : 0);
  }
  uint64_t value() const { return hash_; }

 private:
  uint64_t hash_ = 0;
};

// Trailing no-ops are padding.
std::span<const std::byte> without_padding(std::span<const std::byte> instructions) {
  while (!instructions.empty() && instructions.back() == std::byte{0})
    instructions = instructions.first(instructions.size() - 1);
  return instructions;
}

uint64_t meaning_of(const Cie& cie, uint64_t bias) {
  Digest digest;
  digest.word(cie.version);
  digest.bytes(std::as_bytes(std::span(cie.augmentation)));
  digest.word(cie.code_alignment);
  digest.word(static_cast<uint64_t>(cie.data_alignment));
  digest.word(cie.return_register);
  digest.word(cie.signal_frame ? 1 : 0);
  digest.pointer(cie.personality, bias);
  digest.bytes(without_padding(cie.instructions));
  return digest.value();
}

Result<std::vector<Record>> records_of(const Module& module, uint64_t bias) {
  std::vector<Record> records;
  ONEFOLD_TRY(auto header, read_eh_frame_header(module));
  if (!header) return records;
  ONEFOLD_TRY(auto extent, find_eh_frame(module, *header));
  if (!extent) return records;
  constexpr uint64_t kLeastFde = 8;
  records.reserve(
      as_size(std::min(header->fde_count.value_or(0), extent->size.value_or(0) / kLeastFde)));
  std::vector<uint64_t> cie_meanings;
  EhFrameVisitor visitor;
  visitor.cie = [&](const Cie& cie) { cie_meanings.push_back(meaning_of(cie, bias)); };
  visitor.fde = [&](const Fde& fde, const Cie&) {
    // An unwinder looks for the module of a pc first, so that no record tells of another's.
    if (!fde.pc_begin.target || !module.spans(*fde.pc_begin.target)) return;
    Digest digest;
    digest.word(cie_meanings[as_size(fde.cie)]);
    digest.word(fde.pc_range);
    digest.pointer(fde.lsda, bias);
    digest.bytes(without_padding(fde.instructions));
    records.push_back({fde.pc_begin.target->value + bias, digest.value(), fde.at.value});
  };
  ONEFOLD_CHECK(visit_eh_frame(module, *extent, visitor));
  return records;
}

// What the fold's search table leads to, entry by entry.
Result<std::vector<Record>> searched_records(const Module& fold, Report& report) {
  ONEFOLD_TRY(auto records, records_of(fold, 0));
  ONEFOLD_TRY(auto header, read_eh_frame_header(fold));
  if (!header || !header->fde_count) return std::vector<Record>{};
  stable_sort_by(records, &Record::at);
  std::vector<Record> found;
  found.reserve(records.size());
  AscendingSearch search;
  ONEFOLD_CHECK(visit_eh_frame_table(fold, *header, [&](const EhFrameTableEntry& entry) {
    const auto record = search.find(records, entry.fde.value, &Record::at);
    if (record == records.end() || record->pc != entry.initial_location.value) {
      report.differ(Aspect::kUnwind, fmt::format("the search table at {:#x}", entry.at.value),
                    "an entry that leads to its function's FDE", "another");
      return;
    }
    found.push_back(*record);
  }));
  return found;
}

// arm: what a search of .ARM.exidx finds from each function on.
Result<std::vector<Record>> indexed_functions(const Module& module, uint64_t bias) {
  std::vector<Record> functions;
  ONEFOLD_TRY(auto table, find_exidx(module));
  if (!table) return functions;
  ONEFOLD_CHECK(visit_exidx(module, *table, [&](const ExidxEntry& entry) {
    Digest digest;
    const bool in_table = entry.kind == ExidxKind::kTable;
    digest.word(in_table ? 1 : 0);
    digest.word(in_table ? entry.table.value + bias : entry.word);
    functions.push_back({entry.function.value + bias, digest.value(), entry.at.value});
  }));
  return functions;
}

using ReadRecords = Result<std::vector<Record>> (*)(const Module&, uint64_t bias);

void compare_records(std::vector<Record> expected, std::vector<Record> found, Report& report) {
  stable_sort_by(expected, &Record::key);
  stable_sort_by(found, &Record::key);
  report.compared(Aspect::kUnwind, expected.size());
  size_t i = 0;
  size_t j = 0;
  while (i < expected.size() || j < found.size()) {
    const bool lost =
        j == found.size() || (i < expected.size() && expected[i].key() < found[j].key());
    const bool added =
        i == expected.size() || (j < found.size() && found[j].key() < expected[i].key());
    if (lost) {
      report.differ(Aspect::kUnwind, fmt::format("the function at {:#x}", expected[i++].pc),
                    "its record", "none, or another one");
    } else if (added) {
      report.differ(Aspect::kUnwind, fmt::format("the function at {:#x}", found[j++].pc),
                    "no such record", "one");
    } else {
      ++i;
      ++j;
    }
  }
}

Result<void> compare_tables(const Context& context, ReadRecords read,
                            Result<std::vector<Record>> found, Report& report) {
  std::vector<Record> expected;
  for (const Part& part : context.parts()) {
    ONEFOLD_TRY(auto records, read(*context.object(part).module, part.bias));
    const uint64_t from = context.loads(part).front().vaddr.value + part.bias;
    std::erase_if(records, [&](const Record& record) { return record.pc < from; });
    expected.insert(expected.end(), records.begin(), records.end());
  }
  if (!found) {
    report.differ(Aspect::kUnwind, "the fold's tables", "ones that can be read",
                  to_string(found.error()));
    return {};
  }
  compare_records(std::move(expected), *std::move(found), report);
  return {};
}

}  // namespace

Result<void> compare_unwinding(const Context& context, Report& report) {
  const Module& fold = *context.fold().module;
  ONEFOLD_CHECK(compare_tables(context, &records_of, searched_records(fold, report), report));
  return compare_tables(context, &indexed_functions, indexed_functions(fold, 0), report);
}

}  // namespace onefold::verify
