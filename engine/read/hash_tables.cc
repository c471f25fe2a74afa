#include "read/hash_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "base/checked.h"

namespace onefold {
namespace {

struct HashTableView {
  const Module& module;
  std::span<const std::byte>
      bytes;  // from the table's start to the end of its segment's file bytes

  tl::unexpected<Error> wrong(std::string_view field, const void* at, std::string expected,
                              std::string found) const {
    auto offset = static_cast<const std::byte*>(at) - module.file.all().data();
    return fail(module.file.error(field, FileOffset(static_cast<uint64_t>(offset)),
                                  std::move(expected), std::move(found)));
  }
};

// Entries are 4 bytes, 8 on s390x and alpha (Machine::sysv_hash_entry_size).
template <typename Entry>
Result<uint64_t> check_sysv(const HashTableView& view) {
  auto words = FileView::as_table<Entry>(view.bytes);
  if (words.size() < 2) {
    return view.wrong("DT_HASH", view.bytes.data(), "nbucket and nchain",
                      fmt::format("{} bytes", view.bytes.size()));
  }
  uint64_t nbucket = words[0];
  uint64_t nchain = words[1];
  if (nbucket == 0) return view.wrong("DT_HASH nbucket", &words[0], "at least 1", "0");
  auto rest = words.subspan(2);
  if (nbucket > rest.size() || nchain > rest.size() - nbucket) {
    return view.wrong(
        "DT_HASH nchain", &words[1],
        fmt::format("nbucket + nchain of at most {}, to the end of the segment", rest.size()),
        fmt::format("{} + {}", nbucket, nchain));
  }
  auto chain = rest.subspan(as_size(nbucket), as_size(nchain));
  std::vector<bool> seen(as_size(nchain));
  for (const Entry& bucket : rest.first(as_size(nbucket))) {
    const Entry* link = &bucket;
    while (*link != STN_UNDEF) {
      uint64_t index = *link;
      bool first = link == &bucket;
      if (index >= nchain) {
        return view.wrong(first ? "DT_HASH bucket" : "DT_HASH chain", link,
                          fmt::format("a symbol index below nchain ({})", nchain),
                          fmt::format("{}", index));
      }
      if (seen[as_size(index)]) {
        return view.wrong(first ? "DT_HASH bucket" : "DT_HASH chain", link,
                          "each symbol in one chain, once", fmt::format("symbol {} again", index));
      }
      seen[as_size(index)] = true;
      link = &chain[as_size(index)];
    }
  }
  return nchain;
}

template <typename E>
Result<uint64_t> check_gnu(const HashTableView& view) {
  using Word = typename E::Word;
  constexpr uint64_t kBloomWord = sizeof(typename E::Addr);
  auto header = FileView::as_table<Word>(view.bytes);
  if (header.size() < 4) {
    return view.wrong("DT_GNU_HASH", view.bytes.data(), "a header of 16 bytes",
                      fmt::format("{} bytes", view.bytes.size()));
  }
  uint64_t nbuckets = header[0];
  uint64_t symoffset = header[1];
  uint64_t bloom_size = header[2];
  if (nbuckets == 0) return view.wrong("DT_GNU_HASH nbuckets", &header[0], "at least 1", "0");
  if (!std::has_single_bit(bloom_size)) {
    return view.wrong("DT_GNU_HASH bloom_size", &header[2], "a power of two",
                      fmt::format("{}", bloom_size));
  }
  auto rest = view.bytes.subspan(16);
  if (bloom_size > rest.size() / kBloomWord) {
    return view.wrong(
        "DT_GNU_HASH bloom_size", &header[2],
        fmt::format("at most {}, to the end of the segment", rest.size() / kBloomWord),
        fmt::format("{}", bloom_size));
  }
  auto words = FileView::as_table<Word>(rest.subspan(as_size(bloom_size * kBloomWord)));
  if (nbuckets > words.size()) {
    return view.wrong("DT_GNU_HASH nbuckets", &header[0],
                      fmt::format("at most {}, to the end of the segment", words.size()),
                      fmt::format("{}", nbuckets));
  }
  auto chains = words.subspan(as_size(nbuckets));
  uint32_t last = 0;
  for (const Word& bucket : words.first(as_size(nbuckets))) {
    // One read of each: a mapped file may change or be cut short under us.
    const uint32_t index = bucket;
    if (index == 0) continue;
    if (index < symoffset || index - symoffset >= chains.size()) {
      return view.wrong(
          "DT_GNU_HASH bucket", &bucket,
          fmt::format("0 or a symbol index from symoffset ({}) whose chain is inside the segment",
                      symoffset),
          fmt::format("{}", index));
    }
    last = std::max(last, index);
  }
  if (last == 0) return symoffset;
  auto chain = chains.subspan(as_size(last - symoffset));
  auto end = std::ranges::find_if(chain, [](const Word& hash) { return (hash & 1) != 0; });
  if (end == chain.end()) {
    return view.wrong("DT_GNU_HASH chain", chain.data(),
                      "an entry with bit 0 set, which ends the chain",
                      fmt::format("{} entries without one", chain.size()));
  }
  return last + static_cast<uint64_t>(end - chain.begin()) + 1;
}

}  // namespace

Result<uint64_t> count_by_sysv_hash(const Module& module, const DynamicEntry& entry) {
  ONEFOLD_TRY(auto bytes,
              blame(entry.at.value, module.bytes_from(ModuleAddress(entry.value), "DT_HASH")));
  HashTableView view{module, bytes};
  bool wide = module.machine != nullptr && module.machine->sysv_hash_entry_size == 8;
  return with_format(module.format(), [&]<typename E>() -> Result<uint64_t> {
    return wide ? check_sysv<typename E::Xword>(view) : check_sysv<typename E::Word>(view);
  });
}

Result<uint64_t> count_by_gnu_hash(const Module& module, const DynamicEntry& entry) {
  ONEFOLD_TRY(auto bytes,
              blame(entry.at.value, module.bytes_from(ModuleAddress(entry.value), "DT_GNU_HASH")));
  HashTableView view{module, bytes};
  return with_format(module.format(), [&]<typename E>() { return check_gnu<E>(view); });
}

}  // namespace onefold
